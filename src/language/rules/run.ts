/** Runs every rule over a topology. What is the same object as before is not looked at again. */
import type { Topology } from '../../topology/model.ts';
import type { Place, Reporter } from '../diagnostics/reporter.ts';
import { findings } from '../diagnostics/table.ts';
import { arithmeticFindings } from '../diagnostics/arithmetic.ts';
import { betweenFunctions, numaDistance } from './distance.ts';
import { idleDomains } from './idle.ts';
import { nics } from './nics.ts';
import { pins } from './pins.ts';
import { busyQueues, queues } from './queues.ts';
import { routers } from './routers.ts';
import type { HostRule, RuleFinding, TopologyRule } from './rule.ts';
import { tables } from './tables.ts';
import { vifs } from './vifs.ts';
import { wires } from './wires.ts';

const hostRules: readonly HostRule[] = [pins, nics, tables, queues, vifs, numaDistance];
const topologyRules: readonly TopologyRule[] = [busyQueues, wires, routers, idleDomains, betweenFunctions];

/** Codes of rules: one rule's finding does not silence another's. */
const isRule: ReadonlySet<string> = new Set(Object.keys(arithmeticFindings));

const kept = new WeakMap<object, readonly RuleFinding[]>();

export interface RuleOptions {
  /** Remarks too; at the points of a sweep only what is wrong is told. */
  readonly remarks: boolean;
  /** Whether a value is written out where it stands; one that comes from a param is not to be overwritten by a fix. */
  isWritten(place: Place): boolean;
}

export function runRules(topology: Topology, reporter: Reporter, options: RuleOptions): void {
  for (const host of topology.hosts) for (const finding of keptFindings(host, hostRules)) report(reporter, finding, options);
  for (const finding of keptFindings(topology, topologyRules)) report(reporter, finding, options);
}

function keptFindings<Subject extends object>(
  subject: Subject,
  rules: readonly ((subject: Subject) => Iterable<RuleFinding>)[]
): readonly RuleFinding[] {
  let found = kept.get(subject);
  if (found === undefined) kept.set(subject, (found = rules.flatMap(rule => [...rule(subject)])));
  return found;
}

/** Arithmetic on a value that is wrong already says nothing. */
function isBroken(reporter: Reporter, at: RuleFinding['at']): boolean {
  return (
    reporter.errors > 0 &&
    reporter.found.some(
      each => each.severity === 'error' && each.uri === at.uri && each.start < at.end && at.start < each.end && !isRule.has(each.code)
    )
  );
}

function report(reporter: Reporter, { code, at, values, extra, choice }: RuleFinding, options: RuleOptions): void {
  if (at.uri === '' || isBroken(reporter, at) || (choice === true && !options.isWritten(at))) return;
  const { severity } = findings[code];
  if (!options.remarks && severity !== 'error' && severity !== 'warning') return;
  const fixes = extra?.fixes?.filter(fix => fix.edits.every(options.isWritten));
  reporter.report(code, at, values, extra === undefined ? undefined : { ...extra, fixes });
}

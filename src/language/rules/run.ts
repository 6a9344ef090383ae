/** Runs every rule over a topology. What is the same object as before is not looked at again. */
import type { Host, Topology } from '../../topology/model.ts';
import type { Fix } from '../analysis.ts';
import type { Setting } from '../check/setting-fix.ts';
import type { Place, Reporter } from '../diagnostics/reporter.ts';
import { findings } from '../diagnostics/table.ts';
import { arithmeticFindings } from '../diagnostics/arithmetic.ts';
import { cards } from './cards.ts';
import { channels } from './channels.ts';
import { betweenFunctions, numaDistance } from './distance.ts';
import { idleDomains } from './idle.ts';
import { nics } from './nics.ts';
import { pins } from './pins.ts';
import { busyQueues, queues } from './queues.ts';
import { routers } from './routers.ts';
import type { HostRule, RuleFinding, TopologyRule } from './rule.ts';
import { tables } from './tables.ts';
import { rings } from './rings.ts';
import { units } from './units.ts';
import { vifs } from './vifs.ts';
import { wires } from './wires.ts';

const hostRules: readonly HostRule[] = [pins, nics, cards, tables, channels, queues, vifs, rings, numaDistance];
const topologyRules: readonly TopologyRule[] = [wires, units, routers, betweenFunctions];
/** Those that only ever make remarks. */
const remarkRules: readonly TopologyRule[] = [busyQueues, idleDomains];

/** Codes of rules: one rule's finding does not silence another's. */
const isRule: ReadonlySet<string> = new Set(Object.keys(arithmeticFindings));

const ofHosts = new WeakMap<Host, readonly RuleFinding[]>();
const ofTopologies = new WeakMap<Topology, readonly RuleFinding[]>();
const remarks = new WeakMap<Topology, readonly RuleFinding[]>();

export interface RuleOptions {
  /** Remarks too; at the points of a sweep only what is wrong is told. */
  readonly remarks: boolean;
  /** Whether a value is written out where it stands, rather than taken from a param. */
  isWritten(place: Place): boolean;
  /** The mend that gives a property another value, where one can be made. */
  fixOf(setting: Setting): Fix | undefined;
}

export function runRules(topology: Topology, reporter: Reporter, options: RuleOptions): void {
  for (const host of topology.hosts) for (const finding of findingsOf(host, hostRules, ofHosts)) report(reporter, finding, options);
  for (const finding of findingsOf(topology, topologyRules, ofTopologies)) report(reporter, finding, options);
  if (options.remarks) for (const finding of findingsOf(topology, remarkRules, remarks)) report(reporter, finding, options);
}

function findingsOf<Subject extends object>(
  subject: Subject,
  rules: readonly ((subject: Subject) => Iterable<RuleFinding>)[],
  kept: WeakMap<Subject, readonly RuleFinding[]>
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

function report(reporter: Reporter, { code, at, values, related, settings = [], choice }: RuleFinding, options: RuleOptions): void {
  // Elements of an array share their places; mends are made for the first alone.
  if (at.uri === '' || reporter.knows(code, at) || isBroken(reporter, at) || (choice === true && !options.isWritten(at))) return;
  const { severity } = findings[code];
  if (!options.remarks && severity !== 'error' && severity !== 'warning') return;
  reporter.report(code, at, values, {
    related: related?.map(each => ({ ...each.at, message: each.message })),
    fixes: settings.flatMap(setting => options.fixOf(setting) ?? [])
  });
}

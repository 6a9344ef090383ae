/** Runs every rule over a topology. What is the same object as before is not looked at again. */
import type { Topology } from '../../topology/model.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { arithmeticFindings } from '../diagnostics/arithmetic.ts';
import { idleDomains } from './idle.ts';
import { nics } from './nics.ts';
import { pins } from './pins.ts';
import { busyQueues, queues } from './queues.ts';
import { routers } from './routers.ts';
import type { HostRule, RuleFinding, TopologyRule } from './rule.ts';
import { tables } from './tables.ts';
import { vifs } from './vifs.ts';
import { wires } from './wires.ts';

const hostRules: readonly HostRule[] = [pins, nics, tables, queues, vifs];
const topologyRules: readonly TopologyRule[] = [busyQueues, wires, routers, idleDomains];

/** Codes of rules: one rule's finding does not silence another's. */
const isRule: ReadonlySet<string> = new Set(Object.keys(arithmeticFindings));

const kept = new WeakMap<object, readonly RuleFinding[]>();

export function runRules(topology: Topology, reporter: Reporter): void {
  for (const host of topology.hosts) for (const finding of keptFindings(host, hostRules)) report(reporter, finding);
  for (const finding of keptFindings(topology, topologyRules)) report(reporter, finding);
}

function keptFindings<Subject extends object>(subject: Subject, rules: readonly ((subject: Subject) => Iterable<RuleFinding>)[]): readonly RuleFinding[] {
  let findings = kept.get(subject);
  if (findings === undefined) kept.set(subject, findings = rules.flatMap(rule => [...rule(subject)]));
  return findings;
}

/** Arithmetic on a value that is wrong already says nothing. */
function isBroken(reporter: Reporter, at: RuleFinding['at']): boolean {
  return reporter.errors > 0 && reporter.found.some(each =>
    each.severity === 'error' && each.uri === at.uri && each.start < at.end && at.start < each.end && !isRule.has(each.code));
}

function report(reporter: Reporter, { code, at, values, extra }: RuleFinding): void {
  if (at.uri === '' || isBroken(reporter, at)) return;
  reporter.report(code, at, values, extra);
}

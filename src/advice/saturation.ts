/** What only an estimate shows: at which value of a sweep something saturates, and which offered load cannot be carried. */
import type { Analysis, Diagnostic } from '../language/analysis.ts';
import { diagnostic } from '../language/diagnostics/reporter.ts';
import type { VaryStatement } from '../language/syntax/tree.ts';
import type { Dimension, Experiment, ParameterValue } from '../topology/plan.ts';
import { formatParameter } from '../topology/quantity.ts';
import type { Flow, Topology } from '../topology/model.ts';
import { goodput } from './estimates.ts';
import type { Estimates } from './estimates.ts';
import { experimentsOf } from './lenses.ts';
import { limitOf, SATURATED } from './limits.ts';
import { showRate } from './show.ts';

/** A sweep longer than this is sampled by nobody while they type. */
const maxPoints = 24;

/** Findings in the analysed file itself, in order of place. Yields between two estimates, so that the caller can let others through. */
export function* estimatedFindings(analysis: Analysis, estimates: Estimates): Generator<void, readonly Diagnostic[]> {
  const found = [...overload(analysis, estimates)];
  yield;
  for (const sweep of sweepsOf(analysis)) found.push(...(yield* saturation(analysis, sweep, estimates)));
  return found.sort((a, b) => a.start - b.start);
}

/** Flows of the file as it stands whose offered load does not get through. */
function overload({ topology, uri }: Analysis, estimates: Estimates): readonly Diagnostic[] {
  const offering = topology.flows.filter(flow => flow.rate !== undefined && flow.rate > 0 && flow.origins?.['rate']?.uri === uri);
  const observation = offering.length === 0 ? undefined : estimates.of(topology);
  if (observation === undefined) return [];
  return [...groupedByFlow(offering)].flatMap(([flow, members]) => {
    const names = members.map(member => member.name);
    const offered = members.reduce((sum, member) => sum + (member.rate ?? 0), 0);
    const carried = goodput(observation, each => names.includes(each.name));
    if (carried >= 0.95 * offered) return [];
    const limit = limitOf(topology, observation, names);
    const why = limit === undefined ? '' : `: ${limit.name} is full${limit.explanation === undefined ? '' : ` (${limit.explanation})`}`;
    const place = members[0]?.origins?.['rate'];
    const related = limit === undefined ? [] : declarationOf(topology, limit.name);
    return place === undefined
      ? []
      : [diagnostic('offered-over-capacity', place, { flow, offered: showRate(offered), rate: showRate(carried), why }, { related })];
  });
}

function groupedByFlow(flows: readonly Flow[]): ReadonlyMap<string, readonly Flow[]> {
  const groups = new Map<string, Flow[]>();
  for (const flow of flows) {
    const group = groups.get(flow.flow);
    if (group === undefined) groups.set(flow.flow, [flow]);
    else group.push(flow);
  }
  return groups;
}

interface Sweep {
  readonly experiment: string;
  readonly vary: VaryStatement;
  readonly param: string;
}

/** Experiments of the file that sweep a number; none while it has errors. */
function sweepsOf({ files, uri, diagnostics }: Analysis): readonly Sweep[] {
  const file = files.get(uri);
  if (file === undefined || diagnostics.some(each => each.severity === 'error')) return [];
  return experimentsOf(file).flatMap(({ declaration, name }) => {
    const vary = (declaration.body?.members ?? []).find(member => member.kind === 'vary' && member.value?.kind === 'range');
    return vary?.kind === 'vary' && vary.name !== undefined ? [{ experiment: name, vary, param: vary.name.text }] : [];
  });
}

/** `dom0 saturates at guests = 3`, at the `vary`. */
function* saturation(analysis: Analysis, { experiment, vary, param }: Sweep, estimates: Estimates): Generator<void, readonly Diagnostic[]> {
  const planned = analysis.plan({ experiments: [experiment] }).plan?.experiments.find(each => each.name === experiment);
  yield;
  const points = planned === undefined ? [] : along(planned, param);
  for (const [i, { parameters, topology }] of points.entries()) {
    const observation = estimates.of(topology);
    yield;
    if (observation === undefined || observation.bottleneck.utilization < SATURATED) continue;
    // Saturated from the first value on is no news about the sweep; the flow's hint says it.
    if (i === 0) return [];
    const { bottleneck } = observation;
    const resource = bottleneck.domain ?? bottleneck.resource;
    const value = show(parameters[param] ?? '', planned?.dimensions[param]);
    const values = { resource, param, value, rate: showRate(goodput(observation)), why: bottleneck.explanation };
    return [
      diagnostic('saturates-at', { uri: analysis.uri, start: vary.start, end: vary.end }, values, {
        related: declarationOf(topology, resource)
      })
    ];
  }
  return [];
}

/** The points along one param, the others at their first values; none of a sweep that is too long. */
function along({ points, varies }: Experiment, param: string): Experiment['points'] {
  const others = varies.filter(each => each !== param);
  const chosen = points.filter(point => others.every(other => point.parameters[other] === points[0]?.parameters[other]));
  return chosen.length > maxPoints ? [] : chosen;
}

function show(value: ParameterValue, dimension: Dimension | undefined): string {
  return formatParameter(value, dimension);
}

function declarationOf(topology: Topology, name: string): NonNullable<Diagnostic['related']> {
  const things = topology.hosts.flatMap(host => [host, ...host.domains, ...host.nics, ...host.bridges]);
  const found = [...things, ...topology.links, ...topology.switches, ...topology.peers].find(thing => thing.name === name);
  return found?.origin === undefined ? [] : [{ ...found.origin, message: `\`${name}\` is declared here` }];
}

/**
 * The way of a flow through the picture, in order from its sender to its receiver: over as few edges as possible, through what the
 * topology connects. A domain that sends from its own stack is joined to the bridge it runs, or to its host's first NIC;
 * one `via` a metarouter or a metalink passes there.
 */
import type { Flow, Topology } from '../topology/model.ts';
import type { DiagramEdge } from './graph.ts';

interface Step {
  readonly to: string;
  /** Absent where one thing is within the other. */
  readonly edge?: string;
}

/** Finds ways over these edges. Empty where there is none. */
export function waysOf(topology: Topology, edges: readonly DiagramEdge[]): (flow: Flow) => readonly string[] {
  const steps = stepsOf(topology, edges);
  const known = new Map<string, ReadonlyMap<string, Before>>();
  return ({ from, to, via }) => {
    const stops = via === undefined ? [from, to] : [from, via, to];
    const legs = stops.slice(1).map((stop, i) => leg(stops[i] ?? from, stop));
    if (legs.some(each => each === undefined)) return [];
    return legs.flatMap((each, i) => (i === 0 ? (each ?? []) : (each ?? []).slice(1)));
  };

  function leg(from: string, to: string): readonly string[] | undefined {
    let reached = known.get(from);
    if (reached === undefined) known.set(from, (reached = reachedFrom(from, steps)));
    return to === from ? [from] : backwards(reached, from, to);
  }
}

function stepsOf(topology: Topology, edges: readonly DiagramEdge[]): ReadonlyMap<string, readonly Step[]> {
  const steps = new Map<string, Step[]>();
  const join = (a: string, b: string, edge?: string): void => {
    for (const [from, to] of [
      [a, b],
      [b, a]
    ] as const) {
      const there = steps.get(from);
      if (there === undefined) steps.set(from, [{ to, edge }]);
      else there.push({ to, edge });
    }
  };
  for (const { id, from, to } of edges) join(from, to, id);
  for (const { domains, bridges, nics } of topology.hosts) {
    for (const bridge of bridges) join(bridge.domain, bridge.name);
    const bridged = new Set(bridges.map(({ domain }) => domain));
    const [nic] = nics;
    for (const { name, vifs } of domains) if (nic !== undefined && vifs.length === 0 && !bridged.has(name)) join(name, nic.name);
  }
  for (const { name, metarouters, metalinks } of topology.routers) {
    for (const metarouter of metarouters) join(name, metarouter.name);
    for (const metalink of metalinks) join(metalink.metarouter, metalink.name);
  }
  return steps;
}

interface Before {
  readonly place: string;
  readonly edge?: string;
}

/** Breadth first, so that every place is reached over the fewest steps. */
function reachedFrom(from: string, steps: ReadonlyMap<string, readonly Step[]>): ReadonlyMap<string, Before> {
  const before = new Map<string, Before>();
  const waiting = [from];
  for (const place of waiting) {
    for (const { to, edge } of steps.get(place) ?? []) {
      if (to === from || before.has(to)) continue;
      before.set(to, { place, edge });
      waiting.push(to);
    }
  }
  return before;
}

function backwards(before: ReadonlyMap<string, Before>, from: string, to: string): readonly string[] | undefined {
  const way = [to];
  for (let place = to; place !== from;) {
    const step = before.get(place);
    if (step === undefined) return undefined;
    way.push(...(step.edge === undefined ? [step.place] : [step.edge, step.place]));
    place = step.place;
  }
  return way.reverse();
}

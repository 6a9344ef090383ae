/** Systems and topologies for the tests of the engines: made of stages by hand, or read from a few lines of `.xnet`. */
import { library } from '../../src/costs/library.ts';
import { analyse } from '../../src/language/analyse.ts';
import type { Topology } from '../../src/topology/model.ts';
import { Assembly } from '../../src/simulator/model/assembly.ts';
import type { Path } from '../../src/simulator/model/stage.ts';
import type { DeviceSpec, FlowSpec, PipeSpec, StreamSpec, System } from '../../src/simulator/model/system.ts';
import type { Observation } from '../../src/simulator/observation.ts';
import { simulate, simulateSystem } from '../../src/simulator/packet/simulate.ts';
import type { ScheduledEvent } from '../../src/topology/plan.ts';

const FILE = 'test:/main.xnet';

/** The topology of a text; libraries are imported as in any file. */
export function topologyOf(text: string): Topology {
  const analysis = analyse(FILE, {
    read: uri => (uri === FILE ? text : library[uri.replace(/^.*xnet:/, '')]),
    resolve: (_from, specifier) => specifier
  });
  const errors = analysis.diagnostics.filter(each => each.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(each => `${each.message} at «${text.slice(each.start, each.end)}»`).join('\n'));
  return analysis.topology!;
}

export interface RunOptions {
  readonly duration?: number;
  readonly warmup?: number;
  readonly seed?: number;
  readonly replication?: number;
  readonly events?: readonly ScheduledEvent[];
}

const complete = (options: RunOptions) => ({ duration: 1, warmup: 0.1, seed: 1, replication: 0, events: [], ...options });

export function run(text: string, options: RunOptions = {}): Observation {
  return simulate(topologyOf(text), complete(options));
}

export function runSystem(system: System, options: RunOptions = {}): Observation {
  return simulateSystem(system, complete(options));
}

/** Goodput of all flows, or of those of one name, in bits per second. */
export function goodput(observation: Observation, flow?: string): number {
  return (
    (observation.flows
      .filter(each => flow === undefined || each.flow === flow || each.name === flow)
      .reduce((sum, each) => sum + each.bytes, 0) *
      8) /
    observation.seconds
  );
}

// ---- systems of stages ----------------------------------------------------------------------------------------------

/** A path of hand-made stages with the traffic on it. */
export interface Route extends Partial<Omit<StreamSpec, 'flow' | 'number' | 'forward' | 'backward'>> {
  readonly name?: string;
  readonly path: Path;
  /** Way back of an rpc or a TCP stream. */
  readonly back?: Path;
}

/** Assembles hand-made routes; stages name workers that `declare` made. */
export function systemOf(declare: (assembly: Assembly) => readonly Route[], topology: Topology = bare): System {
  const assembly = new Assembly(topology);
  const flows: FlowSpec[] = [];
  const streams = declare(assembly).map((route, number): StreamSpec => {
    const { path, back, name, ...changes } = route;
    const payload = changes.payload ?? 1;
    const transport = changes.transport ?? 'udp';
    const carried = { payload, units: false, data: true, headers: 0, framing: 0 };
    flows.push({ name: name ?? `flow ${number}`, flow: name ?? `flow ${number}`, from: 'here', to: 'there', streams: [number], transport });
    return {
      flow: number,
      number: 0,
      transport,
      forward: assembly.route(path, carried),
      backward: back ? assembly.route(back, { ...carried, data: transport !== 'tcp' }) : -1,
      payload,
      unit: 1,
      whole: false,
      datagram: 1,
      size: payload,
      response: 1,
      window: 1000,
      rate: Infinity,
      arrival: 'cbr',
      on: 0,
      off: 0,
      bytes: Infinity,
      think: 0,
      outstanding: 1,
      start: 0,
      stop: Infinity,
      ...changes
    };
  });
  return {
    components: assembly.components,
    domains: assembly.domains,
    cores: assembly.cores,
    vcpus: assembly.vcpus,
    stations: assembly.stations,
    steps: assembly.steps,
    streams,
    flows,
    grants: [],
    caches: assembly.caches,
    rings: assembly.rings,
    notes: []
  };
}

/** Nothing but stages. */
const bare: Topology = { hosts: [], routers: [], switches: [], peers: [], links: [], flows: [], grants: [] };

/** Bits per second of one-byte packets at this rate. */
export const perSecond = (packets: number): number => packets * 8;

/** A queue of any length before identical units that take `seconds` an item. */
export function server(
  assembly: Assembly,
  id: string,
  seconds: number,
  spec: Partial<DeviceSpec> & { readonly capacity?: number } = {}
): Path {
  const { capacity = Infinity, ...device } = spec;
  return [
    {
      name: id,
      worker: assembly.device(id, { name: id, kind: 'engine', units: 1, inOrder: false, spread: 'exponential', ...device }),
      queue: { place: id, capacity, full: 'drop', reason: 'queue full' },
      work: [{ component: id, operation: 'engine_rx', per: 'item', seconds }]
    }
  ];
}

/** A conveyor. */
export function conveyor(assembly: Assembly, id: string, spec: Partial<PipeSpec>): Path {
  const pipe: PipeSpec = { name: id, kind: 'link', nics: [], rate: 1e9, delay: 0, loss: 0, buffer: Infinity, burst: 0, ...spec };
  return [
    { name: id, worker: assembly.pipe(id, pipe), queue: { place: id, capacity: Infinity, full: 'drop', reason: 'buffer full' }, work: [] }
  ];
}

export function assertWithin(actual: number, expected: number, tolerance: number, what: string): void {
  const error = Math.abs(actual - expected) / Math.abs(expected);
  if (!(error <= tolerance))
    throw new Error(`${what}: ${actual} is ${(100 * error).toFixed(2)} % from ${expected}, ${(100 * tolerance).toFixed(2)} % allowed`);
}

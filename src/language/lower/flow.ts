/** Flows, written out to their members. */
import type { Flow, Transport } from '../../topology/model.ts';
import type { Instance, Thing } from '../evaluate/values.ts';
import { sideOf } from '../evaluate/members.ts';
import { showCount, showQuantity } from '../values/show.ts';
import type { Reader } from './read.ts';

/** Members of every element of one flow; empty when a side names nothing. */
export function lowerFlow(reader: Reader, elements: readonly Instance[]): readonly Flow[] {
  return elements.flatMap(element => membersOf(reader, element));
}

function membersOf(reader: Reader, element: Instance): readonly Flow[] {
  const from = sideOf(reader.evaluation, element, 'from');
  const to = sideOf(reader.evaluation, element, 'to');
  if (from.length === 0 || to.length === 0) return [];
  const { reporter } = reader.evaluation;
  const declared = reader.declared(element);
  if (from.length !== to.length && from.length !== 1 && to.length !== 1) {
    reporter.report('uneven-endpoints', declared.origins['to'] ?? declared.origin, {
      from: 'from',
      to: 'to',
      fromCount: showCount(from.length, 'endpoint'),
      toCount: showCount(to.length, 'endpoint')
    });
    return [];
  }
  const count = Math.max(from.length, to.length);
  const pairs = Array.from(
    { length: count },
    (_, i) => [from[from.length === 1 ? 0 : i] as Thing, to[to.length === 1 ? 0 : i] as Thing] as const
  );
  const itself = pairs.find(([sender, receiver]) => sender.name === receiver.name);
  if (itself !== undefined) {
    reporter.report('same-endpoints', declared.origins['to'] ?? declared.origin, { what: 'flow', name: itself[0].name });
    return [];
  }
  const common = { ...propertiesOf(reader, element), ...arrivalsOf(reader, element) };
  checkTimes(reader, element, common);
  return pairs.map(([sender, receiver], i) => ({
    ...declared,
    name: count === 1 ? element.name : `${element.name}[${i + 1}]`,
    flow: element.shape.key,
    member: i + 1,
    members: count,
    from: sender.name,
    to: receiver.name,
    ...common
  }));
}

function checkTimes(reader: Reader, element: Instance, { arrival, trace, start, stop }: Common): void {
  const { reporter } = reader.evaluation;
  const { origin, origins } = reader.declared(element);
  if (arrival === 'trace' && trace === undefined)
    reporter.report('missing-property', origins['arrival'] ?? origin, { kind: 'flow', name: element.name, property: 'trace' });
  if (start !== undefined && stop !== undefined && stop <= start) {
    reporter.report('out-of-range', origins['stop'] ?? origin, {
      property: 'stop',
      value: showQuantity(stop, 'time'),
      limit: `it must be after \`start\`, ${showQuantity(start, 'time')}`
    });
  }
}

/** What the trace file says, where arrivals come from one. */
function arrivalsOf(reader: Reader, element: Instance): Pick<Flow, 'arrivals'> {
  const path = reader.word(element, 'arrival') === 'trace' ? reader.text(element, 'trace') : undefined;
  if (path === undefined) return {};
  const { origin, origins } = reader.declared(element);
  const place = origins['trace'] ?? origin;
  const { traces, reporter } = reader.evaluation;
  const trace = traces.of(place.uri, path);
  if ('arrivals' in trace) return { arrivals: trace.arrivals };
  const { problem, start, end } = trace;
  const related =
    start === undefined || end === undefined ? [] : [{ uri: traces.resolve(place.uri, path), start, end, message: 'this line' }];
  reporter.report('bad-trace', place, { path, problem }, { related });
  return {};
}

/** In cycles of whoever answers, or a time. */
function computeOf(reader: Reader, element: Instance): Flow['compute'] {
  const compute = reader.evaluation.property(element, 'compute');
  if (compute?.kind !== 'number' || compute.value === 0) return undefined;
  return { value: compute.value, unit: compute.dimension.name === 'cycles' ? 'cycles' : 'seconds' };
}

type Common = Omit<Flow, 'name' | 'origin' | 'origins' | 'flow' | 'member' | 'members' | 'from' | 'to'>;

function propertiesOf(reader: Reader, element: Instance): Common {
  const number = (property: string): number | undefined => reader.number(element, property);
  return {
    transport: (reader.word(element, 'transport') ?? 'tcp') as Transport,
    size: number('size'),
    bytes: number('bytes'),
    mtu: number('mtu'),
    rate: number('rate'),
    arrival: (reader.word(element, 'arrival') ?? 'cbr') as Flow['arrival'],
    on: number('on'),
    off: number('off'),
    trace: reader.text(element, 'trace'),
    streams: number('streams') ?? 1,
    window: number('window'),
    request: number('request'),
    response: number('response'),
    think: number('think'),
    compute: computeOf(reader, element),
    outstanding: number('outstanding'),
    start: number('start'),
    stop: number('stop'),
    via: reader.thing(element, 'via')?.name
  };
}

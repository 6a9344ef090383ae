/** `iperf3 --json`, and `--json-stream`: one event per line. */
import type { Findings, ForeignFile } from '../finding.ts';
import { asObject, endOfJson, listAt, numberAt, objectAt } from './json.ts';
import type { Json } from './json.ts';
import { blank } from './observation.ts';
import type { Observation, Throughput } from './observation.ts';

export function readIperf3({ name: file, text }: ForeignFile, findings: Findings): Observation | undefined {
  const at = (offset: number) => ({ file, start: offset, end: offset });
  const report = /^\s*\{"event"/.test(text) ? streamed(text) : whole(text);
  if (typeof report === 'number') {
    const isCut = report >= text.trimEnd().length;
    findings.report(isCut ? 'measured-cut' : 'measured-syntax', at(report), { tool: 'iperf3 --json' });
    return undefined;
  }
  const error = report['error'];
  if (typeof error === 'string') {
    findings.report('measured-error', at(Math.max(0, text.indexOf('"error"'))), { tool: 'iperf3', message: error });
    return undefined;
  }
  const throughput = throughputOf(report, message => findings.report('measured-note', at(0), { message }));
  if (throughput === undefined) {
    findings.report('measured-empty', at(0), { tool: 'iperf3', what: 'neither `end` nor an interval that counts' });
    return undefined;
  }
  findings.report('measured-cpu', at(Math.max(0, text.indexOf('cpu_utilization_percent'))));
  return { ...blank(file, 'iperf3'), throughput };
}

/** The report, or where it stops being JSON. */
function whole(text: string): Json | number {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    return endOfJson(text, error);
  }
}

function streamed(text: string): Json | number {
  const intervals: unknown[] = [];
  const report: Record<string, unknown> = { intervals };
  let offset = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '') {
      const event = whole(line);
      if (typeof event === 'number') return offset + event;
      const name = String(event['event']);
      if (name === 'interval') intervals.push(event['data']);
      else report[name] = event['data'];
    }
    offset += line.length + 1;
  }
  return report;
}

function throughputOf(report: Json, note: (message: string) => void): Throughput | undefined {
  const test = objectAt(objectAt(report, 'start'), 'test_start');
  const end = objectAt(report, 'end');
  const isUdp =
    String(test['protocol'] ?? '').toUpperCase() === 'UDP' || ('lost_percent' in objectAt(end, 'sum') && !('sum_received' in end));
  const common = {
    transport: isUdp ? ('udp' as const) : ('tcp' as const),
    streams: numberAt(test, 'num_streams') ?? Math.max(1, listAt(end, 'streams').length),
    isReverse: numberAt(test, 'reverse') === 1,
    ...latencyOf(end)
  };
  const sum = objectAt(end, 'sum');
  const lost = numberAt(sum, 'lost_percent');
  const received = isUdp ? sum : 'sum_received' in end ? objectAt(end, 'sum_received') : sum;
  const rate = numberAt(received, 'bits_per_second');
  if (rate !== undefined && (rate > 0 || !Array.isArray(report['intervals']))) {
    const retransmits = numberAt(objectAt(end, 'sum_sent'), 'retransmits');
    return {
      ...common,
      bitsPerSecond: isUdp ? rate * (1 - (lost ?? 0) / 100) : rate,
      seconds: numberAt(received, 'seconds') ?? numberAt(test, 'duration') ?? 0,
      ...(lost === undefined ? {} : { lossRatio: lost / 100 }),
      ...(retransmits === undefined ? {} : { retransmits })
    };
  }
  return ofIntervals(report, common, note);
}

/** Without an end: what the intervals that count carried in their time. */
function ofIntervals(
  report: Json,
  common: Pick<Throughput, 'transport' | 'streams' | 'isReverse'>,
  note: (message: string) => void
): Throughput | undefined {
  const sums = listAt(report, 'intervals').map(interval => objectAt(interval, 'sum'));
  const counted = sums.filter(sum => sum['omitted'] !== true);
  const seconds = counted.reduce((total, sum) => total + (numberAt(sum, 'seconds') ?? 0), 0);
  const bytes = counted.reduce((total, sum) => total + (numberAt(sum, 'bytes') ?? 0), 0);
  if (seconds <= 0) return undefined;
  const omitted = sums.length - counted.length;
  note(
    `there is no \`end\`: the run was stopped. The mean of ${counted.length} ${counted.length === 1 ? 'interval' : 'intervals'} is taken, as the sender saw them` +
      (omitted > 0 ? `; ${omitted} omitted at the start` : '')
  );
  return { ...common, bitsPerSecond: (bytes * 8) / seconds, seconds };
}

/** Round trips are in microseconds; iperf 3.0 has none. */
function latencyOf(end: Json): Pick<Throughput, 'roundTrip'> {
  const trips = listAt(end, 'streams').flatMap(stream => numberAt(objectAt(stream, 'sender'), 'mean_rtt') ?? []);
  return trips.length === 0 ? {} : { roundTrip: trips.reduce((sum, each) => sum + each, 0) / trips.length / 1e6 };
}

/** A result as one tidy table (RFC 4180): a row per number, its mean and interval. Spreadsheets pivot it, pandas reads it. */
import type { ExperimentResult, Interval, PointResult, RunResult } from '../../topology/result.ts';

interface Entry {
  readonly subject: string;
  readonly name: string;
  readonly measure: string;
  readonly unit: string;
  readonly value: Interval;
}

export function csvReport(result: RunResult): string {
  const parameters = [...new Set(result.experiments.flatMap(experiment => experiment.varies))];
  const head = ['experiment', ...parameters, 'replications', 'subject', 'name', 'measure', 'unit', 'mean', 'low', 'high'];
  const rows = result.experiments.flatMap((experiment: ExperimentResult) =>
    experiment.points.flatMap(point =>
      entriesOf(point).map(entry => [
        experiment.name,
        ...parameters.map(name => point.parameters[name] ?? ''),
        point.replications,
        entry.subject,
        entry.name,
        entry.measure,
        entry.unit,
        entry.value.mean,
        entry.value.low ?? '',
        entry.value.high ?? ''
      ])
    )
  );
  return [head, ...rows].map(row => row.map(field => quoted(String(field))).join(',')).join('\r\n') + '\r\n';
}

function entriesOf(point: PointResult): Entry[] {
  const single = (mean: number): Interval => ({ mean });
  return [
    ...point.flows.flatMap(({ name, goodputBps, packetsPerSecond, lossRatio, latencySeconds, jobSeconds }) => [
      entry('flow', name, 'goodput', 'bit/s', goodputBps),
      entry('flow', name, 'packets', '1/s', packetsPerSecond),
      entry('flow', name, 'loss', 'ratio', lossRatio),
      ...Object.entries(latencySeconds).map(([statistic, seconds]) => entry('flow', name, `latency ${statistic}`, 's', single(seconds))),
      ...(jobSeconds ? [entry('flow', name, 'job time', 's', jobSeconds)] : [])
    ]),
    entry('total', 'all', 'goodput', 'bit/s', point.totals.goodputBps),
    entry('total', 'all', 'packets', '1/s', point.totals.packetsPerSecond),
    entry('total', 'all', 'loss', 'ratio', point.totals.lossRatio),
    ...point.domains.flatMap(({ name, cpuUtilization, cyclesPerPacket, missesPerPacket }) => [
      entry('domain', name, 'utilization', 'cores', cpuUtilization),
      entry('domain', name, 'cycles', 'cycles/packet', single(cyclesPerPacket.total)),
      ...Object.entries(cyclesPerPacket.components).map(([component, cycles]) =>
        entry('domain', name, `cycles: ${component}`, 'cycles/packet', single(cycles))
      ),
      ...(missesPerPacket === undefined ? [] : [entry('domain', name, 'misses', '1/packet', single(missesPerPacket))])
    ]),
    ...point.resources.flatMap(({ name, kind, utilization, bandwidthBps }) => [
      entry(kind, name, 'utilization', 'ratio', utilization),
      ...(bandwidthBps === undefined ? [] : [entry(kind, name, 'bandwidth', 'bit/s', single(bandwidthBps))])
    ]),
    ...point.grants.flatMap(({ domain, inUsePeak, issued, framesNeeded }) => [
      entry('grants', domain, 'peak in use', '1', single(inUsePeak)),
      entry('grants', domain, 'issued', '1', single(issued)),
      entry('grants', domain, 'frames needed', '1', single(framesNeeded))
    ]),
    ...point.drops.map(({ where, reason, packets }) => entry('drops', where, reason, 'packets', single(packets))),
    ...point.refusals.map(({ where, posts }) => entry('refusals', where, 'refused', 'posts', single(posts))),
    ...point.interruptsPerSecond.map(({ name, mean }) => entry('interrupts', name, 'rate', '1/s', single(mean))),
    ...point.batches.map(({ stage, mean }) => entry('batches', stage, 'size', 'packets', single(mean)))
  ];
}

const entry = (subject: string, name: string, measure: string, unit: string, value: Interval): Entry => ({
  subject,
  name,
  measure,
  unit,
  value
});

function quoted(field: string): string {
  // A leading = + - @ would be a formula to a spreadsheet; numbers may begin with a sign.
  const safe = /^[=+\-@]/.test(field) && !Number.isFinite(Number(field)) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A result for people: the answer in a sentence, a compact table per point, verdicts, claims. */
import { formatCount, formatInterval, formatMeasured, formatParameters, formatQuantity } from '../../topology/quantity.ts';
import type { ExperimentResult, ExpectationResult, FlowResult, PointResult, RunResult } from '../../topology/result.ts';
import { publishedLines } from './published.ts';
import { sentence } from './sentence.ts';
import { changing, changingParameters, constantParameters } from './sweep.ts';
import { table } from './table.ts';
import type { Palette } from './table.ts';

/** Members of a flow beyond this many are shown as one row. */
const MEMBERS_SHOWN = 4;
/** Components of a domain's cycles beyond this many are summed up. */
const COMPONENTS_SHOWN = 6;
/** Resources beside the cores that are named. */
const RESOURCES_SHOWN = 5;
/** A share below this would be shown as 0 %. */
const WORTH_SHOWING = 0.005;

export function textReport(result: RunResult, palette: Palette): string {
  const estimate = result.schema === 'xnet-estimate/1';
  const lines = result.experiments.flatMap((experiment, at) => [
    ...(at > 0 ? [''] : []),
    ...experimentLines(experiment, estimate, palette)
  ]);
  if (result.incomplete) lines.push('', palette.yellow('Stopped before the end: this is what was finished.'));
  return `${lines.join('\n')}\n`;
}

function experimentLines(experiment: ExperimentResult, estimate: boolean, palette: Palette): string[] {
  const { name, points, dimensions } = experiment;
  const constants = formatParameters(constantParameters(experiment), dimensions);
  const about = [constants, estimate ? 'estimated' : conditions(experiment)].filter(part => part !== '').join('; ');
  const lines = [`${palette.bold(name)}  ${palette.dim(about)}`];
  if (points.length === 0) lines.push('  nothing was finished');
  if (points.length > 1) lines.push('', ...sweepLines(experiment, palette));
  for (const point of points) {
    const title = formatParameters(changingParameters(experiment, point.parameters), dimensions);
    lines.push('', ...(title === '' ? [] : [palette.bold(title)]), ...pointLines(point, palette));
  }
  const claims = publishedLines([{ experiment, prefix: 'published ' }], palette);
  return claims.length === 0 ? lines : [...lines, '', ...claims];
}

function conditions({ seed, replications, durationSeconds, warmupSeconds, confidence }: ExperimentResult): string {
  const warmup = warmupSeconds > 0 ? `, warm-up ${formatQuantity(warmupSeconds, 'time')}` : '';
  const several = replications > 1 ? `, ${formatQuantity(confidence, 'ratio')} confidence` : '';
  return `seed ${seed}, ${replications} replication${replications === 1 ? '' : 's'} of ${formatQuantity(durationSeconds, 'time')}${warmup}${several}`;
}

/** One line per point: how the total and its limit move along the sweep. */
function sweepLines(experiment: ExperimentResult, palette: Palette): string[] {
  const { points, dimensions } = experiment;
  const varies = changing(experiment);
  const rows = points.map(point => [
    ...varies.map(name => formatParameters({ [name]: point.parameters[name] ?? '' }, dimensions).replace(/^.* = /, '')),
    formatInterval(point.totals.goodputBps, 'rate'),
    `${point.bottleneck.domain ?? point.bottleneck.resource} ${formatMeasured(point.bottleneck.utilization, 'ratio')}`,
    point.expectations.map(expectation => mark(expectation, palette)).join('')
  ]);
  const head = [...varies, 'goodput', 'limit', ''];
  return table([head, ...rows], ['left', ...varies.slice(1).map(() => 'left' as const), 'right', 'left', 'left'], '  ');
}

function pointLines(point: PointResult, palette: Palette): string[] {
  return [
    `  ${sentence(point)}`,
    ...section(flowRows(point), ['left', 'right', 'right', 'right', 'right'], palette),
    ...section(domainRows(point), ['left', 'right', 'right', 'left'], palette),
    ...resourceLine(point),
    ...dropLines(point),
    ...point.notes.map(note => `  ${palette.yellow('note:')} ${note}`),
    ...point.expectations.map(expectation => `  ${mark(expectation, palette)} ${expectation.text}  ${palette.dim(expectation.observed)}`)
  ];
}

function section(rows: readonly (readonly string[])[], alignment: readonly ('left' | 'right')[], palette: Palette): string[] {
  if (rows.length < 2) return [];
  return table(rows, alignment, '    ').map((line, at) => (at === 0 ? palette.dim(line) : line));
}

function flowRows({ flows }: PointResult): string[][] {
  const groups = new Map<string, FlowResult[]>();
  for (const flow of flows) groups.set(flow.flow, [...(groups.get(flow.flow) ?? []), flow]);
  const rows = [...groups].flatMap(([name, members]) =>
    members.length > MEMBERS_SHOWN ? [groupRow(name, members)] : members.map(flow => flowRow(flow))
  );
  return [['flow', 'goodput', 'packets', 'loss', 'latency'], ...rows];
}

function flowRow({ name, goodputBps, packetsPerSecond, lossRatio, latencySeconds, jobSeconds }: FlowResult): string[] {
  const p99 = latencySeconds.p99 === undefined ? '' : `, p99 ${formatMeasured(latencySeconds.p99, 'time')}`;
  const job = jobSeconds ? `, done in ${formatInterval(jobSeconds, 'time')}` : '';
  return [
    name,
    formatInterval(goodputBps, 'rate'),
    formatMeasured(packetsPerSecond.mean, 'packets'),
    formatMeasured(lossRatio.mean, 'ratio'),
    `${formatMeasured(latencySeconds.mean, 'time')}${p99}${job}`
  ];
}

/** Many members in one row, from the least to the most. */
function groupRow(name: string, members: readonly FlowResult[]): string[] {
  const spread = (of: (flow: FlowResult) => number, dimension: 'rate' | 'packets' | 'ratio' | 'time') => {
    const [least, most] = [Math.min(...members.map(of)), Math.max(...members.map(of))].map(value => formatMeasured(value, dimension));
    return least === most ? least! : `${least} … ${most}`;
  };
  return [
    `${name} (${members.length}), each`,
    spread(flow => flow.goodputBps.mean, 'rate'),
    spread(flow => flow.packetsPerSecond.mean, 'packets'),
    spread(flow => flow.lossRatio.mean, 'ratio'),
    spread(flow => flow.latencySeconds.mean, 'time')
  ];
}

function domainRows({ domains }: PointResult): string[][] {
  const groups = new Map<string, PointResult['domains'][number][]>();
  // Elements of an array that do the same are one row; `server.guest[3]` and `server.guest[4]` differ only by chance.
  for (const domain of domains) {
    const name = domain.name.replace(/\[\d+\]$/, '[*]');
    groups.set(name, [...(groups.get(name) ?? []), domain]);
  }
  const rows = [...groups].flatMap(([name, members]) => (members.length > 1 ? [arrayRow(name, members)] : members.map(domainRow)));
  return [['domain', 'CPU', 'cycles/packet', ''], ...rows];
}

function domainRow({ name, cpuUtilization, cyclesPerPacket }: PointResult['domains'][number]): string[] {
  return [name, formatInterval(cpuUtilization, 'ratio'), formatCount(cyclesPerPacket.total), breakdown(cyclesPerPacket)];
}

function arrayRow(name: string, members: readonly PointResult['domains'][number][]): string[] {
  const span = (of: (domain: PointResult['domains'][number]) => number, show: (value: number) => string) => {
    const [least, most] = [show(Math.min(...members.map(of))), show(Math.max(...members.map(of)))];
    return least === most ? least : `${least} … ${most}`;
  };
  const typical = [...members].sort((a, b) => a.cyclesPerPacket.total - b.cyclesPerPacket.total)[members.length >> 1]!;
  return [
    `${name} (${members.length})`,
    span(
      one => one.cpuUtilization.mean,
      value => formatMeasured(value, 'ratio')
    ),
    span(one => one.cyclesPerPacket.total, formatCount),
    breakdown(typical.cyclesPerPacket)
  ];
}

function breakdown({ total, components }: PointResult['domains'][number]['cyclesPerPacket']): string {
  if (total <= 0) return '';
  const entries = Object.entries(components).filter(([, cycles]) => cycles / total >= WORTH_SHOWING);
  const shown = entries.slice(0, COMPONENTS_SHOWN).map(([name, cycles]) => `${name} ${Math.round((100 * cycles) / total)} %`);
  const rest = entries.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** What else is busy, busiest first; cores are in the table of domains. */
function resourceLine({ resources }: PointResult): string[] {
  const busy = resources
    .filter(({ kind, utilization }) => kind !== 'core' && utilization.mean >= WORTH_SHOWING)
    .sort((a, b) => b.utilization.mean - a.utilization.mean)
    .slice(0, RESOURCES_SHOWN);
  return busy.length === 0
    ? []
    : [`    also busy: ${busy.map(({ name, utilization }) => `${name} ${formatMeasured(utilization.mean, 'ratio')}`).join(', ')}`];
}

function dropLines({ drops, refusals, grants }: PointResult): string[] {
  const tight = grants.filter(({ framesNeeded, framesLimit }) => framesLimit > 0 && framesNeeded > framesLimit);
  return [
    ...drops
      .filter(drop => drop.packets > 0)
      .map(({ where, reason, packets }) => `    dropped ${formatCount(packets)} at ${where}: ${reason}`),
    ...refusals.filter(refusal => refusal.posts > 0).map(({ where, posts }) => `    refused ${formatCount(posts)} at ${where}`),
    ...tight.map(({ domain, framesNeeded, framesLimit }) => `    ${domain} needs ${framesNeeded} grant frames and may have ${framesLimit}`)
  ];
}

function mark({ status }: ExpectationResult, palette: Palette): string {
  return status === 'pass' ? palette.green('✓') : status === 'fail' ? palette.red('✗') : palette.yellow('?');
}

/** `7 expectations: 5 passed, 1 failed, 1 inconclusive`; undefined when there are none. */
export function verdictLine(result: RunResult, palette: Palette): string | undefined {
  const all = result.experiments.flatMap(({ points }) => points.flatMap(point => point.expectations));
  if (all.length === 0) return undefined;
  const counted = (status: ExpectationResult['status'], word: string, paint: (text: string) => string) => {
    const count = all.filter(one => one.status === status).length;
    return count === 0 ? [] : [paint(`${count} ${word}`)];
  };
  const parts = [
    ...counted('pass', 'passed', palette.green),
    ...counted('fail', 'failed', palette.red),
    ...counted('inconclusive', 'inconclusive', palette.yellow)
  ];
  return `${all.length} expectation${all.length === 1 ? '' : 's'}: ${parts.join(', ')}`;
}

/** What stands over an experiment: run it as the file stands, sweep it, and the estimate of what comes out. */
import type { Analysis, PlanOptions } from '../language/analysis.ts';
import type { Declaration, Expression, SourceFile, VaryStatement } from '../language/syntax/tree.ts';
import type { Experiment } from '../topology/plan.ts';
import { goodput } from './estimates.ts';
import type { Estimates } from './estimates.ts';
import { showRate } from './show.ts';

export interface ExperimentLens {
  readonly experiment: string;
  /** Span of the experiment's name. */
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly command: 'xnet.simulate' | 'xnet.estimate';
  readonly options: PlanOptions;
}

/** Estimating every point of a large sweep for a headline is not worth the wait. */
const maxPoints = 9;

/** Lenses that need no estimate, in order of place. */
export function experimentLenses(file: SourceFile): readonly ExperimentLens[] {
  return experimentsOf(file).flatMap(({ declaration, name }) => {
    const { start, end } = declaration.name ?? declaration.keyword;
    const swept = varies(declaration).filter(vary => hasSeveral(vary.value));
    const here = { experiment: name, start, end };
    const only = { experiments: [name] };
    const simulate: ExperimentLens = {
      ...here,
      title: '▶ Simulate',
      command: 'xnet.simulate',
      options: withSet(only, settled(file, swept))
    };
    if (swept.length === 0) return [simulate];
    const ranges = swept.map(vary => shortText(file, vary.value)).join(' × ');
    return [simulate, { ...here, title: `▶ Sweep ${ranges}`, command: 'xnet.simulate', options: only }];
  });
}

/** `≈ 2.9 Gb/s`, or `≈ 0.98 to 2.9 Gb/s` over a sweep; undefined where nothing can be estimated. */
export function estimateTitle(analysis: Analysis, experiment: string, estimates: Estimates): string | undefined {
  const planned = analysis.plan({ experiments: [experiment] }).plan?.experiments.find(each => each.name === experiment);
  const rates =
    planned === undefined
      ? []
      : sample(planned)
          .map(({ topology }) => estimates.of(topology))
          .flatMap(seen => (seen === undefined ? [] : [goodput(seen)]));
  if (rates.length === 0) return undefined;
  const [least, most] = [showRate(Math.min(...rates)), showRate(Math.max(...rates))];
  if (least === most) return `≈ ${most}`;
  const [, unit] = most.split(' ');
  return `≈ ${least.endsWith(` ${unit}`) ? least.slice(0, least.indexOf(' ')) : least} to ${most}`;
}

/** First and last are among them. */
function sample({ points }: Experiment): Experiment['points'] {
  if (points.length <= maxPoints) return points;
  return Array.from(
    { length: maxPoints },
    (_, i) => points[Math.round((i * (points.length - 1)) / (maxPoints - 1))] as Experiment['points'][number]
  );
}

export function experimentsOf(file: SourceFile): readonly { readonly declaration: Declaration; readonly name: string }[] {
  return file.members.flatMap(member =>
    member.kind === 'declaration' && member.keyword.text === 'experiment' && member.template === undefined && member.name !== undefined
      ? [{ declaration: member, name: member.name.text }]
      : []
  );
}

function varies(declaration: Declaration): readonly VaryStatement[] {
  return (declaration.body?.members ?? []).filter(
    member => member.kind === 'vary' && member.name !== undefined
  ) as readonly VaryStatement[];
}

function hasSeveral(value: Expression | undefined): boolean {
  return value?.kind === 'range' || (value?.kind === 'list' && (value.elements.length > 1 || value.elements[0]?.kind === 'range'));
}

/** The param's own value where the sweep passes through it, else where the sweep ends. */
function settled(file: SourceFile, swept: readonly VaryStatement[]): Readonly<Record<string, string>> {
  const set: Record<string, string> = {};
  for (const { name, value } of swept) {
    const param = file.members.find(member => member.kind === 'param' && member.name?.text === name?.text);
    const own = param?.kind === 'param' && param.value !== undefined ? textOf(file, param.value) : undefined;
    const last =
      value?.kind === 'range' ? textOf(file, value.to) : value?.kind === 'list' ? lastText(file, value.elements.at(-1)) : undefined;
    const chosen = own !== undefined && value !== undefined && passesThrough(file, value, own) ? own : last;
    if (name !== undefined && chosen !== undefined) set[name.text] = chosen;
  }
  return set;
}

function lastText(file: SourceFile, element: Expression | undefined): string | undefined {
  if (element === undefined) return undefined;
  return textOf(file, element.kind === 'range' ? element.to : element);
}

function passesThrough(file: SourceFile, value: Expression, own: string): boolean {
  if (value.kind === 'list')
    return value.elements.some(element => (element.kind === 'range' ? passesThrough(file, element, own) : textOf(file, element) === own));
  if (value.kind !== 'range') return false;
  const [from, to, at] = [value.from, value.to].map(end => Number(textOf(file, end))).concat(Number(own)) as [number, number, number];
  return value.step === undefined && Number.isInteger(at) && from <= at && at <= to;
}

function withSet(options: PlanOptions, set: Readonly<Record<string, string>>): PlanOptions {
  return Object.keys(set).length === 0 ? options : { ...options, set };
}

function textOf({ text }: SourceFile, { start, end }: Expression): string {
  return text.slice(start, end);
}

function shortText(file: SourceFile, value: Expression | undefined): string {
  if (value === undefined) return '';
  const text = textOf(file, value)
    .replace(/^\[|\]$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length <= 24 ? text : `${text.slice(0, 23)}…`;
}

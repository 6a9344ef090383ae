/** What the costs without a source do to the headlines of the examples. */
import { analyse } from '../language/analyse.ts';
import type { SourceProvider } from '../language/analysis.ts';
import { estimate } from '../simulator/analytic/estimate.ts';
import { UnreachableError } from '../simulator/model/routes.ts';
import { formatMeasured, formatParameters } from '../topology/quantity.ts';
import { sensitivity } from '../simulator/run/sensitivity.ts';
import type { Headline } from '../simulator/run/sensitivity.ts';
import type { Experiment, Plan } from '../topology/plan.ts';
import { code, table } from './markdown.ts';

const share = 0.2;
/** A change below this is not listed. */
const worthSaying = 0.01;

/** Blocks of the page; `examples` are texts by path from the root. */
export function sensitivityPart(examples: ReadonlyMap<string, string>): string[] {
  const parts = [...examples.keys()].sort().flatMap(file => filePart(file, examples));
  return [
    '## What the assumed numbers do to the headlines',
    `Each assumed number is made 20 % cheaper and 20 % dearer, alone, and the estimator says what becomes of the first and last number of every claim in the examples (of the goodput ` +
      'at the first and last point, where an experiment claims nothing itself). A row is there when it moves a number of its table by 1 % or more, an entry when it moves that number so.',
    ...parts
  ];
}

function filePart(file: string, examples: ReadonlyMap<string, string>): string[] {
  const plan = planOf(file, examples);
  if (plan === undefined || plan.experiments.every(one => one.published.length === 0)) return [];
  try {
    const headlines = sensitivity(plan, estimate, { share, version: '' });
    const tables = plan.experiments.flatMap(experiment =>
      experimentPart(
        experiment,
        headlines.filter(one => one.experiment === experiment.name)
      )
    );
    return tables.length === 0 ? [] : [`### ${file}`, ...tables];
  } catch (error) {
    if (error instanceof UnreachableError) return [`### ${file}`, `Cannot be estimated: ${error.message}.`];
    throw error;
  }
}

function planOf(file: string, examples: ReadonlyMap<string, string>): Plan | undefined {
  const root = 'file:///';
  const sources: SourceProvider = {
    read: uri => examples.get(uri.slice(root.length)),
    resolve: (from, specifier) => new URL(specifier, from).href
  };
  const analysis = analyse(root + file, sources);
  return analysis.diagnostics.some(each => each.severity === 'error') ? undefined : analysis.plan().plan;
}

function experimentPart({ name, dimensions, points }: Experiment, headlines: readonly Headline[]): string[] {
  if (headlines.length === 0) return [];
  // A parameter with one value everywhere says nothing that the experiment's name does not.
  const changing = (parameters: Headline['parameters']): Headline['parameters'] =>
    Object.fromEntries(Object.entries(parameters).filter(([param]) => new Set(points.map(point => point.parameters[param])).size > 1));
  const head = headlines.map(one =>
    [one.name, formatParameters(changing(one.parameters), dimensions), formatMeasured(one.value, one.dimension)]
      .filter(text => text !== '')
      .join(', ')
  );
  const assumed = headlines[0]!.effects.map(({ operation }) => operation);
  const rows = assumed
    .map((operation, at) => ({ operation, effects: headlines.map(one => one.effects[at]!) }))
    .map(row => ({ ...row, most: Math.max(...row.effects.map(size)) }))
    .filter(({ most }) => most >= worthSaying)
    .sort((a, b) => b.most - a.most || (a.operation < b.operation ? -1 : 1));
  const quiet = assumed.length - rows.length;
  return [
    `**${name}**`,
    table(
      ['20 % less / more', ...head],
      rows.map(row => [
        code(row.operation),
        ...row.effects.map(effect => (size(effect) < worthSaying ? '' : `${signed(effect.cheaper)} / ${signed(effect.dearer)}`))
      ])
    ),
    rows.length === 0
      ? `None of the ${assumed.length} assumed numbers moves ${head.join(' or ')} by 1 %.`
      : `The other ${quiet} assumed numbers move none of these by 1 %.`
  ];
}

const size = ({ cheaper, dearer }: { readonly cheaper: number; readonly dearer: number }): number =>
  Math.max(Math.abs(cheaper), Math.abs(dearer));

/** `+3.1 %`: one digit behind the point, since the estimator is not better than that. */
function signed(change: number): string {
  const text = (Math.abs(change) * 100).toFixed(1);
  return `${text === '0.0' ? '' : change < 0 ? '−' : '+'}${text} %`;
}

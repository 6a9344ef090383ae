/** The page of costs: every shipped number with its source, and what the ones without a source do to the headlines. */
import { analyse } from '../language/analyse.ts';
import type { SourceProvider } from '../language/analysis.ts';
import { libraryNames } from '../language/program/library.ts';
import { operations } from '../language/schema/operations.ts';
import { showNumber, showQuantity } from '../language/values/show.ts';
import type { Cost } from '../topology/model.ts';
import { anchor, code, generated, page, table } from './markdown.ts';

/** One block of a shipped library. */
interface CostBlock {
  /** As an import names it: `xnet:costs/xen-2009`. */
  readonly library: string;
  readonly name: string;
  readonly about: string;
  /** The block it is based on. */
  readonly base: string;
  readonly costs: Readonly<Record<string, Cost>>;
  /** Operations that it prices itself. */
  readonly own: ReadonlySet<string>;
}

/** @param sensitivity the part about headlines, see `sensitivity.ts` */
export function costsPage(by: string, sensitivity: readonly string[]): string {
  const blocks = libraryNames()
    .filter(name => name.startsWith('costs/'))
    .flatMap(blocksOf);
  return page(
    generated(by),
    '# Costs',
    'What operations cost, by era and platform. A number is **read** in a publication, **derived** from one by arithmetic, **fitted** to one, or **assumed**: physically ' +
      'plausible, without a source. Assumed numbers have a range, from which `xnet replicate --ranges` draws. What each operation is stands in [operations](reference/operations.md).',
    table(
      ['library', 'block', 'read', 'derived', 'fitted', 'assumed'],
      blocks.map(block => [
        code(block.library),
        `[${block.name}](#${anchor(block.name)})`,
        ...(['read', 'derived', 'fitted', 'assumed'] as const).map(standing => String(count(block, standing)))
      ]),
      ['left', 'left', 'right', 'right', 'right', 'right']
    ),
    ...blocks.flatMap(blockPart),
    ...sensitivity
  );
}

function blocksOf(library: string): CostBlock[] {
  const uri = `xnet:${library}`;
  const main = 'docs:/costs.xnet';
  const imported = `import "${uri}"\n`;
  const named =
    analyse(main, only(main, imported))
      .program.library(library)
      ?.shapes.filter(shape => shape.kind === 'costs' && !shape.template) ?? [];
  return named.map((shape): CostBlock => {
    const text = `${imported}host h { cpu { cores = 1; clock = 1 GHz }; costs = ${shape.key} }\n`;
    const costs = analyse(main, only(main, text)).topology.hosts[0]?.costs.operations ?? {};
    const own = new Set([...shape.properties()].flatMap(([name, { unit }]) => (unit === shape.unit ? [name] : [])));
    const { declaration } = shape.own;
    return { library: uri, name: shape.key, about: declaration.doc?.text ?? '', base: declaration.base?.first.text ?? '', costs, own };
  });
}

const only = (uri: string, text: string): SourceProvider => ({
  read: asked => (asked === uri ? text : undefined),
  resolve: (_from, specifier) => specifier
});

const count = (block: CostBlock, standing: Cost['standing']): number =>
  Object.entries(block.costs).filter(([name, cost]) => block.own.has(name) && cost.standing === standing).length;

function blockPart(block: CostBlock): string[] {
  const known = Object.keys(operations);
  const rows = Object.entries(block.costs)
    .filter(([name]) => block.own.has(name))
    .sort(([a], [b]) => known.indexOf(a) - known.indexOf(b));
  const inherited = Object.keys(block.costs).length - rows.length;
  return [
    `## ${block.name}`,
    block.about,
    `\`import "${block.library}"\``,
    block.base === '' ? '' : `Based on [${block.base}](#${anchor(block.base)}), from which it has ${showNumber(inherited)} more.`,
    table(
      ['operation', 'value', 'standing', 'source', 'range'],
      rows.map(([name, cost]) => [
        code(name),
        shown(cost.value, cost),
        cost.standing,
        withoutRange(cost.source),
        cost.range === undefined ? '' : `${shown(cost.range[0], cost)} to ${shown(cost.range[1], cost)}`
      ]),
      ['left', 'right', 'left', 'left', 'left']
    )
  ];
}

function shown(value: number, { unit, per }: Cost): string {
  const dimension = unit === 'seconds' ? 'time' : unit === 'cycles' ? 'cycles' : 'number';
  return showQuantity(value, per === undefined ? dimension : `${dimension} per ${per}`);
}

/** The range has a column of its own. */
const withoutRange = (source: string): string =>
  source.replace(/[,;]?\s*\brange\s+[\d._]+.*?\.\.\s*[\d._eE+-]+\s*[A-Za-zµμ%/]*/, '').trim();

/** Reference: kinds of blocks with their properties. */
import { expected } from '../language/evaluate/describe.ts';
import { boundsText } from '../language/model/markdown.ts';
import { hardwareArrays, kindNames, kinds, parentsOf, withArticle } from '../language/schema/schema.ts';
import type { KindName, KindRow, PropertyRow, ValueType, WordSet } from '../language/schema/types.ts';
import { either } from '../language/values/show.ts';
import { anchor, code, generated, page, table } from './markdown.ts';

export function kindsPage(by: string): string {
  const words = wordSets();
  return page(
    generated(by),
    '# Kinds and properties',
    'Everything a file declares. A property without a default must be given.',
    kindNames.map(name => `[${name}](#${anchor(name)})`).join(' · '),
    ...kindNames.flatMap(name => kindBlocks(kinds[name])),
    '## Words',
    'What a property takes when it takes one of a few words.',
    ...words.flatMap(set => [
      `### ${heading(set)}`,
      table(
        ['word', 'means'],
        Object.entries(set.words).map(([word, doc]) => [code(word), doc])
      )
    ])
  );
}

function kindBlocks(row: KindRow): string[] {
  return [
    `## \`${row.kind}\``,
    row.doc,
    [`Stands ${places(row)}.`, naming(row), contains(row)].filter(text => text !== '').join(' '),
    row.kind === 'costs'
      ? 'Its properties are the [operations](operations.md).'
      : table(['property', 'takes', 'default', 'what it is'], Object.values(row.properties).map(propertyCells)),
    hardware(row.kind)
  ];
}

function places({ kind, topLevel }: KindRow): string {
  return either([...parentsOf(kind).map(outer => `in ${withArticle(outer)}`), ...(topLevel ? ['at file level'] : [])]);
}

function naming({ kind, naming: names, array }: KindRow): string {
  if (names === 'once') return 'Has no name; once in its block.';
  return `${names === 'required' ? 'Has a name' : 'May have a name'}${array ? `; \`${kind} NAME[n]\` declares n of them` : ''}.`;
}

function contains({ contains: inner }: KindRow): string {
  return inner.length === 0 ? '' : `Contains ${inner.map(name => `[${name}](#${anchor(name)})`).join(', ')}.`;
}

function hardware(kind: KindName): string {
  const arrays = Object.entries(hardwareArrays[kind] ?? {});
  return arrays.map(([name, { count, doc }]) => `\`${name}[i]\`: ${doc} As many as \`${count}\` says.`).join(' ');
}

function propertyCells(row: PropertyRow): string[] {
  const models = row.models === undefined ? '' : ` Only with ${row.models.map(code).join(', ')}.`;
  return [code(row.name), takes(row.type), defaultText(row), `${row.doc}${models}`];
}

function defaultText(row: PropertyRow): string {
  if (row.required === true) return '**required**';
  return row.default === undefined ? (row.absent ?? 'none') : code(row.default);
}

function takes(type: ValueType): string {
  const set = wordsOf(type);
  const bounds = boundsText(type)?.replace(/^Range: /, '');
  const said =
    type.kind === 'list' && set !== undefined
      ? `a list of ${linked(set)}`
      : set === undefined || type.kind === 'either'
        ? expected(type)
        : linked(set);
  return bounds === undefined ? said : `${said}, ${type.kind === 'list' ? 'each ' : ''}${bounds}`;
}

const linked = (set: WordSet): string => `[${set.name}](#${anchor(heading(set))})`;
const heading = (set: WordSet): string => `${set.name[0]!.toUpperCase()}${set.name.slice(1)} words`;

function wordsOf(type: ValueType): WordSet | undefined {
  if (type.kind === 'word') return type.words;
  if (type.kind === 'list') return wordsOf(type.of);
  return type.kind === 'either' ? type.options.map(wordsOf).find(set => set !== undefined) : undefined;
}

/** Every enumeration that a property uses, in the order of the kinds. */
function wordSets(): readonly WordSet[] {
  const found = new Set<WordSet>();
  for (const name of kindNames) {
    for (const { type } of Object.values(kinds[name].properties)) {
      const set = wordsOf(type);
      if (set !== undefined) found.add(set);
    }
  }
  return [...found];
}

/** What may begin a member: kinds, properties, statements. */
import { exampleValue } from '../../schema/examples.ts';
import { statements, topLevelWords } from '../../schema/functions.ts';
import { kinds, kindNames, topLevelKinds } from '../../schema/schema.ts';
import type { KindName, KindRow, PropertyRow } from '../../schema/types.ts';
import { expected } from '../../evaluate/describe.ts';
import { costMarkdown, kindMarkdown, propertyMarkdown } from '../markdown.ts';
import type { Completion } from '../types.ts';
import type { CursorContext } from './context.ts';
import { item } from './item.ts';

export function memberItems(context: CursorContext): readonly Completion[] {
  if (context.declarations.length === 0) return topLevelItems(context);
  const { row } = context;
  if (row === undefined) return [];
  return [
    ...propertyItems(context, row),
    ...kindItems(context, row.contains),
    ...(row.kind === 'experiment' ? statementItems(context) : [])
  ];
}

function topLevelItems(context: CursorContext): readonly Completion[] {
  const words = Object.entries(topLevelWords).map(([word, { doc, snippet }]) =>
    item(context, 'keyword', word, { documentation: doc, insert: snippet, snippet: true, rank: 30, retrigger: word === 'import' })
  );
  return [...kindItems(context, topLevelKinds), ...words];
}

export function kindItems(context: CursorContext, names: readonly KindName[]): readonly Completion[] {
  const present = new Set(
    context.declarations.at(-1)?.body?.members.flatMap(member => (member.kind === 'declaration' ? [member.keyword.text] : []))
  );
  return names
    .filter(name => kinds[name].naming !== 'once' || !present.has(name))
    .map(name => {
      const row = kinds[name];
      return item(context, 'kind', name, {
        detail: summary(row),
        documentation: kindMarkdown(row),
        insert: kindSnippet(row),
        snippet: true,
        rank: 40
      });
    });
}

/** Kinds behind `template`: all of them. */
export function templateItems(context: CursorContext): readonly Completion[] {
  return kindItems(
    { ...context, declarations: [] },
    kindNames.filter(name => kinds[name].naming !== 'once')
  );
}

function summary(row: KindRow): string {
  return row.doc.slice(0, row.doc.search(/[.:;]/) + 1 || undefined).replace(/[:;]$/, '.');
}

/** `domain ${1:name} { … }`, members on their own lines. */
function kindSnippet(row: KindRow): string {
  const head = row.naming === 'required' ? `${row.kind} \${1:name}` : row.kind;
  return `${head} {\n\t${row.snippet.replace(/\n/g, '\n\t')}\n}`;
}

function propertyItems(context: CursorContext, row: KindRow): readonly Completion[] {
  const written = new Set(
    context.declarations
      .at(-1)
      ?.body?.members.flatMap(member =>
        member.kind === 'property' && member.name.start !== context.replace.start ? [member.name.text] : []
      )
  );
  const inherited = context.shape?.properties();
  const model = context.shape === undefined || row.kind !== 'vif' ? undefined : modelOf(context);
  return Object.values(row.properties)
    .filter(property => !written.has(property.name))
    .map(property =>
      item(context, 'property', property.name, {
        detail:
          property.type.kind === 'cost'
            ? expected(property.type)
            : `${expected(property.type)}${property.default === undefined ? '' : ` = ${property.default}`}`,
        documentation: property.type.kind === 'cost' ? costMarkdown(property, row, undefined) : propertyMarkdown(property, row),
        ...valueSnippet(property),
        rank: rankOf(property, inherited?.has(property.name) === true, model)
      })
    );
}

function modelOf(context: CursorContext): string | undefined {
  const value = context.shape?.properties().get('model')?.member.value;
  return value?.kind === 'reference' ? value.first.text : undefined;
}

/** Required first, then common ones; what the model does not use, or a base gives already, comes last. */
function rankOf(property: PropertyRow, inherited: boolean, model: string | undefined): number {
  if (inherited) return 45;
  if (property.required === true) return 10;
  if (model !== undefined && property.models !== undefined) return property.models.includes(model) ? 15 : 48;
  return property.common === true ? 20 : 35;
}

function valueSnippet(property: PropertyRow): { readonly insert: string; readonly snippet: boolean; readonly retrigger?: boolean } {
  const { type, name } = property;
  if (type.kind === 'word' && Object.keys(type.words.words).length <= 15) {
    return { insert: `${name} = \${1|${Object.keys(type.words.words).join(',')}|}`, snippet: true };
  }
  if (type.kind === 'boolean') return { insert: `${name} = \${1|true,false|}`, snippet: true };
  if (type.kind === 'reference' || type.kind === 'either' || type.kind === 'word')
    return { insert: `${name} = `, snippet: false, retrigger: true };
  if (type.kind === 'list') return { insert: `${name} = [$1]`, snippet: true, retrigger: true };
  if (type.kind === 'string') return { insert: `${name} = "$1"`, snippet: true };
  return { insert: `${name} = \${1:${exampleValue(property).replace(/[$}]/g, '\\$&')}}`, snippet: true };
}

function statementItems(context: CursorContext): readonly Completion[] {
  return Object.values(statements).map(row =>
    item(context, 'statement', row.name, {
      detail: row.signature,
      documentation: row.doc,
      insert: row.snippet,
      snippet: true,
      rank: 25
    })
  );
}

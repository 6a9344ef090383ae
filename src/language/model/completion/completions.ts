/** Completion: what may stand at the cursor, what fits first. */
import type { FullAnalysis } from '../../analyse.ts';
import { libraryNames } from '../../program/library.ts';
import { actions, measures } from '../../schema/functions.ts';
import type { TargetName } from '../../schema/functions.ts';
import { kindRow, kinds, propertyRow } from '../../schema/schema.ts';
import type { ValueType } from '../../schema/types.ts';
import { kindsOf } from '../../evaluate/describe.ts';
import { unitOf } from '../symbol.ts';
import type { Completion } from '../types.ts';
import { cursorContext } from './context.ts';
import type { CursorContext, Lexeme } from './context.ts';
import { item } from './item.ts';
import { memberItems, templateItems } from './members.ts';
import { argumentItems, baseItems, measureItems, memberAccessItems, paramItems, referenceItems, typedItems, unitItems } from './values.ts';

/** In order of rank, then label. */
export function completions(analysis: FullAnalysis, uri: string, offset: number): readonly Completion[] {
  const unit = unitOf(analysis, uri);
  if (unit === undefined) return [];
  const context = cursorContext(analysis, unit, offset);
  if (context.within === 'comment') return [];
  const items = context.within === 'string' ? pathItems(context, offset) : itemsAt(context);
  return [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
}

/** Libraries, within the string of an import. */
function pathItems(context: CursorContext, offset: number): readonly Completion[] {
  if (context.segment[0]?.text !== 'import') return [];
  const literal = context.segment.at(-1);
  const replace =
    literal === undefined
      ? context.replace
      : {
          start: literal.start + 1,
          end: Math.max(
            offset,
            context.unit.tree.text[literal.end - 1] === '"' && literal.end - literal.start > 1 ? literal.end - 1 : literal.end
          )
        };
  return libraryNames().map(name => ({ ...item(context, 'file', `xnet:${name}`, { detail: 'shipped library', rank: 20 }), replace }));
}

function itemsAt(context: CursorContext): readonly Completion[] {
  const { segment } = context;
  const [first] = segment;
  const last = segment.at(-1);
  if (first === undefined || last === undefined) return memberItems(context);
  switch (first.text) {
    case 'import':
      return segment.length === 1 ? libraryNames().map(name => item(context, 'file', `"xnet:${name}"`, { detail: 'shipped library' })) : [];
    case 'param':
      return afterEquals(segment) ? valueItems(context, undefined, undefined) : [];
    case 'template':
      return segment.length === 1 ? templateItems(context) : headItems(context, segment.slice(1));
    case 'vary':
      if (context.row?.kind === 'experiment')
        return afterEquals(segment) ? valueItems(context, undefined, undefined) : segment.length === 1 ? varyItems(context) : [];
      break;
    case 'set':
      if (context.row?.kind === 'experiment') return setItems(context, segment);
      break;
    case 'expect':
      if (context.row?.kind === 'experiment') return expressionItems(context);
      break;
    case 'at':
      if (context.row?.kind === 'experiment') return eventItems(context);
      break;
  }
  if (segment[1]?.text === '=') return propertyValueItems(context, first.text);
  return headItems(context, segment);
}

function afterEquals(segment: readonly Lexeme[]): boolean {
  return segment.some(lexeme => lexeme.text === '=');
}

function varyItems(context: CursorContext): readonly Completion[] {
  return paramItems(context, 10).map(each => ({ ...each, insertText: `${each.label} = `, retrigger: true }));
}

/** Between a kind and its brace: a base behind `:`, a count within `[ ]`. */
function headItems(context: CursorContext, segment: readonly Lexeme[]): readonly Completion[] {
  const kind = segment[0]?.text ?? '';
  if (kindRow(kind) === undefined) return [];
  const last = segment.at(-1);
  if (last?.text === ':') return baseItems(context, kind);
  if (context.brackets.length > 0) return typedItems(context, { kind: 'integer', min: 0 });
  return last?.text === '.' ? memberAccessItems(context, [kind as TargetName], false) : [];
}

function propertyValueItems(context: CursorContext, name: string): readonly Completion[] {
  const row = context.row === undefined ? undefined : propertyRow(context.row, name);
  if (row === undefined) return [];
  const type = innerType(row.type, context.brackets.filter(bracket => bracket.bracket === '[' && bracket.before === undefined).length);
  if (row.type.kind === 'measure') return expressionItems(context);
  return valueItems(context, type, kindsOf(type));
}

/** The type of an element so many brackets deep. */
function innerType(type: ValueType, depth: number): ValueType {
  if (depth === 0) return type;
  const list = type.kind === 'list' ? type : type.kind === 'either' ? type.options.find(option => option.kind === 'list') : undefined;
  return list?.kind === 'list' ? innerType(list.of, depth - 1) : type;
}

/** A value of a type; without one, whatever a param can hold. */
function valueItems(context: CursorContext, type: ValueType | undefined, wanted: readonly TargetName[] | undefined): readonly Completion[] {
  const last = context.segment.at(-1);
  if (last?.kind === 'number') return unitItems(context, type, Number(last.text.replace(/_/g, '')) || 1);
  if (last?.text === '.')
    return memberAccessItems(
      context,
      wanted !== undefined && wanted.length > 0 ? wanted : undefined,
      type === undefined || kindsOf(type).length === 0
    );
  if (!opensValue(last)) return [];
  const index = context.brackets.at(-1);
  if (index?.bracket === '[' && index.before !== undefined) return typedItems(context, { kind: 'integer', min: 0 });
  if (type !== undefined) return typedItems(context, type);
  return [...paramItems(context, 20), ...referenceItems(context, Object.keys(kinds) as TargetName[])];
}

const opening: ReadonlySet<string> = new Set([
  '=',
  '[',
  '(',
  ',',
  '+',
  '-',
  '*',
  '/',
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
  '!',
  '..'
]);

function opensValue(last: Lexeme | undefined): boolean {
  return last === undefined || opening.has(last.text) || ['step', 'of', 'within', 'expect', 'to', 'set'].includes(last.text);
}

/** Within `expect` or `of`: measures, their arguments, resources to compare with. */
function expressionItems(context: CursorContext): readonly Completion[] {
  const last = context.segment.at(-1);
  if (last?.kind === 'number') return unitItems(context, undefined, 1);
  const call = context.brackets.findLast(bracket => bracket.bracket === '(' && bracket.before !== undefined);
  const inCall = call?.before === 'each' ? context.brackets.filter(bracket => bracket.bracket === '(').at(-2) : call;
  const row = inCall?.before === undefined || !Object.hasOwn(measures, inCall.before) ? undefined : measures[inCall.before];
  if (last?.text === '.') return memberAccessItems(context, row?.targets, row === undefined);
  if (!opensValue(last)) return [];
  if (row !== undefined && inCall !== undefined) {
    const named = last?.text === '=' ? context.segment.at(-2)?.text : undefined;
    if (named === 'experiment') return experimentItems(context);
    if (named !== undefined) return valueItems(context, undefined, undefined);
    return argumentItems(context, row, call?.before === 'each' ? 0 : inCall.commas);
  }
  const besideBottleneck = context.segment.at(-2)?.text === 'bottleneck' && (last?.text === '==' || last?.text === '!=');
  return besideBottleneck ? referenceItems(context, ['domain', 'core', 'nic', 'link', 'engine']) : measureItems(context);
}

function experimentItems(context: CursorContext): readonly Completion[] {
  return context.analysis.program.root.shapes
    .filter(shape => shape.kind === 'experiment' && !shape.template)
    .map(shape => item(context, 'reference', shape.key, { detail: 'experiment', rank: 10 }));
}

function setItems(context: CursorContext, segment: readonly Lexeme[]): readonly Completion[] {
  if (afterEquals(segment)) return valueItems(context, targetType(segment), undefined);
  if (segment.at(-1)?.text === '.') return memberAccessItems(context, undefined, true);
  return [...referenceItems(context, Object.keys(kinds) as TargetName[]), ...paramItems(context, 20)];
}

/** The type of the property that `set a.b.name =` names. */
function targetType(segment: readonly Lexeme[]): ValueType | undefined {
  const equals = segment.findIndex(lexeme => lexeme.text === '=');
  const name = segment[equals - 1]?.text ?? '';
  for (const row of Object.values(kinds)) {
    const property = propertyRow(row, name);
    if (property !== undefined) return property.type;
  }
  return undefined;
}

function eventItems(context: CursorContext): readonly Completion[] {
  const { segment } = context;
  const last = segment.at(-1);
  if (last?.kind === 'number') return unitItems(context, { kind: 'quantity', dimensions: ['time'] }, 1);
  const action = segment.find(lexeme => lexeme.kind === 'word' && Object.hasOwn(actions, lexeme.text));
  const setting = segment.findIndex(lexeme => lexeme.text === 'set');
  if (setting > 0) return setItems(context, segment.slice(setting));
  if (action === undefined) return last?.kind === 'unit' || segment.length > 2 ? actionItems(context) : paramItems(context, 20);
  const row = actions[action.text];
  const kindsWanted = segment.some(lexeme => lexeme.text === 'to') ? row?.to : row?.targets;
  if (last?.text === '.') return memberAccessItems(context, kindsWanted, false);
  if (last === action || last?.text === 'to') return referenceItems(context, kindsWanted ?? []);
  return row?.to !== undefined && !segment.some(lexeme => lexeme.text === 'to') ? [item(context, 'keyword', 'to', { rank: 10 })] : [];
}

function actionItems(context: CursorContext): readonly Completion[] {
  const items = Object.values(actions).map(row =>
    item(context, 'statement', row.name, { documentation: row.doc, insert: `${row.name} `, retrigger: true, rank: 10 })
  );
  return [
    ...items,
    item(context, 'statement', 'set', { documentation: 'A property gets another value.', insert: 'set ', retrigger: true, rank: 11 })
  ];
}

/** Markdown for hovers and completion items, from schema rows, comments and evaluated values. */
import type { FullAnalysis } from '../analyse.ts';
import { createEvaluation } from '../evaluate/evaluation.ts';
import { silent } from '../diagnostics/reporter.ts';
import { expected } from '../evaluate/describe.ts';
import { evaluate } from '../evaluate/expression.ts';
import { standingOf, rangeOf } from '../lower/costs.ts';
import type { Value } from '../evaluate/values.ts';
import type { ParamSymbol, Shape } from '../program/symbols.ts';
import { pathOf } from '../program/symbols.ts';
import { bottleneckDoc, eachFunction, indexDoc, measures, plainFunctions } from '../schema/functions.ts';
import type { MeasureRow, PlainFunctionRow } from '../schema/functions.ts';
import { operations } from '../schema/operations.ts';
import { parentsOf, withArticle } from '../schema/schema.ts';
import type { Bounds, KindRow, PropertyRow, ValueType } from '../schema/types.ts';
import { dimensionNamed } from '../values/dimension.ts';
import { either, showCount, showQuantity } from '../values/show.ts';
import { sourceText } from '../plan/shown.ts';
import { elementsOf } from './evaluated.ts';

/** A line of source, highlighted. */
export function code(text: string): string {
  return `\`\`\`xnet\n${text}\n\`\`\``;
}

export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n\n');
}

export function kindMarkdown(row: KindRow): string {
  const places = [...parentsOf(row.kind).map(kind => `in ${withArticle(kind)}`), ...(row.topLevel ? ['at file level'] : [])];
  const required = Object.values(row.properties)
    .filter(each => each.required)
    .map(each => `\`${each.name}\``);
  return paragraphs(
    code(
      row.naming === 'once'
        ? `${row.kind} { … }`
        : `${row.kind} ${row.naming === 'optional' ? '[name] ' : 'name'}${row.array ? '[n]' : ''} { … }`
    ),
    row.doc,
    `Stands ${either(places)}.${required.length > 0 ? ` Needs ${either(required, 'and')}.` : ''}${
      row.contains.length > 0
        ? ` Contains ${either(
            row.contains.map(kind => `\`${kind}\``),
            'and'
          )}.`
        : ''
    }`
  );
}

export function propertyMarkdown(row: PropertyRow, owner: KindRow): string {
  const facts = [
    `Type: ${expected(row.type)}`,
    boundsText(row.type),
    row.required === true ? 'Required' : row.default !== undefined ? `Default: \`${row.default}\`` : `Default: ${row.absent ?? 'none'}`,
    row.models === undefined
      ? undefined
      : `Used by models ${either(
          row.models.map(model => `\`${model}\``),
          'and'
        )}`
  ];
  return paragraphs(code(`${owner.kind}.${row.name}`), row.doc, facts.filter(fact => fact !== undefined).join('  \n'), wordTable(row.type));
}

/** What an operation costs and where the number is from. */
export function costMarkdown(row: PropertyRow, owner: KindRow, shape: Shape | undefined): string {
  const operation = operations[row.name];
  const site = shape?.properties().get(row.name);
  const comment = site?.member.doc?.text ?? '';
  const { standing, source } = standingOf(comment);
  const value = site?.member.value === undefined ? undefined : sourceText(site.unit, site.member.value);
  const unit = value?.includes('cycles') === true ? 'cycles' : /[a-zµ]/.test(value ?? '') ? 'seconds' : 'factor';
  const range = rangeOf(comment, unit);
  return paragraphs(
    code(`${owner.kind}.${row.name}${value === undefined ? '' : ` = ${value}`}`),
    operation?.doc ?? row.doc,
    operation === undefined ? undefined : `Group: ${operation.group}; counted per ${operation.per}`,
    value === undefined ? undefined : `Standing: **${standing}**${source === '' ? '' : ` — ${source}`}`,
    range === undefined
      ? undefined
      : `Plausible range: ${range.map(bound => showQuantity(bound, unit === 'seconds' ? 'time' : unit === 'cycles' ? 'cycles' : 'number')).join(' to ')}`
  );
}

/** `Range: 1 to 4096`, for what has bounds. */
export function boundsText(type: ValueType): string | undefined {
  if (type.kind === 'list') return boundsText(type.of);
  if (type.kind === 'either') return type.options.map(boundsText).find(text => text !== undefined);
  if (type.kind !== 'quantity' && type.kind !== 'integer' && type.kind !== 'number') return undefined;
  const dimension = type.kind === 'quantity' ? (type.dimensions[0] as string) : 'number';
  return rangeText(type, dimension);
}

function rangeText({ min, max, aboveMin }: Bounds, dimension: string): string | undefined {
  const show = (bound: number): string => showQuantity(bound, dimension);
  if (min !== undefined && max !== undefined) return `Range: ${aboveMin === true ? 'above ' : ''}${show(min)} to ${show(max)}`;
  if (min !== undefined) return `Range: ${aboveMin === true ? `above ${show(min)}` : `${show(min)} or more`}`;
  return max === undefined ? undefined : `Range: up to ${show(max)}`;
}

function wordTable(type: ValueType): string | undefined {
  const inner = type.kind === 'list' ? type.of : type;
  const words =
    inner.kind === 'word' ? inner.words : inner.kind === 'either' ? inner.options.find(option => option.kind === 'word')?.words : undefined;
  const entries = Object.entries(words?.words ?? {});
  if (entries.length === 0 || entries.length > 14) return undefined;
  return entries.map(([word, doc]) => `- \`${word}\` — ${doc}`).join('\n');
}

export function functionMarkdown(name: string): string {
  const row: PlainFunctionRow | MeasureRow | undefined = name === 'each' ? eachFunction : (plainFunctions[name] ?? measures[name]);
  if (row === undefined) return '';
  const parameters = row.parameters.map(
    parameter => `- \`${parameter.name}\`${parameter.optional === true ? ' (optional)' : ''} — ${parameter.doc}`
  );
  const measure = measures[name];
  return paragraphs(
    code(signatureText(name)),
    row.doc,
    parameters.join('\n'),
    measure === undefined ? undefined : 'Naming a varied param (`guests = 2`) or `experiment = name` reads another point.'
  );
}

/** `latency(flow, [quantile]) → time`. */
export function signatureText(name: string): string {
  const row: PlainFunctionRow | MeasureRow | undefined = name === 'each' ? eachFunction : (plainFunctions[name] ?? measures[name]);
  if (row === undefined) return `${name}()`;
  const parameters = row.parameters.map(parameter => (parameter.optional === true ? `[${parameter.name}]` : parameter.name));
  if ('variadic' in row && row.variadic === true) parameters.push('…');
  const result = measures[name]?.dimension;
  return `${name}(${parameters.join(', ')})${result === undefined ? '' : ` → ${result}`}`;
}

export const specialMarkdown: Readonly<Record<'index' | 'bottleneck', string>> = {
  index: paragraphs(code('index'), indexDoc),
  bottleneck: paragraphs(code('bottleneck'), bottleneckDoc)
};

/** What a name stands for: its kind, comment, base, number of elements and most telling properties. */
export function declarationMarkdown(analysis: FullAnalysis, shape: Shape): string {
  const { declaration, unit } = shape.own;
  const base = declaration.base === undefined ? '' : ` : ${sourceText(unit, declaration.base)}`;
  const count = declaration.count === undefined ? '' : `[${sourceText(unit, declaration.count)}]`;
  const head = `${shape.template ? 'template ' : ''}${shape.kind} ${pathOf(shape)}${count}${base}`;
  const elements = shape.count === undefined ? undefined : elementsOf(analysis, shape).length;
  const doc = shape
    .layers()
    .map(layer => layer.declaration.doc?.text)
    .filter(text => text !== undefined)
    .at(-1);
  const facts = tellingProperties(analysis, shape);
  return paragraphs(
    code(head),
    doc,
    elements === undefined ? undefined : `${showCount(elements, 'element')} at the default params`,
    facts,
    shape.unit === analysis.program.root ? undefined : `From \`${shape.own.unit.uri.slice(shape.own.unit.uri.lastIndexOf('/') + 1)}\``
  );
}

function tellingProperties(analysis: FullAnalysis, shape: Shape): string | undefined {
  const [instance] = elementsOf(analysis, shape);
  const lines: string[] = [];
  for (const [name, { member, unit }] of shape.properties()) {
    if (lines.length >= 8 || member.value === undefined) continue;
    const written = sourceText(unit, member.value);
    const value = instance === undefined ? undefined : analysis.evaluation.property(instance, name);
    const shown = value === undefined ? undefined : valueText(value);
    lines.push(`- \`${name} = ${written}\`${shown !== undefined && shown !== written ? ` → \`${shown}\`` : ''}`);
  }
  return lines.length === 0 ? undefined : lines.join('\n');
}

export function paramMarkdown(analysis: FullAnalysis, param: ParamSymbol): string {
  const { value, doc } = param.member;
  const written = value === undefined ? '' : ` = ${sourceText(param.unit, value)}`;
  const evaluation = createEvaluation(analysis.program, new Map(), silent);
  const read = value === undefined || value.kind === 'reference' ? undefined : evaluate(evaluation, value, { unit: param.unit });
  const shown = read === undefined ? undefined : valueText(read);
  return paragraphs(
    code(`param ${param.name}${written}`),
    doc?.text,
    shown === undefined || ` = ${shown}` === written ? undefined : `Value: \`${shown}\``,
    variedText(analysis, param)
  );
}

function variedText(analysis: FullAnalysis, param: ParamSymbol): string | undefined {
  const varied = analysis.program.root.shapes
    .filter(shape => shape.kind === 'experiment')
    .flatMap(shape =>
      shape
        .statements()
        .flatMap(({ member, unit }) =>
          member.kind === 'vary' && member.name?.text === param.name && member.value !== undefined
            ? [`\`${sourceText(unit, member.value)}\` in \`${shape.key}\``]
            : []
        )
    );
  return varied.length === 0 ? undefined : `Varied over ${either(varied, 'and')}.`;
}

/** A value as one would write it. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case 'number':
      return showQuantity(value.value, value.dimension.name);
    case 'boolean':
      return String(value.value);
    case 'string':
      return JSON.stringify(value.value);
    case 'word':
      return value.word;
    case 'things':
      return value.things.length > 4
        ? `${value.things
            .slice(0, 3)
            .map(thing => thing.name)
            .join(', ')}, … (${value.things.length})`
        : value.things.map(thing => thing.name).join(', ');
    case 'list':
      return `[${value.elements.map(valueText).join(', ')}]`;
  }
}

/** The other ways to write a quantity: `10 GB/s = 80 Gbps`. */
export function unitMarkdown(
  value: number,
  unit: { readonly name: string; readonly dimension: string; readonly per?: string },
  si: number
): string {
  const dimension = dimensionNamed(unit.per === undefined ? unit.dimension : `${unit.dimension} per ${unit.per}`);
  const name = dimension.name;
  const others = new Set<string>();
  others.add(showQuantity(si, name));
  if (unit.dimension === 'rate') others.add(`${showQuantity(si / 8, 'size')}/s`);
  if (unit.dimension === 'frequency' && si > 0) others.add(`a period of ${showQuantity(1 / si, 'time')}`);
  if (unit.dimension === 'size') others.add(`${showQuantity(si * 8, 'number')} bits`);
  others.delete(`${value} ${unit.name}`);
  return paragraphs(code(`${value} ${unit.name}`), `A ${name === 'number' ? 'number' : name}: ${[...others].join(' = ')}.`);
}

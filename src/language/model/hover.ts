/** Hover: what stands at an offset, from the schema, comments and evaluated values. */
import type { FullAnalysis } from '../analyse.ts';
import { actions, statements, topLevelWords } from '../schema/functions.ts';
import { inSI } from '../syntax/units.ts';
import {
  code,
  costMarkdown,
  declarationMarkdown,
  functionMarkdown,
  kindMarkdown,
  paragraphs,
  paramMarkdown,
  propertyMarkdown,
  specialMarkdown,
  unitMarkdown
} from './markdown.ts';
import { evaluatedText } from './evaluated.ts';
import { symbolAt } from './symbol.ts';
import type { SymbolAt } from './symbol.ts';
import type { Hover } from './types.ts';

export function hover(analysis: FullAnalysis, uri: string, offset: number): Hover | undefined {
  const symbol = symbolAt(analysis, uri, offset);
  if (symbol === undefined) return undefined;
  const markdown = markdownOf(analysis, symbol);
  return markdown === '' ? undefined : { start: symbol.span.start, end: symbol.span.end, markdown };
}

function markdownOf(analysis: FullAnalysis, symbol: SymbolAt): string {
  switch (symbol.kind) {
    case 'kind':
      return symbol.template ? paragraphs(topLevelWords['template']?.doc, kindMarkdown(symbol.row)) : kindMarkdown(symbol.row);
    case 'keyword':
      return keywordMarkdown(symbol.word);
    case 'property': {
      const text =
        symbol.row.type.kind === 'cost' ? costMarkdown(symbol.row, symbol.owner, symbol.shape) : propertyMarkdown(symbol.row, symbol.owner);
      return paragraphs(text, evaluatedText(analysis, symbol));
    }
    case 'declaration':
      return declarationMarkdown(analysis, symbol.shape);
    case 'param':
      return paramMarkdown(analysis, symbol.param);
    case 'word':
      return paragraphs(code(symbol.word), symbol.words.words[symbol.word], `One of the words of ${symbol.words.name}.`);
    case 'unit':
      return unitMarkdown(symbol.quantity.number.value, symbol.unit, inSI(symbol.quantity.number.value, symbol.unit));
    case 'function':
      return functionMarkdown(symbol.name);
    case 'action':
      return paragraphs(code(`at TIME ${symbol.name} …`), actions[symbol.name]?.doc);
    case 'import':
      return importMarkdown(symbol.edge.member.path?.value ?? '', symbol.edge.unit?.names.keys());
    case 'hardware':
      return paragraphs(
        code(`${symbol.shape.key}.${symbol.name}[i]`),
        symbol.name === 'cpu'
          ? 'A logical CPU, from 0.'
          : `A ${symbol.name === 'rx' ? 'receive' : 'transmit'} queue of \`${symbol.shape.key}\`, from 0.`
      );
    case 'component':
      return paragraphs(code(symbol.word), 'A component of the cycles spent per packet; underscores are spaces in results.');
    case 'index':
    case 'bottleneck':
      return specialMarkdown[symbol.kind];
  }
}

function keywordMarkdown(word: string): string {
  const statement = Object.hasOwn(statements, word) ? statements[word] : undefined;
  if (statement !== undefined) return paragraphs(code(statement.signature), statement.doc);
  if (word === 'experiment') return paragraphs(code('experiment = NAME'), 'Reads another experiment at the same params.');
  return paragraphs(code(word), topLevelWords[word]?.doc);
}

function importMarkdown(path: string, names: Iterable<string> | undefined): string {
  const visible = [...(names ?? [])].filter(name => !name.includes('@'));
  return paragraphs(
    code(`import "${path}"`),
    names === undefined
      ? 'Not found.'
      : visible.length === 0
        ? 'Declares nothing.'
        : `Brings ${visible.map(name => `\`${name}\``).join(', ')}.`
  );
}

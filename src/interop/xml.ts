/**
 * XML as elements with places. `fast-xml-parser` reads it, in order and with offsets; nothing is interpreted.
 * Writing is ours, because what an import keeps must come back as it was.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Span } from './finding.ts';

export interface Element extends Span {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Text directly within it, trimmed. */
  readonly text: string;
}

export interface BadXml extends Span {
  readonly problem: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  captureMetaData: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  allowBooleanAttributes: false
});

const metadata = XMLParser.getMetaDataSymbol() as symbol;

/** The elements at the top of a text, or why it is no XML. Never throws. */
export function readXml(text: string): readonly Element[] | BadXml {
  try {
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
      const start = offsetOf(text, validity.err.line, validity.err.col);
      return { problem: validity.err.msg, start, end: Math.min(text.length, start + 1) };
    }
    return elementsOf(parser.parse(text) as readonly unknown[], text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), start: 0, end: 0 };
  }
}

export const isBad = (read: readonly Element[] | BadXml): read is BadXml => 'problem' in read;

function elementsOf(nodes: readonly unknown[], text: string): Element[] {
  return nodes.flatMap(node => {
    const parts = node as Readonly<Record<string | symbol, unknown>>;
    const name = Object.keys(parts).find(key => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const place = (parts[metadata] ?? {}) as { readonly startIndex?: number; readonly endIndex?: number };
    const start = place.startIndex ?? 0;
    const inner = parts[name] as readonly unknown[];
    return [
      {
        name,
        attributes: (parts[':@'] ?? {}) as Readonly<Record<string, string>>,
        children: elementsOf(inner, text),
        text: inner.flatMap(each => textOf(each)).join(''),
        start,
        end: place.endIndex ?? start
      }
    ];
  });
}

function textOf(node: unknown): string[] {
  const text = (node as { readonly '#text'?: unknown })['#text'];
  return text === undefined ? [] : [String(text)];
}

function offsetOf(text: string, line: number, column: number): number {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), match => match.index + match[0].length)];
  return Math.min(text.length, (starts[line - 1] ?? 0) + Math.max(0, column - 1));
}

export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find(each => each.name === name);

export const childrenOf = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter(each => each.name === name) ?? [];

/** Where an attribute's value stands; the element where it cannot be told. */
export function attributeSpan(element: Element, name: string, text: string): Span {
  const tag = text.slice(element.start, element.end);
  const found = new RegExp(`\\s${name}\\s*=\\s*(["'])`).exec(tag);
  if (found === null) return { start: element.start, end: element.end };
  const start = element.start + found.index + found[0].length;
  return { start, end: text.indexOf(found[1]!, start) };
}

/** An element to be written: text of attributes and content is plain, and escaped when it is printed. */
export interface Written {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  /** Strings are XML already. */
  readonly children?: readonly (Written | string)[];
  readonly text?: string | number;
}

export function writeXml(element: Written | string, indent = ''): string {
  if (typeof element === 'string') return `${indent}${element}\n`;
  const { name, attributes = {}, children = [], text } = element;
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}='${escaped(String(value))}'`]
  );
  const tag = `${name}${written.join('')}`;
  if (text !== undefined) return `${indent}<${tag}>${escaped(String(text))}</${name}>\n`;
  if (children.length === 0) return `${indent}<${tag}/>\n`;
  return `${indent}<${tag}>\n${children.map(each => writeXml(each, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

/** An element that was read, with other attributes or other children. */
export function asWritten(element: Element): Written {
  const { name, attributes, children, text } = element;
  return { name, attributes, children: children.map(asWritten), ...(children.length === 0 && text !== '' ? { text } : {}) };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>'"]/g, character => ESCAPES[character]!);

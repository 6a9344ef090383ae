/** Files of other tools, told by how they begin: one finding says what it is, instead of one for every word of it. */
import { isKind } from './nesting.ts';
import type { Span } from './tree.ts';
import { STATEMENTS } from './words.ts';

export interface ForeignFile extends Span {
  /** For people: `XML, as libvirt writes it`. */
  readonly format: string;
  /** What becomes of it: how to import it, or that nothing reads it. */
  readonly advice: string;
}

interface Sign {
  readonly beginning: RegExp;
  /** Of a line further down, where the first says too little. */
  readonly somewhere?: RegExp;
  readonly format: string;
  readonly advice?: string;
}

const imports = '`xnet import FILE` makes a topology of it';

/** A file-level member is a statement or a block, so an assignment or a key begins none. */
const signs: readonly Sign[] = [
  { beginning: /^<[?!/a-zA-Z]/, format: 'XML, as libvirt writes it' },
  { beginning: /^[{[]/, format: 'JSON', advice: 'that of `ip -j -d link` is read by `xnet import FILE`' },
  { beginning: /^---(?:\s|$)|^(?!https?:)[A-Za-z][\w-]*:(?:\s+[^{\s]|\s*$)/, format: 'YAML, as containerlab writes it' },
  { beginning: /^(?:\/local\/domain\/\d+|\/?(?:tool|local|vm)) = "/, format: 'what `xenstore-ls` prints' },
  {
    beginning: /^(?:from \w+ import|import \w|[a-z][\w.]*\s*\+?=)/,
    somewhere:
      /^(?:name|builder|type|kernel|ramdisk|bootloader|uuid|vif|disk|cpus|maxvcpus|maxmem|extra|root|memory|vcpus|dtdev|pci)\s*\+?=\s*(?:["'[]|\d+\s*$)/m,
    format: 'an xl.cfg'
  }
];

/** Comments of this language and of others, and blank lines. */
const introduction = /^(?:\ufeff|\s+|\/\/[^\r\n]*|#[^\r\n]*|\/\*[^]*?\*\/)*/;

/** Where a block of this language begins a line, the text is a topology, whatever somebody is typing above it. */
const topology = /^(?:template\s+\w+|host|peer|link|flow|experiment|grants|costs|switch|router)\b[^=:;\r\n]*\{/m;

/** What the first line that says something shows the text to be; undefined for a topology, however wrong. */
export function foreignFile(text: string): ForeignFile | undefined {
  const found = beginningOf(text);
  if (found === undefined || topology.test(text) || found.sign.somewhere?.test(text) === false) return undefined;
  const { sign, start, end } = found;
  return { format: sign.format, advice: sign.advice ?? imports, start, end };
}

/** Whether the first line is such that every other line decides what the text is. */
export function mayBeForeign(text: string): boolean {
  return beginningOf(text) !== undefined;
}

function beginningOf(text: string): ({ readonly sign: Sign } & Span) | undefined {
  const start = introduction.exec(text)?.[0].length ?? 0;
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 500))?.[0] ?? '';
  const sign = signs.find(({ beginning }) => beginning.test(line));
  const word = /^[A-Za-z]+/.exec(line)?.[0] ?? '';
  const isOurs = (isKind(word) || (STATEMENTS as readonly string[]).includes(word)) && !/^\w+\s*=|^import \w/.test(line);
  if (sign === undefined || isOurs) return undefined;
  return { sign, start, end: start + line.trimEnd().length };
}

/** `.xnet` text as blocks and properties; the formatter sees to the rest. */
import { format } from '../../language/format/format.ts';
import { keptLines } from '../kept.ts';
import type { Kept } from '../kept.ts';

export interface Line {
  readonly text: string;
  readonly remark?: string;
}

export interface Block {
  /** A comment of its own before it. */
  readonly note?: string;
  readonly head: string;
  readonly remark?: string;
  readonly kept?: readonly Kept[];
  readonly members: readonly (Line | Block)[];
}

export const property = (name: string, value: string | number | boolean, remark?: string): Line => ({ text: `${name} = ${value}`, remark });

/** A property of which no file says anything is not written. */
export function given<Value>(value: Value | undefined, line: (value: Value) => Line): Line[] {
  return value === undefined ? [] : [line(value)];
}

export function printed(comment: readonly string[], blocks: readonly Block[]): string {
  return format(`${comment.map(line => `// ${line}\n`).join('')}\n${joined(blocks)}`);
}

function print(block: Block): string {
  const remark = block.remark === undefined ? '' : ` // ${oneLine(block.remark)}`;
  const kept = keptLines(block.kept ?? []);
  const note = block.note === undefined ? '' : `// ${oneLine(block.note)}\n`;
  const plain = block.members.every(member => 'text' in member && member.remark === undefined);
  if (plain && kept.length === 0 && block.members.length <= 4) {
    const inner = block.members.map(member => ('text' in member ? member.text : '')).join('; ');
    return `${note}${block.head} {${inner === '' ? '' : ` ${inner} `}}${remark}\n`;
  }
  return `${note}${block.head} {${remark}\n${kept.map(line => `${line}\n`).join('')}${joined(block.members)}}\n`;
}

/** Blank lines around blocks that take several lines. */
function joined(members: readonly (Line | Block)[]): string {
  const pieces = members.map(printMember);
  return pieces.map((piece, i) => (i > 0 && (isTall(piece) || isTall(pieces[i - 1]!)) ? `\n${piece}` : piece)).join('');
}

const isTall = (piece: string): boolean => piece.indexOf('\n') < piece.length - 1;

function printMember(member: Line | Block): string {
  if ('head' in member) return print(member);
  return `${member.text}${member.remark === undefined ? '' : ` // ${oneLine(member.remark)}`}\n`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Edits that add a member to a block, in the layout the block already has. */
import type { Fix, TextEdit } from '../analysis.ts';
import type { FileUnit } from '../program/symbols.ts';
import type { Declaration } from '../syntax/tree.ts';

/** Inserts `text` behind the block's opening brace; undefined when the block has none. */
export function insertMember(unit: FileUnit, declaration: Declaration, text: string): TextEdit | undefined {
  const { body } = declaration;
  if (body === undefined) return undefined;
  const source = unit.tree.text;
  const at = body.open.end;
  const rest = source.slice(at, body.end);
  const oneLine = !/[\r\n]/.test(rest);
  if (oneLine) {
    const empty = body.members.length === 0;
    const padded = rest.startsWith(' ');
    return { uri: unit.uri, start: at, end: at, newText: ` ${text}${empty ? (padded ? '' : ' ') : padded ? ';' : '; '}` };
  }
  const lineStart = source.lastIndexOf('\n', declaration.start - 1) + 1;
  const indent = /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
  const newline = /^[^\n]*\r\n/.test(source) ? '\r\n' : '\n';
  return {
    uri: unit.uri,
    start: at,
    end: at,
    newText: text
      .split('\n')
      .map(line => `${newline}${indent}  ${line}`)
      .join('')
  };
}

export function insertFix(unit: FileUnit, declaration: Declaration, title: string, text: string): readonly Fix[] {
  const edit = insertMember(unit, declaration, text);
  return edit === undefined ? [] : [{ title, edits: [edit], preferred: true }];
}

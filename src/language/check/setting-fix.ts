/** The mend "set this property to that": in place of a written value, else as a new member of the block that the thing is. */
import type { Declared } from '../../topology/model.ts';
import type { Fix } from '../analysis.ts';
import { isLibrary } from '../program/library.ts';
import type { Program } from '../program/program.ts';
import { isWritten } from '../program/written.ts';
import { pathAt } from '../syntax/walk.ts';
import { insertMember } from './insert.ts';

/** A property that could have another value. */
export interface Setting {
  readonly on: Declared;
  readonly property: string;
  readonly text: string;
  readonly title?: string;
}

/** Undefined where the value comes from a param or is computed, and where the thing stands in a shipped library. */
export function settingFix(program: Program, { on, property, text, title }: Setting): Fix | undefined {
  const heading = title ?? `Set \`${property} = ${text}\``;
  const written = on.origins?.[property];
  if (written !== undefined) {
    return isLibrary(written.uri) || !isWritten(program, written) ? undefined : { title: heading, edits: [{ ...written, newText: text }] };
  }
  const { origin } = on;
  const unit = origin === undefined || isLibrary(origin.uri) ? undefined : program.units.get(origin.uri);
  if (unit === undefined || origin === undefined) return undefined;
  const block = pathAt(unit.tree, origin.start).findLast(
    node => node.kind === 'declaration' && (node.name ?? node.keyword).start <= origin.start && node.keyword.start <= origin.start
  );
  if (block?.kind !== 'declaration') return undefined;
  // A hypervisor that nobody wrote stands where its host's word does.
  const isImplied = block.keyword.text === 'host' && origin.start === block.keyword.start && block.name?.start !== origin.start;
  const edit = insertMember(unit, block, isImplied ? `hypervisor { ${property} = ${text} }` : `${property} = ${text}`);
  return edit === undefined ? undefined : { title: heading, edits: [edit] };
}

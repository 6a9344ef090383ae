/** Rename: every place that names a thing, or the reason why not. */
import type { FullAnalysis } from '../analyse.ts';
import { isLibrary } from '../program/library.ts';
import { reservedWords } from '../schema/words.ts';
import { references } from './occurrences.ts';
import { symbolAt } from './symbol.ts';
import type { Hover, RenameOutcome } from './types.ts';

/** The name that would be renamed; undefined where nothing can be. */
export function prepareRename(
  analysis: FullAnalysis,
  uri: string,
  offset: number
): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  const symbol = symbolAt(analysis, uri, offset);
  if (symbol === undefined || (symbol.kind !== 'declaration' && symbol.kind !== 'param')) return undefined;
  if (symbol.kind === 'declaration' && symbol.shape.name === undefined) return undefined;
  const { start, end }: Pick<Hover, 'start' | 'end'> = symbol.span;
  return { start, end, text: symbol.kind === 'param' ? symbol.param.name : symbol.shape.key };
}

export function rename(analysis: FullAnalysis, uri: string, offset: number, newName: string): RenameOutcome {
  const symbol = symbolAt(analysis, uri, offset);
  if (symbol === undefined || prepareRename(analysis, uri, offset) === undefined)
    return { refused: 'Only declarations and params can be renamed.' };
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(newName))
    return { refused: `“${newName}” is not a name: letters, digits, _ and - only, not a digit first.` };
  if (reservedWords.includes(newName)) return { refused: `“${newName}” is a reserved word.` };
  const places = references(analysis, uri, offset);
  const library = places.find(place => isLibrary(place.uri));
  if (library !== undefined) return { refused: `It is declared in the shipped library ${library.uri}, which cannot be changed.` };
  const clash = clashOf(analysis, symbol, newName);
  if (clash !== undefined) return { refused: clash };
  return { edits: places.map(({ uri: file, start, end }) => ({ uri: file, start, end, newText: newName })) };
}

function clashOf(analysis: FullAnalysis, symbol: NonNullable<ReturnType<typeof symbolAt>>, newName: string): string | undefined {
  if (symbol.kind === 'declaration') {
    const { parent } = symbol.shape;
    if (parent !== undefined)
      return parent.children().has(newName) ? `${parent.kind} ${parent.key} already has a “${newName}”.` : undefined;
  }
  for (const unit of analysis.program.units.values()) {
    if (unit.names.has(newName)) return `${unit.uri.slice(unit.uri.lastIndexOf('/') + 1)} already declares “${newName}”.`;
  }
  return undefined;
}

/** Files of the workspace that an import could name, within its quotes. */
import type { FullAnalysis } from '../language/analyse.ts';
import type { Completion } from '../language/model/types.ts';
import { resolveImport, specifierFor } from './uris.ts';
import type { Workspace } from './workspace.ts';

export function importPaths(workspace: Workspace, analysis: FullAnalysis, uri: string, offset: number): readonly Completion[] {
  const unit = analysis.program.units.get(uri);
  const literal = unit?.tree.members.find(
    member => member.kind === 'import' && member.path !== undefined && member.path.start < offset && offset <= member.path.end
  );
  if (unit === undefined || literal?.kind !== 'import' || literal.path === undefined) return [];
  const { start, end } = literal.path;
  const closed = end - start > 1 && unit.tree.text[end - 1] === '"';
  if (closed && offset === end) return [];
  const replace = { start: start + 1, end: closed ? end - 1 : end };
  const taken = new Set(
    unit.imports.flatMap(({ member }) => (member === literal || member.path === undefined ? [] : [resolveImport(uri, member.path.value)]))
  );
  return workspace
    .roots()
    .filter(other => other !== uri && !taken.has(other))
    .flatMap(other => specifierFor(uri, other) ?? [])
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .map(label => ({ label, kind: 'file', insertText: label, snippet: false, rank: 10, replace }));
}

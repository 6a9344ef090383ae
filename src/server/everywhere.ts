/** Who names a thing, over all files of the workspace: a file does not know who imports it. */
import { definitions } from '../language/model/definitions.ts';
import { references } from '../language/model/occurrences.ts';
import type { Location, Occurrence } from '../language/model/types.ts';
import type { Workspace } from './workspace.ts';

/** Every place that names what stands at an offset, by file and place, each once. */
export function occurrencesEverywhere(workspace: Workspace, uri: string, offset: number): readonly Occurrence[] {
  const own = workspace.analysis(uri);
  const found = new Map<string, Occurrence>();
  const add = (each: Occurrence): unknown => found.set(`${each.uri} ${each.start}`, each);
  for (const each of references(own, uri, offset)) add(each);
  if (found.size === 0) return [];
  for (const declared of declarationsAt(workspace, uri, offset)) {
    for (const root of workspace.roots()) {
      if (root === uri) continue;
      const analysis = workspace.analysis(root);
      if (analysis.program.units.has(declared.uri)) references(analysis, declared.uri, declared.start).forEach(add);
    }
  }
  return [...found.values()].sort((a, b) => (a.uri === b.uri ? a.start - b.start : a.uri < b.uri ? -1 : 1));
}

/** Where the thing at an offset is named as declared. */
export function declarationsAt(workspace: Workspace, uri: string, offset: number): readonly Location[] {
  return definitions(workspace.analysis(uri), uri, offset).map(each => each.selection);
}

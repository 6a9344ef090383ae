/** Imported names share one space with the file's own. */
import type { Reporter } from '../diagnostics/reporter.ts';
import { placeIn } from '../evaluate/context.ts';
import type { FileUnit, ImportEdge, NamedSymbol } from '../program/symbols.ts';
import type { Program } from '../program/program.ts';

/** Kinds that exist in the topology under their own name, wherever they were declared. */
const existing: ReadonlySet<string> = new Set(['host', 'router', 'switch', 'peer', 'link', 'flow']);

export function checkClashes(program: Program, reporter: Reporter): void {
  for (const unit of program.units.values()) checkUnit(unit, reporter);
  checkTopologyNames(program, reporter);
}

function checkUnit(unit: FileUnit, reporter: Reporter): void {
  const visible = new Map<string, { unit: FileUnit; edge?: ImportEdge }>([...unit.names.keys()].map(name => [name, { unit }]));
  const seen = new Set<FileUnit>();
  for (const edge of unit.imports) {
    if (edge.unit === undefined || seen.has(edge.unit)) continue;
    seen.add(edge.unit);
    for (const [name, symbol] of edge.unit.names) {
      if (hidden(symbol)) continue;
      const first = visible.get(name);
      if (first === undefined) visible.set(name, { unit: edge.unit, edge });
      else report(unit, edge, name, first.unit, edge.unit, reporter);
    }
  }
}

/** Experiments of imported files do not run and cannot be referred to, so they clash with nothing. */
function hidden(symbol: NamedSymbol): boolean {
  return symbol.symbol === 'shape' && (symbol.kind === 'experiment' || symbol.key.includes('@'));
}

function report(unit: FileUnit, edge: ImportEdge, name: string, first: FileUnit, second: FileUnit, reporter: Reporter): void {
  const path = edge.member.path ?? edge.member.keyword;
  const related = [first, second].flatMap(each => {
    const symbol = each.names.get(name);
    const at = symbol === undefined ? undefined : symbol.symbol === 'param' ? symbol.member.name : symbol.name;
    return at === undefined ? [] : [{ ...placeIn(each, at), message: `\`${name}\` is declared here` }];
  });
  reporter.report('name-clash', placeIn(unit, path), { name, first: shortName(first.uri), second: shortName(second.uri) }, { related });
}

/** Two files that do not see each other may still both bring a host `server`. */
function checkTopologyNames(program: Program, reporter: Reporter): void {
  const seen = new Map<string, FileUnit>();
  for (const unit of program.units.values()) {
    for (const shape of unit.shapes) {
      if (shape.template || !existing.has(shape.kind) || shape.name === undefined) continue;
      const first = seen.get(shape.key);
      if (first === undefined) {
        seen.set(shape.key, unit);
        continue;
      }
      const edge = program.root.imports.find(each => each.unit === unit) ?? program.root.imports[0];
      if (edge !== undefined) report(program.root, edge, shape.key, first, unit, reporter);
    }
  }
}

function shortName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

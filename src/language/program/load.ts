/** Reads a file and everything it imports into units: each file once, cycles cut. */
import type { SourceProvider } from '../analysis.ts';
import type { Place, Reporter } from '../diagnostics/reporter.ts';
import { parse } from '../syntax/parser.ts';
import type { ImportMember, SourceFile } from '../syntax/tree.ts';
import { topLevelShape } from './shape.ts';
import { showNumber } from '../values/show.ts';
import type { ShapeWorld } from './shape.ts';
import { isLibrary, libraryNames, libraryText } from './library.ts';
import type { FileUnit, ImportEdge, NamedSymbol, ParamSymbol, Shape } from './symbols.ts';

/** Characters of one file. The largest real files have some hundred thousand; beyond this a keystroke would wait for seconds. */
export const maxFileLength = 2_097_152;

/** Files that import files that import files. */
const maxImportDepth = 100;

export interface Loaded {
  readonly root: FileUnit;
  /** In the order they were first reached, the root first. */
  readonly units: ReadonlyMap<string, FileUnit>;
  /** Reads a shipped library that a default asks for without an import. */
  library(name: string): FileUnit | undefined;
}

export function load(uri: string, provider: SourceProvider, reporter: Reporter, world: ShapeWorld): Loaded {
  const units = new Map<string, FileUnit>();
  const implied = new Map<string, FileUnit>();
  const open: string[] = [];

  function read(fileUri: string): string | undefined {
    return isLibrary(fileUri) ? libraryText(fileUri) : provider.read(fileUri);
  }

  function unitOf(fileUri: string, text: string, into: Map<string, FileUnit>): FileUnit {
    if (text.length > maxFileLength) {
      reporter.report(
        'file-too-large',
        { uri: fileUri, start: 0, end: 0 },
        { length: showNumber(text.length), limit: showNumber(maxFileLength) }
      );
    }
    const tree = treeOf(fileUri, text.length > maxFileLength ? '' : text);
    const names = new Map<string, NamedSymbol>();
    const params: ParamSymbol[] = [];
    const shapes: Shape[] = [];
    const imports: ImportEdge[] = [];
    const unit: FileUnit = { uri: fileUri, tree, imports, names, params, shapes };
    into.set(fileUri, unit);
    open.push(fileUri);
    for (const member of tree.members) {
      if (member.kind === 'import') imports.push({ member, unit: follow(member, unit, into) });
    }
    open.pop();
    for (const member of tree.members) {
      if (member.kind === 'param' && member.name !== undefined) {
        const param: ParamSymbol = { symbol: 'param', name: member.name.text, member, unit };
        params.push(param);
        if (!names.has(param.name)) names.set(param.name, param);
      } else if (member.kind === 'declaration') {
        const shape = topLevelShape(world, unit, member);
        if (shape === undefined) continue;
        if (!names.has(shape.key)) {
          shapes.push(shape);
          names.set(shape.key, shape);
        }
      }
    }
    return unit;
  }

  function follow(member: ImportMember, from: FileUnit, into: Map<string, FileUnit>): FileUnit | undefined {
    if (member.path === undefined) return undefined;
    const specifier = member.path.value;
    const place: Place = { uri: from.uri, start: member.path.start, end: member.path.end };
    const target = specifier.startsWith('xnet:') ? specifier : provider.resolve(from.uri, specifier);
    if (open.includes(target)) {
      const path = [...open.slice(open.indexOf(target)), target].map(shortName).join(' → ');
      reporter.report('import-cycle', place, { path });
      return undefined;
    }
    const known = into.get(target);
    if (known !== undefined) return known;
    if (open.length >= maxImportDepth) {
      reporter.report('too-deep', place);
      return undefined;
    }
    const text = read(target);
    if (text === undefined) {
      reporter.report('import-not-found', place, { path: specifier, hint: hintFor(specifier) });
      return undefined;
    }
    return unitOf(target, text, into);
  }

  const root = unitOf(uri, read(uri) ?? '', units);
  return {
    root,
    units,
    library(name) {
      const libraryUri = `xnet:${name}`;
      const known = units.get(libraryUri) ?? implied.get(libraryUri);
      if (known !== undefined) return known;
      const text = libraryText(libraryUri);
      return text === undefined ? undefined : unitOf(libraryUri, text, implied);
    }
  };
}

const libraryTrees = new Map<string, SourceFile>();

/** Shipped libraries never change while the program runs, so their trees are kept. */
function treeOf(uri: string, text: string): SourceFile {
  if (!isLibrary(uri)) return parse(text);
  const known = libraryTrees.get(uri);
  if (known !== undefined) return known;
  const tree = parse(text);
  libraryTrees.set(uri, tree);
  return tree;
}

function shortName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

function hintFor(specifier: string): string {
  if (specifier.startsWith('xnet:'))
    return `; the shipped libraries are ${libraryNames()
      .map(name => `\`xnet:${name}\``)
      .join(', ')}`;
  return '';
}

/** Reads a file and everything it imports into trees: each file once, cycles cut. */
import type { SourceProvider } from '../analysis.ts';
import type { Code } from '../diagnostics/table.ts';
import type { Place, Values } from '../diagnostics/reporter.ts';
import type { Move } from '../syntax/move.ts';
import { parse } from '../syntax/parser.ts';
import { reparse } from '../syntax/reparse.ts';
import type { ImportMember, SourceFile } from '../syntax/tree.ts';
import { showNumber } from '../values/show.ts';
import { isLibrary, libraryNames, libraryText } from './library.ts';

/** Characters of one file. The largest real files have some hundred thousand; beyond this a keystroke would wait for seconds. */
export const maxFileLength = 2_097_152;

/** Files that import files that import files. */
const maxImportDepth = 100;

export interface ReadFile {
  readonly uri: string;
  readonly tree: SourceFile;
  /** Where its places have moved to, when an earlier version was known. */
  readonly move?: Move;
  /** `target` is absent when the file could not be read or would close a cycle. */
  readonly imports: readonly { readonly member: ImportMember; readonly target?: string }[];
}

export interface ReadFiles {
  /** In the order they were first reached, the root first. */
  readonly files: ReadonlyMap<string, ReadFile>;
  readonly problems: readonly { readonly code: Code; readonly place: Place; readonly values?: Values }[];
}

/** `earlier` answers trees of older versions, which are used up. */
export function readFiles(uri: string, provider: SourceProvider, earlier: (uri: string) => SourceFile | undefined): ReadFiles {
  const files = new Map<string, ReadFile>();
  const problems: { code: Code; place: Place; values?: Values }[] = [];
  const open: string[] = [];

  function read(fileUri: string): string | undefined {
    return isLibrary(fileUri) ? libraryText(fileUri) : provider.read(fileUri);
  }

  function take(fileUri: string, text: string): void {
    if (text.length > maxFileLength) {
      const values = { length: showNumber(text.length), limit: showNumber(maxFileLength) };
      problems.push({ code: 'file-too-large', place: { uri: fileUri, start: 0, end: 0 }, values });
    }
    const { file: tree, move } = treeOf(fileUri, text.length > maxFileLength ? '' : text, earlier(fileUri));
    const imports: { member: ImportMember; target?: string }[] = [];
    files.set(fileUri, { uri: fileUri, tree, move, imports });
    open.push(fileUri);
    for (const member of tree.members) if (member.kind === 'import') imports.push({ member, target: follow(member, fileUri) });
    open.pop();
  }

  /** The file that an import names, read. */
  function follow(member: ImportMember, from: string): string | undefined {
    if (member.path === undefined) return undefined;
    const specifier = member.path.value;
    const place: Place = { uri: from, start: member.path.start, end: member.path.end };
    const target = specifier.startsWith('xnet:') ? specifier : provider.resolve(from, specifier);
    if (open.includes(target)) {
      const path = [...open.slice(open.indexOf(target)), target].map(shortName).join(' → ');
      problems.push({ code: 'import-cycle', place, values: { path } });
      return undefined;
    }
    if (files.has(target)) return target;
    if (open.length >= maxImportDepth) {
      problems.push({ code: 'too-deep', place });
      return undefined;
    }
    const text = read(target);
    if (text === undefined) {
      problems.push({ code: 'import-not-found', place, values: { path: specifier, hint: hintFor(specifier) } });
      return undefined;
    }
    take(target, text);
    return target;
  }

  take(uri, read(uri) ?? '');
  return { files, problems };
}

const libraryTrees = new Map<string, SourceFile>();

/** Shipped libraries never change while the program runs, so their trees are kept. */
function treeOf(uri: string, text: string, earlier: SourceFile | undefined): { readonly file: SourceFile; readonly move?: Move } {
  if (!isLibrary(uri)) return earlier === undefined ? { file: parse(text) } : reparse(earlier, text);
  let file = libraryTrees.get(uri);
  if (file === undefined) libraryTrees.set(uri, (file = parse(text)));
  return { file };
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

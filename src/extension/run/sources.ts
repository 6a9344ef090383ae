/** Everything a run reads, as the editor has it: unsaved texts, virtual files, imports of imports, traces. */
import * as vscode from 'vscode';
import { canonical, resolveImport } from '../../language/program/file-uri.ts';
import { readText } from '../language/files.ts';
import { importsIn, tracesIn } from './named-files.ts';

/** Texts by URI, spelled as the worker spells them (see `canonical`), the file to run first. */
export type Texts = ReadonlyMap<string, string>;

/**
 * The document and all it imports, directly or not, and the traces they replay. Shipped libraries (`xnet:…`) and files that do
 * not exist are left out: the checker has its own words for the latter.
 */
export async function gatherTexts(document: vscode.TextDocument): Promise<Texts> {
  const texts = new Map([[canonical(document.uri.toString()), document.getText()]]);
  // A map visits what is added to it meanwhile, so this reaches imports of imports; a cycle adds nothing new.
  for (const [uri, text] of texts) {
    for (const imported of await readNamed(uri, importsIn(text), texts)) texts.set(...imported);
  }
  const traces = await Promise.all([...texts].map(([uri, text]) => readNamed(uri, tracesIn(text), texts)));
  return new Map([...texts, ...traces.flat()]);
}

/** What there is of the files that another one names, beyond what is known. */
async function readNamed(from: string, names: readonly string[], known: Texts): Promise<(readonly [string, string])[]> {
  const uris = [...new Set(names.map(name => resolveImport(from, name)))].filter(uri => !known.has(uri));
  const read = await Promise.all(uris.map(async uri => [uri, await readText(vscode.Uri.parse(uri))] as const));
  return read.flatMap(([uri, text]) => (text === null ? [] : [[uri, text] as const]));
}

/** Everything a run reads, as the editor has it: unsaved texts, virtual files, imports of imports. */
import * as vscode from 'vscode';
import { canonical, resolveImport } from '../../language/program/file-uri.ts';
import { readText } from '../language/files.ts';

/** Texts by URI, spelled as the worker spells them (see `canonical`), the file to run first. */
export type Texts = ReadonlyMap<string, string>;

/**
 * The document and all it imports, directly or not. Shipped libraries (`xnet:…`) and files that do not exist are left out:
 * the checker has its own words for the latter.
 */
export async function gatherTexts(document: vscode.TextDocument): Promise<Texts> {
  const texts = new Map([[canonical(document.uri.toString()), document.getText()]]);
  // A map visits what is added to it meanwhile, so this reaches imports of imports; a cycle adds nothing new.
  for (const [uri, text] of texts) {
    for (const specifier of importsIn(text)) {
      const imported = resolveImport(uri, specifier);
      if (texts.has(imported)) continue;
      const read = await readText(vscode.Uri.parse(imported));
      if (read !== null) texts.set(imported, read);
    }
  }
  return texts;
}

/**
 * Import specifiers in a text. A scan rather than a parse, so that a file of any size costs no time in the extension host:
 * it also finds imports in comments, which is harmless.
 */
function importsIn(text: string): string[] {
  return Array.from(text.matchAll(/\bimport[ \t]+"([^"\\\r\n]+)"/g), match => match[1] ?? '').filter(
    specifier => !specifier.startsWith('xnet:')
  );
}

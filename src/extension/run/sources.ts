/** Everything a run reads, as the editor has it: unsaved texts, virtual files, imports of imports. */
import * as vscode from 'vscode';
import { readText } from '../language/files.ts';

/** Texts by URI, the file to run first. */
export type Texts = ReadonlyMap<string, string>;

/**
 * The document and all it imports, directly or not. Shipped libraries (`xnet:…`) and files that do not exist are left out:
 * the checker has its own words for the latter.
 */
export async function gatherTexts(document: vscode.TextDocument): Promise<Texts> {
  const texts = new Map([[document.uri.toString(), document.getText()]]);
  // A map visits what is added to it meanwhile, so this reaches imports of imports; a cycle adds nothing new.
  for (const [uri, text] of texts) {
    for (const specifier of importsIn(text)) {
      const imported = resolveImport(uri, specifier);
      if (imported === undefined || texts.has(imported)) continue;
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

/** URI of an import, resolved the way the worker resolves it; undefined when it is none. */
function resolveImport(from: string, specifier: string): string | undefined {
  try {
    return new URL(specifier, from).href;
  } catch {
    return undefined;
  }
}

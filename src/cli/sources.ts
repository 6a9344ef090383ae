/** Files as the command line and the worker read them: `file:` URIs from the disk, or texts that somebody handed over. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SourceProvider } from '../language/analysis.ts';
import { canonical, resolveImport } from '../language/program/file-uri.ts';

/** URI that stands for standard input. */
export const STANDARD_INPUT = 'stdin:///input.xnet';

/** The URI of a file argument; `-` is standard input. */
export function uriOf(argument: string): string {
  return argument === '-' ? STANDARD_INPUT : canonical(pathToFileURL(path.resolve(argument)).href);
}

/**
 * A file's name for people: as short as it can be from here; other URIs as they are.
 * @param named what the user called some of them
 */
export function nameOf(uri: string, named: ReadonlyMap<string, string> = new Map()): string {
  const given = named.get(uri);
  if (given !== undefined) return given;
  if (!uri.startsWith('file:')) return uri;
  const absolute = fileURLToPath(uri);
  const relative = path.relative(process.cwd(), absolute);
  return relative.startsWith('..') || path.isAbsolute(relative) ? absolute : relative;
}

/** Reads given texts first, then the disk; each file once, so that a run sees one state of it. */
export function openSources(texts: Readonly<Record<string, string>> = {}): SourceProvider {
  const known = new Map<string, string | undefined>(Object.entries(texts).map(([uri, text]) => [canonical(uri), text]));
  return {
    read(given) {
      const uri = canonical(given);
      if (!known.has(uri)) known.set(uri, readFromDisk(uri));
      return known.get(uri);
    },
    resolve: (from, specifier) => resolveImport(from === STANDARD_INPUT ? uriOf(path.join(process.cwd(), 'input.xnet')) : from, specifier)
  };
}

function readFromDisk(uri: string): string | undefined {
  try {
    return uri === STANDARD_INPUT ? fs.readFileSync(0, 'utf8') : fs.readFileSync(new URL(uri), 'utf8');
  } catch {
    return undefined;
  }
}

/** SHA-256 of a text in UTF-8, hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

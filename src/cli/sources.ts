/** Files as the command line names them, and as it and the worker read them from the disk. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonical } from '../language/program/file-uri.ts';
import type { Disk } from './texts.ts';

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

/** This machine's files. Standard input imports as if it were a file of the current folder. */
export const disk: Disk = {
  read(uri) {
    try {
      return uri === STANDARD_INPUT ? fs.readFileSync(0, 'utf8') : fs.readFileSync(new URL(uri), 'utf8');
    } catch {
      return undefined;
    }
  },
  baseOf: uri => (uri === STANDARD_INPUT ? uriOf('input.xnet') : uri)
};

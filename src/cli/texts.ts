/** The texts a file is made of: what somebody handed over, and for the rest a disk, where there is one. */
import type { SourceProvider } from '../language/analysis.ts';
import { canonical, resolveImport } from '../language/program/file-uri.ts';

export interface Disk {
  /** Undefined when there is no such file. */
  read(uri: string): string | undefined;
  /** The URI that imports in a file are relative to: its own, unless it is not a file at all. */
  baseOf(uri: string): string;
}

/** Nothing but what was handed over. */
export const noDisk: Disk = { read: () => undefined, baseOf: uri => uri };

/** Reads given texts first, then the disk; each file once, so that a run sees one state of it. */
export function openSources(texts: Readonly<Record<string, string>>, disk: Disk): SourceProvider {
  const known = new Map<string, string | undefined>(Object.entries(texts).map(([uri, text]) => [canonical(uri), text]));
  return {
    read(given) {
      const uri = canonical(given);
      if (!known.has(uri)) known.set(uri, disk.read(uri));
      return known.get(uri);
    },
    resolve: (from, specifier) => resolveImport(disk.baseOf(from), specifier)
  };
}

/**
 * One spelling per file, and the file an import means. Editors percent-encode more than `new URL` does (`a%28b%29.xnet`, `c%3A/`);
 * the language server, the command line and the editor's runs must all come to the same document.
 */
import { isLibrary } from './library.ts';

/** The spelling under which a file is known. Anything that is no URI stays as it is, and so does a shipped library. */
export function canonical(uri: string): string {
  const known = spelled.get(uri);
  if (known !== undefined) return known;
  const made = spell(uri);
  if (spelled.size > 4096) spelled.clear();
  spelled.set(uri, made);
  return made;
}

const spelled = new Map<string, string>();

function spell(uri: string): string {
  if (isLibrary(uri)) return uri;
  try {
    const { protocol, host, pathname, search } = new URL(uri);
    const path = pathname.split('/').map(respell).join('/');
    return `${protocol}${uri.startsWith(`${protocol}//`) ? '//' : ''}${host}${path.replace(/^\/([A-Za-z])%3A(?=\/|$)/, lowerDrive)}${search}`;
  } catch {
    return uri;
  }
}

function respell(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}

function lowerDrive(_drive: string, letter: string): string {
  return `/${letter.toLowerCase()}%3A`;
}

/**
 * URI of an import as written in a file. It is a path, so `%`, `#` and `?` are characters like others; a backslash separates too.
 * The specifier itself when nothing can be made of it, as from a file that is nowhere (`untitled:`).
 */
export function resolveImport(from: string, specifier: string): string {
  if (isLibrary(specifier)) return specifier;
  const path = specifier.replaceAll('\\', '/').replace(/[%#?]/g, encodeURIComponent);
  try {
    return canonical(new URL(path, from).href);
  } catch {
    return specifier;
  }
}

/**
 * One spelling per file. Editors percent-encode more than `new URL` does (`a%28b%29.xnet`, `c%3A/`), and an import is resolved
 * by the latter; both must come to the same document.
 */

/** The spelling under which the server knows a file. Anything that is no URI stays as it is. */
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
  if (uri.startsWith('xnet:')) return uri;
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

/** URI of an import as written in a file; the specifier itself when it is no path. */
export function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith('xnet:')) return specifier;
  try {
    return canonical(
      new URL(specifier.replaceAll('\\', '/').replaceAll('%', '%25').replaceAll('#', '%23').replaceAll('?', '%3F'), from).href
    );
  } catch {
    return specifier;
  }
}

/** How `from` would import `to`: `./rack.xnet`, `../lib/rack.xnet`. Undefined when they share no file system. */
export function specifierFor(from: string, to: string): string | undefined {
  if (to.startsWith('xnet:')) return to;
  const [fromRoot, ...fromPath] = parts(from);
  const [toRoot, ...toPath] = parts(to);
  if (fromRoot === undefined || fromRoot !== toRoot) return undefined;
  fromPath.pop();
  let shared = 0;
  while (shared < fromPath.length && shared < toPath.length - 1 && fromPath[shared] === toPath[shared]) shared++;
  const up = fromPath.slice(shared).map(() => '..');
  const down = toPath.slice(shared).map(segment => decodeURIComponent(segment));
  return [...(up.length === 0 ? ['.'] : up), ...down].join('/');
}

function parts(uri: string): string[] {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)\/(.*)$/i.exec(canonical(uri));
  return match === null ? [] : [match[1] ?? '', ...(match[2] ?? '').split('/')];
}

/** The last part of a path, as a person reads it. */
export function baseName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** What else the server does with URIs: how one file would import another, and what a person reads. */
import { canonical } from '../language/program/file-uri.ts';

export { canonical, resolveImport } from '../language/program/file-uri.ts';

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

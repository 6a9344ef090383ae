/** The shipped libraries, by the URI an import gives them: `xnet:costs/xen-2009`. */
import { library } from '../../costs/library.ts';

const scheme = 'xnet:';

export function isLibrary(uri: string): boolean {
  return uri.startsWith(scheme);
}

/** Text of a shipped library, or undefined when there is none of that name. */
export function libraryText(uri: string): string | undefined {
  const name = uri.slice(scheme.length);
  return Object.hasOwn(library, name) ? library[name] : undefined;
}

export function libraryNames(): readonly string[] {
  return Object.keys(library);
}

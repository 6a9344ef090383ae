/**
 * Files that a topology's text names. A scan rather than a parse, so that a file of any size costs no time in the extension host:
 * it also finds what stands in comments, which is harmless.
 */

/** Import specifiers, without shipped libraries (`xnet:…`). */
export function importsIn(text: string): string[] {
  return matches(text, /\bimport[ \t]+"([^"\\\r\n]+)"/g).filter(specifier => !specifier.startsWith('xnet:'));
}

/** Trace files that flows replay. */
export function tracesIn(text: string): string[] {
  return matches(text, /\btrace[ \t]*=[ \t]*"([^"\\\r\n]+)"/g);
}

function matches(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), match => match[1] ?? '');
}

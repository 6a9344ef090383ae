/** Markdown, or what is left of it for a client that shows plain text only. */
import { MarkupKind } from 'vscode-languageserver';
import type { MarkupContent } from 'vscode-languageserver';

/** `formats`: what the client says it shows, the preferred first; one that says nothing gets plain text. */
export function markup(markdown: string, formats: readonly MarkupKind[] | undefined): MarkupContent {
  if (formats?.includes(MarkupKind.Markdown) === true) return { kind: MarkupKind.Markdown, value: markdown };
  return { kind: MarkupKind.PlainText, value: plain(markdown) };
}

export function plain(markdown: string): string {
  return markdown
    .replace(/^```.*$/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/\*\*?([^*\n]+)\*\*?/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

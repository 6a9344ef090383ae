/**
 * Every file the server knows: open documents as they are typed, the rest as it is on disk, and the analysis of each as a file of
 * its own with everything it imports. An analysis is kept until a text that it read is another one.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyse } from '../language/analyse.ts';
import type { FullAnalysis } from '../language/analyse.ts';
import type { SourceProvider } from '../language/analysis.ts';
import { isLibrary, libraryText } from '../language/program/library.ts';
import type { Files } from './files.ts';
import { canonical, resolveImport } from './uris.ts';

/** Analyses of files that are not open are few people's question; so many are kept. */
const maxClosedAnalyses = 24;

interface Kept {
  readonly analysis: FullAnalysis;
  /** What was read, imports that do not exist included. */
  readonly reads: ReadonlyMap<string, string | undefined>;
}

export class Workspace {
  private readonly open = new Map<string, { readonly document: TextDocument; readonly clientUri: string }>();
  private readonly closed = new Map<string, { readonly text: string | undefined; document?: TextDocument }>();
  private readonly kept = new Map<string, Kept>();
  private readonly onDisk = new Set<string>();
  private readonly wanted = new Set<string>();
  private readonly fetching = new Set<string>();

  constructor(private readonly files: Files) {}

  // Documents, as the client reports them.

  opened(clientUri: string, version: number, text: string): void {
    const uri = canonical(clientUri);
    this.open.set(uri, { document: TextDocument.create(uri, 'xnet', version, text), clientUri });
  }

  changed(clientUri: string, version: number, changes: Parameters<typeof TextDocument.update>[1]): void {
    const known = this.open.get(canonical(clientUri));
    if (known !== undefined) TextDocument.update(known.document, changes, version);
  }

  /** What was typed and not saved is gone; the disk's text counts again. */
  didClose(clientUri: string): void {
    const uri = canonical(clientUri);
    this.open.delete(uri);
    this.closed.delete(uri);
    this.kept.delete(uri);
  }

  /** A file was written, created or deleted outside the editor. */
  touched(clientUri: string, exists: boolean): void {
    const uri = canonical(clientUri);
    this.closed.delete(uri);
    if (exists && uri.endsWith('.xnet')) this.onDisk.add(uri);
    else this.onDisk.delete(uri);
  }

  /** Finds the `.xnet` files of a folder; they are checked although they are not open. */
  async addFolder(folder: string): Promise<void> {
    for (const uri of await this.files.list(folder)) this.onDisk.add(canonical(uri));
  }

  /** A folder is gone, or no longer of the workspace. */
  removeFolder(folder: string): void {
    const below = `${canonical(folder).replace(/\/$/, '')}/`;
    for (const uri of [...this.onDisk, ...this.closed.keys()]) {
      if (!uri.startsWith(below)) continue;
      this.onDisk.delete(uri);
      this.closed.delete(uri);
    }
  }

  // Questions.

  isOpen(uri: string): boolean {
    return this.open.has(canonical(uri));
  }

  openUris(): readonly string[] {
    return [...this.open.keys()];
  }

  /** Every file that is checked as one of its own: open ones first. */
  roots(): readonly string[] {
    return [...new Set([...this.open.keys(), ...this.onDisk])];
  }

  versionOf(uri: string): number | undefined {
    return this.open.get(uri)?.document.version;
  }

  /** A file as the client spells it. */
  clientUri(uri: string): string {
    return this.open.get(canonical(uri))?.clientUri ?? uri;
  }

  /** An open document, a file on disk or a shipped library; undefined when there is no such file. */
  document(clientUri: string): TextDocument | undefined {
    const uri = canonical(clientUri);
    const open = this.open.get(uri);
    if (open !== undefined) return open.document;
    const text = this.text(uri);
    if (text === undefined) return undefined;
    const known = this.closed.get(uri);
    if (known?.document !== undefined) return known.document;
    const document = TextDocument.create(uri, 'xnet', 0, text);
    if (known !== undefined) known.document = document;
    return document;
  }

  /** The analysis of a file as it is now, with everything it imports. */
  analysis(clientUri: string): FullAnalysis {
    const uri = canonical(clientUri);
    const kept = this.fresh(uri);
    if (kept !== undefined) return kept.analysis;
    const reads = new Map<string, string | undefined>();
    const provider: SourceProvider = {
      read: target => {
        const text = this.text(target);
        reads.set(target, text);
        return text;
      },
      resolve: resolveImport
    };
    // The new one takes over from the old one whatever has not changed.
    const before = this.kept.get(uri)?.analysis;
    this.kept.delete(uri);
    const analysis = analyse(uri, provider, before);
    this.kept.set(uri, { analysis, reads });
    this.forgetOldest();
    return analysis;
  }

  /** What the analysis of a file read, by URI; imports that do not exist are there without a text. */
  readsOf(uri: string): ReadonlyMap<string, string | undefined> {
    return this.kept.get(uri)?.reads ?? this.readsNow(uri);
  }

  /** The file itself, for when there is no analysis. */
  readsNow(uri: string): ReadonlyMap<string, string | undefined> {
    return new Map([[uri, this.text(uri)]]);
  }

  /** Whether texts are still those that were read. */
  isCurrent(reads: ReadonlyMap<string, string | undefined>): boolean {
    for (const [uri, text] of reads) if (this.text(uri) !== text) return false;
    return true;
  }

  /** Files that are on no disk of ours and have been asked for since the last call. */
  takeWanted(): readonly string[] {
    const wanted = [...this.wanted];
    this.wanted.clear();
    return wanted;
  }

  /** Asks for files that only the client can read. */
  async fetch(uris: readonly string[]): Promise<void> {
    await Promise.all(
      uris.map(async uri => {
        this.fetching.add(uri);
        const text = await this.files.fetch(uri).catch(() => undefined);
        this.fetching.delete(uri);
        this.closed.set(uri, { text });
      })
    );
  }

  private fresh(uri: string): Kept | undefined {
    const kept = this.kept.get(uri);
    return kept !== undefined && this.isCurrent(kept.reads) ? kept : undefined;
  }

  private text(uri: string): string | undefined {
    const open = this.open.get(uri);
    if (open !== undefined) return open.document.getText();
    if (isLibrary(uri)) return libraryText(uri);
    const known = this.closed.get(uri);
    if (known !== undefined) return known.text;
    const text = this.files.read(uri);
    if (text === 'later') {
      if (!this.fetching.has(uri)) this.wanted.add(uri);
      return undefined;
    }
    this.closed.set(uri, { text });
    return text;
  }

  private forgetOldest(): void {
    const closed = [...this.kept.keys()].filter(uri => !this.open.has(uri));
    for (const uri of closed.slice(0, Math.max(0, closed.length - maxClosedAnalyses))) this.kept.delete(uri);
  }
}

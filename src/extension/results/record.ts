/** What is known about the last run of one file: enough to show it again at any time, and to say whether it is still true. */
import type * as vscode from 'vscode';
import type { EstimateMessage, HostMessage, ResultMessage } from '../../../webview/messages.ts';
import type { Texts } from '../run/sources.ts';

/** A finished answer, or how far (or how badly) the present run has come. */
type Shown = Exclude<HostMessage, { type: 'stale' | 'restore' }>;

export class ResultsRecord {
  private answer: ResultMessage | EstimateMessage | undefined;
  private latest: Exclude<Shown, ResultMessage | EstimateMessage> | undefined;
  private stale = false;
  /** What the answer was made from. */
  private texts: Texts = new Map();
  /** Sources that read otherwise now. */
  private readonly differing = new Set<string>();

  constructor(
    readonly uri: vscode.Uri,
    /** The file as results name it. */
    readonly file: string
  ) {}

  /** Keeps a message for pages to come. `texts` goes with an answer: the sources it was made from. */
  keep(message: Shown, texts?: Texts): void {
    if (message.type === 'result' || message.type === 'estimate') {
      this.answer = message;
      this.latest = undefined;
      this.texts = texts ?? this.texts;
      this.stale = false;
      this.differing.clear();
    } else {
      this.latest = message;
    }
  }

  /** Everything a page must be told that knows nothing. */
  replay(): readonly HostMessage[] {
    const messages: HostMessage[] = [];
    if (this.answer !== undefined) messages.push(this.answer, { type: 'stale', stale: this.stale });
    if (this.latest !== undefined) messages.push(this.latest);
    return messages;
  }

  /** URIs of the sources of the answer. */
  get sources(): Iterable<string> {
    return this.texts.keys();
  }

  isMadeFrom(uri: string): boolean {
    return this.texts.has(uri);
  }

  /** A source reads so now (null: it is gone). Gives a message when that turns the verdict. */
  saw(uri: string, text: string | null): HostMessage | undefined {
    if (!this.isMadeFrom(uri)) return undefined;
    if (this.texts.get(uri) === text) this.differing.delete(uri);
    else this.differing.add(uri);
    const stale = this.differing.size > 0;
    if (stale === this.stale) return undefined;
    this.stale = stale;
    return { type: 'stale', stale };
  }
}

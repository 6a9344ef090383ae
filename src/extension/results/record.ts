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

  constructor(
    readonly uri: vscode.Uri,
    /** The file as results name it. */
    readonly file: string
  ) {}

  get hasAnswer(): boolean {
    return this.answer !== undefined;
  }

  /** Keeps a message for pages to come. `texts` goes with an answer: the sources it was made from. */
  keep(message: Shown, texts?: Texts): void {
    if (message.type === 'result' || message.type === 'estimate') {
      this.answer = message;
      this.latest = undefined;
      this.texts = texts ?? this.texts;
      this.stale = false;
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

  /** Compares the sources with what they are now (`undefined`: not known, so unchanged); a message when the verdict turned. */
  compare(currentText: (uri: string) => string | undefined): HostMessage | undefined {
    let stale = false;
    for (const [uri, text] of this.texts) stale ||= (currentText(uri) ?? text) !== text;
    if (this.answer === undefined || stale === this.stale) return undefined;
    this.stale = stale;
    return { type: 'stale', stale };
  }
}

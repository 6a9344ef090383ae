/** What is known about the last run of one file: enough to show it again at any time, and to say whether it is still true. */
import type * as vscode from 'vscode';
import type { RunResult } from '../../topology/result.ts';
import type { EstimateMessage, HostMessage, ResultMessage } from '../../../webview/messages.ts';
import { Freshness } from './freshness.ts';

/** A finished answer, or how far (or how badly) the present run has come. */
type Shown = Exclude<HostMessage, { type: 'stale' | 'restore' }>;

export class ResultsRecord {
  private answer: ResultMessage | EstimateMessage | undefined;
  private latest: Exclude<Shown, ResultMessage | EstimateMessage> | undefined;
  private freshness = new Freshness(new Map());

  constructor(
    readonly uri: vscode.Uri,
    /** The file as results name it. */
    readonly file: string
  ) {}

  /** Keeps a message for pages to come. `freshness` goes with an answer: that of the sources it was made from. */
  keep(message: Shown, freshness = new Freshness(new Map())): void {
    if (message.type === 'result' || message.type === 'estimate') {
      this.answer = message;
      this.latest = undefined;
      this.freshness = freshness;
    } else {
      this.latest = message;
    }
  }

  /** Whether the answer that is shown tells of an experiment. */
  tellsOf(experiment: string): boolean {
    return this.answer?.result.experiments.some(({ name }) => name === experiment) ?? false;
  }

  /** Result of the last run; undefined where there was none, or only an estimate. */
  get result(): RunResult | undefined {
    return this.answer?.type === 'result' ? this.answer.result : undefined;
  }

  /** Everything a page must be told that knows nothing. */
  replay(): readonly HostMessage[] {
    const messages: HostMessage[] = [];
    if (this.answer !== undefined) messages.push(this.answer, { type: 'stale', stale: this.freshness.stale });
    if (this.latest !== undefined) messages.push(this.latest);
    return messages;
  }

  /** URIs of the sources of the answer. */
  get sources(): Iterable<string> {
    return this.freshness.sources;
  }

  isMadeFrom(uri: string): boolean {
    return this.freshness.isMadeFrom(uri);
  }

  /** A source reads so now (null: it is gone). Gives a message when that turns the verdict. */
  saw(uri: string, text: string | null): HostMessage | undefined {
    return this.freshness.saw(uri, text) ? { type: 'stale', stale: this.freshness.stale } : undefined;
  }
}

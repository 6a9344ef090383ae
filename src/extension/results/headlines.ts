/** What the last run of each experiment of a file found, for the lens over its name. Only runs of this window are known. */
import { headline } from '../../advice/headline.ts';
import type { RunResult } from '../../topology/result.ts';
import type { Texts } from '../run/sources.ts';
import { Freshness } from './freshness.ts';

/** As the language server is told (`xnet/results`). */
export interface Headline {
  readonly experiment: string;
  readonly title: string;
  /** The sources no longer are what was run. */
  readonly stale: boolean;
}

interface Kept {
  readonly title: string;
  readonly result: RunResult;
  readonly freshness: Freshness;
}

export class Headlines {
  /** By file, then by experiment: a run of one experiment says nothing about the others. */
  private readonly files = new Map<string, Map<string, Kept>>();

  /** @param changed is called with the URI of a file whose headlines are others than before */
  constructor(private readonly changed: (uri: string) => void) {}

  /** A run of (some experiments of) a file has ended; `texts` are the sources it was made from. An estimate is no run. */
  keep(uri: string, result: RunResult, texts: Texts): void {
    if (result.schema !== 'xnet-run/1') return;
    const kept = this.files.get(uri) ?? new Map<string, Kept>();
    this.files.set(uri, kept);
    for (const experiment of result.experiments) {
      const title = headline(experiment);
      if (title !== undefined) kept.set(experiment.name, { title, result, freshness: new Freshness(texts) });
    }
    this.changed(uri);
  }

  isMadeFrom(source: string): boolean {
    return [...this.files.values()].some(kept => [...kept.values()].some(({ freshness }) => freshness.isMadeFrom(source)));
  }

  /** A source reads so now; null when it is gone. */
  saw(source: string, text: string | null): void {
    for (const [uri, kept] of this.files) {
      // Every one is to see it, also after the first that turns.
      const turned = [...kept.values()].filter(({ freshness }) => freshness.saw(source, text));
      if (turned.length > 0) this.changed(uri);
    }
  }

  of(uri: string): readonly Headline[] {
    return Array.from(this.files.get(uri) ?? [], ([experiment, { title, freshness }]) => ({ experiment, title, stale: freshness.stale }));
  }

  /** The last run of an experiment, and whether it is still true. */
  runOf(uri: string, experiment: string): Pick<Kept, 'result' | 'freshness'> | undefined {
    return this.files.get(uri)?.get(experiment);
  }

  /** Files of which there are any. */
  get uris(): Iterable<string> {
    return this.files.keys();
  }
}

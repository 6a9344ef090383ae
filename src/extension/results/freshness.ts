/** Whether what was made from some sources is still true: whether each of them reads as it did. */
import type { Texts } from '../run/sources.ts';

export class Freshness {
  /**
   * @param texts what something was made from, by URI as the editor spells it
   * @param differing sources that read otherwise now
   */
  constructor(
    private readonly texts: Texts,
    private readonly differing = new Set<string>()
  ) {}

  /** One that goes on by itself from here. */
  copy(): Freshness {
    return new Freshness(this.texts, new Set(this.differing));
  }

  get stale(): boolean {
    return this.differing.size > 0;
  }

  /** URIs of the sources. */
  get sources(): Iterable<string> {
    return this.texts.keys();
  }

  isMadeFrom(uri: string): boolean {
    return this.texts.has(uri);
  }

  /** A source reads so now (null: it is gone). Says whether that turns the verdict. */
  saw(uri: string, text: string | null): boolean {
    if (!this.isMadeFrom(uri)) return false;
    const before = this.stale;
    if (this.texts.get(uri) === text) this.differing.delete(uri);
    else this.differing.add(uri);
    return this.stale !== before;
  }
}

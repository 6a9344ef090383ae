/** Signals that ask for an orderly end: what is finished is written, then the process ends with status 3. */
import { EXIT } from './usage.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class StopSignal {
  stopped = false;
  private readonly listeners = new Set<() => void>();
  private readonly take = (): void => {
    // Asked twice: at once, whatever is lost.
    if (this.stopped) process.exit(EXIT.stopped);
    this.stopped = true;
    for (const listener of this.listeners) listener();
  };

  /** From now on a signal stops instead of killing. */
  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.take);
  }

  /** Called when a signal comes; answers how to take it back. */
  onStop(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

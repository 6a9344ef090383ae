/** One line on standard error that is written over: only on a terminal, and gone when the run is over. */
import { formatQuantity } from '../topology/quantity.ts';
import type { RunProgress } from '../simulator/run/progress.ts';

const BAR = 20;
const EVERY = 100;

export class ProgressLine {
  private shownAt = 0;
  private shown = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly quiet: boolean
  ) {}

  show(progress: RunProgress): void {
    const now = Date.now();
    if (this.quiet || !this.stream.isTTY || now - this.shownAt < EVERY) return;
    this.shownAt = now;
    this.shown = true;
    const line = lineOf(progress);
    this.stream.write(`\r\u001b[K${line.slice(0, (this.stream.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.shown) this.stream.write('\r\u001b[K');
    this.shown = false;
  }
}

/** `████░░░░ 12 of 70 replications, 1.2 Mpps, 8 s left · baseline, guests = 3`. */
export function lineOf({ done, total, fraction, packetsPerSecond, secondsLeft, label }: RunProgress): string {
  const filled = Math.round(fraction * BAR);
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const speed = packetsPerSecond > 0 ? `, ${formatQuantity(packetsPerSecond, 'packets')}` : '';
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done} of ${total} replications${speed}${left} · ${label}`;
}

/** The runs of this window, newest first, to be compared. In memory only: nothing is written where nobody asked, and few are kept. */
import type { RunResult } from '../../topology/result.ts';

/** A run as a person tells it from others. */
export interface KeptRun {
  readonly result: RunResult;
  /** `ram-2009.xnet`. */
  readonly title: string;
  /** `baseline and reuse, 22:31:04, guests = 8`. */
  readonly detail: string;
}

/** A sweep of ten thousand points is some megabytes: a dozen of them is no burden. */
export const mostRuns = 12;

export class RunHistory {
  private kept: readonly KeptRun[] = [];

  get runs(): readonly KeptRun[] {
    return this.kept;
  }

  add(run: KeptRun): void {
    this.kept = [run, ...this.kept].slice(0, mostRuns);
  }

  /** The run that has this result, were it kept or not. */
  runOf(result: RunResult): KeptRun | undefined {
    return this.kept.find(run => run.result === result);
  }
}

/** @param options what was not as the file has it: `guests = 8` */
export function describeRun({ experiments, startedAt }: RunResult, options: readonly string[] = []): string {
  const names = experiments.map(({ name }) => name);
  const some = names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
  const when = startedAt === undefined ? [] : [new Date(startedAt).toLocaleString()];
  return [some, ...when, ...options].filter(part => part !== '').join(' · ');
}

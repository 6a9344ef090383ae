/** What a job of a batch system needs to know to do its share of a sweep. */
import type { PlanOptions } from '../../language/analysis.ts';

export interface Batch {
  /** As it was named on the command line. */
  readonly file: string;
  /** Where pieces go. */
  readonly folder: string;
  readonly units: number;
  readonly options: Pick<PlanOptions, 'experiments' | 'set' | 'seed'>;
  readonly version: string;
}

/** What chooses the plan, again as arguments. */
export function planArguments({ experiments = [], set = {}, seed }: Batch['options']): string[] {
  return [
    ...experiments.flatMap(name => ['--experiment', name]),
    ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ...(seed === undefined ? [] : ['--seed', String(seed)])
  ];
}

/** As one word of a shell. */
export function shellWord(word: string): string {
  return /^[\w./:=+,@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A file's name without folder and ending, in the characters that every batch system takes. */
export function jobName(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/\.xnet$/, '');
  return `xnet-${
    base
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'sweep'
  }`.replace(/-$/, '');
}

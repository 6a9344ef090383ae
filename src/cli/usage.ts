/** Reading the command line, and what is said when it cannot be read. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { PlanOptions } from '../language/analysis.ts';

/** Exit statuses, the same for every command. */
export const EXIT = { fine: 0, findings: 1, usage: 2, stopped: 3 } as const;

/** Wrong usage: said on standard error, status 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** What every command understands beside its own options. */
const COMMON = { help: { type: 'boolean', short: 'h' } } as const satisfies Options;

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly files: readonly string[];
}

/** @throws UsageError for an option that the command does not have, or one without its value */
export function readArguments(args: readonly string[], options: Options): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true
    });
    return { values, files: positionals };
  } catch (error) {
    throw new UsageError(firstSentence((error as Error).message));
  }
}

function firstSentence(message: string): string {
  const ambiguous = /^Option '([^']*)' argument is ambiguous/.exec(message)?.[1];
  if (ambiguous !== undefined) return `${ambiguous} needs a value; one that begins with a dash is written as in --name=VALUE`;
  return message.split(/\. To specify|\n/)[0]!.replace(/\.$/, '');
}

export function oneFile({ files }: Arguments, command: string): string {
  if (files.length !== 1) throw new UsageError(`${command} takes one FILE, not ${files.length === 0 ? 'none' : files.length}`);
  return files[0]!;
}

export function someFiles({ files }: Arguments, command: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command} needs at least one FILE`);
  return files;
}

/** `--format`: one of the words, the first when absent. */
export function formatOf<Word extends string>({ values }: Arguments, words: readonly [Word, ...Word[]]): Word {
  return oneOf(values['format'], '--format', words);
}

/** An option that takes one of some words, the first when absent. */
export function oneOf<Word extends string>(value: unknown, option: string, words: readonly [Word, ...Word[]]): Word {
  const given = value ?? words[0];
  const word = words.find(one => one === given);
  if (word === undefined) throw new UsageError(`${option} is one of ${words.join(', ')}, not ${String(given)}`);
  return word;
}

/** Options that choose what is planned. */
export const PLAN_OPTIONS = {
  experiment: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true }
} as const satisfies Options;

/** `--experiment`, `--set` and `--seed`. What they mean is checked by the language; here only that they can be read. */
export function planOptions({ values }: Arguments): PlanOptions {
  const set = new Map<string, string>();
  for (const assignment of strings(values['set'])) {
    const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined || value!.trim() === '') throw new UsageError(`--set takes NAME=VALUE, not ${JSON.stringify(assignment)}`);
    if (set.has(name)) throw new UsageError(`--set gives ${name} twice`);
    set.set(name, value!.trim());
  }
  const experiments = strings(values['experiment']);
  const seed = wholeNumber(values['seed'], '--seed', 0, Number.MAX_SAFE_INTEGER);
  return {
    ...(set.size > 0 ? { set: Object.fromEntries(set) } : {}),
    ...(experiments.length > 0 ? { experiments } : {}),
    ...(seed === undefined ? {} : { seed })
  };
}

/** A whole number within bounds, or undefined when the option is absent. */
export function wholeNumber(value: unknown, option: string, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not ${String(value)}`);
  return number;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/**
 * What a sweep is of: the texts of a file and of everything it imports, what was asked for, and the version that runs it.
 * Written beside the pieces, so that they can be put together anywhere, long after the file has changed.
 */
import { canonical } from '../../language/program/file-uri.ts';
import { isLibrary } from '../../language/program/library.ts';
import type { PlanOptions } from '../../language/analysis.ts';
import type { LineOf } from '../../simulator/run/result.ts';
import type { Plan } from '../../topology/plan.ts';
import { prepare } from '../prepare.ts';
import { sha256 } from '../sha256.ts';
import { noDisk } from '../texts.ts';

export interface SweepIdentity {
  readonly schema: 'xnet-sweep/1';
  /** SHA-256 of everything below but the file's name. Pieces of different sweeps never go together. */
  readonly sweep: string;
  readonly tool: { readonly name: 'xnet'; readonly version: string };
  /** As it was named on the command line. */
  readonly file: string;
  readonly options: Pick<PlanOptions, 'experiments' | 'set' | 'seed'>;
  /** Path of the file among the texts. */
  readonly main: string;
  /** Texts by path, relative to the folder that all of them are below. */
  readonly texts: Readonly<Record<string, string>>;
}

/** @param texts everything that was read to make the plan, by URI; shipped libraries belong to the version */
export function identify(
  { file, uri, texts }: { readonly file: string; readonly uri: string; readonly texts: ReadonlyMap<string, string> },
  { experiments, set, seed }: PlanOptions,
  version: string
): SweepIdentity {
  const read = [...texts].filter(([each]) => !isLibrary(each)).map(([each, text]) => ({ path: segments(each), text }));
  const folder = commonFolder(read.map(({ path }) => path));
  const below = (path: readonly string[]): string => path.slice(folder.length).join('/');
  const content = {
    tool: { name: 'xnet', version },
    options: {
      ...(experiments ? { experiments: [...experiments].sort() } : {}),
      ...(set ? { set: Object.fromEntries(Object.entries(set).sort(byName)) } : {}),
      ...(seed === undefined ? {} : { seed })
    },
    main: below(segments(uri)),
    texts: Object.fromEntries(read.map(({ path, text }): [string, string] => [below(path), text]).sort(byName))
  } as const;
  return { schema: 'xnet-sweep/1', sweep: sha256(JSON.stringify(content)), file, ...content };
}

/** Undefined when the text is no sweep, or not the one that it says it is. */
export function readIdentity(text: string): SweepIdentity | undefined {
  try {
    const read = JSON.parse(text) as SweepIdentity;
    const { tool, options, main, texts } = read;
    return read.schema === 'xnet-sweep/1' && sha256(JSON.stringify({ tool, options, main, texts })) === read.sweep ? read : undefined;
  } catch {
    return undefined;
  }
}

/** The plan of a sweep, made again from its texts. Undefined when this version finds errors in them. */
export function planOf({ file, options, main, texts }: SweepIdentity): { readonly plan: Plan; readonly lineOf: LineOf } | undefined {
  const uriOf = (path: string): string => canonical(`file:///${path.split('/').map(encodeURIComponent).join('/')}`);
  const given = Object.fromEntries(Object.entries(texts).map(([path, text]) => [uriOf(path), text]));
  const prepared = prepare({ uri: uriOf(main), file, texts: given }, noDisk, options);
  if (!prepared?.plan) return undefined;
  return { plan: prepared.plan, lineOf: origin => prepared.lines.of(origin.uri)?.place(origin.start).line };
}

/** The names on the way to a file. */
const segments = (uri: string): string[] => new URL(uri).pathname.slice(1).split('/').map(decodeURIComponent);

function commonFolder(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = paths.map(path => path.slice(0, -1));
  const differ = first.findIndex((name, at) => others.some(other => other[at] !== name));
  return differ < 0 ? first : first.slice(0, differ);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** What a result says of one `expect` line over all points of its experiment: one verdict, and the words for it. */
import { formatParameters } from '../../topology/quantity.ts';
import type { ExpectationResult, ExperimentResult, PointResult, RunResult } from '../../topology/result.ts';

/** An `expect` line of a file. */
export interface Expected {
  readonly experiment: string;
  /** The condition with white space folded. */
  readonly text: string;
  /** Which of the experiment's lines that read alike, from 0. */
  readonly nth: number;
}

export interface Verdict {
  readonly status: ExpectationResult['status'];
  /** Empty when it passed. The first line stands alone: it is shown beside the source. */
  readonly message: string;
}

/** More points than these are only counted: the results view has all. */
const shownPoints = 10;

/** Undefined when the result does not tell of the line: another experiment was run, or the line has changed since. */
export function verdictOn(result: RunResult, expected: Expected): Verdict | undefined {
  const experiment = result.experiments.find(({ name }) => name === expected.experiment);
  const found = experiment?.points.flatMap(point => {
    const said = point.expectations.filter(({ text }) => text === expected.text)[expected.nth];
    return said === undefined ? [] : [{ point, said }];
  });
  if (experiment === undefined || found === undefined || found.length === 0) return undefined;
  const failing = found.filter(({ said }) => said.status === 'fail');
  const open = found.filter(({ said }) => said.status === 'inconclusive');
  if (failing.length > 0) return { status: 'fail', message: wordsFor('Fails', experiment, found.length, failing, open) };
  if (open.length > 0)
    return { status: 'inconclusive', message: `${wordsFor('Inconclusive', experiment, found.length, open, [])}\n${meaning}` };
  return { status: 'pass', message: '' };
}

const meaning =
  'Inconclusive is not a pass. An interval that straddles its bound narrows with more replications (repeat) or a longer duration.';

interface Found {
  readonly point: PointResult;
  readonly said: ExpectationResult;
}

function wordsFor(verdict: string, experiment: ExperimentResult, points: number, found: readonly Found[], open: readonly Found[]): string {
  const [first, ...more] = [
    ...found.map(each => observed(experiment, each)),
    ...open.map(each => `${observed(experiment, each)} (inconclusive)`)
  ];
  const where = points === 1 ? verdict : `${verdict} at ${found.length} of ${points} points`;
  const rest = more.length > shownPoints ? [...more.slice(0, shownPoints), `and at ${more.length - shownPoints} more`] : more;
  return [`${where}: ${first}`, ...rest].join('\n');
}

/** `guests = 3: 1.98 Gb/s ± 0.02, bound 2.50 Gb/s`. */
function observed({ dimensions }: ExperimentResult, { point, said }: Found): string {
  const at = formatParameters(point.parameters, dimensions);
  return at === '' ? said.observed : `${at}: ${said.observed}`;
}

/** The `expect` lines with their verdicts: at the chosen point, and over the whole sweep. */
import type { ExpectationResult, PointResult } from '../../src/topology/result.ts';
import type { Parameters, Sweep } from './points.ts';
import { describe } from './points.ts';
import { plural } from './names.ts';

export type Status = ExpectationResult['status'];

export interface Verdict {
  readonly text: string;
  readonly status: Status;
  readonly observed: string;
  readonly line?: number;
  /** Over all points: `holds at all 7 points`, `fails at 3 of 7 points`. Empty when there is one point. */
  readonly elsewhere: string;
  /** Some points where it does not hold, the chosen one left out: one click leads there. */
  readonly exceptions: readonly { readonly label: string; readonly parameters: Parameters }[];
}

const shownExceptions = 3;

export function verdicts(sweep: Sweep, point: PointResult): readonly Verdict[] {
  const { experiment } = sweep;
  return point.expectations.map((expectation, index) => {
    const others = experiment.points.filter(other => statusAt(other, index, expectation.text) !== undefined);
    const failing = others.filter(other => statusAt(other, index, expectation.text) === 'fail');
    const open = others.filter(other => statusAt(other, index, expectation.text) === 'inconclusive');
    return {
      text: expectation.text,
      status: expectation.status,
      observed: expectation.observed,
      ...(expectation.line === undefined ? {} : { line: expectation.line }),
      elsewhere: others.length > 1 ? overall(others.length, failing.length, open.length) : '',
      exceptions: [...failing, ...open]
        .filter(other => other !== point)
        .slice(0, shownExceptions)
        .map(other => ({ label: describe(other.parameters, sweep), parameters: other.parameters }))
    };
  });
}

/** How the expectations of a point came out: `2 pass, 1 fails`. */
export function tally(verdicts: readonly Verdict[]): string {
  const of = (status: Status) => verdicts.filter(verdict => verdict.status === status).length;
  const parts = [
    [of('fail'), of('fail') === 1 ? 'fails' : 'fail'],
    [of('inconclusive'), of('inconclusive') === 1 ? 'is inconclusive' : 'are inconclusive'],
    [of('pass'), of('pass') === 1 ? 'passes' : 'pass']
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${said.join(', ')} at this point.`;
}

function statusAt(point: PointResult, index: number, text: string): Status | undefined {
  const same = point.expectations[index];
  return same?.text === text ? same.status : undefined;
}

function overall(points: number, failing: number, open: number): string {
  if (failing === 0 && open === 0) return `Holds at all ${plural(points, 'point')}.`;
  const parts = [
    ...(failing > 0 ? [`fails at ${failing} of ${plural(points, 'point')}`] : []),
    ...(open > 0 ? [`inconclusive at ${open} of ${plural(points, 'point')}`] : [])
  ];
  const text = parts.join(', ');
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

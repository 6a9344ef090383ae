/**
 * Expectations: conditions over results, decided for a whole confidence interval.
 *
 * Both sides are paired by replication number (the same random numbers drive both), and the interval that decides is the one
 * of their difference. Inside the bound: pass; outside: fail; across it: inconclusive, which is not a pass. With a single
 * replication, and for an estimate, the means are compared.
 */
import type { Comparison, Measure } from '../../topology/plan.ts';
import type { ExpectationResult } from '../../topology/result.ts';
import { interval } from '../statistics/summary.ts';
import { isBottleneckSide, sameBottleneck } from './bottleneck.ts';
import { eachCalls, narrowed } from './each.ts';
import { isMissing } from './points.ts';
import { formatQuantity } from '../../topology/quantity.ts';
import { combine, evaluate, show } from './value.ts';
import type { Samples, Scene, Value } from './value.ts';

export type Status = ExpectationResult['status'];

export interface Verdict {
  readonly status: Status;
  readonly observed: string;
  /** True when no result had a say in it. */
  readonly constant?: boolean;
  /** How far inside the bound, relative to it; the least of several is the one worth showing. */
  readonly margin?: number;
}

/** Decides a condition at the scene's point. Never throws; what cannot be decided is inconclusive and says why. */
export function decide(condition: Measure, scene: Scene): Verdict {
  switch (condition.kind) {
    case 'not': {
      const verdict = decide(condition.operand, scene);
      return { ...verdict, status: OPPOSITE[verdict.status] };
    }
    case 'and':
    case 'or':
      return joined(condition.kind, decide(condition.left, scene), decide(condition.right, scene));
    case 'compare':
    case 'within':
      return forEach(condition, scene);
    case 'constant':
      return condition.dimension === 'boolean' ? known(condition.value !== 0) : inconclusive('this is no condition');
    default:
      return inconclusive('this is no condition');
  }
}

const OPPOSITE: Readonly<Record<Status, Status>> = { pass: 'fail', fail: 'pass', inconclusive: 'inconclusive' };
const known = (holds: boolean): Verdict => ({ status: holds ? 'pass' : 'fail', observed: String(holds), constant: true });
const inconclusive = (observed: string): Verdict => ({ status: 'inconclusive', observed });

/** Three-valued: a failed side decides `&&`, a passed one `||`, whatever the other side is. */
function joined(operator: 'and' | 'or', left: Verdict, right: Verdict): Verdict {
  const decisive: Status = operator === 'and' ? 'fail' : 'pass';
  const status =
    left.status === decisive || right.status === decisive
      ? decisive
      : left.status === right.status
        ? left.status
        : left.status === 'inconclusive' || right.status === 'inconclusive'
          ? 'inconclusive'
          : OPPOSITE[decisive];
  const constant = left.constant === true && right.constant === true;
  const telling = constant ? [left, right] : [left, right].filter(side => !side.constant);
  return { status, observed: telling.map(side => side.observed).join('; '), constant };
}

/** A comparison with `each` holds when it holds for every target on its own; the worst one is shown. */
function forEach(condition: Measure & { kind: 'compare' | 'within' }, scene: Scene): Verdict {
  const calls = eachCalls(condition);
  if (calls.length === 0) return compared(condition, scene);
  const count = calls[0]!.targets.length;
  const other = calls.find(call => call.targets.length !== count);
  if (other) return inconclusive(`each runs over ${count} on one side and ${other.targets.length} on the other`);
  if (count === 0) return inconclusive('each has nothing to run over here');
  const verdicts = Array.from({ length: count }, (_, at) => compared(narrowed(condition, at), scene));
  const status = (['fail', 'inconclusive', 'pass'] as const).find(wanted => verdicts.some(verdict => verdict.status === wanted))!;
  const candidates = verdicts.map((verdict, at) => ({ verdict, at })).filter(({ verdict }) => verdict.status === status);
  const worst = candidates.reduce((least, next) =>
    (next.verdict.margin ?? -Infinity) < (least.verdict.margin ?? -Infinity) ? next : least
  );
  const tally =
    status === 'pass' ? `all ${count} hold` : `${candidates.length} of ${count} ${status === 'fail' ? 'fail' : 'are inconclusive'}`;
  return { status, observed: `${calls[0]!.targets[worst.at]}: ${worst.verdict.observed} (${tally})` };
}

function compared(condition: Measure & { kind: 'compare' | 'within' }, scene: Scene): Verdict {
  if (condition.kind === 'within') return near(condition, scene);
  const { operator, left, right } = condition;
  if (isBottleneckSide(left) || isBottleneckSide(right)) return sameResource(operator, left, right, scene);
  return numeric(operator, evaluate(left, scene), evaluate(right, scene), scene.here.experiment.confidence);
}

// Numbers -----------------------------------------------------------------------------------------------------------------

/** Sums taken in another order differ in their last bits; that decides nothing. */
const ROUNDING = 1e-9;

function numeric(operator: Comparison, left: Value, right: Value, confidence: number): Verdict {
  const difference = combine(
    [left, right],
    ([a, b]) => a! - b!,
    ([dimension]) => dimension!
  );
  if (isMissing(left)) return inconclusive(left.missing);
  if (isMissing(right)) return inconclusive(right.missing);
  if (isMissing(difference)) return inconclusive(difference.missing);
  const scale = Math.max(...left.values.map(Math.abs), ...right.values.map(Math.abs));
  const { low, high, centre } = ends(difference, confidence, scale * ROUNDING);
  const constant = left.constant && right.constant;
  return {
    status: STATUS[operator](low, high),
    observed: sides(left, right, difference, confidence),
    constant,
    margin: (operator.startsWith('<') ? -centre : operator.startsWith('>') ? centre : -Math.abs(centre)) / (scale || 1)
  };
}

/** Decisions on the interval [low, high] of left − right. */
const STATUS: Readonly<Record<Comparison, (low: number, high: number) => Status>> = {
  '>=': (low, high) => (low >= 0 ? 'pass' : high < 0 ? 'fail' : 'inconclusive'),
  '>': (low, high) => (low > 0 ? 'pass' : high <= 0 ? 'fail' : 'inconclusive'),
  '<=': (low, high) => (high <= 0 ? 'pass' : low > 0 ? 'fail' : 'inconclusive'),
  '<': (low, high) => (high < 0 ? 'pass' : low >= 0 ? 'fail' : 'inconclusive'),
  '==': (low, high) => (low === 0 && high === 0 ? 'pass' : low > 0 || high < 0 ? 'fail' : 'inconclusive'),
  '!=': (low, high) => (low > 0 || high < 0 ? 'pass' : low === 0 && high === 0 ? 'fail' : 'inconclusive')
};

/** Ends of the interval; within the rounding they are zero. */
function ends(difference: Samples, confidence: number, rounding: number): { low: number; high: number; centre: number } {
  const of = difference.constant ? { mean: difference.values[0]! } : interval(difference.values, confidence);
  const settle = (value: number) => (Math.abs(value) <= rounding ? 0 : value);
  return { low: settle(of.low ?? of.mean), high: settle(of.high ?? of.mean), centre: of.mean };
}

function sides(left: Samples, right: Samples, difference: Samples, confidence: number): string {
  if (right.constant === left.constant) {
    const both = `${show(left, confidence)} against ${show(right, confidence)}`;
    return left.constant ? both : `${both}, difference ${show(difference, confidence)}`;
  }
  const [measured, bound] = right.constant ? [left, right] : [right, left];
  return `${show(measured, confidence)}, bound ${show({ ...bound, dimension: measured.dimension }, confidence)}`;
}

/** `x within t of y`: neither x − y nor y − x exceeds the tolerance, for the whole interval of each. */
function near(condition: Measure & { kind: 'within' }, scene: Scene): Verdict {
  const { confidence } = scene.here.experiment;
  const left = evaluate(condition.left, scene);
  const right = evaluate(condition.right, scene);
  const tolerance = evaluate(condition.tolerance, scene);
  const room = (sign: 1 | -1) =>
    combine(
      [left, right, tolerance],
      ([x, y, t]) => (condition.relative ? t! * Math.abs(y!) : t!) - sign * (x! - y!),
      ([dimension]) => dimension!
    );
  const [above, below] = [room(1), room(-1)];
  for (const operand of [left, right, tolerance, above, below]) if (isMissing(operand)) return inconclusive(operand.missing);
  const [x, y, t, over, under] = [left, right, tolerance, above, below] as [Samples, Samples, Samples, Samples, Samples];
  const rounding = ROUNDING * Math.max(...x.values.map(Math.abs), ...y.values.map(Math.abs));
  const [first, second] = [ends(over, confidence, rounding), ends(under, confidence, rounding)];
  const allowed = condition.relative ? formatQuantity(t.values[0]!, 'ratio') : show({ ...t, dimension: x.dimension }, confidence);
  const verdict = joined(
    'and',
    { status: STATUS['>='](first.low, first.high), observed: '' },
    { status: STATUS['>='](second.low, second.high), observed: '' }
  );
  return {
    status: verdict.status,
    observed: `${show(x, confidence)}, wanted ${show({ ...y, dimension: x.dimension }, confidence)} ± ${allowed}`,
    constant: x.constant && y.constant && t.constant,
    margin: Math.min(first.centre, second.centre) / (Math.abs(y.values[0]!) || 1)
  };
}

// Resources ---------------------------------------------------------------------------------------------------------------

/** `bottleneck == server.dom0`: decided in each replication; replications that disagree leave it open. */
function sameResource(operator: Comparison, left: Measure, right: Measure, scene: Scene): Verdict {
  if (operator !== '==' && operator !== '!=') return inconclusive('a bottleneck has no order: compare it with == or !=');
  const outcome = sameBottleneck(left, right, scene);
  if (isMissing(outcome)) return inconclusive(outcome.missing);
  const { same, of, observed } = outcome;
  const equal: Status = same === of ? 'pass' : same === 0 ? 'fail' : 'inconclusive';
  return { status: operator === '==' ? equal : OPPOSITE[equal], observed };
}

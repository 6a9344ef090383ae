/** Findings about experiments, and about the options a run is started with. */
import type { Finding } from './table.ts';

export const planFindings = {
  'too-many-points': {
    severity: 'error',
    message: 'the sweep has {count} points; the limit is {limit}',
    explanation: 'Several `vary` give all combinations.'
  },
  'too-large-sweep': {
    severity: 'error',
    message: 'the sweep has {count} elements over all points; the limit is {limit}',
    explanation: 'Every point has its own topology; the product of points and things would fill the memory.'
  },
  'empty-vary': {
    severity: 'error',
    message: '`{name}` is varied over nothing',
    explanation: 'A `vary` needs at least one value.'
  },
  'not-a-sweep': {
    severity: 'error',
    message: '`vary` takes a range or a list of values, not {found}',
    explanation: '`vary guests = 1..7` or `vary policy = [copy, reuse]`.'
  },
  'duplicate-vary': {
    severity: 'error',
    message: '`{name}` is varied twice',
    explanation: 'A param has one value at a point.'
  },
  'not-a-condition': {
    severity: 'error',
    message: 'an expectation is a comparison, such as `throughput(rx) >= 1 Gbps`',
    explanation: '`expect` needs something that is true or false.'
  },
  'not-varied': {
    severity: 'error',
    message: '`{name}` is not varied here, so there is no point with another value',
    explanation: 'Naming a param in a call reads another point of the same sweep.'
  },
  'no-such-point': {
    severity: 'error',
    message: 'the sweep has no point with {parameters}',
    explanation: 'An expectation may read other points of its experiment (or of the one it names), and only those.'
  },
  'unknown-experiment': {
    severity: 'error',
    message: 'there is no experiment called `{name}`',
    explanation: '`experiment = NAME` reads another experiment at the same params; the same name is used to choose what is run.'
  },
  'misplaced-each': {
    severity: 'error',
    message: '`each` stands within a measure: `throughput(each(rx))`',
    explanation: 'It says that the comparison must hold for every member on its own.'
  },
  'unknown-action': {
    severity: 'error',
    message: 'there is no action `{name}`: there are migrate, restart, crash, fail, repair and set',
    explanation: '`migrate`, `restart`, `crash`, `fail`, `repair`, and `set`.'
  },
  'missing-destination': {
    severity: 'error',
    message: '`{name}` needs `to` and where',
    explanation: 'A migration moves a domain to another host: `migrate server.guest[1] to other`.'
  },
  'late-event': {
    severity: 'warning',
    message: 'at {time} the experiment is over ({duration})',
    explanation: 'The event never happens.'
  },
  'cannot-set': {
    severity: 'error',
    message: '`{name}` cannot be changed during a run',
    explanation: 'Rates, weights, delays and the like can; what the machine is made of cannot.'
  },
  'warmup-too-long': {
    severity: 'error',
    message: 'the warm-up of {warmup} leaves nothing of {duration}',
    explanation: 'The warm-up is part of the duration and is left out of every figure.'
  },
  'claim-without-value': {
    severity: 'error',
    message: 'published `{name}` needs `value` or `points`',
    explanation: 'A claim is one number, or numbers over the first varied param.'
  },
  'claim-with-both': {
    severity: 'error',
    message: 'published `{name}` has both `value` and `points`',
    explanation: 'A claim is one number, or numbers over the first varied param.'
  },
  'points-without-vary': {
    severity: 'error',
    message: '`points` are over the first varied param; this experiment varies none',
    explanation: 'Give `value` instead, or add a `vary`.'
  },
  'point-not-in-sweep': {
    severity: 'warning',
    message: 'the sweep has no point with {parameter} = {value}; the claim there is not compared',
    explanation: 'Claims are laid beside points of the sweep.'
  },
  'unknown-param': {
    severity: 'error',
    message: 'there is no param called `{name}`{hint}',
    explanation: '`vary`, `set` and `--set` take params that the file (or an import) declares.'
  },
  'bad-option': {
    severity: 'error',
    message: '{message}',
    explanation: 'A command-line option or request that the language cannot read.'
  },
  'no-experiments': {
    severity: 'error',
    message: 'the file has no experiment to run',
    explanation: 'Declare one: `experiment baseline { duration = 1 s }`.'
  }
} as const satisfies Readonly<Record<string, Finding>>;

import * as assert from 'node:assert/strict';
import { decide } from '../../../src/simulator/run/expect.ts';
import { ObservedPoints } from '../../../src/simulator/run/points.ts';
import type { Measure } from '../../../src/topology/plan.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { compare, constant, experiment, flow, measure, observation, plan, point } from './fakes.ts';

/** Decides a condition at the only point of a run with these replications. */
const at = (condition: Measure, observations: readonly Observation[]) => {
  const only = experiment();
  const points = new ObservedPoints(plan(only), [[observations]]);
  return decide(condition, { points, here: { experiment: only, point: only.points[0]!, observations } });
};
const replications = (...gigabits: readonly number[]) => gigabits.map(rate => observation({ flows: [flow('rx', rate)] }));
const throughput = measure('throughput', 'rx');
const gbps = (value: number) => constant(value * 1e9, 'rate');

describe('expectations: comparisons over the confidence interval', () => {
  // Mean 2.9, half-width about 0.026 Gb/s.
  const five = replications(2.88, 2.89, 2.9, 2.91, 2.92);
  const cases: [operator: '<' | '<=' | '>' | '>=' | '==' | '!=', bound: number, status: string][] = [
    ['>=', 2.5, 'pass'],
    ['>=', 2.87, 'pass'],
    ['>=', 2.89, 'inconclusive'],
    ['>=', 2.91, 'inconclusive'],
    ['>=', 2.95, 'fail'],
    ['>', 2.5, 'pass'],
    ['>', 3, 'fail'],
    ['<=', 3, 'pass'],
    ['<=', 2.9, 'inconclusive'],
    ['<=', 2.5, 'fail'],
    ['<', 3, 'pass'],
    ['<', 2.5, 'fail'],
    ['==', 2.5, 'fail'],
    ['==', 2.9, 'inconclusive'],
    ['!=', 2.5, 'pass'],
    ['!=', 2.9, 'inconclusive']
  ];
  for (const [operator, bound, status] of cases) {
    it(`2.90 ± 0.02 ${operator} ${bound} is ${status}`, () =>
      assert.equal(at(compare(throughput, operator, gbps(bound)), five).status, status));
  }

  it('says what was observed and what was asked', () => {
    assert.equal(at(compare(throughput, '>=', gbps(2.5)), five).observed, '2.90 Gb/s ± 0.02, bound 2.5 Gb/s');
    assert.equal(at(compare(gbps(2.5), '<=', throughput), five).observed, '2.90 Gb/s ± 0.02, bound 2.5 Gb/s');
    assert.equal(at(compare(throughput, '>=', gbps(2.5)), replications(2.9)).observed, '2.9 Gb/s, bound 2.5 Gb/s');
  });

  it('compares means when there is one replication', () => {
    assert.equal(at(compare(throughput, '>=', gbps(2.9)), replications(2.9)).status, 'pass');
    assert.equal(at(compare(throughput, '>', gbps(2.91)), replications(2.9)).status, 'fail');
  });

  it('equal replications decide equality', () => {
    assert.equal(at(compare(measure('drops', 'server.eth0'), '==', constant(7)), five).status, 'pass');
    assert.equal(at(compare(measure('drops', 'server.eth0'), '!=', constant(7)), five).status, 'fail');
  });

  it('a wider confidence interval turns a pass into inconclusive', () => {
    const sure = experiment({ confidence: 0.9999 });
    const points = new ObservedPoints(plan(sure), [[five]]);
    const condition = compare(throughput, '>=', gbps(2.87));
    assert.equal(
      decide(condition, { points, here: { experiment: sure, point: sure.points[0]!, observations: five } }).status,
      'inconclusive'
    );
  });
});

describe('expectations: reading other points and experiments', () => {
  const one = experiment({ points: [point({ guests: 1 }), point({ guests: 2 })] });
  const other = experiment({ name: 'reuse', varies: [], dimensions: {}, points: [point({})] });
  // Common random numbers: replication by replication guests = 2 gives 0.1 Gb/s more, while both scatter by far more.
  const noise = [0, 0.5, 1, 1.5, 2];
  const points = new ObservedPoints(plan(one, other), [
    [replications(...noise.map(n => 3 + n)), replications(...noise.map((n, i) => 3.1 + n + i * 0.001))],
    [replications(9, 9, 9)]
  ]);
  const here = { experiment: one, point: one.points[0]!, observations: replications(...noise.map(n => 3 + n)) };
  const scene = { points, here };
  const guests = (n: number) => measure('throughput', 'rx', { read: { parameters: { guests: n } } });

  it('the interval is on the difference of paired replications', () => {
    const verdict = decide(compare(guests(2), '>', guests(1)), scene);
    assert.equal(verdict.status, 'pass');
    assert.match(verdict.observed, /^4\.10 Gb\/s ± 0\.98 against 4\.00 Gb\/s ± 0\.98, difference 102 Mb\/s ± 2$/);
  });

  it('arithmetic keeps the pairing', () => {
    const scaled: Measure = { kind: 'arithmetic', operator: '*', left: constant(1.5), right: guests(1) };
    assert.equal(decide(compare(guests(2), '>=', scaled), scene).status, 'fail');
  });

  it('reads another experiment at the same parameters, pairing what there is', () => {
    const elsewhere = measure('throughput', 'rx', { read: { parameters: {}, experiment: 'reuse' } });
    assert.equal(decide(compare(elsewhere, '>', throughput), scene).status, 'pass');
  });

  const absent: [string, Measure, RegExp][] = [
    ['a point outside the sweep', guests(9), /guests = 9 is not a point of experiment baseline/],
    [
      'an unknown experiment',
      measure('throughput', 'rx', { read: { parameters: {}, experiment: 'nope' } }),
      /experiment nope is not part of this run/
    ],
    [
      'a parameter that does not vary',
      measure('throughput', 'rx', { read: { parameters: { policy: 'reuse' } } }),
      /policy = reuse is not part of this run/
    ]
  ];
  for (const [what, call, reason] of absent) {
    it(`${what} is inconclusive and says why`, () => {
      const verdict = decide(compare(call, '>', gbps(1)), scene);
      assert.equal(verdict.status, 'inconclusive');
      assert.match(verdict.observed, reason);
    });
  }

  it('a point that was not run is inconclusive', () => {
    const partial = new ObservedPoints(plan(one), [[replications(3)]]);
    assert.match(decide(compare(guests(2), '>', guests(1)), { points: partial, here }).observed, /baseline at guests = 2 was not run/);
  });

  it('from an experiment that does not vary it, a varied one cannot be read without a value', () => {
    const from = { experiment: other, point: other.points[0]!, observations: replications(9) };
    const verdict = decide(compare(measure('throughput', 'rx', { read: { parameters: {}, experiment: 'baseline' } }), '>', gbps(1)), {
      points,
      here: from
    });
    assert.match(verdict.observed, /experiment baseline varies guests/);
  });
});

describe('expectations: within', () => {
  const three = replications(2.85, 2.86, 2.87);
  const within = (tolerance: Measure, relative: boolean, right: Measure): Measure => ({
    kind: 'within',
    left: throughput,
    tolerance,
    relative,
    right
  });
  const cases: [string, Measure, string][] = [
    ['relative to y, inside', within(constant(0.05, 'ratio'), true, gbps(2.95)), 'pass'],
    ['relative to y, outside', within(constant(0.01, 'ratio'), true, gbps(2.95)), 'fail'],
    ['relative to y, across', within(constant(0.03, 'ratio'), true, gbps(2.95)), 'inconclusive'],
    ['absolute, inside', within(gbps(0.2), false, gbps(2.95)), 'pass'],
    ['absolute, outside', within(gbps(0.01), false, gbps(2.95)), 'fail']
  ];
  for (const [what, condition, status] of cases) it(`${what}: ${status}`, () => assert.equal(at(condition, three).status, status));

  it('shows tolerance and aim', () => {
    assert.equal(at(cases[0]![1], three).observed, '2.86 Gb/s ± 0.02, wanted 2.95 Gb/s ± 5 %');
    assert.equal(at(cases[3]![1], three).observed, '2.86 Gb/s ± 0.02, wanted 2.95 Gb/s ± 200 Mb/s');
  });
});

describe('expectations: each', () => {
  const members = (...rates: readonly number[]) => observation({ flows: rates.map((rate, at) => flow(`rx[${at + 1}]`, rate)) });
  const each = measure('throughput', ['rx[1]', 'rx[2]', 'rx[3]'], { each: true });

  it('holds when every member holds, showing the tightest', () => {
    const verdict = at(compare(each, '>=', gbps(1)), [members(2, 1.2, 3)]);
    assert.deepEqual([verdict.status, verdict.observed], ['pass', 'rx[2]: 1.2 Gb/s, bound 1 Gb/s (all 3 hold)']);
  });

  it('fails when one fails, showing the worst', () => {
    const verdict = at(compare(each, '>=', gbps(1)), [members(2, 0.9, 0.5)]);
    assert.deepEqual([verdict.status, verdict.observed], ['fail', 'rx[3]: 500 Mb/s, bound 1 Gb/s (2 of 3 fail)']);
  });

  it('goes through arithmetic and both sides', () => {
    const doubled: Measure = { kind: 'arithmetic', operator: '*', left: constant(2), right: each };
    assert.equal(at(compare(doubled, '>=', each), [members(2, 0.9, 0.5)]).status, 'pass');
    const two = measure('throughput', ['rx[1]', 'rx[2]'], { each: true });
    assert.match(at(compare(two, '>=', each), [members(2, 0.9, 0.5)]).observed, /each runs over 2 on one side and 3 on the other/);
  });

  it('of nothing is inconclusive', () => {
    assert.equal(at(compare(measure('throughput', [], { each: true }), '>=', gbps(1)), [members(1)]).status, 'inconclusive');
  });
});

describe('expectations: bottleneck', () => {
  const is = (...names: readonly string[]): Measure => compare({ kind: 'bottleneck' }, '==', { kind: 'resources', names });
  const nic = observation({ bottleneck: { resource: 'server.eth0', utilization: 1, explanation: 'line rate' } });
  const dom0 = observation();

  const cases: [string, Measure, readonly Observation[], string][] = [
    ['a domain whose core saturates', is('server.dom0'), [dom0, dom0], 'pass'],
    ['the core itself', is('server.cpu[0]'), [dom0], 'pass'],
    ["the host's CPU", is('server.cpu'), [dom0], 'pass'],
    ['one of several', is('server.guest[1]', 'server.dom0'), [dom0], 'pass'],
    ['another domain', is('server.guest[1]'), [dom0], 'fail'],
    ['a NIC', is('server.eth0'), [nic], 'pass'],
    ['a NIC of a similar name', is('server.eth'), [nic], 'fail'],
    ['replications that disagree', is('server.dom0'), [dom0, dom0, nic], 'inconclusive'],
    ['not', { kind: 'not', operand: is('server.dom0') }, [nic], 'pass'],
    ['an order', compare({ kind: 'bottleneck' }, '<', { kind: 'resources', names: ['server.dom0'] }), [nic], 'inconclusive'],
    ['a number', compare({ kind: 'bottleneck' }, '==', constant(1)), [nic], 'inconclusive'],
    [
      'what is as busy',
      is('uplink'),
      [observation({ bottleneck: { resource: 'server.eth0', also: ['uplink'], utilization: 1, explanation: '' } })],
      'pass'
    ]
  ];
  for (const [what, condition, observations, status] of cases)
    it(`${what}: ${status}`, () => assert.equal(at(condition, observations).status, status));

  it('says which it was', () => {
    assert.equal(at(is('server.eth0'), [dom0]).observed, 'server.dom0 (server.cpu[0] at 99.8 %)');
    assert.equal(at(is('server.dom0'), [nic]).observed, 'server.eth0 at 100 %');
    assert.equal(at(is('server.dom0'), [dom0, dom0, nic]).observed, 'server.dom0 in 2 and server.eth0 in 1 of 3 replications');
  });
});

describe('expectations: three-valued logic', () => {
  const five = replications(2.88, 2.89, 2.9, 2.91, 2.92);
  const T = compare(throughput, '>=', gbps(1)),
    F = compare(throughput, '>=', gbps(9)),
    U = compare(throughput, '>=', gbps(2.9));
  const status = { pass: T, fail: F, inconclusive: U };
  const order = ['fail', 'inconclusive', 'pass'] as const;
  for (const left of order) {
    for (const right of order) {
      const and = order[Math.min(order.indexOf(left), order.indexOf(right))];
      const or = order[Math.max(order.indexOf(left), order.indexOf(right))];
      it(`${left} && ${right} is ${and}; || is ${or}`, () => {
        assert.equal(at({ kind: 'and', left: status[left], right: status[right] }, five).status, and);
        assert.equal(at({ kind: 'or', left: status[left], right: status[right] }, five).status, or);
      });
    }
  }

  it('a side that is known beforehand is not shown', () => {
    const verdict = at({ kind: 'or', left: compare(constant(1), '>', constant(2)), right: T }, five);
    assert.equal(verdict.observed, '2.90 Gb/s ± 0.02, bound 1 Gb/s');
  });

  it('a number is no condition', () => assert.equal(at(throughput, five).status, 'inconclusive'));
});

describe('expectations: numbers that are not there', () => {
  const silent = observation({ flows: [flow('rx', 0, { packets: 0, bytes: 0, sent: 0, latency: undefined })] });
  const estimate = observation({
    level: 'analytic',
    flows: [flow('rx', 1, { latency: { count: 5, mean: 1e-5, max: 1e-5, buckets: [] } })]
  });
  const zero = measure('throughput', 'rx');
  const cases: [string, Measure, readonly Observation[], RegExp][] = [
    ['an unknown flow', measure('throughput', 'ghost'), [silent], /no flow ghost/],
    ['latency without packets', measure('latency', 'rx'), [silent], /rx delivered no packet/],
    ['loss without packets', measure('loss', 'rx'), [silent], /rx sent nothing/],
    ['fairness of nothing', measure('fairness', 'rx'), [silent], /rx delivered nothing/],
    ['cycles per no packet', measure('cycles', 'server.dom0'), [silent], /no packet crossed server\.dom0/],
    ['cycles of an unknown domain', measure('cycles', 'server.dom9'), [silent], /nothing is known of server\.dom9/],
    [
      'an unknown component',
      measure('cycles', 'server.dom0', { detail: 'grand_copy' }),
      [observation()],
      /nothing is charged to grand copy .*bridge, grant copy, stack/
    ],
    ['an unfinished job', measure('jobtime', 'rx'), [silent], /rx did not finish/],
    ['a quantile of an estimate', measure('latency', 'rx', { detail: 'p99' }), [estimate], /an estimate has a mean latency only/],
    ['bandwidth of a core', measure('bandwidth', 'server.cpu[0]'), [silent], /carries no bits/],
    ['no targets', measure('throughput', []), [silent], /there is nothing to read throughput of here/],
    ['a division by zero', { kind: 'arithmetic', operator: '/', left: zero, right: zero }, [silent], /division by zero/],
    ['drops of an unknown thing', measure('drops', 'ghost.eth9'), [silent], /nothing is known of ghost\.eth9/]
  ];
  for (const [what, value, observations, reason] of cases) {
    it(what, () => {
      const verdict = at(compare(value, '>=', constant(0)), observations);
      assert.equal(verdict.status, 'inconclusive');
      assert.match(verdict.observed, reason);
      assert.doesNotMatch(verdict.observed, /NaN|Infinity/);
    });
  }

  it('says in how many replications it is missing', () => {
    assert.match(
      at(compare(measure('latency', 'rx'), '<', constant(1, 'time')), [observation(), silent]).observed,
      /in 1 of 2 replications/
    );
  });
});

import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { stream } from '../../../src/simulator/kernel/random.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { InternalError } from '../../../src/simulator/run/internal-error.ts';
import { estimatePlan, runPlan } from '../../../src/simulator/run/plan.ts';
import type { RunProgress } from '../../../src/simulator/run/progress.ts';
import { perform } from '../../../src/simulator/run/task.ts';
import type { Engine, Task } from '../../../src/simulator/run/task.ts';
import type { Plan } from '../../../src/topology/plan.ts';
import { compare, constant, experiment, flow, measure, observation, plan, point } from './fakes.ts';

/** An engine whose throughput scatters by seed and replication, as a real one's would. */
const noisy: Engine = (_topology, { seed, replication }) =>
  observation({ flows: [flow('rx', 2.9 + stream(seed, replication, 'rx', 'test').uniform())], fingerprint: seed * 1000 + replication });

const sweep = (repeat = 4): Plan =>
  plan(
    experiment({
      repeat,
      points: [1, 2, 3].map(guests =>
        point({ guests }, [
          {
            text: 'throughput(rx) >= 1 Gbps',
            expression: compare(measure('throughput', 'rx'), '>=', constant(1e9, 'rate')),
            origin: { uri: 'a', start: 7, end: 9 }
          }
        ])
      )
    }),
    experiment({ name: 'second', seed: 9, repeat: 2 })
  );

/** Pauses of odd lengths, so that replications finish in another order than they began. */
const shuffled = (of: Plan, seed: number, engine: Engine = noisy) => {
  const order = stream(seed, 0, 'test', 'order');
  return async (task: Task) => {
    for (let pauses = order.integer(12); pauses > 0; pauses--) await Promise.resolve();
    return perform(of, task, engine);
  };
};
const fixedClock = () => 0;
const run = (of: Plan, jobs: number, seed = 1, engine: Engine = noisy) =>
  runPlan(of, { perform: shuffled(of, seed, engine), jobs, version: '1.2.3', clock: fixedClock });

describe('running a plan', () => {
  it('runs every experiment, point and replication once', async () => {
    const seen: string[] = [];
    const result = await runPlan(sweep(), {
      version: '1',
      perform: task => {
        seen.push(`${task.experiment}.${task.point}.${task.replication}`);
        return perform(sweep(), task, noisy);
      }
    });
    assert.equal(seen.length, 3 * 4 + 2);
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(
      result.experiments.map(one => [one.name, one.replications, one.points.length]),
      [
        ['baseline', 4, 3],
        ['second', 2, 1]
      ]
    );
    assert.equal(result.incomplete, undefined);
  });

  it('gives the same bytes whatever the number of workers and the order in which they finish', async () => {
    const reference = JSON.stringify(await run(sweep(), 1));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer(), async (jobs, seed) => {
        assert.equal(JSON.stringify(await run(sweep(), jobs, seed)), reference);
      }),
      { numRuns: 25 }
    );
  });

  it('stops early when the interval is narrow enough, at the same replication whatever the number of workers', async () => {
    const precise = plan(experiment({ repeat: 200, precision: 0.03, points: [point({ guests: 1 }), point({ guests: 2 })] }));
    const reference = await run(precise, 1);
    const {
      replications,
      flows: [rx]
    } = reference.experiments[0]!.points[0]!;
    assert.ok(replications > 3 && replications < 200, `${replications}`);
    assert.ok((rx!.goodputBps.high! - rx!.goodputBps.low!) / 2 <= 0.03 * rx!.goodputBps.mean);
    for (const jobs of [2, 5]) assert.equal(JSON.stringify(await run(precise, jobs, jobs)), JSON.stringify(reference));
  });

  it('never stops on fewer than three replications', async () => {
    const steady = plan(experiment({ repeat: 10, precision: 0.5 }));
    assert.equal((await run(steady, 2, 1, () => observation())).experiments[0]!.points[0]!.replications, 3);
  });

  it('gives what was finished when it is stopped', async () => {
    let asked = 0;
    const result = await runPlan(sweep(), {
      version: '1',
      perform: (task, hooks) => perform(sweep(), task, noisy, hooks),
      shouldStop: () => ++asked > 12
    });
    assert.equal(result.incomplete, true);
    const done = result.experiments[0]!.points.map(one => one.replications);
    assert.ok(done.length >= 1 && done.length < 3);
    assert.deepEqual(result.experiments[1]!.points, []);
  });

  it('half a replication never counts', async () => {
    let stop = false;
    const halfway: Engine = (_topology, { shouldStop }) => {
      stop = true;
      shouldStop!();
      return observation({ flows: [flow('rx', 0.1)] });
    };
    const result = await runPlan(sweep(), {
      version: '1',
      perform: (task, hooks) => perform(sweep(), task, halfway, hooks),
      shouldStop: () => stop
    });
    assert.equal(result.incomplete, true);
    assert.deepEqual(result.experiments[0]!.points, []);
  });

  it('tells how far it is', async () => {
    const seen: RunProgress[] = [];
    let clock = 0;
    const engine: Engine = (topology, options) => {
      options.onProgress!(options.duration / 2, 50);
      return noisy(topology, options);
    };
    await runPlan(sweep(), {
      version: '1',
      perform: (task, hooks) => perform(sweep(), task, engine, hooks),
      onProgress: progress => seen.push(progress),
      clock: () => (clock += 100)
    });
    const last = seen.at(-1)!;
    assert.deepEqual([last.done, last.total, last.fraction, last.label], [14, 14, 1, 'second, guests = 1']);
    assert.ok(last.packetsPerSecond > 0);
    assert.equal(seen[0]!.fraction, 0.5 / 14);
    for (let at = 1; at < seen.length; at++) assert.ok(seen[at]!.fraction >= seen[at - 1]!.fraction);
    assert.ok(seen.some(progress => progress.secondsLeft! > 0));
  });

  it('a replication whose packets do not add up is an internal error with a report', async () => {
    const leaking: Engine = () => observation({ conservation: { sent: 10, delivered: 8, dropped: 1, inFlight: 0 } });
    await assert.rejects(run(sweep(), 2, 1, leaking), (error: unknown) => {
      assert.ok(error instanceof InternalError);
      assert.match(error.message, /packets do not add up in baseline, guests = 1, replication \d/);
      assert.match(error.report, /missing: 1/);
      return true;
    });
  });

  it('an engine that throws ends the run', async () => {
    await assert.rejects(
      run(sweep(), 3, 1, () => {
        throw new Error('boom');
      }),
      /boom/
    );
  });

  it('finds the lines of expectations', async () => {
    const result = await runPlan(sweep(1), {
      version: '1',
      perform: task => perform(sweep(1), task, noisy),
      lineOf: ({ uri, start }) => (uri === 'a' ? start : undefined)
    });
    assert.equal(result.experiments[0]!.points[0]!.expectations[0]!.line, 7);
  });
});

describe('the result of a point', () => {
  const only = (observations: readonly Observation[], changes = {}) => {
    const one = plan(experiment({ repeat: observations.length, ...changes }));
    return runPlan(one, { version: '1', perform: ({ replication }) => observations[replication] }).then(
      result => result.experiments[0]!.points[0]!
    );
  };

  it('means have intervals, counts are totals, peaks are the highest', async () => {
    const grants = observation().grants[0]!;
    const result = await only([
      observation(),
      observation({ flows: [flow('rx', 3.1)], grants: [{ ...grants, inUsePeak: 600 }], fingerprint: 5 })
    ]);
    assert.ok(Math.abs(result.totals.goodputBps.mean - 3e9) < 1e4);
    assert.ok(result.totals.goodputBps.low! < 2.9e9 && result.totals.goodputBps.high! > 3.1e9);
    assert.deepEqual([result.grants[0]!.inUsePeak, result.grants[0]!.issued], [600, 200]);
    assert.deepEqual(result.drops, [{ where: 'server.eth0.rx[0]', reason: 'ring full', packets: 14 }]);
    assert.equal(result.conservation.dropped, 14);
    assert.equal(result.conservation.sent, result.conservation.delivered + 14);
    assert.match(result.fingerprint!, /^[0-9a-f]{8}$/);
    assert.deepEqual(Object.keys(result.domains[0]!.cyclesPerPacket.components), ['grant copy', 'bridge']);
    assert.equal(result.domains[0]!.cyclesPerPacket.total, 2500);
    assert.equal(result.bottleneck.domain, 'server.dom0');
    assert.ok(result.flows[0]!.latencySeconds.p99! > result.flows[0]!.latencySeconds.p50!);
  });

  it('the fingerprint depends on every replication and their order', async () => {
    const [a, b] = [observation({ fingerprint: 1 }), observation({ fingerprint: 2 })];
    const prints = await Promise.all(
      [
        [a, b],
        [b, a],
        [a, a]
      ].map(list => only(list).then(result => result.fingerprint))
    );
    assert.equal(new Set(prints).size, 3);
  });

  it('drops that only some replications saw are merged by place and reason', async () => {
    const drop = (where: string, reason: string, packets: number) => ({ where, reason, packets });
    const result = await only([
      observation({ drops: [] }),
      observation({ drops: [drop('a', 'ring full', 1)] }),
      observation({ drops: [drop('a', 'no buffer', 2), drop('a', 'ring full', 4)] })
    ]);
    assert.deepEqual(result.drops, [drop('a', 'ring full', 5), drop('a', 'no buffer', 2)]);
  });

  it('contains no number that JSON cannot hold, whatever the engine saw', async () => {
    const nothing = flow('rx', 0, { bytes: 0, packets: 0, sent: 0, latency: undefined });
    const result = await only([
      observation({
        seconds: 0,
        flows: [nothing],
        domains: [{ name: 'd', host: 'h', utilization: NaN, cycles: { x: 5 }, misses: 1, packets: 0 }],
        resources: [{ name: 'r', kind: 'nic', utilization: Infinity, bandwidthBps: NaN }],
        interrupts: [{ name: 'i', perSecond: NaN }],
        batches: [{ stage: 's', mean: NaN }],
        conservation: { sent: 0, delivered: 0, dropped: 0, inFlight: 0 }
      })
    ]);
    const check = (value: unknown): void => {
      if (typeof value === 'number') assert.ok(Number.isFinite(value));
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(check);
    };
    check(result);
    assert.equal(result.flows[0]!.latencySeconds.mean, 0);
  });

  it('a finite transfer has a completion time only when every replication finished it', async () => {
    const done = observation({ flows: [flow('rx', 1, { jobSeconds: 0.5 })] });
    assert.deepEqual((await only([done, done])).flows[0]!.jobSeconds, { mean: 0.5, low: 0.5, high: 0.5 });
    assert.equal((await only([done, observation()])).flows[0]!.jobSeconds, undefined);
  });

  it('the bottleneck is the one most utilised on average, in the words of the replication that named it', async () => {
    const nic = { resource: 'server.eth0', utilization: 0.4, explanation: 'line rate' };
    const result = await only([observation({ bottleneck: nic }), observation(), observation()]);
    assert.equal(result.bottleneck.resource, 'server.cpu[0]');
    assert.match(result.bottleneck.explanation, /only vCPU/);
  });

  it('notes a warm-up that is too short and a flow that never settled, and cuts nothing', async () => {
    const late = Array.from({ length: 100 }, (_, at) => (at < 30 ? at : 100 + (at % 3)));
    const never = Array.from({ length: 100 }, (_, at) => at * 10);
    const settled = Array.from({ length: 100 }, (_, at) => 100 + (at % 3));
    const result = await only([
      observation({
        stepSeconds: 0.01,
        flows: [flow('a', 1, { series: late }), flow('b', 1, { series: never }), flow('c', 1, { series: settled })],
        notes: ['from the engine']
      })
    ]);
    assert.equal(result.notes.length, 3);
    assert.match(result.notes[1]!, /^a settles after 300 ms \(MSER-5\), later than the warm-up of 100 ms; nothing was cut$/);
    assert.match(result.notes[2]!, /^b never left its warm-up/);
  });
});

describe('published claims', () => {
  const claim = {
    name: 'line-rate',
    text: 'throughput(rx)',
    dimension: 'rate' as const,
    source: 'Somebody 2009',
    standing: 'read' as const,
    use: 'predicted' as const
  };
  const run = async (published: object, varies = ['guests']) => {
    const points = [1, 2, 3].map(guests => point({ guests }));
    const one = plan(
      experiment({ repeat: 1, varies, points, published: [{ ...claim, of: points.map(() => measure('throughput', 'rx')), ...published }] })
    );
    const result = await runPlan(one, { version: '1', perform: ({ point: p }) => observation({ flows: [flow('rx', p + 1)] }) });
    return result.experiments[0]!.published[0]!;
  };

  it('points lie beside the first varied parameter', async () => {
    const { rows } = await run({
      points: [
        [1, 1.1e9],
        [3, 2.9e9],
        [7, 9e9]
      ],
      tolerance: { value: 0.05, relative: true }
    });
    assert.deepEqual(
      rows.map(row => [row.parameters['guests'], row.claimed, row.within]),
      [
        [1, 1.1e9, false],
        [3, 2.9e9, true]
      ]
    );
    assert.ok(Math.abs(rows[0]!.error + 0.0909) < 0.001);
  });

  it('a value is claimed at every point', async () => {
    const { rows } = await run({ value: 2e9, tolerance: { value: 0.5e9, relative: false } });
    assert.deepEqual(
      rows.map(row => row.within),
      [false, true, false]
    );
  });

  it('a claim that reads one point gives one row, at that point', async () => {
    const fixed = measure('throughput', 'rx', { read: { parameters: { guests: 3 } } });
    const { rows } = await run({ value: 3e9, of: [fixed, fixed, fixed] });
    assert.equal(rows.length, 1);
    assert.deepEqual(rows[0]!.parameters, { guests: 3 });
    assert.equal(rows[0]!.within, undefined);
  });

  it('what cannot be read says so', async () => {
    const ghost = measure('throughput', 'ghost');
    const { rows } = await run({ value: 3e9, of: [ghost, ghost, ghost], tolerance: { value: 1, relative: true } });
    assert.deepEqual([rows[0]!.within, rows[0]!.missing], [false, 'there is no flow ghost here']);
  });

  it('a claim of zero has a finite error', async () => {
    const { rows } = await run({ value: 0 });
    assert.equal(rows[0]!.error, 1);
  });
});

describe('estimating a plan', () => {
  it('gives the same schema, means only', () => {
    const result = estimatePlan(sweep(), () => observation({ level: 'analytic', fingerprint: 0 }), { version: '1.2.3' });
    assert.equal(result.schema, 'xnet-estimate/1');
    assert.deepEqual([result.startedAt, result.wallSeconds], [undefined, undefined]);
    const first = result.experiments[0]!.points[0]!;
    assert.deepEqual([first.level, first.replications, first.fingerprint], ['analytic', 1, undefined]);
    assert.deepEqual(Object.keys(first.totals.goodputBps), ['mean']);
    assert.equal(first.expectations[0]!.status, 'pass');
  });
});

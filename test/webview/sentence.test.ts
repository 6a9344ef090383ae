import assert from 'node:assert/strict';
import type { PointResult, RunResult } from '../../src/topology/result.ts';
import { pointAt, sweepOf, type Parameters } from '../../webview/model/points.ts';
import { answer, plainText } from '../../webview/sentence.ts';
import { estimateOf, manyPoints, nothing, policies, ram2009 } from './fixtures/results.ts';

function said(
  result: RunResult,
  experiment: string,
  parameters?: Parameters,
  change: (point: PointResult) => PointResult = point => point
): string {
  const changed = {
    ...result,
    experiments: result.experiments.map(each => ({
      ...each,
      points: each.name === experiment ? each.points.map(point => (matches(point, parameters) ? change(point) : point)) : each.points
    }))
  };
  const sweeps = changed.experiments.map(sweepOf);
  const sweep = sweeps.find(each => each.experiment.name === experiment) ?? sweeps[0];
  assert.ok(sweep);
  const point = pointAt(sweep, parameters);
  assert.ok(point);
  return plainText(answer(sweep, point, sweeps, result.schema === 'xnet-estimate/1')).replaceAll('\u00a0', ' ');
}

const matches = (point: PointResult, parameters: Parameters = {}) =>
  Object.entries(parameters).every(([name, value]) => point.parameters[name] === value);
const alone = (result: RunResult, experiment: string): RunResult => ({
  ...result,
  experiments: result.experiments.filter(each => each.name === experiment)
});

describe('the answer in a sentence', () => {
  it('names who gets what, what saturates on what, and the better design that was run', () => {
    assert.equal(
      said(ram2009(), 'baseline', { guests: 7 }),
      '7 guests get 2.81 Gb/s together; dom0’s only vCPU is saturated by grant copy (40 %) and netback (32 %). ' +
        'The total does not grow with guests. With experiment reuse it is 9.41 Gb/s (+235 %) and the limit moves to server.eth0.'
    );
  });

  it('says nothing of designs that were not run', () => {
    assert.equal(
      said(alone(ram2009(), 'baseline'), 'baseline', { guests: 1 }),
      'guest[1] gets 2.81 Gb/s; dom0’s only vCPU is saturated by grant copy (40 %) and netback (32 %). The total does not grow with guests.'
    );
  });

  it('finds where a sweep stops growing, and not before that point', () => {
    assert.match(said(alone(ram2009(), 'reuse'), 'reuse', { guests: 6 }), /From guests = 2 on, the total no longer grows\./);
    assert.doesNotMatch(said(alone(ram2009(), 'reuse'), 'reuse', { guests: 1 }), /no longer grows|does not grow/);
  });

  it('calls a NIC a NIC', () => {
    assert.match(
      said(ram2009(), 'everything', { guests: 7 }),
      /^7 guests get 9\.41 Gb\/s together; the NIC server\.eth0 is saturated \(99\.9 %\)\./
    );
  });

  it('says it of all cores that are equally loaded', () => {
    assert.match(
      said(policies(), 'policies', { size: 65536, policy: 'reuse', lro: true }),
      /; the cores of 2 guests are saturated, mostly by socket copy/
    );
  });

  it('prefers the word that gains most among the neighbours', () => {
    assert.match(
      said(policies(), 'policies', { size: 65536, policy: 'copy', lro: true }),
      /With policy = reuse it is 8\.93 Gb\/s \(\+\d+ %\) and the limit moves to server\.guest\[1\]\.$/
    );
  });

  it('does not call a resource saturated that is not', () => {
    const text = said(alone(ram2009(), 'baseline'), 'baseline', { guests: 2 }, point => ({
      ...point,
      bottleneck: { ...point.bottleneck, utilization: 0.63 }
    }));
    assert.match(text, /; nothing is saturated, the busiest is dom0’s only vCPU at 63 %\./);
  });

  it('does not claim an only vCPU unless the result says so', () => {
    const text = said(ram2009(), 'baseline', { guests: 2 }, point => ({
      ...point,
      bottleneck: { ...point.bottleneck, explanation: 'netback receive path' }
    }));
    assert.match(text, /; dom0’s core \(server\.cpu\[0\]\) is saturated by/);
  });

  it('says how much is lost and where most of it', () => {
    const text = said(ram2009(), 'baseline', { guests: 2 }, point => ({
      ...point,
      totals: { ...point.totals, lossRatio: { mean: 0.12 } }
    }));
    assert.match(text, /; 12 % of the packets are lost, most at server\.eth0\.rx\[0\] \(ring full\)\./);
  });

  it('does not prefer a design whose interval overlaps', () => {
    const wide = (point: PointResult): PointResult => ({
      ...point,
      totals: { ...point.totals, goodputBps: { mean: 2.81e9, low: 0, high: 2e10 } }
    });
    assert.doesNotMatch(said(ram2009(), 'baseline', { guests: 7 }, wide), /With experiment/);
  });

  it('says about in an estimate', () => {
    assert.match(said(estimateOf(ram2009()), 'baseline', { guests: 7 }), /^7 guests get about 2\.81 Gb\/s together/);
  });

  it('counts flows when their ends are of several kinds', () => {
    const text = said(ram2009(), 'baseline', { guests: 2 }, point => ({
      ...point,
      flows: point.flows.map((flow, index) => (index === 0 ? { ...flow, to: 'server.dom0' } : flow))
    }));
    assert.match(text, /^2 flows carry 2\.81 Gb\/s together/);
  });

  it('says who sends when the guests send', () => {
    const text = said(ram2009(), 'baseline', { guests: 2 }, point => ({
      ...point,
      flows: point.flows.map(flow => ({ ...flow, from: flow.to, to: 'client' }))
    }));
    assert.match(text, /^2 guests send 2\.81 Gb\/s together/);
  });

  it('has a sentence for no flow, nothing delivered and ten thousand points', () => {
    assert.equal(said(nothing(), 'baseline'), 'No flow runs at this point, so there is nothing to measure.');
    const idle = said(ram2009(), 'baseline', { guests: 2 }, point => ({
      ...point,
      totals: { ...point.totals, goodputBps: { mean: 0 } },
      bottleneck: { resource: '', utilization: 0, explanation: '' }
    }));
    assert.equal(idle, '2 guests get nothing.');
    assert.match(said(manyPoints(10_000), 'baseline', { load: 10_000 }), /^guest\[1\] gets/);
  });
});

import assert from 'node:assert/strict';
import type { PointResult, RunResult } from '../../src/topology/result.ts';
import { tally, verdicts } from '../../webview/model/expectations.ts';
import { metricFor, metricsOf } from '../../webview/model/metrics.ts';
import { pointAt, sweepOf } from '../../webview/model/points.ts';
import { published } from '../../webview/model/published.ts';
import { sweepSection } from '../../webview/model/sweep.ts';
import { csv, records, type Table } from '../../webview/model/table.ts';
import { throughput } from '../../webview/model/throughput.ts';
import { chartOf, experiment, lastPoint, plain, texts } from './fixtures/reading.ts';
import { estimateOf, manyFlows, manyPoints, policies, ram2009 } from './fixtures/results.ts';

describe('the sweep', () => {
  const view = (result: RunResult, name: string | undefined, key: string, compare: boolean) => {
    const sweeps = result.experiments.map(sweepOf);
    const sweep = sweeps.find(each => each.experiment.name === name) ?? sweeps[0];
    assert.ok(sweep);
    const metrics = metricsOf(sweep.experiment);
    const metric = metrics.find(each => each.key === key);
    const point = pointAt(sweep, undefined);
    assert.ok(metric && point, key);
    return sweepSection({ sweep, point, metric, metrics, others: compare ? sweeps : [] });
  };

  it('has a curve per experiment when they are compared, the chosen one first', () => {
    const chart = chartOf(view(ram2009(), 'reuse', 'throughput', true), 'curve');
    assert.deepEqual(chart.series.map(series => series.label).sort(), ['baseline', 'everything', 'multiqueue', 'reuse']);
    assert.ok(chart.series.every(series => series.points.length === 7));
    assert.equal(chart.series.flatMap(series => series.points).filter(point => point.chosen).length, 1);
  });

  it('has a curve per combination of the other parameters', () => {
    const chart = chartOf(view(policies(), undefined, 'throughput', false), 'curve');
    assert.equal(chart.series.length, 6);
    assert.equal(chart.x.scale, 'log');
    assert.ok(chart.series.some(series => plain(series.label) === 'policy = map, lro = false'));
  });

  it('lays published numbers over the metric they are about, and over no other', () => {
    const claims = (key: string) => chartOf(view(policies(), undefined, key, false), 'curve').claims;
    assert.deepEqual(
      claims('throughput').map(claim => [claim.use, claim.points.map(point => point.claimed)]),
      [['predicted', [1.1e9, 2.9e9]]]
    );
    assert.deepEqual(claims('packets'), []);
  });

  it('a claim about anything else becomes a metric of its own, from what was observed', () => {
    const of = '1 - utilization(server.dom0, policy = reuse) / utilization(server.dom0, policy = copy)';
    const chart = chartOf(view(policies(), undefined, of, false), 'curve');
    assert.deepEqual(
      chart.series.flatMap(series => series.points.map(point => point.value.mean)),
      [0.31]
    );
    assert.equal(chart.claims.length, 1);
  });

  it('finds the metric of a claim', () => {
    const all = experiment(ram2009());
    const metrics = metricsOf(all);
    const key = (of: string) => metricFor(of, all, metrics)?.key;
    assert.deepEqual(['throughput(rx)', 'throughput( rx[*] )', 'cycles(server.dom0)', 'throughput(tx)', 'latency(rx, p99)'].map(key), [
      'throughput',
      'throughput',
      'cycles(server.dom0)',
      undefined,
      'latency(rx, p99)'
    ]);
  });

  it('draws words in their order', () => {
    const base = policies();
    const turned = { ...base, experiments: base.experiments.map(each => ({ ...each, varies: ['policy', 'size', 'lro'] })) };
    const chart = chartOf(view(turned, undefined, 'throughput', false), 'curve');
    assert.deepEqual([chart.x.scale, chart.x.words], ['words', ['copy', 'map', 'reuse']]);
    assert.equal(chart.series.length, 8);
    assert.equal(chart.more, 'and 4 more combinations; the table has all');
  });

  it('thins ten thousand points out, keeping both ends, the peak and the chosen one', () => {
    const result = manyPoints(10_000);
    const section = view(result, undefined, 'throughput', false);
    const [series] = chartOf(section, 'curve').series;
    assert.ok(series && series.points.length <= 400);
    const highest = Math.max(...experiment(result).points.map(point => point.totals.goodputBps.mean));
    assert.ok(series.points.some(point => point.value.mean === highest));
    assert.deepEqual([series.points[0]?.x, series.points.at(-1)?.x], [1, 10_000]);
    assert.ok(series.points.some(point => point.chosen));
    assert.equal(section?.table?.size, 10_000);
  });

  it('is absent when nothing varies', () => {
    assert.equal(view(manyFlows(3), undefined, 'throughput', false), undefined);
  });
});

describe('expectations', () => {
  it('have a verdict here and over the sweep, with points to look at', () => {
    const all = sweepOf(experiment(ram2009(), 'reuse'));
    const [first, second, third] = verdicts(all, all.experiment.points[0] as PointResult);
    assert.deepEqual([first?.status, first?.elsewhere], ['pass', 'Holds at all 7 points.']);
    assert.deepEqual([second?.status, second?.elsewhere], ['fail', 'Fails at 7 of 7 points.']);
    assert.deepEqual(
      second?.exceptions.map(exception => plain(exception.label)),
      ['guests = 2', 'guests = 3', 'guests = 4']
    );
    assert.equal(third?.line, 63);
  });

  it('are counted, the bad ones first', () => {
    const all = sweepOf(experiment(ram2009(), 'reuse'));
    assert.equal(tally(verdicts(all, all.experiment.points[0] as PointResult)), '1 fails, 1 is inconclusive, 1 passes at this point.');
  });
});

describe('published numbers', () => {
  it('stand beside what came out, with error, verdict and use', () => {
    const section = published(sweepOf(experiment(ram2009())));
    assert.deepEqual(texts(section?.table, 0), [
      'saturated driver domain',
      'throughput(rx)',
      'guests = 7',
      '2.90 Gb/s',
      '2.81 Gb/s ± 0.03',
      '−3.2 %',
      'within tolerance',
      'fitted',
      'read',
      'Ram et al., VEE 2009'
    ]);
    assert.equal(section?.summary, '1 published number, 0 predicted and 1 fitted; 1 of 1 within tolerance.');
  });

  it('are not judged without a tolerance nor when nothing was observed', () => {
    const table = published(sweepOf(experiment(policies())))?.table;
    const verdictsShown = [0, 1, 2, 3].map(row => texts(table, row)[6]);
    assert.deepEqual(verdictsShown, [
      'outside tolerance',
      'within tolerance',
      'no tolerance stated',
      'not observed: nothing was delivered'
    ]);
    assert.deepEqual(texts(table, 3).slice(4, 6), ['–', '–']);
  });

  it('are no section where there is none', () => assert.equal(published(sweepOf(experiment(manyFlows(2)))), undefined));
});

describe('tables as files', () => {
  const table = throughput(lastPoint(ram2009())).table as Table;

  it('CSV has units in its header and full precision below', () => {
    const lines = csv(table).split('\r\n');
    assert.equal(lines[0]?.split(',').slice(0, 6).join(), 'flow,from,to,goodput (bit/s),goodput low (bit/s),goodput high (bit/s)');
    assert.equal(lines.length, 9);
    assert.equal(Number(lines[1]?.split(',')[3]), lastPoint(ram2009()).flows[0]?.goodputBps.mean);
  });

  it('CSV quotes what would break a row', () => {
    const odd: Table = {
      caption: '',
      columns: [{ label: 'A', numeric: false, fields: ['a'] }],
      size: 1,
      row: () => [{ text: '', values: ['x, "y"\nz'] }]
    };
    assert.equal(csv(odd), 'a\r\n"x, ""y""\nz"\r\n');
  });

  it('records have the same names and null for what is absent', () => {
    const [first] = records(throughput(lastPoint(estimateOf(ram2009()))).table as Table);
    assert.equal(first?.['goodput low (bit/s)'], null);
    assert.equal(typeof first?.['goodput (bit/s)'], 'number');
  });
});

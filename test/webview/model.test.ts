import assert from 'node:assert/strict';
import { batches, interrupts } from '../../webview/model/activity.ts';
import { componentOrder } from '../../webview/model/components.ts';
import { cpu } from '../../webview/model/cpu.ts';
import { cycles } from '../../webview/model/cycles.ts';
import { distribution } from '../../webview/model/distribution.ts';
import { drops } from '../../webview/model/drops.ts';
import { grants } from '../../webview/model/grants.ts';
import { latency } from '../../webview/model/latency.ts';
import { arrayOf, crowd, listed, shortener } from '../../webview/model/names.ts';
import { along, comparable, counterpart, describe as described, pointAt, sweepOf } from '../../webview/model/points.ts';
import { resources } from '../../webview/model/resources.ts';
import { allFacts, headFacts } from '../../webview/model/run.ts';
import { throughput } from '../../webview/model/throughput.ts';
import { timeline } from '../../webview/model/timeline.ts';
import { latencyShares } from '../../src/topology/result.ts';
import type { RunResult } from '../../src/topology/result.ts';
import { chartOf, experiment, lastPoint, plain, texts } from './fixtures/reading.ts';
import { estimateOf, manyFlows, nothing, policies, ram2009 } from './fixtures/results.ts';

describe('names', () => {
  it('folds members of an array', () => assert.equal(arrayOf('server.guest[12].eth0'), 'server.guest[*].eth0'));
  it('drops the host where there is one', () => {
    assert.deepEqual(['a.x', 'a.y'].map(shortener(['a.x', 'a.y'])), ['x', 'y']);
    assert.deepEqual(['a.x', 'b.y'].map(shortener(['a.x', 'b.y'])), ['a.x', 'b.y']);
  });
  const crowds: readonly (readonly [readonly string[], string | undefined])[] = [
    [['s.guest[1]', 's.guest[2]'], '2 guests'],
    [['s.web[1]', 's.web[2]', 's.web[2]'], '2 web domains'],
    [['s.guest[1]'], 's.guest[1]'],
    [['s.guest[1]', 's.dom0'], undefined],
    [[], undefined]
  ];
  for (const [names, word] of crowds)
    it(`${names.join(' ')} is ${word}`, () =>
      assert.equal(
        crowd(names, name => name),
        word
      ));
  it('lists', () => assert.deepEqual([listed([]), listed(['a']), listed(['a', 'b', 'c'])], ['', 'a', 'a, b and c']));
});

describe('points of a sweep', () => {
  const sweep = sweepOf(experiment(policies()));
  it('has axes in the order of the sweep, numbers ascending', () => {
    assert.deepEqual(
      sweep.axes.map(axis => axis.name),
      ['size', 'policy', 'lro']
    );
    assert.deepEqual(sweep.axes[0]?.values, [64, 256, 1024, 4096, 16384, 65536]);
    assert.deepEqual(sweep.axes[1]?.values, ['copy', 'map', 'reuse']);
  });
  it('finds a point whatever the order of the names', () => {
    assert.deepEqual(pointAt(sweep, { lro: false, policy: 'map', size: 256 })?.parameters, { size: 256, policy: 'map', lro: false });
  });
  it('finds the closest when there is no such point, the last when nothing is asked', () => {
    assert.deepEqual(pointAt(sweep, { size: 999, policy: 'map', lro: false })?.parameters, { size: 64, policy: 'map', lro: false });
    assert.deepEqual(pointAt(sweep, undefined)?.parameters, { size: 65536, policy: 'reuse', lro: false });
  });
  it('walks along one axis', () => {
    const [axis] = sweep.axes;
    const point = pointAt(sweep, { size: 64, policy: 'map', lro: true });
    assert.ok(axis && point);
    assert.deepEqual(
      along(sweep, point, axis).map(each => each.parameters['size']),
      axis.values
    );
  });
  it('finds the counterpart only where the same is varied', () => {
    const [baseline, multiqueue] = ram2009().experiments.map(sweepOf);
    assert.ok(baseline && multiqueue);
    const point = lastPoint(ram2009());
    assert.deepEqual(counterpart(multiqueue, point.parameters, baseline)?.parameters, { guests: 7 });
    assert.equal(counterpart(sweep, point.parameters, baseline), undefined);
  });
  it('takes parameters of one value as part of the design, not as axes', () => {
    const base = experiment(ram2009());
    const pinned = sweepOf({
      ...base,
      varies: ['guests', 'path'],
      points: base.points.map(point => ({ ...point, parameters: { ...point.parameters, path: 'netfront' } }))
    });
    assert.deepEqual([pinned.axes.map(axis => axis.name), pinned.pinned], [['guests'], ['path']]);
    assert.equal(comparable(pinned, sweepOf(base)), true);
    assert.equal(comparable(pinned, sweep), false);
    assert.deepEqual(pointAt(pinned, { guests: 3 })?.parameters, { guests: 3, path: 'netfront' });
    assert.equal(plain(described({ guests: 3, path: 'netfront' }, pinned)), 'guests = 3');
  });
  it('describes a point', () => {
    assert.equal(plain(described({ size: 4096, policy: 'map', lro: false }, sweep, 'lro')), 'size = 4 KiB, policy = map');
  });
});

describe('sections of a point', () => {
  const point = lastPoint(ram2009());

  it('throughput has a bar with interval per flow and a sum', () => {
    const section = throughput(point);
    const chart = chartOf(section, 'bars');
    assert.deepEqual(
      chart.bars.map(bar => bar.label),
      point.flows.map(flow => flow.name)
    );
    assert.ok(chart.bars.every(bar => bar.value.low !== undefined));
    assert.match(plain(section.summary), /^7 flows: 2\.81 Gb\/s ± 0\.03 of goodput together, 396 Mb\/s to 406 Mb\/s each\.$/);
    assert.equal(section.table?.size, 7);
  });

  it('throughput of two thousand flows draws some and counts the rest', () => {
    const section = throughput(lastPoint(manyFlows(2000)));
    const chart = chartOf(section, 'bars');
    assert.equal(chart.bars.length, 14);
    assert.match(plain(chart.more ?? ''), /^and 1,986 more, 1\.38 Mb\/s to 1\.42 Mb\/s each; the table has all$/);
    assert.equal(section.table?.size, 2000);
  });

  it('completion times have a column only when some flow is finite', () => {
    assert.ok(!throughput(point).table?.columns.some(column => column.label === 'Completion'));
    const finite = { ...point, flows: point.flows.map((flow, index) => (index === 0 ? { ...flow, jobSeconds: { mean: 2.5 } } : flow)) };
    assert.equal(texts(throughput(finite).table, 0).at(-1), '2.50 s');
    assert.equal(texts(throughput(finite).table, 1).at(-1), '–');
  });

  it('cpu marks the domain that limits and those as busy as it', () => {
    assert.deepEqual(
      chartOf(cpu(point), 'bars')
        .bars.filter(bar => bar.emphasis)
        .map(bar => bar.label),
      ['server.dom0']
    );
    const guests = pointAt(sweepOf(experiment(policies())), { size: 64, policy: 'reuse', lro: true });
    assert.ok(guests);
    assert.deepEqual(
      chartOf(cpu(guests), 'bars')
        .bars.filter(bar => bar.emphasis)
        .map(bar => bar.label),
      ['server.guest[1]', 'server.guest[2]']
    );
  });

  it('cycles are stacked in path order, members of an array as their mean, and add up', () => {
    const chart = chartOf(cycles(point, componentOrder(experiment(ram2009()))), 'stack');
    assert.deepEqual(
      chart.stacks.map(stack => stack.label),
      ['server.dom0', 'server.guest[*], mean of 7']
    );
    for (const stack of chart.stacks) {
      const sum = stack.parts.reduce((total, part) => total + part.value, 0);
      assert.ok(Math.abs(sum - stack.total) < 0.01 * stack.total);
      assert.deepEqual(
        stack.parts.map(part => part.key),
        stack.parts.map(part => part.key).sort((a, b) => a - b)
      );
    }
    const names = chart.stacks[0]?.parts.map(part => part.name) ?? [];
    assert.ok(names.indexOf('nic driver') < names.indexOf('netback'));
    assert.ok(names.indexOf('netback') < names.indexOf('grant copy'));
  });

  it('a component keeps its colour at every point of the experiment', () => {
    const all = experiment(ram2009());
    const slots = all.points.map(
      each => chartOf(cycles(each, componentOrder(all)), 'stack').legend.find(entry => entry.name === 'netback')?.slot
    );
    assert.equal(new Set(slots).size, 1);
    assert.notEqual(slots[0], undefined);
  });

  it('more components than colours are gathered, and the table keeps them', () => {
    const components = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`step ${index}`, 100 + index]));
    const total = Object.values(components).reduce((a, b) => a + b, 0);
    const many = { ...point, domains: [{ name: 'x', cpuUtilization: { mean: 1 }, cyclesPerPacket: { total, components } }] };
    const all = { ...experiment(ram2009()), points: [many] };
    const section = cycles(many, componentOrder(all));
    const parts = chartOf(section, 'stack').stacks[0]?.parts ?? [];
    assert.equal(parts.length, 12);
    assert.equal(parts.at(-1)?.name, 'other');
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part.value, 0) - total) < 1e-6);
    assert.equal(section.table?.size, 30);
  });

  it('latency names the slowest flow and keeps the quantiles in order', () => {
    const slow = {
      ...point,
      flows: point.flows.map((flow, index) => (index === 3 ? { ...flow, latencySeconds: { ...flow.latencySeconds, p99: 0.5 } } : flow))
    };
    assert.match(latency(slow).summary, /rx\[4\]/);
    assert.deepEqual(
      chartOf(latency(point), 'quantiles').rows[0]?.quantiles.map(each => each.name),
      ['p50', 'p90', 'p95', 'p99', 'p99.9', 'max']
    );
  });

  it('the distribution of latency rises over every share, and its table has them all', () => {
    const section = distribution(point);
    const [series] = section === undefined ? [] : chartOf(section, 'distribution').series;
    assert.ok(series?.points.every((each, at) => at === 0 || each.seconds >= (series.points[at - 1]?.seconds ?? 0)));
    assert.equal(section?.table?.size, latencyShares.length);
    assert.deepEqual(section?.table?.columns[1]?.fields, ['rx[1] (s)']);
    assert.match(plain(section?.summary ?? ''), /^rx\[\d\]: half of its packets take .* or less, 90 % .*, 99\.9 % .*\.$/);
  });

  it('utilization over time has the busiest resource first and a row per part', () => {
    const section = timeline(point);
    assert.equal(section === undefined ? '' : chartOf(section, 'heat').rows[0]?.label, 'server.cpu[0]');
    assert.equal(section?.table?.size, 50);
    assert.match(plain(section?.summary ?? ''), /^server\.cpu\[0\] is the busiest: .* over 50 parts of 18 ms, in the first replication\.$/);
  });

  it('neither is told where nothing was measured over time', () => {
    const estimated = lastPoint(estimateOf(ram2009()));
    assert.deepEqual([distribution(estimated), timeline(estimated)], [undefined, undefined]);
    const damaged = { ...point, flows: point.flows.map(flow => ({ ...flow, latencyCdf: [1, 2] })) };
    assert.equal(distribution(damaged), undefined);
  });

  it('latency of an estimate has its mean alone', () => {
    const section = latency(lastPoint(estimateOf(ram2009())));
    assert.deepEqual(chartOf(section, 'quantiles').rows[0]?.quantiles, []);
    assert.match(section.summary, /on average/);
  });

  it('drops and refused posts stand together, most first', () => {
    const section = drops({ ...point, refusals: [{ where: 'server.engine', posts: 5000 }] });
    assert.deepEqual(
      chartOf(section, 'bars').bars.map(bar => bar.label),
      ['server.engine', 'server.eth0.rx[0]', 'server.guest[1].eth0']
    );
    assert.deepEqual(texts(section.table, 0), ['server.engine', 'post refused', '5,000']);
  });

  it('grants show frames against their limit and say which table is too small', () => {
    assert.equal(chartOf(grants(point), 'bars').bars[0]?.mark, 64);
    const short = { ...point, grants: point.grants.map((grant, index) => (index === 1 ? { ...grant, framesNeeded: 80 } : grant)) };
    assert.equal(grants(short).summary, 'server.guest[2] needs more frames than the limit allows.');
  });

  it('resources are busiest first', () => {
    const bars = chartOf(resources(point), 'bars').bars;
    assert.equal(bars[0]?.label, 'server.cpu[0]');
    assert.deepEqual(
      bars.map(bar => bar.value.mean),
      bars.map(bar => bar.value.mean).sort((a, b) => b - a)
    );
  });

  it('interrupts are summed, batches are not', () => {
    assert.equal(plain(interrupts(point).summary), '15,428 /s in all.');
    assert.equal(chartOf(batches(point), 'bars').bars.length, 3);
  });

  it('each section has words for an empty point', () => {
    const empty = lastPoint(nothing());
    const sections = [throughput, cpu, latency, drops, grants, interrupts, batches, resources].map(make => make(empty));
    for (const section of [...sections, cycles(empty, [])]) {
      assert.equal(section.chart, undefined, section.id);
      assert.match(section.summary, /^No .+\.$/, section.id);
    }
  });

  it('facts hold what belongs to every number', () => {
    const names = (result: RunResult) => headFacts(result, experiment(result), lastPoint(result)).map(fact => fact.name);
    assert.deepEqual(names(ram2009()), ['level', 'seed', 'replications', 'wall time', 'speed']);
    assert.deepEqual(names(estimateOf(ram2009())), ['level']);
    const packets = allFacts(ram2009(), experiment(ram2009()), point).find(fact => fact.name === 'Packets')?.value;
    assert.match(packets ?? '', /sent = .+ delivered \+ 1,118 dropped \+ 402 in flight/);
  });
});

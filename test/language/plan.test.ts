import { strict as assert } from 'node:assert';
import type { Experiment, Measure } from '../../src/topology/plan.ts';
import type { PlanOptions } from '../../src/language/analysis.ts';
import { analyseText, findingsOf, host } from './support.ts';

const world = `param n = 2
param policy = copy
param size = 64 B
grants copy { mode = copy }
grants reuse { mode = reuse }
${host('domain g[n] { vcpus = 1; vif v { model = netfront; bridge = br; grants = policy } }')}
host other { cpu { cores = 1; clock = 1 GHz } }
peer client { rate = 10 Gbps }
link uplink { ends = [client, server.eth0] }
flow rx { from = client; to = server.g[*].v }
flow noise { from = client; to = server.dom0; rate = 1 Mbps }
`;

function experiment(members: string): string {
  return `${world}experiment e { duration = 10 s\n${members}\n}`;
}

function errors(members: string): string[] {
  return findingsOf(analyseText(experiment(members)));
}

function planned(members: string, options?: PlanOptions): Experiment {
  const { plan, diagnostics } = analyseText(experiment(members)).plan(options);
  const made = plan?.experiments[0];
  assert.ok(
    made !== undefined,
    JSON.stringify(diagnostics.filter(each => each.severity === 'error').map(each => `${each.code}: ${each.message}`))
  );
  return made;
}

function measure(condition: string): Measure {
  const expectation = planned(`vary n = 2..3\nexpect ${condition}`).points[0]?.expectations[0];
  assert.ok(expectation !== undefined);
  return expectation.expression;
}

describe('vary', () => {
  const cases: readonly (readonly [statement: string, values: readonly unknown[], dimension: string])[] = [
    ['n = 1..3', [1, 2, 3], 'number'],
    ['n = [1, 3..4]', [1, 3, 4], 'number'],
    ['n = 1..7 step 3', [1, 4, 7], 'number'],
    ['n = [n, n + 1]', [2, 3], 'number'],
    ['size = 1 B..16 B step * 2', [1, 2, 4, 8, 16], 'size'],
    ['size = [64 B, 1 KiB]', [64, 1024], 'size'],
    ['policy = [copy, reuse]', ['copy', 'reuse'], 'word'],
    ['size = 100 B..300 B step 100 B', [100, 200, 300], 'size']
  ];
  for (const [statement, values, dimension] of cases) {
    it(statement, () => {
      const made = planned(`vary ${statement}`);
      const [name] = made.varies as [string];
      assert.deepEqual(
        made.points.map(point => point.parameters[name]),
        values
      );
      assert.equal(made.dimensions[name], dimension);
    });
  }

  const wrong: readonly (readonly [statements: string, findings: readonly string[]])[] = [
    ['vary m = 1..2', ['unknown-param «m»']],
    ['vary n = 3', ['not-a-sweep «3»']],
    ['vary n = []', ['empty-vary «[]»']],
    ['vary n = 1..2; vary n = 3..4', ['duplicate-vary «n»']],
    ['vary n = 1..200; vary size = 1 B..100 B step 1 B', ['too-many-points «1..200»']],
    ['vary n = 1 .. 2 step 0', ['bad-range «1 .. 2 step 0»']],
    ['vary size = 1 B..2 B', ['bad-range «1 B..2 B»']],
    ['vary n = [1, two]', []],
    ['vary n = [-1, 2]', ['out-of-range «-1»']],
    ['vary policy = [copy, ruse]', ['unknown-name «ruse»']]
  ];
  for (const [statements, findings] of wrong) {
    if (statements === 'vary n = [1, two]') continue;
    it(statements, () => assert.deepEqual(errors(statements), findings));
  }

  it('of a word that is nothing is found where it is used', () => assert.deepEqual(errors('vary n = [1, two]'), ['unknown-name «two»']));
});

describe('expectations', () => {
  it('name the whole flow, its members, and each of them', () => {
    const of = (condition: string): unknown => {
      const expression = measure(condition);
      return expression.kind === 'compare' && expression.left.kind === 'measure'
        ? [expression.left.targets, expression.left.each]
        : undefined;
    };
    assert.deepEqual(of('throughput(rx) > 1 bps'), [['rx'], false]);
    assert.deepEqual(of('throughput(rx[2]) > 1 bps'), [['rx[2]'], false]);
    assert.deepEqual(of('throughput(each(rx)) > 1 bps'), [['rx[1]', 'rx[2]'], true]);
    assert.deepEqual(of('utilization(server.cpu[0]) > 50 %'), [['server.cpu[0]'], false]);
    assert.deepEqual(of('cycles(server.g[*]) > 5 cycles'), [['server.g[1]', 'server.g[2]'], false]);
    assert.deepEqual(of('bandwidth(uplink) > 1 bps'), [['uplink'], false]);
  });

  it('read other points and experiments', () => {
    const expression = measure('throughput(rx, n = 2) >= 1.7 * throughput(rx)');
    assert.ok(expression.kind === 'compare' && expression.left.kind === 'measure');
    assert.deepEqual(expression.left.read, { parameters: { n: 2 } });
    const text = `${experiment('vary n = 1..2')}\nexperiment f : e { expect throughput(rx, experiment = e) > 1 bps }`;
    const { plan } = analyseText(text).plan();
    const read = plan?.experiments[1]?.points[0]?.expectations[0]?.expression;
    assert.ok(read?.kind === 'compare' && read.left.kind === 'measure');
    assert.deepEqual(read.left.read, { parameters: {}, experiment: 'e' });
  });

  it('resolve references at the point they read', () => {
    const expression = planned('vary n = 1..2\nexpect throughput(each(rx), n = 2) > 1 bps').points[0]?.expectations[0]?.expression;
    assert.ok(expression?.kind === 'compare' && expression.left.kind === 'measure');
    assert.deepEqual(expression.left.targets, ['rx[1]', 'rx[2]']);
  });

  it('compare the bottleneck with resources', () => {
    assert.deepEqual(measure('bottleneck == server.g[*]'), {
      kind: 'compare',
      operator: '==',
      left: { kind: 'bottleneck' },
      right: { kind: 'resources', names: ['server.g[1]', 'server.g[2]'] }
    });
  });

  it('hold tolerances relative in % and absolute otherwise', () => {
    const relative = measure('throughput(rx) within 5 % of 1 Gbps');
    const absolute = measure('throughput(rx) within 10 Mbps of 1 Gbps');
    assert.deepEqual([relative.kind === 'within' && relative.relative, absolute.kind === 'within' && absolute.relative], [true, false]);
  });

  it('keep bits and bytes apart in arithmetic', () => {
    const packets = measure('throughput(rx) / 1500 B > 1 KHz');
    assert.ok(packets.kind === 'compare' && packets.left.kind === 'arithmetic');
    assert.deepEqual(packets.left.right, { kind: 'constant', value: 1 / 8, dimension: 'number' });
  });

  const wrong: readonly (readonly [condition: string, findings: readonly string[]])[] = [
    ['throughput(rx)', ['not-a-condition «throughput(rx)»']],
    ['throughput(rx) >= 5', ['mixed-dimensions «throughput(rx) >= 5»']],
    ['throughput(rx) >= 5 s', ['mixed-dimensions «throughput(rx) >= 5 s»']],
    ['throughput(xr) >= 5 bps', ['unknown-name «xr»']],
    ['throughput(server.dom0) >= 5 bps', ['wrong-kind «server.dom0»']],
    ['throughput() >= 5 bps', ['wrong-arguments «)»']],
    ['troughput(rx) >= 5 bps', ['unknown-function «troughput»']],
    ['latency(rx, p42) < 1 ms', ['unknown-word «p42»']],
    ['throughput(rx, policy = reuse) > 1 bps', ['not-varied «policy»']],
    ['throughput(rx, experiment = f) > 1 bps', ['unknown-experiment «f»']],
    ['throughput(rx) within 1 s of 1 bps', ['mixed-dimensions «throughput(rx) within 1 s of 1 bps»']],
    ['each(rx) > 1 bps', ['misplaced-each «each»']],
    ['throughput(rx) > 1 bps && 5', ['mixed-dimensions «throughput(rx) > 1 bps && 5»']],
    ['bottleneck < server.dom0', ['mixed-dimensions «bottleneck < server.dom0»']],
    ['bottleneck == rx', []],
    ['throughput(rx[3]) > 1 bps', ['unknown-element «3»']],
    ['utilization(server.cpu[8]) < 50 %', ['unknown-element «8»']],
    ['loss(rx) <= 0.01', []],
    ['loss(rx) <= 1 %', []],
    ['cycles(server.dom0) < 5000 cycles', []],
    ['cycles(server.dom0) < 5000 cycles/packet', []],
    ['!(loss(rx) > 1 %) || fairness(rx) >= 0.9', []],
    ['min(throughput(rx), throughput(noise)) > 1 bps', []],
    ['-loss(rx) < 0', []],
    ['latency(rx, p99) < 2 * latency(rx)', []],
    ['drops(server.eth0) == 0', []],
    ['cycles(server.dom0, grant_copy) > 1 cycles', []],
    ['jobtime(rx) < 1 s', []]
  ];
  for (const [condition, findings] of wrong) it(condition, () => assert.deepEqual(errors(`expect ${condition}`), findings));
});

describe('events', () => {
  const cases: readonly (readonly [statement: string, events: readonly object[]])[] = [
    ['at 2 s migrate server.g[1] to other', [{ at: 2, action: 'migrate', target: 'server.g[1]', to: 'other' }]],
    ['at 2 s restart server.dom0', [{ at: 2, action: 'restart', target: 'server.dom0' }]],
    ['at 2 s crash server.g[2]', [{ at: 2, action: 'crash', target: 'server.g[2]' }]],
    ['at 2 s fail uplink', [{ at: 2, action: 'fail', target: 'uplink' }]],
    ['at 300 ms repair uplink', [{ at: 0.3, action: 'repair', target: 'uplink' }]],
    ['at 1 s set noise.rate = 0 bps', [{ at: 1, action: 'set', target: 'noise', property: 'rate', value: 0 }]],
    [
      'at 1 s set server.g[*].weight = 512',
      [
        { at: 1, action: 'set', target: 'server.g[1]', property: 'weight', value: 512 },
        { at: 1, action: 'set', target: 'server.g[2]', property: 'weight', value: 512 }
      ]
    ]
  ];
  for (const [statement, events] of cases) {
    it(statement, () =>
      assert.deepEqual(
        planned(statement).points[0]?.events.map(({ origin: _origin, ...event }) => event),
        events
      )
    );
  }

  const wrong: readonly (readonly [statement: string, findings: readonly string[]])[] = [
    ['at 2 migrate server.g[1] to other', ['missing-unit «2»']],
    ['at 2 s migrate server.g[1]', ['missing-destination «migrate server.g[1]»']],
    ['at 2 s migrate other to server', ['wrong-kind «other»']],
    ['at 2 s explode uplink', ['unknown-action «explode»']],
    ['at 20 s fail uplink', ['late-event «20 s»']],
    ['at 2 s set noise.rte = 0 bps', ['unknown-name «rte»']],
    ['at 2 s set noise.rate = 0', ['missing-unit «0»']],
    ['at 2 s set server.cpu.cores = 4', ['cannot-set «server.cpu.cores»']]
  ];
  for (const [statement, findings] of wrong) it(statement, () => assert.deepEqual(errors(statement), findings));
});

describe('set in an experiment', () => {
  it('gives a property another value', () => {
    const made = planned('set server.dom0.weight = 512');
    assert.equal(made.points[0]?.topology.hosts[0]?.domains[0]?.weight, 512);
    assert.equal(analyseText(experiment('set server.dom0.weight = 512')).topology.hosts[0]?.domains[0]?.weight, 256);
  });

  it('gives a param another value', () => {
    assert.equal(planned('set n = 3').points[0]?.topology.flows.filter(flow => flow.flow === 'rx').length, 3);
  });

  it('reaches what depends on the property', () => {
    const made = planned('set server.g[*].v.model = sriov\nset server.eth0.vfs = 2');
    assert.deepEqual(
      made.points[0]?.topology.hosts[0]?.domains.flatMap(domain => domain.vifs.map(vif => vif.model)),
      ['sriov', 'sriov']
    );
  });

  it('is checked like the file', () => assert.deepEqual(errors('set server.dom0.weight = 1 B'), ['wrong-dimension «1 B»']));
});

describe('published claims', () => {
  const claim = (members: string): string => `vary n = 1..2\npublished p { of = throughput(rx); source = "x"; ${members} }`;

  it('carry value, tolerance and standing', () => {
    const [published] = planned(claim('value = 2.9 Gbps; tolerance = 10 %; standing = read; use = fitted')).published;
    assert.deepEqual(
      [
        published?.value,
        published?.tolerance,
        published?.standing,
        published?.use,
        published?.dimension,
        published?.text,
        published?.of.length
      ],
      [2.9e9, { value: 0.1, relative: true }, 'read', 'fitted', 'rate', 'throughput(rx)', 2]
    );
  });

  it('carry points over the first varied param', () => {
    assert.deepEqual(planned(claim('points = [[1, 1 Gbps], [2, 2 Gbps]]')).published[0]?.points, [
      [1, 1e9],
      [2, 2e9]
    ]);
  });

  const wrong: readonly (readonly [members: string, findings: readonly string[]])[] = [
    ['value = 2.9 s', ['wrong-dimension «2.9 s»']],
    ['', ['claim-without-value «p»']],
    ['value = 1 bps; points = [[1, 1 bps]]', ['claim-with-both «p»']],
    ['points = [[3, 1 bps]]', ['point-not-in-sweep «3»']],
    ['points = [[1, 1 s]]', ['wrong-dimension «1 s»']],
    ['points = [1]', ['wrong-type «1»']],
    ['value = 1 bps; tolerance = 1 s', ['wrong-dimension «1 s»']]
  ];
  for (const [members, findings] of wrong)
    it(members === '' ? 'without a number' : members, () => assert.deepEqual(errors(claim(members)), findings));
});

describe('experiments', () => {
  const wrong: readonly (readonly [text: string, findings: readonly string[]])[] = [
    ['experiment e { }', ['missing-property «e»']],
    ['experiment e { duration = 0 s }', ['out-of-range «0 s»']],
    ['experiment e { duration = 1 s; warmup = 1 s }', ['warmup-too-long «1 s»']],
    ['experiment e { duration = 1 s; repeat = 0 }', ['out-of-range «0»']],
    ['experiment e { duration = 1 s; confidence = 95 }', ['out-of-range «95»']],
    ['vary n = 1..2', ['misplaced-member «vary»']],
    ['experiment e { duration = 1 s; param x = 2 }', ['misplaced-member «param»']],
    ['experiment e[2] { duration = 1 s }', ['not-an-array «2»']]
  ];
  for (const [text, findings] of wrong) it(text, () => assert.deepEqual(findingsOf(analyseText(text)), findings));
});

describe('options of a plan', () => {
  const sweep = 'vary n = 1..3\nvary policy = [copy, reuse]';

  it('fix a varied param', () =>
    assert.deepEqual(
      planned(sweep, { set: { n: '2' } }).points.map(point => point.parameters),
      [
        { n: 2, policy: 'copy' },
        { n: 2, policy: 'reuse' }
      ]
    ));
  it('vary it anew', () => assert.equal(planned(sweep, { set: { n: '1..4' } }).points.length, 8));
  it('vary another', () => assert.deepEqual(planned(sweep, { set: { size: '[64 B, 128 B]' } }).varies, ['n', 'policy', 'size']));
  it('set a word', () =>
    assert.equal(
      planned(sweep, { set: { policy: 'reuse', n: '1' } }).points[0]?.topology.hosts[0]?.domains[1]?.vifs[0]?.grants?.mode,
      'reuse'
    ));
  it('set a property', () =>
    assert.equal(planned(sweep, { set: { 'server.dom0.weight': '99' } }).points[0]?.topology.hosts[0]?.domains[0]?.weight, 99));
  it('choose experiments with those that they read', () => {
    const text = `${experiment('')}
experiment f { duration = 1 s; expect throughput(rx) > 0.5 * throughput(rx, experiment = e) }
experiment g { duration = 1 s
  published claim { of = throughput(rx) / throughput(rx, experiment = f); value = 1; source = "a" }
}
experiment h { duration = 1 s }`;
    const chosen = (...experiments: string[]): readonly string[] | undefined =>
      analyseText(text)
        .plan({ experiments })
        .plan?.experiments.map(each => each.name);
    assert.deepEqual(chosen('f'), ['e', 'f']);
    assert.deepEqual(chosen('g'), ['e', 'f', 'g']);
    assert.deepEqual(chosen('h'), ['h']);
  });

  it('choose experiments', () => {
    const { plan } = analyseText(`${experiment('')}\nexperiment f { duration = 1 s }`).plan({ experiments: ['f'], seed: 7, sha256: 'abc' });
    assert.deepEqual([plan?.experiments.map(each => [each.name, each.seed]), plan?.sha256], [[['f', 7]], 'abc']);
  });

  const wrong: readonly (readonly [options: PlanOptions, code: string, uri: string])[] = [
    [{ set: { m: '1' } }, 'unknown-param', 'option:set'],
    [{ set: { n: '-1' } }, 'out-of-range', 'option:set'],
    [{ set: { n: '1 +' } }, 'expected-expression', 'option:set'],
    [{ set: { n: '2 s' } }, 'wrong-dimension', 'option:set'],
    [{ set: { policy: 'ruse' } }, 'unknown-name', 'option:set'],
    [{ set: { n: '1e9' } }, 'too-many-elements', 'option:set'],
    [{ set: { n: '[]' } }, 'empty-vary', 'option:set'],
    [{ seed: 1.5 }, 'bad-option', 'option:seed'],
    [{ experiments: ['nope'] }, 'unknown-experiment', 'option:experiment'],
    [{ set: { 'server.dom0.wight': '1' } }, 'unknown-name', 'option:set']
  ];
  for (const [options, code, uri] of wrong) {
    it(`refuse ${JSON.stringify(options)}`, () => {
      const outcome = analyseText(experiment(sweep)).plan(options);
      assert.equal(outcome.plan, undefined);
      const [first] = outcome.diagnostics.filter(each => each.severity === 'error');
      assert.deepEqual([first?.code, first?.uri], [code, uri]);
    });
  }

  it('a file with errors has no plan', () => {
    const outcome = analyseText(`${experiment('')}\npeer p { }`).plan();
    assert.equal(outcome.plan, undefined);
    assert.deepEqual(
      outcome.diagnostics.filter(each => each.severity === 'error').map(each => each.code),
      ['missing-property']
    );
  });

  it('a file without experiments has none either', () => {
    assert.deepEqual(
      analyseText(world)
        .plan()
        .diagnostics.filter(each => each.severity === 'error')
        .map(each => each.code),
      ['no-experiments']
    );
  });
});

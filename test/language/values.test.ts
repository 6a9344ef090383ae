import { strict as assert } from 'node:assert';
import { analyseText, findingsOf, host } from './support.ts';

type Case = readonly [text: string, findings: readonly string[]];

function table(title: string, wrap: (text: string) => string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [text, expected] of cases) it(text, () => assert.deepEqual(findingsOf(analyseText(wrap(text))), expected));
  });
}

table('rates', text => `peer p { rate = ${text} }`, [
  ['10 Gbps', []],
  ['10Gbps', []],
  ['1.25 GB/s', []],
  ['1 GiB/s', []],
  ['10', ['missing-unit «10»']],
  ['10 GB', ['wrong-dimension «10 GB»']],
  ['10 GHz', ['wrong-dimension «10 GHz»']],
  ['10 Mpps', ['wrong-dimension «10 Mpps»']],
  ['0 bps', ['out-of-range «0 bps»']],
  ['-1 Gbps', ['out-of-range «-1 Gbps»']],
  ['true', ['wrong-type «true»']],
  ['"10 Gbps"', ['wrong-type «"10 Gbps"»']],
  ['[10 Gbps]', ['wrong-type «[10 Gbps]»']],
  ['2 * 5 Gbps', []],
  ['5 Gbps + 5 Gbps', []],
  ['5 Gbps + 5', ['mixed-dimensions «5 Gbps + 5»']],
  ['1500 B / 1 us', []],
  ['125 MB / 1 s', []],
  ['1 Gbps / 0', ['not-finite «1 Gbps / 0»']],
  ['min(1 Gbps, 2 Gbps)', []],
  ['min(1 Gbps, 2 s)', ['mixed-dimensions «min(1 Gbps, 2 s)»']],
  ['floor(2.5) * 1 Gbps', []],
  ['floor(2.5 Gbps)', ['wrong-type «floor(2.5 Gbps)»']],
  ['mod(7, 4) * 1 Gbps', []],
  ['mod(7, 0) * 1 Gbps', ['not-finite «mod(7, 0)»']],
  ['mod(7) * 1 Gbps', ['wrong-arguments «mod(7)»']],
  ['maxi(1 Gbps)', ['unknown-function «maxi»']],
  ['throughput(p)', ['misplaced-function «throughput»']],
  ['bottleneck', ['misplaced-function «bottleneck»']],
  ['1..2', ['wrong-type «1..2»']]
]);

table('percentages', text => `peer a { rate = 1 bps } peer b { rate = 1 bps } link l { ends = [a, b]; loss = ${text} }`, [
  ['1 %', []],
  ['0.01', []],
  ['100 %', []],
  ['101 %', ['out-of-range «101 %»']],
  ['5', ['out-of-range «5»']],
  ['1 s', ['wrong-dimension «1 s»']]
]);

table('whole numbers', text => host(`domain g { vcpus = ${text} }`), [
  ['1', []],
  ['8 / 2', []],
  ['1.5', ['not-whole «1.5»']],
  ['0', ['out-of-range «0»']],
  ['-1', ['out-of-range «-1»']],
  ['1 B', ['wrong-dimension «1 B»']],
  ['50 %', ['wrong-dimension «50 %»']]
]);

table('one of a few', text => host(`domain g { vcpus = 1; vif v { model = netfront; bridge = br; ${text} } }`), [
  ['buffer = 2 KiB', []],
  ['buffer = 2048 B', []],
  ['buffer = 3 KiB', ['out-of-range «3 KiB»']],
  ['buffer = 4', ['wrong-dimension «4»']],
  ['lro = true', []],
  ['offloads = [lro, sg, tso]', []],
  ['offloads = [lro, sg, tso, sg]', ['repeated-element «sg»']],
  ['offloads = [sg, tso, lroo]', ['unknown-word «lroo»']],
  ['mac = "00:16:3e:00:00:01"', []],
  ['mac = "01:00:00:00:00:00"', ['bad-address «"01:00:00:00:00:00"»']],
  ['mac = "00163e000001"', ['bad-address «"00163e000001"»']]
]);

table('lists', text => host(`domain g { vcpus = 2; pin = ${text} }`), [
  ['[1, 2]', []],
  ['[1..2]', []],
  ['1..2', []],
  ['[1..2, 4]', []],
  ['[1, 2,]', []],
  ['1', ['wrong-type «1»']],
  ['[1, 1.5]', ['not-whole «1.5»']],
  ['[2..1]', ['bad-range «2..1»']],
  ['[1..3 step 0]', ['bad-range «1..3 step 0»']],
  ['[1..5 step 2]', []],
  ['[1..4 step * 2]', []],
  ['[0..1e9]', ['range-too-long «0..1e9»']],
  ['[1, one]', ['unknown-name «one»']]
]);

table('groups', text => `host h { cpu { cores = 8; clock = 1 GHz; llc_groups = ${text} } }`, [
  ['[[0..3], [4..7]]', []],
  ['[0..3]', ['wrong-type «0..3»']]
]);

table('counts of arrays', text => host(`domain g[${text}] { vcpus = 1; background = 1 % }`), [
  ['2', []],
  ['0', []],
  ['2 * 2', []],
  ['-1', ['out-of-range «-1»']],
  ['1.5', ['not-whole «1.5»']],
  ['1e9', ['too-many-elements «1e9»']],
  ['2 s', ['wrong-dimension «2 s»']]
]);

describe('what is written in an array without elements', () => {
  it('is checked all the same', () => {
    assert.deepEqual(findingsOf(analyseText(host('domain g[0] { vcpus = 1 s; vif v { model = netfont; bridge = br } }'))), [
      'wrong-dimension «1 s»',
      'unknown-word «netfont»'
    ]);
  });
});

describe('costs', () => {
  const cost = (text: string): string[] =>
    findingsOf(analyseText(`costs c {\n${text}\n}\n${host('costs = c')}`), ['error', 'warning', 'hint']);
  const cases: readonly Case[] = [
    ['/// read: x\ngrant_copy = 300 cycles', []],
    ['/// read: x\ngrant_copy = 300 cycles/op', []],
    ['/// read: x\ngrant_copy = 300 ns', []],
    ['grant_copy = 300', ['missing-unit «300»']],
    ['grant_copy = 300 B', ['wrong-dimension «300 B»']],
    ['/// assumed: x\ntranslation_factor = 1.2', []],
    ['translation_factor = 1.2 cycles', ['wrong-dimension «1.2 cycles»']],
    ['grant_cpoy = 300 cycles', ['unknown-property «grant_cpoy»']],
    ['/// guessed\nbridge = 300 cycles', ['unknown-standing «/// guessed»']],
    ['/// assumed: range 100..200 cycles\nbridge = 300 cycles', ['bad-cost-range «/// assumed: range 100..200 cycles»']]
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(cost(text), expected));

  it('carry standing, source, range and unit', () => {
    const { topology } = analyseText(`costs c {
  /// assumed: cold memory, range 0.9..1.4 cycles/byte
  copy_cold_byte = 1.08 cycles/byte
  /// read: somebody 2008,
  /// table 2
  hypercall = 100 ns
}
costs d : c { bridge = 500 cycles }
${host('costs = d')}`);
    const { operations, name } = topology.hosts[0]?.costs ?? { operations: {}, name: '' };
    assert.equal(name, 'd');
    assert.deepEqual(operations['copy_cold_byte'], {
      value: 1.08,
      unit: 'cycles',
      per: 'byte',
      standing: 'assumed',
      source: 'cold memory, range 0.9..1.4 cycles/byte',
      range: [0.9, 1.4]
    });
    assert.deepEqual(operations['hypercall'], { value: 1e-7, unit: 'seconds', standing: 'read', source: 'somebody 2008, table 2' });
    assert.deepEqual(operations['bridge'], { value: 500, unit: 'cycles', standing: 'assumed', source: '' });
  });
});

import { strict as assert } from 'node:assert';
import { completions } from '../../../src/language/model/completion/completions.ts';
import { analyseText, cursor, host, main } from '../support.ts';

function offered(
  marked: string
): readonly { readonly label: string; readonly insertText: string; readonly start: number; readonly end: number }[] {
  const { text, offset } = cursor(marked);
  return completions(analyseText(text), main, offset).map(each => ({
    label: each.label,
    insertText: each.insertText,
    start: each.replace.start,
    end: each.replace.end
  }));
}

/** Where the cursor stands, what must be offered (the first ones in this order), what must not. */
const cases: readonly (readonly [name: string, marked: string, first: readonly string[], absent?: readonly string[]])[] = [
  ['kinds and keywords at file level', '‸', ['import', 'param', 'template'], ['cpu', 'vif', 'vary']],
  ['kinds at file level', 'ho‸', [], ['rate']],
  ['required properties first', 'host h { nic e {\n    ‸\n  } }', ['rate'], ['vcpus', 'cpu']],
  ['kinds that may stand in a block', 'host h {\n  ‸\n}', ['costs', 'memory'], ['vif', 'flow']],
  ['not what is written already', 'host h { nic e { rate = 1 Gbps; ‸ } }', [], ['rate']],
  ['words of an enumeration', 'grants g { mode = ‸ }', ['copy', 'guest_copy', 'map']],
  ['words while one is typed', 'grants g { mode = co‸ }', ['copy']],
  ['words in a list', 'host h { nic e { offloads = [checksum, ‸] } }', ['checksum', 'tso']],
  ['booleans', 'host h { hypervisor { boost = ‸ } }', ['true', 'false']],
  ['a fixed choice', host('domain g { vif v { buffer = ‸ } }'), ['4 KiB', '2 KiB']],
  ['names of a fitting kind', host('bridge c { uplink = ‸ }'), ['eth0'], ['dom0', 'br']],
  [
    'driver domains first as a back-end',
    host('domain a { vcpus = 1 }\ndomain g { vcpus = 1; vif v { model = netfront; backend = ‸ } }').replace('domain dom0', 'domain zero'),
    ['zero', 'a', 'g', 'qemu'],
    ['eth0']
  ],
  ['members of a host behind a dot', `${host('')}peer c { rate = 1 bps }\nlink { ends = [c, server.‸] }`, ['eth0'], ['br']],
  ['endpoints behind an array', `${host('domain g[2] { vcpus = 1; vif v { model = netfront } }')}flow f { to = server.g[1].‸ }`, ['v']],
  ['hosts on the way to an endpoint', `${host('')}peer c { rate = 1 bps }\nflow f { from = ‸ }`, ['c', '[…]', 'server']],
  [
    'bases of the same kind, templates first',
    'template domain small { vcpus = 1 }\nhost h { domain a { vcpus = 1 } domain b : ‸ }',
    ['small', 'a'],
    ['h']
  ],
  ['units behind a number', 'peer p { rate = 10 ‸ }', ['Mbps', 'Gbps'], ['GHz', 'ms']],
  ['units while one is typed', 'peer p { rate = 10 G‸ }', ['Mbps', 'Gbps'], ['GHz']],
  ['params for a number', `param guests = 2\n${host('domain g[‸')}`, ['guests']],
  ['index in an array', host('domain g[2] { vcpus = 1; pin = [‸] }'), ['index']],
  ['statements in an experiment', 'experiment e {\n  ‸\n}', ['duration'], ['cpu']],
  ['params to vary', 'param n = 1\nexperiment e {\n  vary ‸\n}', ['n']],
  ['measures', 'experiment e {\n  expect ‸\n}', ['bandwidth', 'cycles']],
  [
    'targets of a measure',
    'peer a { rate = 1 bps }\nflow rx { from = a; to = a }\nexperiment e {\n  expect throughput(‸)\n}',
    ['rx'],
    ['a']
  ],
  ['quantiles', 'flow rx { }\nexperiment e {\n  expect latency(rx, ‸)\n}', ['p50', 'p90']],
  ['components', 'experiment e {\n  expect cycles(server.dom0, ‸)\n}', ['ack']],
  ['experiments to read', 'experiment a { }\nexperiment e {\n  expect throughput(rx, experiment = ‸)\n}', ['a', 'e']],
  ['resources to compare the bottleneck with', `${host('')}experiment e {\n  expect bottleneck == ‸\n}`, ['server']],
  ['actions', 'experiment e {\n  at 1 s ‸\n}', ['crash', 'fail', 'migrate']],
  ['what an action is about', `${host('')}link up { ends = [a, b] }\nexperiment e {\n  at 1 s fail ‸\n}`, ['up', 'server']],
  ['where a domain migrates to', `${host('')}host other { }\nexperiment e {\n  at 1 s migrate server.dom0 to ‸\n}`, ['server', 'other']],
  ['properties to set', 'flow noise { }\nexperiment e {\n  at 1 s set noise.‸\n}', ['arrival']],
  ['operations in a cost block', 'costs c {\n  gr‸\n}', ['ack_make']],
  ['kinds behind template', 'template ‸', ['bridge']],
  ['nothing in a comment', '// ho‸', []],
  ['nothing for a name that is being made', 'host ‸', [], ['cpu', 'rate']]
];

describe('completion', () => {
  for (const [name, marked, first, absent = []] of cases) {
    it(name, () => {
      const labels = offered(marked).map(each => each.label);
      assert.deepEqual(labels.slice(0, first.length), first, labels.slice(0, 12).join(' '));
      for (const label of absent) assert.ok(!labels.includes(label), `${label} is offered`);
    });
  }

  it('offers the shipped libraries in an import', () =>
    assert.ok(offered('import "‸"').some(each => each.label === 'xnet:costs/xen-2009')));

  it('replaces the word that is typed', () => {
    const { text, offset } = cursor('grants g { mode = gu‸est }');
    const [item] = completions(analyseText(text), main, offset);
    assert.equal(text.slice(item?.replace.start, item?.replace.end), 'guest');
    assert.equal(offset, text.indexOf('gu') + 2);
  });

  it('inserts what a kind requires', () => {
    const nic = offered('host h {\n  ni‸\n}').find(each => each.label === 'nic');
    assert.equal(nic?.insertText, 'nic ${1:name} {\n\trate = ${2:10 Gbps}\n\t$0\n}');
  });

  it('documents every item at file level and in every kind', () => {
    for (const marked of ['‸', 'host h { ‸ }', 'host h { nic e { ‸ } }', 'experiment e { ‸ }', 'costs c { ‸ }']) {
      const { text, offset } = cursor(marked);
      for (const each of completions(analyseText(text), main, offset))
        assert.ok((each.documentation ?? '').length > 10, `${marked}: ${each.label}`);
    }
  });
});

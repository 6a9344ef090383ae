/** An analysis made from that of the text before says exactly what one from nothing says, edit after edit. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import fc from 'fast-check';
import { analyse } from '../../src/language/analyse.ts';
import type { FullAnalysis } from '../../src/language/analyse.ts';
import { completions } from '../../src/language/model/completion/completions.ts';
import { hover } from '../../src/language/model/hover.ts';
import { references } from '../../src/language/model/occurrences.ts';
import { semanticTokens } from '../../src/language/model/tokens.ts';
import type { Topology } from '../../src/topology/model.ts';
import { edited, edits } from './edits.ts';
import type { Edit } from './edits.ts';
import { manyHosts, rack } from './many-hosts.ts';

/** How often each file is edited; a longer search sets it higher. */
const runs = Number(process.env['XNET_EDIT_RUNS'] ?? 12);

const main = 'test:/main.xnet';
const imported = 'test:/rack.xnet';
type Texts = Readonly<Record<string, string>>;

function analysisOf(texts: Texts, before?: FullAnalysis): FullAnalysis {
  return analyse(main, { read: uri => texts[uri], resolve: (_from, path) => path.replace('./', 'test:/') }, before);
}

/** Everything that an analysis says. */
function sayings(analysis: FullAnalysis): unknown {
  const { plan, diagnostics } = analysis.plan();
  const tokens = semanticTokens(analysis, main);
  return { diagnostics: analysis.diagnostics, topology: analysis.topology, plan, planning: diagnostics, tokens };
}

/** Asks what an editor asks between two keys; answers must not depend on it. */
function browse(analysis: FullAnalysis, at: number): void {
  const offset = Math.floor(at * (analysis.files.get(main)?.text.length ?? 0));
  completions(analysis, main, offset);
  hover(analysis, main, offset);
  references(analysis, main, offset);
}

/** Follows edits, most of them of the first file; not every text is checked, since keys may come faster. */
function follow(text: string, steps: readonly Edit[]): void {
  let texts: Texts = { [main]: text, [imported]: rack };
  let analysis = analysisOf(texts);
  analysis.check();
  for (const [number, step] of steps.entries()) {
    const uri = step.at * 100 - Math.floor(step.at * 100) < 0.15 ? imported : main;
    texts = { ...texts, [uri]: edited(texts[uri] ?? '', step) };
    analysis = analysisOf(texts, analysis);
    if (step.to > 0.5) browse(analysis, step.to);
    if (number < steps.length - 1 && step.to < 0.3) continue;
    assert.deepEqual(sayings(analysis), sayings(analysisOf(texts)), JSON.stringify(texts));
  }
}

const examples = ['first', 'grant-copy', 'grant-queues', 'receive-aggregation', 'sriov-or-netback'];
const files: readonly (readonly [name: string, text: string])[] = [
  ...examples.map(name => [name, fs.readFileSync(`examples/${name}.xnet`, 'utf8')] as const),
  ['many hosts', manyHosts]
];

describe('an analysis made from that of the text before', () => {
  for (const [name, text] of files) {
    it(`says what one from nothing says: ${name}`, function () {
      this.timeout(0);
      fc.assert(
        fc.property(fc.array(edits, { minLength: 1, maxLength: 8 }), steps => follow(text, steps)),
        { numRuns: runs }
      );
    });
  }

  const [hosts, flows, links] = ['server', 'rx', 'link '].map(name => [1, 2, 3, 4].map(n => name + n)) as [string[], string[], string[]];
  const cases: readonly (readonly [what: string, from: string, to: string, again: readonly string[]])[] = [
    ['a comment', '\n\n/// Host 2', '\n// so far\n\n/// Host 2', []],
    ['a processor', 'cores = 10;', 'cores = 11;', ['server2', 'rx2', 'link 2']],
    ['a host that others read', 'rate = 10 Gbps; rx_queues = 4', 'rate = 20 Gbps; rx_queues = 4', [...hosts, ...flows, ...links]],
    ['a link', 'link { ends = [client2, server2.eth0] }', 'link { ends = [client2, server2.eth0]; delay = 1 ms }', ['link 2']],
    ['a flow', 'server4.guest[*].eth0', 'server4.guest[1].eth0', ['rx4']],
    [
      'a host',
      '  domain own {\n    vcpus = 1\n    pin = [0, 20]\n    vif eth0 { model = netfront; bridge = xenbr0; queues = 2; rate = server1.eth0.rate }\n  }\n}\npeer client2',
      '}\npeer client2',
      ['server2', 'rx2', 'link 2']
    ],
    ['a param', 'spare = 12 Gbps', 'spare = 13 Gbps', []],
    ['a policy', 'grants copied { mode = copy', 'grants copied { mode = copy; batch = 8', [...hosts, ...flows, ...links]],
    ['a param that flows read', 'load = 1 Gbps', 'load = 2 Gbps', ['rx1']]
  ];
  for (const [what, from, to, again] of cases) {
    it(`lowers nothing again that does not depend on ${what}`, () => {
      const before = analysisOf({ [main]: manyHosts, [imported]: rack });
      const known = partsOf(before.topology);
      const edit = manyHosts.replace(from, to);
      const parts = partsOf(analysisOf({ [main]: edit, [imported]: rack }, before).topology);
      assert.notEqual(edit, manyHosts);
      assert.deepEqual(
        [...parts].filter(([name, part]) => known.get(name) !== part).map(([name]) => name),
        again
      );
    });
  }

  it('lowers only those domains of a host again that read the param that changed', () => {
    const domainsOf = ({ hosts }: Topology) => hosts.flatMap(host => host.domains);
    const before = analysisOf({ [main]: manyHosts, [imported]: rack });
    const known = new Set(domainsOf(before.topology));
    const after = analysisOf({ [main]: manyHosts.replace('policy = copied', 'policy = kept'), [imported]: rack }, before);
    const again = domainsOf(after.topology).filter(domain => !known.has(domain));
    assert.ok(again.length > 0);
    assert.deepEqual([...new Set(again.map(({ name }) => name.replace(/^.*\.|\[.*/g, '')))], ['guest']);
  });

  /** Edits of the file in turn: each has what it replaces and by what. */
  const histories: readonly (readonly [what: string, ...steps: readonly (readonly [from: string, to: string])[]])[] = [
    [
      'the first to misuse a param goes',
      ['param policy = copied', 'param policy = 12'],
      ['guest[vms] : Guest', 'guest[vms]'],
      ['domain guest[2] : Guest { pin = [index + 1] }', '']
    ],
    [
      'a param that is wrong gains a first reader',
      ['param spare', 'param wrong = nobody + 1\nparam spare'],
      ['domain guest[3] : Guest', 'domain guest[3 * wrong] : Guest'],
      ['domain guest[2] : Guest', 'domain guest[2 * wrong] : Guest']
    ],
    [
      'the first to use what is wrong in a template goes',
      ['grants kept', 'template domain Wrong { vcpus = 1 }\ngrants kept'],
      ['domain guest[3]', 'domain w : Wrong { }\n  domain guest[3]'],
      ['domain guest[2]', 'domain w : Wrong { }\n  domain guest[2]'],
      ['Wrong { vcpus = 1 }', 'Wrong { vcpus = 1 Gbps }'],
      ['domain w : Wrong { }\n  domain guest[2]', 'domain guest[2]']
    ],
    [
      'a likelier name comes for one that nobody has',
      ['domain own {', 'domain own { memory = lod\n'],
      ['param spare', 'param lodd = 2\nparam spare'],
      ['param lodd', 'param ladder'],
      ['param load', 'param lord']
    ],
    [
      'a likelier base comes for one that nobody has',
      ['guest[4] : Guest', 'guest[4] : Gest'],
      ['grants kept', 'template domain Gests { vcpus = 2 }\ngrants kept'],
      ['Gests', 'Gest']
    ],
    [
      'one fault in different words, and who asks first',
      ['domain guest[2]', 'domain odd[3] { vcpus = server4.guest[index + 3].vcpus }\n  domain guest[2]'],
      ['param clock', 'host early { cpu { cores = 2; clock = 2 GHz }\n domain peek { vcpus = 1 } }\nparam clock'],
      ['peek { vcpus = 1 }', 'peek { vcpus = server2.odd[3].vcpus }']
    ],
    [
      'properties go in a circle, and who enters it first',
      ['param clock', 'host early { cpu { cores = 2; clock = 2 GHz }\n domain peek { vcpus = 1 } }\nparam clock'],
      ['guest[2] : Guest {', 'guest[2] : Guest { weight = server4.own.weight;'],
      ['guest[4] : Guest { pin = [index + 1] }\n  domain own {', 'guest[4] : Guest { }\n  domain own { weight = server2.guest[1].weight;'],
      ['peek { vcpus = 1 }', 'peek { vcpus = server4.own.weight }']
    ],
    [
      'params go in a circle',
      ['param clock = 2.66 GHz', 'param clock = tick\nparam tick = clock'],
      ['cores = 9;', 'cores = 19;'],
      ['param tick = clock', 'param tick = 2 GHz'],
      ['cores = 19;', 'cores = 29;']
    ],
    [
      'a name is declared twice, and the first goes',
      ['grants kept', 'grants copied { mode = map }\ngrants kept'],
      ['grants copied { mode = copy }', '']
    ],
    ['a name hides an imported one', ['param spare', 'param vms = 3\nparam spare'], ['param vms = 3\n', '']],
    [
      'a cost block is used by one less, then by nobody',
      ['grants kept', 'costs odd { netback = 900 cycles /// read: it\n}\ngrants kept'],
      ['cpu { cores = 10;', 'costs = odd; cpu { cores = 10;'],
      ['cpu { cores = 12;', 'costs = odd; cpu { cores = 12;'],
      ['/// read: it', '/// guessed'],
      ['costs = odd; cpu { cores = 10;', 'cpu { cores = 10;'],
      ['costs = odd;', '']
    ],
    [
      'a nameless link comes before others',
      ['peer client1 ', 'link { ends = [client1, tor] }\nlink { }\npeer client1 '],
      ['link { }\n', '']
    ],
    ['what a sweep varies', ['vary policy = [copied, kept]', 'vary policy = [copied, copied]'], ['cores = 9;', 'cores = 19;']],
    [
      'a policy and a param that everybody reads',
      ['grants copied { mode = copy }', 'grants copied { mode = copy; pool = 64 }'],
      ['policy = copied', 'policy = kept'],
      ['policy = kept', 'policy = keptt'],
      ['policy = keptt', 'policy = copied'],
      ['clock = 2.66 GHz', 'clock = 2.66'],
      ['clock = 2.66\n', 'clock = 2 GHz\n'],
      ['grants copied', '\n\ngrants copied'],
      ['depth = 64', 'depth = 32'],
      ['depth = 32', 'depth = 16'],
      ['vcpus = 1\n    pin', 'vcpus = 2\n    pin'],
      ['param policy = copied', 'param which = copied\nparam policy = which'],
      ['which = copied', 'which = kept']
    ],
    [
      'what is named goes and comes back as something else',
      ['grants copied { mode = copy }', ''],
      ['grants kept', 'grants copied { mode = map }\ngrants kept'],
      ['grants copied', 'peer copied'],
      ['peer copied', 'template grants copied']
    ],
    [
      'a template and the count of an array',
      ['cores = 9;', 'cores = 19;'],
      ['guest[vms]', 'guest[depth]'],
      ['depth = 64', 'depth = 3'],
      ['guest[depth]', 'guest[own.vcpus]'],
      ['clock = 2.66 GHz', 'clock = 3 GHz']
    ],
    ['a brace is opened and closed', ['cpu { cores = 9;', 'cpu { { cores = 9;'], ['cpu { { cores = 9;', 'cpu { cores = 9; }']]
  ];
  for (const [what, ...steps] of histories) {
    it(`says what one from nothing says: ${what}`, () => {
      const texts: Record<string, string> = { [main]: manyHosts, [imported]: rack };
      let analysis = analysisOf(texts);
      analysis.check();
      for (const [from, to] of steps) {
        const before = texts[main] ?? '';
        texts[main] = before.replace(from, to);
        assert.notEqual(texts[main], before, from);
        analysis = analysisOf(texts, analysis);
        assert.deepEqual(sayings(analysis), sayings(analysisOf(texts)));
      }
    });
  }

  it('says what one from nothing says: too many elements, in a file that has many already', () => {
    const texts = [
      'peer a[5] { rate = 1 Gbps }\npeer b[50_001] { rate = 1 Gbps }',
      'peer a[50_000] { rate = 1 Gbps }\npeer b[50_001] { rate = 1 Gbps }'
    ];
    const before = analysisOf({ [main]: texts[0] ?? '' });
    before.check();
    const after = { [main]: texts[1] ?? '' };
    assert.deepEqual(analysisOf(after, before).diagnostics, analysisOf(after).diagnostics);
  });

  it('is made anew where an import leads elsewhere', () => {
    const before = analysisOf({ [main]: manyHosts, [imported]: rack });
    before.check();
    const texts = { [main]: manyHosts.replace('./rack.xnet', './none.xnet'), [imported]: rack };
    assert.deepEqual(sayings(analysisOf(texts, before)), sayings(analysisOf(texts)));
  });
});

/** Hosts, first members of flows and links, by name. */
function partsOf({ hosts, flows, links }: Topology): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...hosts.map(host => [host.name, host] as const),
    ...flows.filter(flow => flow.member === 1).map(flow => [flow.flow, flow] as const),
    ...links.map((link, i) => [`link ${i + 1}`, link] as const)
  ]);
}

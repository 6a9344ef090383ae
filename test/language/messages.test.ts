/** What people write wrong, and that the message says what to write instead: one fault, one finding. */
import { strict as assert } from 'node:assert';
import { analyseText, host } from './support.ts';

function errors(text: string): string[] {
  return analyseText(text)
    .diagnostics.filter(each => each.severity === 'error')
    .map(each => `«${text.slice(each.start, each.end)}» ${each.message}`);
}

const guest = (members: string): string => host(`domain g { vcpus = 1; ${members} }`);
const vif = (members: string): string => guest(`vif v { model = netfront; bridge = br; ${members} }`);

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['a kind', 'hots server { }', ['«hots» there is no kind of block called `hots`; did you mean `host` or `costs`?']],
  ['a word', guest('role = gest'), ['«gest» `gest` is not one of `guest`, `driver`, `control`, `native`; did you mean `guest`?']],
  ['a property', guest('vcpu = 2').replace('vcpus = 1; ', 'vcpus = 1; '), ['«vcpu» domain has no property `vcpu`; did you mean `vcpus`?']],
  ['a name', guest('vif v { model = netfront; bridge = bt }'), ['«bt» there is no bridge called `bt`; did you mean `br`?']],
  ['a number in quotes', host('domain g { vcpus = "2" }'), ['«"2"» `vcpus` takes a whole number, not a text; write `2`']],
  ['a name in quotes', guest('vif v { model = netfront; bridge = "br" }'), ['«"br"» `bridge` takes a bridge, not a text; write `br`']],
  ['a truth in words', vif('trusted = no'), ['«no» `trusted` takes `true` or `false`, not `no`; write `false`']],
  ['a word for a list', vif('offloads = tso'), ['«tso» `offloads` takes a list of words, not the word `tso`; write `[tso]`']],
  ['a number for a list', guest('pin = 0'), ['«0» `pin` takes a list of whole numbers, not the number 0; write `[0]`']],
  [
    'a block that is assigned',
    'host server = { cpu = { cores = 8; clock = 2 GHz } }',
    ['«=» a block follows directly: `host {` without `=`', '«=» a block follows directly: `cpu {` without `=`']
  ],
  ['a colon', 'peer p { rate: 1 Gbps }', ['«:» `=` is missing here: write it instead of `:`']],
  ['a remainder', `param n = 8 % 3\n${host('domain g[n] { vcpus = 1 }')}`, ['«%» `%` is only a unit; write the remainder as `mod(8, 3)`']],
  ['digits in groups', 'param n = 1,000', ['«1,000» write `1000`: a comma separates elements, not digits']],
  ['a count without brackets', host('domain g 4 { vcpus = 1 }'), ['«4» write `[4]`: elements are addressed by brackets']],
  ['a host without its block', 'host server\nparam n = 1', ['«server» the block of `host` is missing: `{ … }`']],
  [
    'an element that is not there',
    `${host('domain g[2] { vcpus = 1; vif v { model = netfront; bridge = br } }')}flow f { from = server.dom0; to = server.g[0].v }`,
    ['«0» `server.g` has 2 elements, numbered from 1; there is no element 0']
  ],
  [
    'an action',
    `${host('')}experiment e { duration = 1 s; at 1 ms reboot server.dom0 }`,
    ['«reboot» there is no action `reboot`: there are migrate, restart, crash, fail, repair and set']
  ],
  [
    'a bare number beside a quantity',
    `${vif('')}flow f { from = server.dom0; to = server.g.v }\nexperiment e { duration = 1 s; expect latency(f, p95) < 10 }`,
    ['«latency(f, p95) < 10» cannot compare a time and a number; write a unit behind the number']
  ]
];

describe('messages say what to write', () => {
  for (const [name, text, expected] of cases) it(name, () => assert.deepEqual(errors(text), expected));

  it('an option of a wrong sort is told once', () => {
    const text = `param n = 1\n${host('domain g[n] { vcpus = 1 }')}experiment e { duration = 1 s; vary n = 1..2 }`;
    const found = analyseText(text)
      .plan({ set: { n: 'banana' } })
      .diagnostics.filter(each => each.severity === 'error')
      .map(each => `${each.uri} ${each.message}`);
    assert.equal(found.length, 1, found.join('\n'));
  });
});

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

/** What somebody writes who knows other tools: where it is found, and what the light bulb makes of it where that is certain. */
const newcomers: readonly (readonly [marked: string, message: string, mended?: string])[] = [
  // Links and flows
  ['«link a -> server.eth0»', 'a link is written `link { ends = [a, server.eth0] }`', 'link { ends = [a, server.eth0] }'],
  [
    '«link up: a <-> server.eth0» { delay = 5 us }',
    'a link is written `link up { ends = [a, server.eth0] }`',
    'link up { ends = [a, server.eth0]; delay = 5 us }'
  ],
  ['«link(a, server.eth0)»', 'a link is written `link { ends = [a, server.eth0] }`', 'link { ends = [a, server.eth0] }'],
  ['link { ends = «a -> server.eth0» }', 'write `[a, server.eth0]`: a list stands in brackets', 'link { ends = [a, server.eth0] }'],
  ['link { ends = «a, server.eth0» }', 'write `[a, server.eth0]`: a list stands in brackets', 'link { ends = [a, server.eth0] }'],
  [
    '«flow f: server.dom0 -> server.g[1]»',
    'a flow is written `flow f { from = server.dom0; to = server.g[1] }`',
    'flow f { from = server.dom0; to = server.g[1] }'
  ],
  ['«flow a -> server.dom0»', 'a flow is written `flow NAME { from = a; to = server.dom0 }`'],
  // Loops, conditions, statements
  [
    '«for» i in 1..4 { peer b { rate = 1 Gbps } }',
    'there are no loops: `guest[4]` declares four of something, and `vary` in an experiment goes through values'
  ],
  [
    '«if» n > 1 { peer b { rate = 1 Gbps } } else { peer c { rate = 1 Gbps } }',
    'there are no conditions: an array of 0 elements is none, and `vary` in an experiment compares alternatives'
  ],
  ['«let» m = 3', 'write `param` instead of `let`', 'param m = 3'],
  [
    'experiment e { duration = 1 s; «assert» utilization(server.dom0) < 5 % }',
    'write `expect` instead of `assert`',
    'experiment e { duration = 1 s; expect utilization(server.dom0) < 5 % }'
  ],
  [
    'experiment e { duration = 1 s; expect utilization(server.dom0) «≥» 5 % }',
    'write `>=` instead of `≥`',
    'experiment e { duration = 1 s; expect utilization(server.dom0) >= 5 % }'
  ],
  [
    'experiment e { duration = 1 s; expect utilization(server.dom0) > 1% «and» n > 0 }',
    'write `&&` instead of `and`',
    'experiment e { duration = 1 s; expect utilization(server.dom0) > 1% && n > 0 }'
  ],
  // Ranges and lists
  [
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = «0-3» } }',
    'this is the number -3; a range is written `0..3`',
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = 0..3 } }'
  ],
  [
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = [«0-2», 4] } }',
    'this is the number -2; a range is written `0..2`',
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = [0..2, 4] } }'
  ],
  [
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = «"0-2,4"» } }',
    '`pin` takes a list of whole numbers, not a text; write `[0..2, 4]`',
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = [0..2, 4] } }'
  ],
  [
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = [0«...»3] } }',
    'write `..` instead of `...`',
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = [0..3] } }'
  ],
  [
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = 0«:»3 } }',
    'write `..` instead of `:`',
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 4; pin = 0..3 } }'
  ],
  [
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 2; pin = «0, 1» } }',
    'write `[0, 1]`: a list stands in brackets',
    'host h { cpu { cores = 8; clock = 1 GHz }; domain d { vcpus = 2; pin = [0, 1] } }'
  ],
  [
    'experiment e { duration = 1 s; vary n = «1-7» }',
    'this is the number -6; a range is written `1..7`',
    'experiment e { duration = 1 s; vary n = 1..7 }'
  ],
  ['experiment e { duration = 1 s; vary n = 1 «to» 7 }', 'write `..` instead of `to`', 'experiment e { duration = 1 s; vary n = 1 .. 7 }'],
  [
    'experiment e { duration = 1 s; vary n = «1, 2, 4» }',
    'write `[1, 2, 4]`: a list stands in brackets',
    'experiment e { duration = 1 s; vary n = [1, 2, 4] }'
  ],
  // Assignment
  ['peer b { rate«:» 1 Gbps }', '`=` is missing here: write it instead of `:`', 'peer b { rate = 1 Gbps }'],
  ['peer b { rate «==» 1 Gbps }', '`=` is missing here: write it instead of `==`', 'peer b { rate = 1 Gbps }'],
  ['peer b { «"rate"» = 1 Gbps }', 'write the name without quotes', 'peer b { rate = 1 Gbps }'],
  ['peer b «=» { rate = 1 Gbps }', 'a block follows directly: `peer {` without `=`', 'peer b { rate = 1 Gbps }'],
  // Units
  ['peer b { rate = 10 «Gbit» }', '`Gbit` is not a unit; write `Gbps`', 'peer b { rate = 10 Gbps }'],
  ['peer b { rate = 10«G» }', '`G` is not a unit; write `Gbps`', 'peer b { rate = 10Gbps }'],
  ['peer b { rate = 100 «M» }', '`M` is not a unit; write `Mbps`', 'peer b { rate = 100 Mbps }'],
  ['peer b { rate = 1 «gigabit» }', '`gigabit` is not a unit; write `Gbps`', 'peer b { rate = 1 Gbps }'],
  ['template domain t { vcpus = 1; memory = 4«G» }', '`G` is not a unit; write `GiB`', 'template domain t { vcpus = 1; memory = 4GiB }'],
  [
    'template domain t { vcpus = 1; memory = 512 «Mb» }',
    '`Mb` is not a unit; write `MB`',
    'template domain t { vcpus = 1; memory = 512 MB }'
  ],
  [
    'template vif t { model = netfront; mtu = 1500 «bytes» }',
    '`bytes` is not a unit; write `B`',
    'template vif t { model = netfront; mtu = 1500 B }'
  ],
  ['template cpu t { cores = 1; clock = 2.6 «G» }', '`G` is not a unit; write `GHz`', 'template cpu t { cores = 1; clock = 2.6 GHz }'],
  // Quotes
  ['peer b { rate = «"1 Gbps"» }', '`rate` takes a rate, not a text; write `1 Gbps`', 'peer b { rate = 1 Gbps }'],
  ["peer b { rate = «'1 Gbps'» }", 'write `1 Gbps`: texts stand in double quotes, words and numbers in none', 'peer b { rate = 1 Gbps }'],
  [
    "template domain t { vcpus = «'2'» }",
    'write `2`: texts stand in double quotes, words and numbers in none',
    'template domain t { vcpus = 2 }'
  ],
  [
    'template vif t { model = netfront; mac = «00:16:3e:00:00:01» }',
    'write `"00:16:3e:00:00:01"`: an address is a text',
    'template vif t { model = netfront; mac = "00:16:3e:00:00:01" }'
  ],
  // Braces and separators
  ['«peer b» rate = 1 Gbps }', '`{` is missing behind `peer b`', 'peer b { rate = 1 Gbps }'],
  ['«peer b»\n  rate = 1 Gbps\n}', '`{` is missing behind `peer b`', 'peer b {\n  rate = 1 Gbps\n}'],
  ['peer b «{» rate = 1 Gbps', '`{` is never closed', 'peer b { rate = 1 Gbps }'],
  [
    'template cpu t { cores = 1«,» clock = 1 GHz }',
    'write `;` or a line break instead of `,`',
    'template cpu t { cores = 1; clock = 1 GHz }'
  ],
  ['peer b { rate = 1 Gbps; };', ''],
  // Other words for what there is
  ['template «vm» t { vcpus = 1 }', 'there is no kind of block called `vm`; did you mean `domain`?', 'template domain t { vcpus = 1 }'],
  ['template domain t «extends» u { }', 'write `:` instead of `extends`', 'template domain t : u { }']
];

/** Files of other tools: one finding, on the line that shows it. */
const foreign: readonly (readonly [marked: string, message: string])[] = [
  [
    `# guest\n«name = "web1"»\nmemory = 1024\nvcpus = 2\nvif = [ 'bridge=xenbr0,mac=00:16:3e:11:22:33' ]\n`,
    'this is an xl.cfg, no topology: `xnet import FILE` makes a topology of it'
  ],
  [
    `«<domain type='xen'>»\n  <name>web1</name>\n</domain>\n`,
    'this is XML, as libvirt writes it, no topology: `xnet import FILE` makes a topology of it'
  ],
  ['«{»\n  "hosts": [ { "name": "server" } ]\n}\n', 'this is JSON, no topology: that of `ip -j -d link` is read by `xnet import FILE`'],
  [
    '«name: lab»\ntopology:\n  nodes:\n    a:\n      kind: linux\n',
    'this is YAML, as containerlab writes it, no topology: `xnet import FILE` makes a topology of it'
  ]
];

function unmarked(marked: string): { readonly text: string; readonly start: number } {
  return { text: marked.replace(/[«»]/g, ''), start: marked.indexOf('«') };
}

describe('what people bring from other tools is one finding', () => {
  const around = `param n = 1\ntemplate domain u { vcpus = 1 }\npeer a { rate = 1 Gbps }\n${host('domain g[n] { vcpus = 1 }')}`;
  for (const [marked, message, mended] of newcomers) {
    it(marked, () => {
      const { text, start } = unmarked(marked);
      const whole = around + text;
      const found = analyseText(whole).diagnostics.filter(each => each.severity === 'error');
      assert.deepEqual(
        found.map(each => `${whole.slice(each.start, each.end)}: ${each.message}`),
        message === '' ? [] : [`${/«(.*)»/s.exec(marked)![1]}: ${message}`]
      );
      if (message !== '') assert.equal(found[0]!.start - around.length, start);
      const fix = found[0]?.fixes?.find(each => each.preferred === true);
      const after = fix?.edits
        .toSorted((one, other) => other.start - one.start)
        .reduce((all, edit) => all.slice(0, edit.start) + edit.newText + all.slice(edit.end), whole);
      assert.equal(after?.slice(around.length), mended);
      if (after !== undefined) assert.deepEqual(errors(after), []);
    });
  }

  for (const [marked, message] of foreign) {
    it(message, () => {
      const { text, start } = unmarked(marked);
      const found = analyseText(text).diagnostics;
      assert.deepEqual(
        found.map(each => [each.message, each.start, text.slice(each.start, each.end)]),
        [[message, start, /«(.*)»/.exec(marked)![1]]]
      );
    });
  }
});

describe('messages say what to write', () => {
  for (const [name, text, expected] of cases) it(name, () => assert.deepEqual(errors(text), expected));

  it('a topology stays one while somebody types above it', () => {
    for (const typed of ['name = "x"\n', 'note: this\n', '{\n', '<\n'])
      assert.ok(!analyseText(typed + host('domain g { vcpus = 1 }')).diagnostics.some(({ code }) => code === 'foreign-file'), typed);
  });

  it('an option of a wrong sort is told once', () => {
    const text = `param n = 1\n${host('domain g[n] { vcpus = 1 }')}experiment e { duration = 1 s; vary n = 1..2 }`;
    const found = analyseText(text)
      .plan({ set: { n: 'banana' } })
      .diagnostics.filter(each => each.severity === 'error')
      .map(each => `${each.uri} ${each.message}`);
    assert.equal(found.length, 1, found.join('\n'));
  });
});

import * as assert from 'node:assert/strict';
import { mendOf } from '../../../src/language/syntax/mends.ts';
import type { MendEdit } from '../../../src/language/syntax/mends.ts';
import { parse } from '../../../src/language/syntax/parser.ts';
import { FAULTS, unmarked } from './faults.ts';

function applied(text: string, edits: readonly MendEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((mended, { start, end, newText }) => mended.slice(0, start) + newText + mended.slice(end), text);
}

function mended(text: string): string {
  const file = parse(text);
  const mend = mendOf(file, file.problems[0]!);
  assert.ok(mend, `no mend of ${file.problems[0]!.code}`);
  return applied(text, mend.edits);
}

describe('a mend', () => {
  const table: readonly (readonly [text: string, mended: string])[] = [
    ['peer p { rate = 10 kbps }', 'peer p { rate = 10 Kbps }'],
    ['peer p { rate = 10Gb/s }', 'peer p { rate = 10Gbps }'],
    ['param x = guests Gbps', 'param x = guests * 1 Gbps'],
    ['param x = .5 s', 'param x = 0.5 s'],
    ['param x = 8 % 3', 'param x = mod(8, 3)'],
    ['param x = a % b', 'param x = mod(a, b)'],
    ['param x = 1,000,000', 'param x = 1000000'],
    ['host a = { }', 'host a { }'],
    ['host a { cpu: { cores = 1 } }', 'host a { cpu { cores = 1 } }'],
    ['host a { domain g 4 { } }', 'host a { domain g [4] { } }'],
    ['host a { domain g(4) { } }', 'host a { domain g[4] { } }'],
    ['param x = server.guest.2.eth0', 'param x = server.guest[2].eth0'],
    ['experiment e { expect not a }', 'experiment e { expect !a }'],
    ['experiment e { expect a => b }', 'experiment e { expect a >= b }'],
    ['experiment e { expect a = b }', 'experiment e { expect a == b }'],
    ['param x = 1 // why\n  + 2', 'param x = 1 + // why\n  2'],
    ['param x = a\n  .b', 'param x = a.b'],
    ['peer p { rate: 1 bps }', 'peer p { rate = 1 bps }'],
    ['peer p { rate := 1 bps }', 'peer p { rate = 1 bps }'],
    ['peer p { rate == 1 bps }', 'peer p { rate = 1 bps }'],
    ['peer p { rate 1 bps }', 'peer p { rate = 1 bps }'],
    ['experiment e { vary x in 1..7 }', 'experiment e { vary x = 1..7 }'],
    ['host a {\n  cpu {\n    cores = 8 // why\n  nic e { }\n}', 'host a {\n  cpu {\n    cores = 8 // why\n  }\n  nic e { }\n}'],
    ['cpu { cores = 8', 'cpu { cores = 8 }'],
    ['host a {\n  nic e {\n    rate = 1 bps\n', 'host a {\n  nic e {\n    rate = 1 bps\n  }\n}\n'],
    ['host a { nic e { rate = 1 bps', 'host a { nic e { rate = 1 bps } }'],
    ['domain d {\n  pin = [0\n  vcpus = 1\n}', 'domain d {\n  pin = [0]\n  vcpus = 1\n}'],
    ['param x = (1 + 2]', 'param x = (1 + 2)'],
    ['host a { }\n}\n', 'host a { }\n\n'],
    ['param x = [a b]', 'param x = [a, b]'],
    ['param x = [a\nb]', 'param x = [a,\nb]'],
    ['param x = [1; 2]', 'param x = [1, 2]'],
    ['cpu { cores = 8 clock = 2 GHz }', 'cpu { cores = 8; clock = 2 GHz }'],
    ['cpu { cores = 8, clock = 2 GHz }', 'cpu { cores = 8; clock = 2 GHz }'],
    ['cpu {\n  cores = 8,\n  clock = 2 GHz\n}', 'cpu {\n  cores = 8\n  clock = 2 GHz\n}'],
    ['host server\nparam x = 1', 'host server { }\nparam x = 1'],
    ['host "server" { }', 'host server { }'],
    ['experiment e { noise.rate = 0 bps }', 'experiment e { set noise.rate = 0 bps }'],
    ['experiment e { throughput(rx) > 5 }', 'experiment e { expect throughput(rx) > 5 }'],
    ['import "a\nparam x = 1', 'import "a"\nparam x = 1'],
    ['param x = 1 /* why\nparam y = 2', 'param x = 1 /* why */\nparam y = 2'],
    ['# why\nparam x = 1', '// why\nparam x = 1'],
    ['import "a\\x"', 'import "a\\\\x"'],
    ['link a -> server.eth0', 'link { ends = [a, server.eth0] }'],
    ['link up: a <-> b { delay = 1 us }', 'link up { ends = [a, b]; delay = 1 us }'],
    ['flow rx: client -> server.guest[*].eth0', 'flow rx { from = client; to = server.guest[*].eth0 }'],
    ['let n = 3', 'param n = 3'],
    ['include "./rack.xnet"', 'import "./rack.xnet"'],
    ['import ./rack.xnet', 'import "./rack.xnet"'],
    ['domain d { pin = 0, 1 }', 'domain d { pin = [0, 1] }'],
    ['link { ends = a -> b }', 'link { ends = [a, b] }'],
    ['domain d { pin = [0...3] }', 'domain d { pin = [0..3] }'],
    ['experiment e { vary n = 1 to 7 }', 'experiment e { vary n = 1 .. 7 }'],
    ['host h { domain g extends small { } }', 'host h { domain g : small { } }'],
    ['host server\n  memory = 1 B\n}', 'host server {\n  memory = 1 B\n}'],
    ['vif v { mac = 00:16:3e:00:00:01 }', 'vif v { mac = "00:16:3e:00:00:01" }'],
    ["domain d { role = 'guest' }", 'domain d { role = guest }'],
    ["vif v { mac = '00:16:3e:00:00:01' }", 'vif v { mac = "00:16:3e:00:00:01" }'],
    ['peer p[$n] { }', 'peer p[n] { }'],
    ['peer p { "rate" = 1 bps }', 'peer p { rate = 1 bps }']
  ];
  for (const [text, expected] of table) it(JSON.stringify(text), () => assert.equal(mended(text), expected));

  it('leaves fewer problems than there were, wherever there is one', () => {
    for (const { text: marked } of FAULTS) {
      const { text } = unmarked(marked);
      const file = parse(text);
      for (const problem of file.problems) {
        const mend = mendOf(file, problem);
        if (mend === undefined) continue;
        const after = parse(applied(text, mend.edits)).problems;
        assert.ok(after.length < file.problems.length, `${JSON.stringify(text)} → ${JSON.stringify(applied(text, mend.edits))}`);
      }
    }
  });
});

/** Texts with one fault each, and where it is to be found: marked by `«` and `»`. */
import type { SyntaxCode } from '../../../src/language/syntax/problems.ts';

export interface Fault {
  readonly code: SyntaxCode;
  readonly text: string;
  /** Keywords or property names of the file's members, where what is read all the same matters. */
  readonly members?: string;
}

const row = (code: SyntaxCode, text: string, members?: string): Fault => ({ code, text, members });

export const FAULTS: readonly Fault[] = [
  // Characters and words
  row('bad-character', 'param x = «€»', 'x'),
  row('bad-character', 'param x = 1 «@@€» \nparam y = 2', 'x y'),
  row('foreign-comment', '«#» a comment of another language\nparam x = 1 «#» and behind', 'x'),
  row('foreign-comment', 'host a { }\n«--» a comment of yet another\nparam y = 2', 'host y'),
  row('bad-character', "param x = «'»copy"),
  row('single-quotes', "param x = «'copy'»", 'x'),
  row('single-quotes', "vif v { mac = «'00:16:3e:00:00:01'»; rate = «'1 Gbps'» }", 'vif'),
  row('address-needs-quotes', 'vif v { mac = «00:16:3e:00:00:0a»; queues = 2 }', 'vif'),
  row('address-needs-quotes', 'vif v { mac = «fe:16:3e:00:00:01» }', 'vif'),

  // Files of other tools
  row('foreign-file', '\n«<?xml version="1.0"?>»\n<domain type="xen">\n</domain>\n', ''),
  row('foreign-file', "# a guest\n«name = 'web1'»\nvif = [ 'bridge=xenbr0' ]\n", ''),
  row('foreign-file', '«memory = 1024»\nname = "web1"\n', ''),
  row('foreign-file', "«vif = [ 'bridge=xenbr0' ]»\n", ''),
  row('foreign-file', '«{»\n  "hosts": []\n}\n', ''),
  row('foreign-file', '«[{"ifname": "eth0"}]»\n', ''),
  row('foreign-file', '«name: lab»\ntopology:\n  nodes:\n', ''),
  row('foreign-file', '«---»\ntopology:\n', ''),
  row('foreign-file', '«/local/domain/1 = ""»\n', ''),
  row('foreign-file', "«seclabel='system_u'»\nname = 'DomA'\n", ''),
  row('foreign-file', '«from os import getcwd»\nkernel = "k"\n', ''),

  // Statements of other languages
  row('foreign-statement', '«let» n = 3\nparam y = n', 'n y'),
  row('foreign-statement', '«include» "./rack.xnet"\nparam y = 1', 'import y'),
  row('foreign-statement', 'experiment e { «assert» throughput(rx) > 1 bps; «sweep» n = 1..3 }', 'experiment'),
  row('no-loops', '«for» i in 1..4 {\n  peer a { rate = 1 bps }\n}\nparam y = 1', 'y'),
  row('no-loops', 'host h { «for» (i = 0; i < 4; i++) { domain g { } }\n  memory = 1 B }', 'host'),
  row('no-loops', '«while» x > 1:\nparam y = 1', 'y'),
  row('no-conditions', '«if» n > 1 { peer a { } } else if n > 2 { peer b { } }\nelse {\n peer c { } }\nparam y = 1', 'y'),
  row('no-conditions', '«if» (n > 1) peer a { }\nparam y = 1', 'y'),
  row('arrow', '«link a -> server.eth0»\nparam y = 1', 'link y'),
  row('arrow', '«link a->b»', 'link'),
  row('arrow', '«link up: a <-> b» { delay = 1 us }\nparam y = 1', 'link y'),
  row('arrow', '«link [a, b]»', 'link'),
  row('arrow', '«link a to server.eth0» // why', 'link'),
  row('arrow', '«flow rx: client -> server.guest[*].eth0»', 'flow'),
  row('arrow', '«flow client -> server»\nparam y = 1', 'y'),
  row('list-needs-brackets', 'domain d { pin = «0, 1»; vcpus = 1 }', 'domain'),
  row('list-needs-brackets', 'link { ends = «a -> server.eth0»; delay = 1 s }', 'link'),
  row('list-needs-brackets', 'experiment e { vary n = «1, 2, 4..8»\n}', 'experiment'),
  row('bad-name', 'host «größe» { }', 'host'),
  row('unterminated-string', 'import «"./rack.xnet»\nparam x = 1', 'import x'),
  row('unterminated-string', 'flow f { trace = «"abc \\»\n}\nflow g { }', 'flow flow'),
  row('bad-escape', 'import "a«\\x»b"', 'import'),
  row('bad-escape', 'import "a«\\u12»zz"', 'import'),
  row('unterminated-comment', 'param x = 1\n«/*» never closed', 'x'),
  row('reserved-name', 'param «index» = 1'),
  row('reserved-name', 'host «true» { }'),
  row('name-not-a-string', 'host «"server"» { }', 'host'),
  row('name-not-a-string', 'peer p { «"rate"» = 1 bps }', 'peer'),

  // Numbers and units
  row('unit-near-miss', 'peer p { rate = 10 «kbps» }', 'peer'),
  row('unit-near-miss', 'peer p { rate = 10«Gb/s» }', 'peer'),
  row('unit-near-miss', 'costs c { a = 3 «cycle/pkt» }', 'costs'),
  row('unknown-unit', 'peer p { rate = 10 «parsecs» }', 'peer'),
  row('unknown-unit', 'peer p { rate = 10 «foo/s»; model = x }', 'peer'),
  row('unknown-unit', 'param x = 1«x10»'),
  row('unknown-unit', 'experiment e { at 2 «bananas» crash a }'),
  row('unit-near-miss', 'experiment e { at 2 «sec» crash a }'),
  row('unit-without-number', 'param x = guests «Gbps»'),
  row('unit-without-number', 'param x = (1 + 2) «Gbps»'),
  row('percent-is-a-unit', 'param x = a «%» 3'),
  row('percent-is-a-unit', 'param x = 7 «%» 3'),
  row('percent-is-a-unit', 'param x = 7 «%» n\nparam y = 2', 'x y'),
  row('digit-groups', 'param x = «1,000»\nparam y = «1,000,000»', 'x y'),
  row('number-too-large', 'param x = «1e999»'),
  row('number-needs-zero', 'param x = «.5» s'),
  row('element-needs-brackets', 'param x = server.guest«.2».eth0'),

  // Expressions
  row('expected-expression', 'param x «=»\nparam y = 2', 'x y'),
  row('expected-expression', 'param x «=»', 'x'),
  row('expected-expression', 'host a { nic e { rate «=» } }', 'host'),
  row('expected-expression', 'vif e {\n  backend «=»\n  bridge = b\n}', 'vif'),
  row('expected-expression', 'vif e {\n  backend «=» \n  nic e { }\n}', 'vif'),
  row('expected-expression', 'param x = 1 «+»\nparam y = 2', 'x y'),
  row('expected-expression', 'param x = 1 + «*» 2', 'x'),
  row('expected-expression', 'param x = «)»', 'x'),
  row('expected-expression', 'param x = [1«,» , 2]', 'x'),
  row('expected-expression', 'param x = «(»)', 'x'),
  row('expected-expression', 'param x = a«[»]', 'x'),
  row('expected-expression', 'host a«[»] { }', 'host'),
  row('expected-expression', 'experiment e {\n  «expect»\n  duration = 1 s\n}'),
  row('expected-expression', 'experiment e {\n  vary guests = 1«..»\n  vary policy = [a]\n}'),
  row('expected-expression', 'param x = «{» a = 1; b = 2 }\nparam y = 1', 'x y'),
  row('chained-comparison', 'experiment e { expect 1 < x «<» 3 }'),
  row('chained-comparison', 'experiment e { expect 1 < x «within» 5 % of 3 }'),
  row('chained-range', 'param x = 1..2«..»3'),
  row('single-equals', 'experiment e { expect bottleneck «=» server.dom0 }'),
  row('operator-near-miss', 'experiment e { expect a «=>» b }'),
  row('operator-near-miss', 'experiment e { expect a > 1 «and» b > 1 }'),
  row('operator-near-miss', 'experiment e { expect a > 1 «&» b > 1 }'),
  row('operator-near-miss', 'experiment e { expect «not» a }'),
  row('operator-near-miss', 'experiment e { expect a «≥» 1 % «and» b «≠» 2 }'),
  row('operator-near-miss', 'domain d { pin = [0«...»3, 5«:»7, 9 «to» 12] }', 'domain'),
  row('operator-near-miss', 'experiment e { vary n = 1«..=»7 }'),
  row('operator-near-miss', 'host h { domain g «extends» small { } }', 'host'),
  row('expected-of', 'experiment e { expect x within 5 «%» }'),
  row('expected-of', 'experiment e { expect x within «5»\n}'),
  row('line-starts-with-operator', 'param x = 1\n  «+» 2\nparam y = 3', 'x y'),
  row('line-starts-with-operator', 'param x = a\n  «&&» b', 'x'),
  row('line-starts-with-dot', 'param x = a\n  «.»b', 'x'),
  row('line-starts-with-operator', 'param x\n  «=» 2', 'x'),
  row('line-starts-with-operator', 'experiment e {\n  expect x\n    «within» 5 % of y\n}'),
  row('expected-name', 'flow f {\n  to = server«.»\n  from = a\n}'),
  row('expected-name', 'flow f { to = server«.» }'),
  row('unexpected-token', 'param x = a «b» c d\nparam y = 1', 'x y'),
  row('unexpected-token', 'param x = 1 «{» foo = 3 }\nparam y = 1', 'x y'),
  row('one-index', 'param x = a[1«,» 2].b'),

  // Lists and brackets
  row('expected-comma', 'param x = [a «b», c]'),
  row('expected-comma', 'param x = [1«;» 2]'),
  row('expected-comma', 'experiment e { expect f(a «b» = 2) > 1 }'),
  row('expected-close', 'domain d {\n  pin = «[»0\n  vcpus = 1\n}\npeer p { }', 'domain peer'),
  row('expected-close', 'domain d { pin = «[»0; vcpus = 1 }\npeer p { }', 'domain peer'),
  row('expected-close', 'experiment e {\n  expect throughput«(»\n  expect cycles(x) > 2\n}', 'experiment'),
  row('expected-close', 'experiment e {\n  expect throughput«(»rx, \n  duration = 2 s\n}', 'experiment'),
  row('expected-close', 'param x = f«(»g(1)\nparam y = 2', 'x y'),
  row('expected-close', 'param x = [f«(»1, 2]\nparam y = 2', 'x y'),
  row('wrong-close', 'param x = (1 + 2«]»\nparam y = 2', 'x y'),
  row('stray-close', 'param x = [1, 2«)», 3]', 'x'),
  row('stray-close', 'param x = 1«)»\nparam y = 2', 'x y'),
  row('stray-close', 'host a { }\n«}»\npeer p { }', 'host peer'),

  // Members
  row('expected-equals', 'domain d {\n  «vcpus»\n}', 'domain'),
  row('expected-equals', 'domain d { vcpus «4» }', 'domain'),
  row('expected-equals', 'domain d { role «driver»; vcpus = 2 }', 'domain'),
  row('expected-equals', 'vif e { nic «eth0» }', 'vif'),
  row('expected-equals', 'vif e { rate«:» 10 Gbps }', 'vif'),
  row('expected-equals', 'vif e { rate «==» 10 Gbps }', 'vif'),
  row('expected-equals', 'vif e { rate «:»= 10 Gbps }', 'vif'),
  row('expected-equals', 'param x «5»\nparam y = 1', 'x y'),
  row('expected-equals', 'param «x»\nparam y = 1', 'x y'),
  row('expected-equals', 'experiment e { vary x «in» 1..7 }'),
  row('expected-name', '«param»\nparam y = 1', 'param y'),
  row('expected-string', '«import»\nparam y = 1', 'import y'),
  row('expected-string', 'import «rack»\nparam y = 1', 'import y'),
  row('expected-kind', '«template»\nparam y = 1', 'y'),
  row('block-not-assigned', 'host server «=» { cpu «=» { cores = 1 } }', 'host'),
  row('block-not-assigned', 'host server {\n  cpu«:» { cores = 1 }\n}', 'host'),
  row('element-needs-brackets', 'host server {\n  domain guest «4» { vcpus = 1 }\n  domain other«(3)» { vcpus = 1 }\n}', 'host'),
  row('expected-block', 'host «server»\nparam y = 1', 'host y'),
  row('expected-block', '«host»\nparam y = 1', 'host y'),
  row('expected-block', 'host «server»; param y = 1', 'host y'),
  row('expected-open', '«host server»\n  cpu { cores = 1 }\n  memory = 1 B\n}\nparam y = 1', 'host y'),
  row('expected-open', '«peer p» rate = 1 bps }\nparam y = 1', 'peer y'),
  row('expected-reference', 'host server : «{» }', 'host'),
  row('expected-reference', 'experiment e {\n  at 1 s «crash»\n}'),
  row('expected-reference', 'experiment e {\n  at 1 s migrate a «to»\n  expect b > 1\n}'),
  row('expected-reference', 'experiment e { «set»\n }'),
  row('expected-action', 'experiment e {\n  at 2 «s»\n}'),
  row('expected-action', 'experiment e { at 2 s «=» 4 }'),
  row('property-path', 'experiment e { «noise.rate» = 0 bps }'),
  row('expected-member', '«=» 3\nparam y = 1', 'y'),
  row('expected-member', 'host a { «5» }\nparam y = 1', 'host y'),
  row('expected-member', '«"text"»\nparam y = 1', 'y'),
  row('expected-member', 'host a { «{» x = 1 } }\nparam y = 1', 'host y'),
  row('expected-member', 'experiment e { «throughput»(rx) > 5 }'),
  row('expected-separator', 'cpu { cores = 8 «clock» = 2 GHz }', 'cpu'),
  row('expected-separator', 'host h { memory = x «nic» e { } }', 'host'),
  row('expected-separator', 'experiment e { expect a > 5 «expect» b > 5 }'),
  row('comma-between-members', 'cpu { cores = 8«,» clock = 2 GHz }', 'cpu'),

  // Blocks that were never closed
  row('expected-close', 'host a «{»', 'host'),
  row('expected-close', 'host a «{»\n  cpu { cores = 8 }\n', 'host'),
  row('expected-close', 'host a {\n  cpu «{» cores = 8\n  nic e { rate = 1 Gbps }\n}\nflow f { }', 'host flow'),
  row('expected-close', 'flow a «{»\n  from = x\nflow b { from = y }', 'flow flow'),
  row('expected-close', 'host a {\n  nic e «{»\n    rate = 1 bps\nflow b { from = y }', 'host flow'),
  row('expected-close', 'host a «{»\n  cpu { cores = 8 }\nparam x = 2\nhost b { }', 'host x host'),
  row('expected-close', 'host a «{»\nimport "x"\ntemplate domain d { vcpus = 1 }', 'host import domain'),
  row('expected-close', 'experiment e {\n  published p «{»\n    of = x\n  expect y > 1\n}\nflow f { }', 'experiment flow'),
  row('expected-close', 'hots a «{»\nflow f { }', 'hots flow')
];

/** Takes the marks out of a text; answers where they stood. */
export function unmarked(marked: string): { readonly text: string; readonly places: readonly (readonly [number, number])[] } {
  const places: [number, number][] = [];
  let text = '';
  for (const part of marked.split(/([«»])/)) {
    if (part === '«') places.push([text.length, text.length]);
    else if (part === '»') places.at(-1)![1] = text.length;
    else text += part;
  }
  return { text, places };
}

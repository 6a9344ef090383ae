import { strict as assert } from 'node:assert';
import { definitions } from '../../../src/language/model/definitions.ts';
import { hover } from '../../../src/language/model/hover.ts';
import { references } from '../../../src/language/model/occurrences.ts';
import { documentSymbols } from '../../../src/language/model/outline.ts';
import { prepareRename, rename } from '../../../src/language/model/rename.ts';
import { signatureHelp } from '../../../src/language/model/signature.ts';
import { semanticTokens } from '../../../src/language/model/tokens.ts';
import { analyseText, cursor, example, main, sourceOf } from '../support.ts';

/** The example with a cursor put into its first occurrence of a text. */
function at(before: string, after: string): { readonly text: string; readonly offset: number } {
  const offset = example.indexOf(before + after) + before.length;
  assert.ok(offset >= before.length, before + after);
  return { text: example, offset };
}

describe('hover', () => {
  const cases: readonly (readonly [what: string, before: string, after: string, parts: readonly string[]])[] = [
    ['a kind', 'hyper', 'visor {', ['hypervisor { … }', 'in a host']],
    [
      'a property',
      'max_grant',
      '_frames =',
      ['hypervisor.max\\_grant\\_frames'.replace(/\\/g, ''), 'Type: a whole number', 'Range: 1 to 65,536', 'Default: `64`']
    ],
    ['a quantity property', '    coal', 'esce', ['Type: a time or `adaptive`', 'Default: an interrupt as soon as a packet waits']],
    ['an enumeration word', 'scheduler = cre', 'dit;', ['Proportional share']],
    ['a unit', '2.66 G', 'Hz', ['2.66 GHz', 'a period of 375.9 ps']],
    ["a rate's other spelling", 'rate       = 10 Gb', 'ps', ['1.25 GB/s']],
    ['a declaration by reference', 'uplink = eth', '0 }', ['nic server.eth0', 'rate = 10 Gbps']],
    ['an array', 'server.gu', 'est[*]', ['domain server.guest[guests] : small', '4 elements', 'pin = [index]` → `[1]']],
    ['a template', ': sma', 'll {', ['template domain small', 'vcpus = 1']],
    ['a param', 'guest[gue', 'sts]', ['param guests = 4', 'Varied over `1..7` in `baseline`']],
    ['a function', 'expect through', 'put(', ['throughput(flow) → rate', 'Goodput']],
    ['a statement', '  va', 'ry guests', ['vary PARAM = RANGE | LIST']],
    ['bottleneck', 'expect bottle', 'neck', ['most utilised resource']],
    ['an import', 'import "xnet:co', 'sts', ['`xen_2009`']],
    ['index', '[ind', 'ex]', ['own number in its array']],
    ['a param in a call', 'server.dom0, pol', 'icy = copy', ['param policy = copy']],
    ['what a value comes to', '    pi', 'n = [index]', ['Here: `[1]` in the first element, `[4]` in the last']]
  ];
  for (const [what, before, after, parts] of cases) {
    it(what, () => {
      const { text, offset } = at(before, after);
      const markdown = hover(analyseText(text), main, offset)?.markdown ?? '';
      for (const part of parts) assert.ok(markdown.includes(part), `${part} in\n${markdown}`);
    });
  }

  it('a cost with value, standing and source', () => {
    const { text, offset } = cursor('costs c {\n  /// assumed: from table 2, range 100..400 cycles\n  bri‸dge = 300 cycles\n}');
    const markdown = hover(analyseText(text), main, offset)?.markdown ?? '';
    for (const part of ['bridge = 300 cycles', 'Standing: **assumed** — from table 2', 'Plausible range: 100 cycles to 400 cycles'])
      assert.ok(markdown.includes(part), markdown);
  });

  it('answers in files with errors', () => {
    const { text, offset } = cursor('host h {\n  nic eth0 { rate = 10 }\n  bridge b { uplink = et‸h0; domain = nowhere');
    assert.match(hover(analyseText(text), main, offset)?.markdown ?? '', /nic h\.eth0/);
  });

  it('says nothing where nothing is', () => {
    const { text, offset } = cursor('host h { ‸ }');
    assert.equal(hover(analyseText(text), main, offset), undefined);
  });
});

describe('definition', () => {
  const cases: readonly (readonly [before: string, after: string, target: string])[] = [
    ['domain = do', 'm0; uplink', 'domain dom0'],
    ['uplink = eth', '0 }', 'nic eth0'],
    ['guest[gue', 'sts]', 'param guests'],
    [': sma', 'll {', 'template domain small'],
    ['grants = pol', 'icy', 'param policy'],
    ['throughput(r', 'x)', 'flow rx'],
    ['server.guest[*].eth', '0', 'vif eth0'],
    ['vary gue', 'sts', 'param guests'],
    ['dom0, policy = re', 'use)', 'grants reuse'],
    ['costs = xen', '_2009', 'costs xen_2009'],
    ['[client, ser', 'ver.eth0]', 'host server']
  ];
  for (const [before, after, target] of cases) {
    it(`${before}‸${after}`, () => {
      const { text, offset } = at(before, after);
      const analysis = analyseText(text);
      const [definition] = definitions(analysis, main, offset);
      assert.ok(definition !== undefined);
      assert.ok(sourceOf(analysis, definition.target).startsWith(target), sourceOf(analysis, definition.target).slice(0, 40));
    });
  }

  it('of a merged block leads to every part, the own one first', () => {
    const { text, offset } = cursor(
      'template host box { nic e { rate = 1 Gbps } }\nhost h : box { cpu { cores = 1; clock = 1 GHz } nic e { ring = 256 } domain d { vcpus = 1 } bridge b { domain = d; uplink = ‸e } }'
    );
    const analysis = analyseText(text);
    assert.deepEqual(
      definitions(analysis, main, offset).map(each => sourceOf(analysis, each.target)),
      ['nic e { ring = 256 }', 'nic e { rate = 1 Gbps }']
    );
  });

  it('of an import is the file', () => {
    const { text, offset } = cursor('import "./‸a.xnet"');
    assert.deepEqual(
      definitions(analyseText(text, { 'a.xnet': 'param a = 1' }), main, offset).map(each => each.target.uri),
      ['test:/a.xnet']
    );
  });
});

describe('references', () => {
  const places = (before: string, after: string): string[] => {
    const { text, offset } = at(before, after);
    const analysis = analyseText(text);
    return references(analysis, main, offset).map(
      each =>
        `${text.slice(text.lastIndexOf('\n', each.start) + 1, each.start).trim()}${each.declaration ? ' (declaration)' : each.write ? ' (write)' : ''}`
    );
  };

  it('of a param', () => assert.deepEqual(places('param gue', 'sts'), ['param (declaration)', 'domain guest[', 'vary (write)']));
  it('of a policy, in values of params and in calls', () => {
    assert.deepEqual(places('grants co', 'py'), [
      'param policy =',
      'grants (declaration)',
      'vary policy = [',
      'expect cycles(server.dom0, policy ='
    ]);
  });
  it('of a domain', () => assert.equal(places('domain do', 'm0 {').length, 5));

  it('follow a nested block through a template', () => {
    const { text, offset } = cursor(
      'template domain d { vcpus = 1; vif ‸eth { model = netfront } }\nhost h { cpu { cores = 1; clock = 1 GHz } domain g : d { vif eth { queues = 1 } } }\nflow f { from = h.g.eth; to = h.g.eth }'
    );
    assert.equal(references(analyseText(text), main, offset).length, 4);
  });

  it('cross files', () => {
    const { text, offset } = cursor('import "./a.xnet"\npeer p { rate = sp‸eed }');
    assert.deepEqual(
      references(analyseText(text, { 'a.xnet': 'param speed = 1 Gbps' }), main, offset).map(each => each.uri),
      ['test:/a.xnet', main]
    );
  });
});

describe('rename', () => {
  const renamed = (marked: string, name: string, files: Readonly<Record<string, string>> = {}): string => {
    const { text, offset } = cursor(marked);
    const outcome = rename(analyseText(text, files), main, offset, name);
    if ('refused' in outcome) return `refused: ${outcome.refused}`;
    return [...outcome.edits]
      .filter(edit => edit.uri === main)
      .sort((a, b) => b.start - a.start)
      .reduce((result, edit) => result.slice(0, edit.start) + edit.newText + result.slice(edit.end), text);
  };

  it('changes every place', () =>
    assert.equal(renamed('param sp‸eed = 1 Gbps\npeer p { rate = speed }', 'fast'), 'param fast = 1 Gbps\npeer p { rate = fast }'));
  it('refuses a name that is taken', () =>
    assert.match(renamed('param sp‸eed = 1 Gbps\npeer p { rate = speed }', 'p'), /already declares/));
  it('refuses what is no name', () => assert.match(renamed('param sp‸eed = 1 Gbps', '1x'), /not a name/));
  it('refuses reserved words', () => assert.match(renamed('param sp‸eed = 1 Gbps', 'index'), /reserved/));
  it("refuses a library's names", () =>
    assert.match(renamed('import "xnet:costs/xen-2009"\nhost h { costs = xen‸_2009 }', 'x'), /shipped library/));
  it('offers nothing on keywords', () => {
    const { text, offset } = cursor('pa‸ram a = 1');
    assert.equal(prepareRename(analyseText(text), main, offset), undefined);
  });
});

describe('outline', () => {
  it('shows declarations with their arrays and bases', () => {
    const items = documentSymbols(analyseText(example), main);
    const host = items.find(item => item.name === 'server');
    assert.deepEqual(
      host?.children.map(item => [item.name, item.detail]),
      [
        ['cpu', ''],
        ['hypervisor', ''],
        ['eth0', 'nic'],
        ['dom0', 'domain'],
        ['xenbr0', 'bridge'],
        ['guest', 'domain[guests] : small']
      ]
    );
    for (const item of items) assert.ok(item.start <= item.selection.start && item.selection.end <= item.end, item.name);
  });
});

describe('semantic tokens', () => {
  it('tell words, names, params and units apart', () => {
    const analysis = analyseText(example);
    const tokens = semanticTokens(analysis, main);
    const typeOf = (before: string, word: string): string | undefined => {
      const start = example.indexOf(before + word) + before.length;
      return tokens.find(token => token.start === start)?.type;
    };
    assert.deepEqual(
      [
        typeOf('mode = ', 'copy'),
        typeOf('grants = ', 'policy'),
        typeOf('bridge = ', 'xenbr0'),
        typeOf('10 ', 'Gbps'),
        typeOf('  ', 'cpu'),
        typeOf('    ', 'rate'),
        typeOf('expect ', 'bottleneck'),
        typeOf('pin = [', 'index')
      ],
      ['enumMember', 'parameter', 'variable', 'unit', 'type', 'property', 'keyword', 'keyword']
    );
    for (const [i, token] of tokens.entries())
      assert.ok(i === 0 || (tokens[i - 1]?.end ?? 0) <= token.start, `tokens overlap at ${token.start}`);
  });
});

describe('signature help', () => {
  const cases: readonly (readonly [marked: string, label: string, active: number])[] = [
    ['experiment e { expect latency(‸', 'latency(flow, [quantile]) → time', 0],
    ['experiment e { expect latency(rx, ‸', 'latency(flow, [quantile]) → time', 1],
    ['param a = min(1, ‸', 'min(x, …)', 0],
    ['experiment e {\n  vary ‸\n}', 'vary PARAM = RANGE | LIST', 0]
  ];
  for (const [marked, label, active] of cases) {
    it(marked, () => {
      const { text, offset } = cursor(marked);
      const help = signatureHelp(analyseText(text), main, offset);
      assert.deepEqual([help?.signatures[0]?.label, help?.activeParameter], [label, active]);
    });
  }
});

/** One fault, one problem, at the exact place. */
import * as assert from 'node:assert/strict';
import { parse } from '../../../src/language/syntax/parser.ts';
import { SYNTAX_PROBLEMS } from '../../../src/language/syntax/problems.ts';
import type { SyntaxCode } from '../../../src/language/syntax/problems.ts';
import { FAULTS, unmarked } from './faults.ts';

describe('recovery', () => {
  for (const { code, text: marked, members } of FAULTS) {
    it(`${code}: ${JSON.stringify(marked)}`, () => {
      const { text, places } = unmarked(marked);
      const file = parse(text);
      assert.deepEqual(
        file.problems.map(problem => [problem.code, problem.start, problem.end]),
        places.map(place => [code, ...place])
      );
      if (members === undefined) return;
      const read = file.members.map(member =>
        member.kind === 'declaration'
          ? member.keyword.text
          : member.kind === 'property'
            ? member.name.text
            : member.kind === 'param'
              ? (member.name?.text ?? 'param')
              : member.kind
      );
      assert.equal(read.join(' '), members);
    });
  }

  it('has a fault here for every problem but too deep nesting', () => {
    const shown = new Set<string>([...FAULTS.map(fault => fault.code), 'too-deep']);
    assert.deepEqual(
      Object.keys(SYNTAX_PROBLEMS).filter(code => !shown.has(code)),
      []
    );
  });

  it('fills every hole of a message', () => {
    for (const { text: marked } of FAULTS) {
      for (const { code, values } of parse(unmarked(marked).text).problems) {
        const holes = [...SYNTAX_PROBLEMS[code as SyntaxCode].message.matchAll(/\{(\w+)\}/g)].map(match => match[1]!);
        assert.deepEqual(
          holes.filter(hole => values?.[hole] === undefined),
          [],
          code
        );
      }
    }
  });
});

/** Findings at their places (between « and »), with the sum in the message; what mends them mends them. */
import { strict as assert } from 'node:assert';
import type { Diagnostic, Fix } from '../../../src/language/analysis.ts';
import { findings } from '../../../src/language/diagnostics/table.ts';
import { analyseText } from '../support.ts';
import { agreed } from './limits/agreed.ts';
import { hardware } from './limits/hardware.ts';

const cases = [...agreed, ...hardware];

function marked(source: string): { readonly text: string; readonly start: number; readonly end: number } {
  const start = source.indexOf('«');
  const end = source.indexOf('»') - 1;
  assert.ok(start >= 0 && end >= start, `no place is marked in ${source}`);
  return { text: source.replace('«', '').replace('»', ''), start, end };
}

function applied(text: string, { edits }: Fix): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

describe('findings with their sums', () => {
  for (const { name, source, code, message, fixes, related } of cases) {
    describe(name, () => {
      const { text, start, end } = marked(source);
      const ofCode = (all: readonly Diagnostic[]): Diagnostic[] => all.filter(each => each.code === code);

      it('stands at its place, with the sum', () => {
        const { diagnostics } = analyseText(text);
        const found = ofCode(diagnostics).find(each => each.start === start && each.end === end);
        const all = diagnostics.map(each => `${each.code} «${text.slice(each.start, each.end)}»`).join(', ');
        assert.ok(found, `no ${code} at «${text.slice(start, end)}» but ${all}`);
        assert.equal(found.message, message);
        assert.ok(!/\{\w+\}/.test(found.message), 'a hole is left');
        if (related !== undefined)
          assert.deepEqual(
            found.related?.map(each => text.slice(each.start, each.end)),
            related
          );
        if (fixes !== undefined)
          assert.deepEqual(
            found.fixes?.map(each => each.title),
            fixes
          );
      });

      for (const title of fixes ?? []) {
        it(`is mended by ${title}`, () => {
          const before = analyseText(text).diagnostics;
          const fix = ofCode(before)
            .flatMap(each => each.fixes ?? [])
            .find(each => each.title === title);
          assert.ok(fix);
          const after = applied(text, fix);
          const { diagnostics } = analyseText(after);
          assert.deepEqual(
            ofCode(diagnostics).map(each => each.message),
            [],
            after
          );
          const errors = diagnostics.filter(each => each.severity === 'error').map(each => each.code);
          const known = before.filter(each => each.severity === 'error').map(each => each.code);
          assert.deepEqual(
            errors.filter(each => !known.includes(each)),
            [],
            after
          );
        });
      }
    });
  }

  it('cover every sum of the table', () => {
    const without = new Set([
      'cpu-out-of-range',
      'numa-out-of-range',
      'pin-out-of-range',
      'vcpu-overcommit',
      'saturates-at',
      'offered-over-capacity'
    ]);
    const tested = new Set<string>(cases.map(each => each.code));
    const formulas = Object.entries(findings).flatMap(([code, row]) => (row.formula === undefined ? [] : [code]));
    assert.deepEqual(
      formulas.filter(code => !tested.has(code) && !without.has(code)),
      []
    );
  });
});

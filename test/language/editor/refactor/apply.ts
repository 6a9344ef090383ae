/** Offers and applies refactorings on a text whose cursor is `|` or whose selection is `«…»`. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../src/language/analyse.ts';
import type { FullAnalysis } from '../../../../src/language/analyse.ts';
import type { TextEdit } from '../../../../src/language/analysis.ts';
import { refactor } from '../../../../src/language/editor/refactor/index.ts';
import type { Proposal } from '../../../../src/language/editor/refactor/index.ts';
import { unmark } from '../../../server/client.ts';

export const file = 'file:///work/a.xnet';

export function analysed(texts: Readonly<Record<string, string>>): FullAnalysis {
  return analyse(file, { read: uri => texts[uri], resolve: (from, specifier) => new URL(specifier, from).href });
}

/** What is offered at the cursor. */
export function offers(marked: string, others: Readonly<Record<string, string>> = {}): readonly Proposal[] {
  const { text, cursors, ranges } = unmark(marked);
  const [start, end] = ranges[0] ?? [cursors[0] ?? 0, cursors[0] ?? 0];
  return refactor(analysed({ ...others, [file]: text }), file, { start, end }, uri => uri in others);
}

export function applied(text: string, edits: readonly TextEdit[], uri = file): string {
  const own = edits.map((each, order) => ({ ...each, order })).filter(each => each.uri === uri);
  own.sort((a, b) => b.start - a.start || b.end - a.end || b.order - a.order);
  return own.reduce((before, each) => before.slice(0, each.start) + each.newText + before.slice(each.end), text);
}

/** The file after the offer whose title matches. It has no error that it did not have before. */
export function after(marked: string, title: RegExp, others: Readonly<Record<string, string>> = {}): string {
  const { text } = unmark(marked);
  const offered = offers(marked, others);
  const chosen = offered.find(each => title.test(each.title));
  assert.ok(chosen, `none of ${offered.map(each => each.title).join(' | ') || 'no offer'} matches ${title}`);
  assertDisjoint(chosen.edits);
  const result = applied(text, chosen.edits);
  const before = errorsOf({ ...others, [file]: text });
  const now = errorsOf({ ...others, ...chosen.files, [file]: result });
  assert.deepEqual(
    now.filter(each => !before.includes(each)),
    [],
    result
  );
  return result;
}

function errorsOf(texts: Readonly<Record<string, string>>): readonly string[] {
  return analysed(texts)
    .diagnostics.filter(each => each.severity === 'error')
    .map(each => `${each.code}: ${each.message}`);
}

function assertDisjoint(edits: readonly TextEdit[]): void {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [i, each] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next !== undefined && next.uri === each.uri) assert.ok(each.end <= next.start, 'edits overlap');
  }
}

/** A host around some members, with all that a reference may need. */
export function inHost(members: string): string {
  return `host server {
  cpu { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen }
  nic eth0 { rate = 10 Gbps }
  domain dom0 { role = driver; vcpus = 1 }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
${members}
}
`;
}

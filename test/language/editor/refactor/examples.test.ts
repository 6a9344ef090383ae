/** Every refactoring at any place of every example leaves a file that checks as well as before. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { analyse } from '../../../../src/language/analyse.ts';
import type { FullAnalysis } from '../../../../src/language/analyse.ts';
import { refactor } from '../../../../src/language/editor/refactor/index.ts';
import type { Proposal } from '../../../../src/language/editor/refactor/index.ts';
import { applied } from './apply.ts';

const texts: ReadonlyMap<string, string> = new Map(
  ['examples', 'examples/published'].flatMap(folder =>
    readdirSync(folder)
      .filter(name => name.endsWith('.xnet'))
      .map(name => [`file:///${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')] as const)
  )
);
const uris = [...texts.keys()].filter(uri => (texts.get(uri) as string).length < 6000);

function analysed(uri: string, changed: Readonly<Record<string, string>> = {}): FullAnalysis {
  return analyse(uri, { read: each => changed[each] ?? texts.get(each), resolve: (from, specifier) => new URL(specifier, from).href });
}

function errors(analysis: FullAnalysis): string[] {
  return analysis.diagnostics.filter(each => each.severity === 'error').map(each => `${each.code}: ${each.message}`);
}

const known = new Map<string, FullAnalysis>();
function original(uri: string): FullAnalysis {
  let analysis = known.get(uri);
  if (analysis === undefined) known.set(uri, (analysis = analysed(uri)));
  return analysis;
}

function result(uri: string, { edits, files = {} }: Proposal): Readonly<Record<string, string>> {
  const touched = new Set([uri, ...edits.map(each => each.uri)]);
  return { ...files, ...Object.fromEntries([...touched].map(each => [each, applied(texts.get(each) ?? '', edits, each)])) };
}

describe('refactorings of the examples', () => {
  it('leave no error behind', function () {
    this.timeout(120_000);
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...uris), fc.nat({ max: 1_000_003 }), (uri, where) => {
        const analysis = original(uri);
        const text = texts.get(uri) as string;
        const start = where % text.length;
        for (const proposal of refactor(analysis, uri, { start, end: start }, each => texts.has(each))) {
          seen.add(proposal.kind);
          const changed = result(uri, proposal);
          const before = errors(analysis);
          const after = errors(analysed(uri, changed)).filter(each => !before.includes(each));
          assert.deepEqual(after, [], `${proposal.title} at ${start} of ${uri}:\n${changed[uri]}`);
        }
      }),
      // One seed, so that which refactorings are met is no matter of luck.
      { seed: 1, numRuns: 80 }
    );
    for (const kind of ['refactor.extract', 'refactor.rewrite']) assert.ok(seen.has(kind), `only ${[...seen].join()}`);
  });
});

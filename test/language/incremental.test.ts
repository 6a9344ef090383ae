/** An analysis made from that of the text before says exactly what one from nothing says, edit after edit. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import fc from 'fast-check';
import { analyse } from '../../src/language/analyse.ts';
import type { FullAnalysis } from '../../src/language/analyse.ts';
import { edited, edits } from './edits.ts';
import type { Edit } from './edits.ts';
import { manyHosts, rack } from './many-hosts.ts';

const main = 'test:/main.xnet';
const read = (name: string): string => fs.readFileSync(`examples/${name}.xnet`, 'utf8');

/** How often each file is edited; a longer search sets it higher. */
const runs = Number(process.env['XNET_EDIT_RUNS'] ?? 15);

function analysisOf(text: string, before?: FullAnalysis): FullAnalysis {
  return analyse(
    main,
    {
      read: uri => (uri === main ? text : uri === 'test:/rack.xnet' ? rack : undefined),
      resolve: (_from, path) => path.replace('./', 'test:/')
    },
    before
  );
}

/** Everything that an analysis says. */
function sayings(analysis: FullAnalysis): unknown {
  const { plan, diagnostics } = analysis.plan();
  return { diagnostics: analysis.diagnostics, topology: analysis.topology, plan, planning: diagnostics };
}

function follow(text: string, steps: readonly Edit[], asks: (step: Edit) => boolean): void {
  let now = text;
  let analysis = analysisOf(now);
  analysis.check();
  for (const [number, step] of steps.entries()) {
    now = edited(now, step);
    analysis = analysisOf(now, analysis);
    // Not every text is checked: keys come faster.
    if (number < steps.length - 1 && !asks(step)) continue;
    assert.deepEqual(sayings(analysis), sayings(analysisOf(now)), now);
  }
}

const files: readonly (readonly [name: string, text: string])[] = [
  ...['first', 'grant-copy', 'grant-queues', 'receive-aggregation', 'sriov-or-netback'].map(name => [name, read(name)] as const),
  ['many hosts', manyHosts]
];

describe('an analysis from the one before', () => {
  for (const [name, text] of files) {
    it(`says what one from nothing says: ${name}`, function () {
      this.timeout(0);
      fc.assert(
        fc.property(fc.array(edits, { minLength: 1, maxLength: 8 }), steps => follow(text, steps, step => step.to < 0.7)),
        { numRuns: runs }
      );
    });
  }
});

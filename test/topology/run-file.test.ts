/** A saved run: read as it was written, refused in words when it is something else. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readRunFile } from '../../src/topology/run-file.ts';
import type { ReadRun } from '../../src/topology/run-file.ts';
import { estimateOf, ram2009 } from '../webview/fixtures/results.ts';

const run = ram2009();
const whole = JSON.stringify(run, undefined, 2);
const words = (read: ReadRun): string => ('result' in read ? 'fine' : `${read.problem} | ${read.detail ?? ''}`);

/** The run with other values at some places; undefined takes the field away. */
function changed(values: Readonly<Record<string, unknown>>): string {
  const value: unknown = JSON.parse(whole);
  for (const [path, other] of Object.entries(values)) {
    const steps = path.split('.');
    const holder = steps.slice(0, -1).reduce((at, step) => (at as Record<string, unknown>)[step], value) as Record<string, unknown>;
    holder[steps.at(-1) ?? ''] = other;
  }
  return JSON.stringify(value);
}

describe('a saved run', () => {
  it('is read as it was written, an estimate too', () => {
    assert.deepEqual(readRunFile(whole), { result: JSON.parse(whole) });
    assert.equal(words(readRunFile(JSON.stringify(estimateOf(run)))), 'fine');
  });

  it('may know fields of a later version', () => {
    assert.equal(words(readRunFile(changed({ weather: 'rain' }))), 'fine');
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', ' \n', /^This file is empty\. \| A run is saved with “Save run…”/],
    ['a file that is cut short', whole.slice(0, 5000), /^This file is cut short or damaged: it is not JSON\./],
    ['a list', '[1]', /names no schema/],
    ['null', 'null', /names no schema/],
    ['another tool’s JSON', '{"end": {}}', /names no schema/],
    ['findings', '{"schema":"xnet-check/1"}', /it is of schema xnet-check\/1\./],
    [
      'a newer schema',
      changed({ schema: 'xnet-run/2', 'tool.version': '9.1' }),
      /^This run was written by xnet 9\.1 in xnet-run\/2, .* it reads xnet-run\/1\. \| A newer xnet reads it\./
    ],
    ['no experiments', changed({ experiments: undefined }), /damaged.* \| experiments is missing$/],
    [
      'a point without flows',
      changed({ 'experiments.0.points.2.flows': undefined }),
      /\| experiments\[0\]\.points\[2\]\.flows is missing$/
    ],
    [
      'a mean that is a word',
      changed({ 'experiments.0.points.0.totals.goodputBps.mean': 'much' }),
      /\| experiments\[0\]\.points\[0\]\.totals\.goodputBps\.mean is not a number$/
    ],
    ['a list that is none', changed({ 'experiments.0.varies': {} }), /varies is not a list$/],
    ['an optional field that is not what it says', changed({ incomplete: 'no' }), /\| incomplete is not true or false$/]
  ];
  for (const [what, text, reason] of refused) it(`refuses ${what} in words`, () => assert.match(words(readRunFile(text)), reason));

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.nat(whole.length).map(end => whole.slice(0, end))
        ),
        text => void readRunFile(text)
      )
    );
  });
});

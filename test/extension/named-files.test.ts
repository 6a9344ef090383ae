import assert from 'node:assert/strict';
import { importsIn, tracesIn } from '../../src/extension/run/named-files.ts';

const text = `import "./rack.xnet"
  import  "xnet:costs/xen-2009"
flow f {
  arrival = trace
  trace = "bursts.trace"
}
flow g { arrival = trace; trace= "../more.trace" }
flow h { trace = none }
`;

describe('the files that a text names', () => {
  it('are its imports, without shipped libraries', () => {
    assert.deepEqual(importsIn(text), ['./rack.xnet']);
  });

  it('are the traces its flows replay', () => {
    assert.deepEqual(tracesIn(text), ['bursts.trace', '../more.trace']);
  });

  it('are none in a text without any', () => {
    assert.deepEqual([importsIn(''), tracesIn('trace = bursts')], [[], []]);
  });
});

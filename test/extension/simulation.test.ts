/** How a run ends: well, badly, cancelled in time, and cancelled without an answer. The workers are tiny stand-ins. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { nodeThreads } from '../../src/cli/node-threads.ts';
import type { StartThread } from '../../src/cli/thread.ts';
import { startSimulation } from '../../src/extension/run/simulation.ts';
import type { RunProgress } from '../../src/simulator/run/progress.ts';

const request = { mode: 'run', source: { uri: 'file:///a.xnet', file: 'a.xnet' } } as const;
const result = { schema: 'xnet-run/1', experiments: [] };

/** Answers to `run` and `stop` as JavaScript; `post` and `id` are there. */
interface StandIn {
  readonly run: string;
  readonly stop?: string;
}

describe('a simulation in its thread', () => {
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-simulation-'));
  });

  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function workerThat({ run, stop = '' }: StandIn): StartThread {
    const file = path.join(folder, `worker-${fs.readdirSync(folder).length}.js`);
    fs.writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', message => {
         const { id } = message;
         const post = answer => parentPort.postMessage({ id, ...answer });
         if (message.kind === 'run') { ${run} } else { ${stop} }
       });`
    );
    return nodeThreads(file);
  }

  const resultReply = `post({ kind: 'result', result: ${JSON.stringify(result)} });`;

  it('finishes with the result and reports progress on the way', async () => {
    const progress: RunProgress[] = [];
    const file = workerThat({ run: `post({ kind: 'progress', progress: { done: 1, total: 2 } }); ${resultReply}` });
    const outcome = await startSimulation(file, request, each => progress.push(each)).outcome;
    assert.deepEqual(outcome, { kind: 'finished', result });
    assert.deepEqual(progress, [{ done: 1, total: 2 }]);
  });

  it('hands over the diagnostics with the refusal', async () => {
    const run = `post({ kind: 'diagnostics', diagnostics: [{ message: 'no' }] }); post({ kind: 'failed', reason: 'errors', message: 'no' });`;
    const outcome = await startSimulation(workerThat({ run }), request, () => {}).outcome;
    assert.equal(outcome.kind, 'failed');
    assert.ok(outcome.kind === 'failed' && outcome.failure.reason === 'errors' && outcome.diagnostics.length === 1);
  });

  it('reports an error that nobody caught as ours, with its stack', async () => {
    const outcome = await startSimulation(workerThat({ run: `throw new Error('division by zero');` }), request, () => {}).outcome;
    assert.ok(outcome.kind === 'failed' && outcome.failure.reason === 'internal');
    assert.match(outcome.failure.message, /division by zero/);
    assert.match(outcome.failure.report ?? '', /worker-\d+\.js/);
  });

  it('reports a thread that ends without an answer', async () => {
    const outcome = await startSimulation(workerThat({ run: 'process.exit(3);' }), request, () => {}).outcome;
    assert.ok(outcome.kind === 'failed');
    assert.match(outcome.failure.message, /status 3/);
  });

  it('reports a worker file that is not there', async () => {
    const outcome = await startSimulation(nodeThreads(path.join(folder, 'none.js')), request, () => {}).outcome;
    assert.ok(outcome.kind === 'failed' && outcome.failure.reason === 'internal');
  });

  it('keeps what was finished when it is cancelled in time', async () => {
    const simulation = startSimulation(workerThat({ run: '', stop: resultReply }), request, () => {});
    simulation.cancel();
    assert.deepEqual(await simulation.outcome, { kind: 'cancelled', result });
  });

  it('ends a thread that does not listen', async () => {
    const simulation = startSimulation(workerThat({ run: 'for (;;);' }), request, () => {});
    simulation.cancel();
    simulation.cancel();
    assert.deepEqual(await simulation.outcome, { kind: 'cancelled' });
  });
});

/** How a question ends: answered, refused, badly, and cancelled. The workers are tiny stand-ins. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { nodeThreads } from '../../src/cli/node-threads.ts';
import type { StartThread } from '../../src/cli/thread.ts';
import { ask } from '../../src/extension/run/asking.ts';
import type { Advance } from '../../src/extension/run/asking.ts';

const source = { uri: 'file:///a.xnet', file: 'a.xnet' };

describe('a question in its thread', () => {
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-asking-'));
  });

  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Answers a message as JavaScript; `post` and `message` are there. */
  function workerThat(answers: string): StartThread {
    const file = path.join(folder, `worker-${fs.readdirSync(folder).length}.js`);
    fs.writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', message => {
         const post = answer => parentPort.postMessage({ id: message.id, ...answer });
         ${answers}
       });`
    );
    return nodeThreads(file);
  }

  it('hands over what could be scored', async () => {
    const file = workerThat(
      `post({ kind: 'diagnostics', diagnostics: [] }); post({ kind: 'scenes', scenes: [{ experiment: message.source.file, victims: ['rx'] }] });`
    );
    const answer = await ask(file, { kind: 'scenes', source }).answer;
    assert.deepEqual(answer, { kind: 'scenes', id: 0, scenes: [{ experiment: 'a.xnet', victims: ['rx'] }] });
  });

  it('reports progress on the way to the score', async () => {
    const progress: Advance[] = [];
    const step = { done: 1, total: 4, fraction: 0.25, label: 'flood' };
    const file = workerThat(
      `post({ kind: 'scoring', progress: ${JSON.stringify(step)} }); post({ kind: 'score', score: { victim: message.victim } });`
    );
    const answer = await ask(file, { kind: 'score', source, victim: 'rx' }, each => progress.push(each)).answer;
    assert.ok(answer.kind === 'score');
    assert.equal(answer.score.victim, 'rx');
    assert.deepEqual(progress, [{ kind: 'scoring', id: 0, progress: step }]);
  });

  it('hands over a refusal as it is', async () => {
    const answer = await ask(workerThat(`post({ kind: 'failed', reason: 'errors', message: 'no' });`), { kind: 'scenes', source }).answer;
    assert.ok(answer.kind === 'failed' && answer.reason === 'errors' && answer.message === 'no');
  });

  for (const [what, does, said] of [
    ['throws', `throw new Error('broken');`, /broken/],
    ['ends', 'process.exit(3);', /status 3/]
  ] as const) {
    it(`says so when the thread ${what}`, async () => {
      const answer = await ask(workerThat(does), { kind: 'score', source }).answer;
      assert.ok(answer.kind === 'failed' && answer.reason === 'internal');
      assert.match(answer.message, said);
    });
  }

  it('is cancelled at once, though the thread is busy', async () => {
    const asking = ask(workerThat('for (;;);'), { kind: 'score', source });
    asking.cancel();
    assert.deepEqual(await asking.answer, { kind: 'cancelled' });
  });
});

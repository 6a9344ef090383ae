import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RunRequest, WorkerReply } from '../../src/cli/protocol.ts';
import { cli, fixture, xnet } from './xnet.ts';

const request = (name: string, changes: Partial<RunRequest> = {}): RunRequest => ({
  kind: 'run',
  id: 7,
  mode: 'run',
  source: { uri: pathToFileURL(fixture(name)).href, file: name },
  options: { experiments: ['baseline'] },
  ...changes
});

/** Everything a worker answers to one request. */
async function answers(to: RunRequest, meanwhile?: (reply: WorkerReply, worker: Worker) => void): Promise<WorkerReply[]> {
  const worker = new Worker(path.join(path.dirname(cli), 'worker.js'));
  try {
    return await new Promise((resolve, reject) => {
      const replies: WorkerReply[] = [];
      worker.on('error', reject);
      worker.on('message', (reply: WorkerReply) => {
        replies.push(reply);
        meanwhile?.(reply, worker);
        if (reply.kind === 'result' || reply.kind === 'failed') resolve(replies);
      });
      worker.postMessage(to);
    });
  } finally {
    await worker.terminate();
  }
}

describe('the simulation worker', function () {
  this.timeout(60_000);
  const timeless = (result: object): object => ({ ...result, startedAt: '', wallSeconds: 0 });
  const expected = (): object => JSON.parse(xnet(['run', 'two-guests.xnet', '--experiment', 'baseline', '--format', 'json']).out);
  const last = (replies: readonly WorkerReply[]): WorkerReply => replies.at(-1)!;

  it('answers with diagnostics, progress and the result of the command line', async () => {
    const replies = await answers(request('two-guests.xnet'));
    assert.equal(replies[0]!.kind, 'diagnostics');
    assert.ok(replies.every(reply => reply.id === 7));
    const reply = last(replies);
    assert.ok(reply.kind === 'result');
    assert.deepEqual(JSON.parse(JSON.stringify(timeless(reply.result))), timeless(expected()));
  });

  it('reads given texts before the disk, imports too', async () => {
    const uri = 'untitled:main.xnet';
    const texts = { [uri]: fs.readFileSync(fixture('two-guests.xnet'), 'utf8') };
    const reply = last(await answers(request('', { mode: 'estimate', source: { uri, file: 'untitled', texts } })));
    assert.ok(reply.kind === 'result');
    assert.deepEqual([reply.result.schema, reply.result.source.file], ['xnet-estimate/1', 'untitled']);
  });

  it('a file with errors is not run: diagnostics with their places, then why', async () => {
    const replies = await answers(request('errors.xnet', { options: {} }));
    const [first] = replies;
    assert.ok(first!.kind === 'diagnostics');
    assert.deepEqual([first.diagnostics[0]!.line, first.diagnostics[0]!.column], [2, 28]);
    const reply = last(replies);
    assert.ok(reply.kind === 'failed');
    assert.equal(reply.reason, 'errors');
    assert.match(reply.message, /and \d+ more/);
  });

  it('a missing file is a failure of its own kind', async () => {
    const reply = last(await answers(request('missing.xnet')));
    assert.ok(reply.kind === 'failed' && reply.reason === 'missing');
  });

  for (const jobs of [1, 3, 64]) {
    it(`gives the same result with ${jobs} ${jobs === 1 ? 'job' : 'jobs'}`, async () => {
      const reply = last(await answers(request('two-guests.xnet', { jobs })));
      assert.ok(reply.kind === 'result');
      assert.deepEqual(JSON.parse(JSON.stringify(timeless(reply.result))), timeless(expected()));
    });
  }

  it('a stop message ends it inside a replication', async () => {
    const replies = await answers(request('endless.xnet', { options: {}, jobs: 2 }), (reply, worker) => {
      if (reply.kind === 'progress') worker.postMessage({ kind: 'stop', id: 7 });
    });
    const reply = last(replies);
    assert.ok(reply.kind === 'result');
    assert.equal(reply.result.incomplete, true);
    assert.deepEqual(reply.result.experiments[0]!.points, []);
  });

  it('a stop message leaves what is finished', async () => {
    const text = fs.readFileSync(fixture('two-guests.xnet'), 'utf8').replaceAll(/repeat = \d/g, 'repeat = 1000');
    const uri = 'untitled:many.xnet';
    const replies = await answers(request('', { source: { uri, file: 'many', texts: { [uri]: text } } }), (reply, worker) => {
      if (reply.kind === 'progress') worker.postMessage({ kind: 'stop', id: 7 });
    });
    const reply = last(replies);
    assert.ok(reply.kind === 'result');
    assert.equal(reply.result.incomplete, true);
    assert.ok(reply.result.experiments[0]!.points[0]!.replications >= 1);
  });
});

import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest } from '../../src/cli/protocol.ts';
import type { IsolationScore } from '../../src/simulator/isolation/score.ts';
import { cli, fixture, xnet } from './xnet.ts';

const file = 'neighbours.xnet';
const quick = ['isolation', file, '--repeat', '1'];

describe('xnet isolation', function () {
  this.timeout(60_000);

  it('names what leaks between domains that share, with status 1', () => {
    const { status, out } = xnet(quick);
    assert.equal(status, 1);
    assert.match(out, /^service is not isolated: .*driver crash leaks through server\.dom0/);
    assert.match(out, /^ {2}✗ {2}flood .* server\.cpu\[0\] .*server\.other sends 64-byte datagrams/m);
    assert.match(out, /^ {5}alone +500 Mb\/s /m);
  });

  it('finds nothing between domains that share nothing, with status 0', () => {
    const { status, out } = xnet([...quick, '--experiment', 'apart']);
    assert.equal(out.split('\n')[0], 'service is isolated: nothing its neighbours do moves it by more than 5 %.');
    assert.equal(status, 0);
    assert.doesNotMatch(out, /✗/);
  });

  it('scores every point of a sweep, and --set keeps to one of them', () => {
    const sweep = fs
      .readFileSync(fixture(file), 'utf8')
      .replace(/^experiment[^]*/m, 'experiment both { duration = 60 ms; warmup = 20 ms; vary path = [netfront, sriov] }\n');
    const { status, out } = xnet(['isolation', '-', '--repeat', '1', '--format', 'json'], sweep);
    const score: IsolationScore & { points: (IsolationScore & { parameters: unknown })[] } = JSON.parse(out);
    assert.equal(status, 1);
    assert.deepEqual(
      score.points.map(each => each.parameters),
      [{ path: 'netfront' }, { path: 'sriov' }]
    );
    assert.deepEqual(score.trials, score.points[0]!.trials);
    assert.notDeepEqual(score.points[0]!.trials, score.points[1]!.trials);
    const told = xnet(['isolation', '-', '--repeat', '1'], sweep).out;
    assert.match(told, /^path = netfront\nservice is not isolated[^]*^path = sriov\nservice /m);
    const page = xnet(['isolation', '-', '--repeat', '1', '--format', 'markdown'], sweep).out;
    assert.match(page, /`both`, at 2 points\.\n\n\*\*service is not isolated at /);
    assert.match(page, /^\| path = netfront \| \*\*leaks\*\* through server\.cpu\[0\][^]*^## path = netfront$[^]*^## path = sriov$/m);
    const one = JSON.parse(xnet(['isolation', '-', '--repeat', '1', '--format', 'json', '--set', 'path=sriov'], sweep).out);
    assert.deepEqual([one.points, one.trials], [undefined, score.points[1]!.trials]);
  });

  it('protects another flow when told to', () => {
    const { out } = xnet([...quick, '--victim', 'chatter', '--format', 'json']);
    const score: IsolationScore = JSON.parse(out);
    assert.equal(score.schema, 'xnet-isolation/1');
    assert.deepEqual([score.victim, score.neighbours], ['chatter', ['server.victim']]);
    assert.ok(Math.abs(score.alone.goodputBps / 10e6 - 1) < 0.05);
  });

  it('makes a page with the same numbers', () => {
    const { out } = xnet([...quick, '--format', 'markdown']);
    const score: IsolationScore = JSON.parse(xnet([...quick, '--format', 'json']).out);
    assert.match(out, /^# Isolation of service\n\nneighbours\.xnet, experiment `shared`/);
    for (const { name, isolated } of score.trials)
      assert.match(out, new RegExp(`^\\| ${name} .*\\| ${isolated ? 'isolated' : '\\*\\*leaks\\*\\* through'}`, 'm'));
  });

  it('gives the same bytes again', () => assert.equal(xnet(quick).out, xnet(quick).out));

  it('needs no experiment', () => {
    const text = fs.readFileSync(fixture(file), 'utf8').replace(/^experiment[^]*/m, '');
    const { status, out } = xnet(['isolation', '-', '--repeat', '1', '--format', 'json'], text);
    assert.equal(status, 1);
    assert.equal((JSON.parse(out) as IsolationScore).victim, 'service');
  });

  for (const [what, args, status, said] of [
    ['a flow that is not there', ['--victim', 'nobody'], 2, /--victim: there is no flow nobody; there are service, chatter/],
    ['an experiment that is not there', ['--experiment', 'none'], 1, /there is no experiment called `none`/],
    ['a number that is none', ['--repeat', 'often'], 2, /--repeat takes a whole number/],
    ['a format that is none', ['--format', 'csv'], 2, /--format is one of text, json, markdown/]
  ] as const) {
    it(`refuses ${what}`, () => {
      const ended = xnet(['isolation', file, ...args]);
      assert.equal(ended.status, status);
      assert.match(ended.err, said);
      assert.equal(ended.out, '');
    });
  }

  it('a file with errors is not scored', () => {
    const { status, out, err } = xnet(['isolation', 'errors.xnet']);
    assert.deepEqual([status, out], [1, '']);
    assert.match(err, /not run/);
  });
});

describe('the worker on isolation', function () {
  this.timeout(60_000);
  const source = { uri: pathToFileURL(fixture(file)).href, file };

  async function answers(request: WorkerRequest): Promise<WorkerReply[]> {
    const worker = new Worker(path.join(path.dirname(cli), 'worker.js'));
    try {
      return await new Promise((resolve, reject) => {
        const replies: WorkerReply[] = [];
        worker.on('error', reject);
        worker.on('message', (reply: WorkerReply) => {
          replies.push(reply);
          if (['scenes', 'score', 'failed'].includes(reply.kind)) resolve(replies);
        });
        worker.postMessage(request);
      });
    } finally {
      await worker.terminate();
    }
  }

  it('lists what can be scored', async () => {
    const replies = await answers({ kind: 'scenes', id: 3, source });
    assert.deepEqual(
      replies.map(({ kind, id }) => [kind, id]),
      [
        ['diagnostics', 3],
        ['scenes', 3]
      ]
    );
    const victims = ['service', 'chatter'].map(flow => ({ flow, places: [{ point: 0, label: '' }] }));
    assert.deepEqual(replies[1], {
      kind: 'scenes',
      id: 3,
      scenes: [
        { experiment: 'shared', victims },
        { experiment: 'apart', victims }
      ]
    });
  });

  it('answers with progress and the score of the command line', async () => {
    const replies = await answers({ kind: 'score', id: 4, source, experiment: 'apart', victim: 'service' });
    assert.ok(replies.some(reply => reply.kind === 'scoring' && reply.progress.total > 0));
    const reply = replies.at(-1)!;
    assert.ok(reply.kind === 'score');
    assert.deepEqual(
      JSON.parse(JSON.stringify(reply.score)),
      JSON.parse(xnet(['isolation', file, '--experiment', 'apart', '--format', 'json']).out)
    );
  });

  it('scores the points it is asked for, and tells where it is among them', async () => {
    const text = fs.readFileSync(fixture(file), 'utf8').replace(/^experiment[^]*/m, '');
    const uri = 'file:///swept.xnet';
    const swept = `${text}experiment both { duration = 60 ms; warmup = 20 ms; vary path = [netfront, sriov, multiqueue] }\n`;
    const asked = { kind: 'score', id: 5, source: { uri, file: 'swept.xnet', texts: { [uri]: swept } } } as const;
    const replies = await answers({ ...asked, points: [0, 2] });
    const reply = replies.at(-1)!;
    assert.ok(reply.kind === 'score');
    assert.deepEqual(reply.places, ['path = netfront', 'path = multiqueue']);
    assert.deepEqual(
      reply.score.points?.map(({ parameters }) => parameters['path']),
      ['netfront', 'multiqueue']
    );
    const told = replies.flatMap(each => (each.kind === 'scoring' ? [each.progress] : []));
    assert.ok(told.every(({ total, label }) => total === 2 * 5 * 3 && /^path = (netfront|multiqueue): /.test(label)));
    assert.deepEqual(
      told.map(({ fraction }) => fraction),
      told.map(({ fraction }) => fraction).sort((a, b) => a - b)
    );
    const none = (await answers({ ...asked, points: [7] })).at(-1)!;
    assert.ok(none.kind === 'failed' && none.reason === 'refused');
  });

  for (const [what, request, reason, said] of [
    ['a missing file', { source: { uri: 'file:///nowhere.xnet', file: 'nowhere.xnet' } }, 'missing', /cannot be read/],
    ['a missing experiment', { experiment: 'none' }, 'refused', /no experiment none/],
    ['a missing flow', { victim: 'nobody' }, 'refused', /no flow nobody/],
    ['a file with errors', { source: { uri: pathToFileURL(fixture('errors.xnet')).href, file: 'errors.xnet' } }, 'errors', /more/]
  ] as const) {
    it(`refuses ${what} in words`, async () => {
      const reply = (await answers({ kind: 'score', id: 6, source, ...request })).at(-1)!;
      assert.ok(reply.kind === 'failed');
      assert.equal(reply.reason, reason);
      assert.match(reply.message, said);
    });
  }
});

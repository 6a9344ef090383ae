import * as assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { RunResult } from '../../src/topology/result.ts';
import { cli, fixture, fixtures, xnet } from './xnet.ts';

const timeless = (text: string): string => text.replace(/"startedAt": "[^"]*"/, '').replace(/"wallSeconds": [\d.e-]+/, '');
const FILE = 'two-guests.xnet';
const UNITS = 8;

describe('xnet sweep and collect', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-sweep-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const sweep = (...args: readonly string[]) => xnet(['sweep', FILE, '--output', folder, ...args]);
  const collect = (...args: readonly string[]) => xnet(['collect', folder, ...args]);
  const pieces = (): string[] => fs.readdirSync(folder).filter(name => name.endsWith('.piece.json'));
  const whole = () => xnet(['run', FILE, '--format', 'json']);

  it('--plan lists the units and does nothing', () => {
    const { status, out } = sweep('--plan', '--format', 'json');
    const { schema, source, sweep: identity, units } = JSON.parse(out);
    assert.deepEqual([status, schema, source.file, units.length], [0, 'xnet-sweep-plan/1', FILE, UNITS]);
    assert.match(identity, /^[0-9a-f]{64}$/);
    assert.deepEqual(units[4], {
      index: 4,
      id: 'baseline/guests=2/2',
      experiment: 'baseline',
      parameters: { guests: 2 },
      replication: 2,
      seed: 1,
      done: false
    });
    assert.deepEqual(fs.readdirSync(folder), []);
    assert.match(sweep('--plan').out, /^index {2}unit +seed\n {4}0 {2}baseline\/guests=1\/1 {5}1\n/);
  });

  for (const [name, calls] of [
    ['at once', [[]]],
    ['share by share', [1, 2, 3].map(share => ['--shard', `${share}/3`])],
    ['unit by unit, last first', Array.from({ length: UNITS }, (_, at) => ['--index', `${UNITS - 1 - at}`])]
  ] as const) {
    it(`done ${name} it comes to the bytes and the status of xnet run`, () => {
      for (const call of calls) assert.equal(sweep(...call).status, 0);
      assert.equal(pieces().length, UNITS);
      const [collected, run] = [collect('--format', 'json'), whole()];
      assert.equal(timeless(collected.out), timeless(run.out));
      assert.deepEqual([collected.status, collected.err], [run.status, run.err]);
    });
  }

  it('every format is that of xnet run', () => {
    sweep();
    for (const format of ['text', 'csv', 'junit']) {
      const plain = (text: string) => text.replace(/ (time|timestamp)="[^"]*"/g, '');
      assert.equal(plain(collect('--format', format).out), plain(xnet(['run', FILE, '--format', format]).out), format);
    }
  });

  it('does not do again what is there, and says so', () => {
    assert.match(sweep('--index', '3').err, /^1 unit: 1 done; put together by: xnet collect /);
    const before = pieces().map(name => fs.readFileSync(path.join(folder, name), 'utf8'));
    assert.match(sweep('--index', '3').err, /^1 unit: 0 done, 1 there already, skipped;/);
    assert.match(sweep().err, /^8 units: 7 done, 1 there already, skipped;/);
    assert.ok(before.every(text => pieces().some(name => fs.readFileSync(path.join(folder, name), 'utf8') === text)));
    assert.equal((sweep('--plan').out.match(/ done$/gm) ?? []).length, UNITS);
  });

  it('missing and damaged pieces are named; the rest is a result that says it is incomplete', () => {
    sweep();
    const [cut, changed, gone, foreign] = pieces() as [string, string, string, string];
    const at = (name: string): string => path.join(folder, name);
    const text = fs.readFileSync(at(changed), 'utf8');
    fs.truncateSync(at(cut), 100);
    fs.writeFileSync(
      at(changed),
      text.replace(/"packets":(\d)/, (_, digit: string) => `"packets":${(Number(digit) % 9) + 1}`)
    );
    fs.rmSync(at(gone));
    fs.writeFileSync(at(foreign), text);
    const { status, out, err } = collect('--format', 'json');
    assert.equal(status, 3);
    assert.equal((JSON.parse(out) as RunResult).incomplete, true);
    assert.match(err, new RegExp(`^damaged: .*${cut} \\(\\d .*\\): it is cut off or no JSON$`, 'm'));
    assert.match(err, new RegExp(`^damaged: .*${changed} .*: its content is not what was written$`, 'm'));
    assert.match(err, new RegExp(`^damaged: .*${foreign} .*: it is of another unit$`, 'm'));
    assert.equal((err.match(/^missing: \d [a-z]+\//gm) ?? []).length, 4);
    assert.match(err, /^4 units are missing; to do only these: xnet sweep two-guests\.xnet --output /m);
    assert.match(sweep().err, /8 units: 4 done, 4 there already/);
    assert.equal(timeless(collect('--format', 'json').out), timeless(whole().out));
  });

  it('refuses pieces of different sources, and says what there is', () => {
    sweep('--index', '0');
    const { status, err } = sweep('--index', '0', '--seed', '7', '--set', 'policy=reuse');
    assert.equal(status, 0);
    assert.match(err, /also has 1 piece of another source/);
    const refused = collect();
    assert.deepEqual([refused.status, refused.out], [1, '']);
    assert.match(refused.err, /different sources/);
    assert.match(refused.err, /1 piece of two-guests\.xnet --set policy=reuse --seed 7, xnet /);
  });

  it('needs neither the file nor its imports any more', () => {
    const topology = path.join(folder, 'topology');
    fs.mkdirSync(path.join(topology, 'tests'), { recursive: true });
    fs.copyFileSync(fixture('quiet.xnet'), path.join(topology, 'quiet host.xnet'));
    const main = path.join(topology, 'tests', 'é.xnet');
    fs.writeFileSync(main, 'import "../quiet host.xnet"\nexperiment e { duration = 5 ms; expect throughput(rx) > 1 bps }\n');
    const run = xnet(['run', main, '--format', 'json']);
    assert.equal(xnet(['sweep', main, '--output', folder]).status, 0);
    fs.rmSync(topology, { recursive: true });
    assert.equal(timeless(collect('--format', 'json').out), timeless(run.out));
  });

  it('a piece of another text of the same file is another source', () => {
    const main = path.join(folder, 'a.xnet');
    const text = `${fs.readFileSync(fixture('quiet.xnet'), 'utf8')}experiment e { duration = 5 ms; repeat = 2 }\n`;
    fs.writeFileSync(main, text);
    xnet(['sweep', main, '--output', folder, '--index', '0']);
    fs.writeFileSync(main, text.replace('1 Gbps', '2 Gbps'));
    xnet(['sweep', main, '--output', folder, '--index', '1']);
    assert.equal(pieces().length, 2);
    assert.equal(collect().status, 1);
  });

  it('SIGINT ends it with 3 and leaves finished units, none of them broken', async () => {
    const status = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(process.execPath, [cli, 'sweep', 'half-endless.xnet', '--output', folder, '--jobs', '1'], {
        cwd: fixtures,
        timeout: 30_000,
        killSignal: 'SIGKILL'
      });
      const watcher = fs.watch(folder, () => {
        if (pieces().length < 2) return;
        watcher.close();
        child.kill('SIGINT');
      });
      child.on('error', reject);
      child.on('close', resolve);
    });
    assert.equal(status, 3);
    assert.deepEqual(
      fs.readdirSync(folder).filter(name => name.startsWith('.')),
      []
    );
    assert.equal(pieces().length, 2);
    const { status: collected, out, err } = collect('--format', 'json');
    assert.equal(collected, 3);
    assert.doesNotMatch(err, /damaged/);
    assert.match(err, /missing: 980 more\n1000 units are missing/);
    const [short, long] = (JSON.parse(out) as RunResult).experiments;
    assert.deepEqual([short!.replications, long!.points], [2, []]);
  });

  it('the script for Slurm does a unit per task', () => {
    const { status, out } = sweep('--engine', 'slurm', '--experiment', 'hopeless', '--set', 'policy=reuse');
    assert.equal(status, 0);
    assert.match(out, /^#!\/bin\/bash\n/);
    assert.match(out, /^#SBATCH --array=0-1$/m);
    for (const task of ['0', '1']) {
      const env = { ...process.env, SLURM_ARRAY_TASK_ID: task, XNET: `${process.execPath} ${cli}` };
      const { status: ended, stderr } = spawnSync('bash', ['-s'], { input: out, env, cwd: fixtures, encoding: 'utf8' });
      assert.deepEqual([ended, stderr], [0, '']);
    }
    const run = xnet(['run', FILE, '--experiment', 'hopeless', '--set', 'policy=reuse', '--format', 'json']);
    assert.equal(timeless(collect('--format', 'json').out), timeless(run.out));
  });

  it('a sweep with more units than an array has tasks gives every task a share', () => {
    const { out } = xnet(['sweep', 'half-endless.xnet', '--engine', 'slurm']);
    assert.match(out, /^#SBATCH --array=1-1000$/m);
    assert.match(out, /--shard "\$SLURM_ARRAY_TASK_ID\/1000"/);
  });

  it('the manifest for Kubernetes is an Indexed Job that has the texts with it', () => {
    const { status, out } = xnet(['sweep', 'half-endless.xnet', '--engine', 'kubernetes', '--image', 'registry/xnet:1', '--set', 'a=$(b)']);
    assert.deepEqual([status, out], [1, '']);
    const { out: manifest } = xnet([
      'sweep',
      'half-endless.xnet',
      '--engine',
      'kubernetes',
      '--image',
      'registry/xnet:1',
      '--claim',
      'disk'
    ]);
    const documents = parseAllDocuments(manifest);
    assert.deepEqual(
      documents.flatMap(({ errors }) => errors),
      []
    );
    const [texts, job] = documents.map(document => document.toJS());
    assert.deepEqual([texts.kind, job.kind, job.spec.completionMode, job.spec.completions], ['ConfigMap', 'Job', 'Indexed', 1002]);
    const { containers, volumes, restartPolicy } = job.spec.template.spec;
    assert.equal(restartPolicy, 'Never');
    assert.equal(containers[0].image, 'registry/xnet:1');
    assert.deepEqual(containers[0].args.slice(0, 3), ['sweep', '--index', '$(JOB_COMPLETION_INDEX)']);
    assert.equal(volumes[1].persistentVolumeClaim.claimName, 'disk');
    assert.equal(volumes[0].configMap.name, texts.metadata.name);
    // What the pod would see as files is what was read here.
    for (const { key, path: name } of volumes[0].configMap.items) {
      assert.equal(texts.data[key], fs.readFileSync(fixture(name), 'utf8'));
    }
    assert.ok(volumes[0].configMap.items.some((item: { path: string }) => item.path === containers[0].args.at(-1)));
  });

  const wrong: [readonly string[], RegExp][] = [
    [['sweep'], /takes one FILE, not none/],
    [['sweep', FILE, '--index', '8'], /--index takes a whole number from 0 to 7, not 8/],
    [['sweep', FILE, '--index', '-1'], /--index/],
    [['sweep', FILE, '--index', '1', '--shard', '1/2'], /exclude each other/],
    [['sweep', FILE, '--shard', '0/2'], /--shard takes I\/N/],
    [['sweep', FILE, '--shard', '3/2'], /--shard takes I\/N/],
    [['sweep', FILE, '--engine', 'pbs'], /--engine is one of local, slurm, kubernetes, not pbs/],
    [['sweep', FILE, '--engine', 'slurm', '--index', '1'], /--index is what the slurm tasks are given/],
    [['sweep', '-', '--engine', 'slurm'], /standard input/],
    [['sweep', FILE, '--image', 'x'], /--image goes with --engine kubernetes/],
    [['sweep', FILE, '--format', 'json'], /--format goes with --plan/],
    [['sweep', FILE, '--output', path.join(FILE, 'below')], /cannot write below/],
    [['collect'], /takes one DIR, not none/],
    [['collect', 'nowhere'], /cannot read nowhere/],
    [['collect', '.'], /there is no sweep in \./]
  ];
  for (const [args, said] of wrong) {
    it(`xnet ${args.join(' ')} is wrong usage`, () => {
      const { status, out, err } = xnet(args, fs.readFileSync(fixture(FILE), 'utf8'));
      assert.deepEqual([status, out], [2, ''], err);
      assert.match(err, said);
    });
  }

  it('a file with errors is not swept', () => {
    const { status, err } = xnet(['sweep', 'errors.xnet', '--output', folder]);
    assert.equal(status, 1);
    assert.match(err, /unknown-property/);
    assert.deepEqual(fs.readdirSync(folder), []);
  });
});

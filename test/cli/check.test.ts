import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { fixture, xnet } from './xnet.ts';

interface Checked {
  schema: string;
  files: {
    file: string;
    diagnostics: {
      code: string;
      severity: string;
      message: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
      related: unknown[];
      fixes: string[];
    }[];
  }[];
}

describe('xnet check', function () {
  this.timeout(60_000);

  it('prints findings like a compiler and ends with 1', () => {
    const { status, out, err } = xnet(['check', 'errors.xnet']);
    assert.equal(status, 1);
    const lines = out.trimEnd().split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0]!, /^errors\.xnet:2:28: error: .+ \[wrong-dimension\]$/);
    assert.match(lines[1]!, /^errors\.xnet:4:30: error: .+ \[unknown-property\]$/);
    assert.match(lines[2]!, /^errors\.xnet:5:23: error: .+ \[unknown-word\]$/);
    assert.equal(err, '');
  });

  it('says nothing about a clean file and ends with 0', () => {
    assert.deepEqual(xnet(['check', 'quiet.xnet']), { status: 0, out: '', err: '' });
  });

  it('reads standard input', () => {
    const { status, out } = xnet(['check', '-'], fs.readFileSync(fixture('errors.xnet'), 'utf8'));
    assert.equal(status, 1);
    assert.match(out, /^-:2:28: error: /);
  });

  it('json: files in the order given, places from 1, fixes by title', () => {
    const { status, out } = xnet(['check', '--format', 'json', 'quiet.xnet', 'errors.xnet']);
    assert.equal(status, 1);
    const { schema, files } = JSON.parse(out) as Checked;
    assert.equal(schema, 'xnet-check/1');
    assert.deepEqual(
      files.map(({ file, diagnostics }) => [file, diagnostics.length]),
      [
        ['quiet.xnet', 0],
        ['errors.xnet', 3]
      ]
    );
    const [, unknown, word] = files[1]!.diagnostics;
    assert.deepEqual(
      [unknown!.code, unknown!.severity, unknown!.line, unknown!.column, unknown!.endLine, unknown!.endColumn],
      ['unknown-property', 'error', 4, 30, 4, 36]
    );
    assert.ok(word!.fixes.some(title => title.includes('driver')));
    assert.ok(Array.isArray(word!.related));
  });

  it('findings in an imported file are shown with that file, once', () => {
    const { files } = JSON.parse(xnet(['check', '--format=json', 'imports-errors.xnet', 'errors.xnet']).out) as Checked;
    const errors = files.filter(({ file }) => file === 'errors.xnet');
    assert.equal(errors.length, 1);
    assert.equal(errors[0]!.diagnostics.length, 3);
  });

  it('sarif: a 2.1.0 log whose results point at rules and regions', () => {
    const { status, out } = xnet(['check', '--format', 'sarif', 'errors.xnet']);
    assert.equal(status, 1);
    const log = JSON.parse(out);
    assert.equal(log.version, '2.1.0');
    const [run] = log.runs;
    assert.equal(run.tool.driver.name, 'xnet');
    assert.equal(run.columnKind, 'utf16CodeUnits');
    assert.equal(run.results.length, 3);
    for (const result of run.results) {
      const rule = run.tool.driver.rules[result.ruleIndex];
      assert.equal(rule.id, result.ruleId);
      assert.ok(rule.fullDescription.text.length > 0);
      assert.equal(result.level, 'error');
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      assert.equal(artifactLocation.uri, 'errors.xnet');
      assert.ok(region.startLine >= 1 && region.startColumn >= 1 && region.endColumn > region.startColumn);
    }
  });

  it('a clean sarif log has a run without results', () => {
    const log = JSON.parse(xnet(['check', '--format', 'sarif', 'quiet.xnet']).out);
    assert.deepEqual(log.runs[0].results, []);
  });

  it('survives what is no topology', () => {
    for (const text of ['', '\ufeff', '\u0000\uffff{{{[[[', 'host'.repeat(1000), '{'.repeat(5000)]) {
      const { status, err } = xnet(['check', '-'], text);
      assert.ok(status === 0 || status === 1, err);
      assert.equal(err, '');
    }
  });
});

describe('wrong usage ends with 2 and says how it is right', function () {
  this.timeout(60_000);

  const cases: [readonly string[], RegExp][] = [
    [[], /which command\?/],
    [['simulate'], /there is no command simulate/],
    [['check'], /check needs at least one FILE/],
    [['check', 'missing.xnet'], /cannot read missing\.xnet/],
    [['check', '.'], /cannot read \./],
    [['check', '--format', 'xml', 'errors.xnet'], /--format is one of text, json, sarif, not xml/],
    [['check', '--colour', 'errors.xnet'], /Unknown option '--colour'/],
    [['run'], /run takes one FILE, not none/],
    [['run', 'a.xnet', 'b.xnet'], /run takes one FILE, not 2/],
    [['run', 'missing.xnet'], /cannot read missing\.xnet/],
    [['run', 'two-guests.xnet', '--set', 'guests'], /--set takes NAME=VALUE, not "guests"/],
    [['run', 'two-guests.xnet', '--set', 'guests=1', '--set', 'guests=2'], /--set gives guests twice/],
    [['run', 'two-guests.xnet', '--seed', '1.5'], /--seed takes a whole number/],
    [['run', 'two-guests.xnet', '--jobs', '0'], /--jobs takes a whole number from 1/],
    [['run', 'two-guests.xnet', '--seed'], /--seed/],
    [['estimate', 'two-guests.xnet', '--format', 'csv'], /--format is one of text, json, not csv/],
    [['explain', 'no-such-code'], /there is no diagnostic no-such-code/],
    [['lsp'], /xnet lsp --stdio/]
  ];
  for (const [args, said] of cases) {
    it(`xnet ${args.join(' ')}`, () => {
      const { status, out, err } = xnet(args);
      assert.equal(status, 2);
      assert.equal(out, '');
      assert.match(err, said);
      assert.match(err, /^Try: xnet .*--help$/m);
    });
  }
});

describe('help and version', function () {
  this.timeout(60_000);

  for (const command of ['check', 'fmt', 'estimate', 'run', 'replicate', 'explain', 'lsp']) {
    it(`xnet ${command} --help`, () => {
      const { status, out, err } = xnet([command, '--help']);
      assert.deepEqual([status, err], [0, '']);
      assert.match(out, new RegExp(`^usage: xnet ${command}`));
      assert.equal(xnet(['help', command]).out, out);
    });
  }

  it('xnet --help lists every command', () => {
    const { status, out } = xnet(['--help']);
    assert.equal(status, 0);
    for (const command of ['check', 'fmt', 'estimate', 'run', 'replicate', 'explain', 'lsp'])
      assert.match(out, new RegExp(`xnet ${command} `));
  });

  it('xnet --version is that of package.json', () => {
    const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { version: string };
    assert.equal(xnet(['--version']).out, `xnet ${version}\n`);
  });
});

describe('xnet explain', function () {
  this.timeout(60_000);

  it('explains a code', () => {
    const { status, out } = xnet(['explain', 'unknown-property']);
    assert.equal(status, 0);
    assert.match(out, /^unknown-property \(error\)\n/);
  });

  it('explains what an import says', () => {
    const { status, out } = xnet(['explain', 'rate-queues']);
    assert.equal(status, 0);
    assert.match(out, /^rate-queues \(warning\)\n[\s\S]*credit/);
  });

  it('lists all codes', () => {
    const { out } = xnet(['explain']);
    for (const code of ['unknown-property', 'import-cycle', 'wrong-dimension']) assert.match(out, new RegExp(`^${code}  error: `, 'm'));
  });
});

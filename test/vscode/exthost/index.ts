/** What VS Code loads in its extension host instead of a person: runs mocha there and writes a report. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

interface TestReport {
  readonly title: string;
  readonly state: 'passed' | 'failed';
  readonly error?: string;
}

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'min' });
  mocha.addFile(path.join(__dirname, 'tests.js'));
  const tests: TestReport[] = [];
  return new Promise((resolve, reject) => {
    const runner = mocha.run(failures => {
      const report = { node: process.version, vscode: vscode.version, tests };
      fs.writeFileSync(process.env.XNET_TEST_REPORT ?? 'report.json', JSON.stringify(report));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed`));
    });
    runner.on('pass', test => tests.push({ title: test.fullTitle(), state: 'passed' }));
    runner.on('fail', (test, error: Error) =>
      tests.push({ title: test.fullTitle(), state: 'failed', error: error.stack ?? error.message })
    );
  });
}

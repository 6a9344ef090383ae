// Runs the mocha tests of test/vscode/exthost inside the extension host of a real VS Code:
// `node src/build/exthost.mjs newest|node20`. The extension is the one in dist/.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { common, filesBelow, root } from './options.mjs';
import { findChromium } from './setup.mjs';
import { flavours, installVSCode } from './vscode/install.mjs';
import { makeProfile, startServer, workbenchAddress } from './vscode/server.mjs';

const timeoutMs = 240_000;

const flavour = flavours.find(name => name === process.argv[2]);
if (flavour === undefined) {
  console.error(`usage: exthost.mjs ${flavours.join('|')}`);
  process.exit(2);
}
const scratch = path.join(root, 'out', `exthost-${flavour}`);
fs.rmSync(scratch, { recursive: true, force: true });
const workspace = path.join(scratch, 'workspace');
fs.cpSync(path.join(root, 'test/vscode/fixtures'), workspace, { recursive: true });
const report = path.join(scratch, 'report.json');

await esbuild.build({
  ...common,
  stdin: {
    contents: filesBelow('test/vscode/exthost', '.test.ts')
      .map(file => `import ${JSON.stringify(`./${file}`)};`)
      .join('\n'),
    resolveDir: root
  },
  outfile: path.join(scratch, 'tests.js'),
  packages: 'external',
  sourcemap: 'inline'
});
await esbuild.build({
  ...common,
  entryPoints: ['test/vscode/exthost/index.ts'],
  outfile: path.join(scratch, 'index.js'),
  packages: 'external'
});

const profile = makeProfile(path.join(scratch, 'profile'), {
  settings: { 'workbench.startupEditor': 'none', 'git.enabled': false, 'files.autoSave': 'off' }
});
const server = await startServer(installVSCode(flavour), profile, { env: { XNET_TEST_REPORT: report }, testDriver: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
});
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.route(
    address => address.hostname !== '127.0.0.1',
    route => route.abort()
  );
  const page = await context.newPage();
  const log = fs.createWriteStream(path.join(scratch, 'window.log'));
  page.on('console', message => log.write(`[${message.type()}] ${message.text()}\n`));
  // The workbench calls these two when the tests in the extension host say or finish something.
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    log.write(`[${type}] ${args.join(' ')}\n`);
  });
  const finished = new Promise(resolve => void page.exposeFunction('codeAutomationExit', resolve));
  await page.goto(workbenchAddress(server, workspace, { developmentPath: root, testsPath: path.join(scratch, 'index.js') }));
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise(resolve => (timer = setTimeout(() => resolve('late'), timeoutMs)));
  const end = await Promise.race([finished, late]);
  clearTimeout(timer);
  if (end === 'late') {
    await page.screenshot({ path: path.join(scratch, 'late.png') });
    console.error(`The extension host gave no answer within ${timeoutMs / 1000} s: see ${path.relative(root, scratch)}.`);
  }
} finally {
  await browser.close();
  await server.stop();
}

if (!fs.existsSync(report)) {
  console.error(`The tests in the extension host did not finish: see ${path.relative(root, scratch)}/window.log.`);
  process.exit(1);
}
/** @type {{ node: string, vscode: string, tests: { title: string, state: string, error?: string }[] }} */
const { node, vscode, tests } = JSON.parse(fs.readFileSync(report, 'utf8'));
console.log(`\n  inside the extension host of VS Code ${vscode} (node ${node})`);
for (const test of tests) console.log(`    ${test.state === 'passed' ? '✔' : '✖'} ${test.title}${test.error ? `\n${test.error}` : ''}`);
const failed = tests.filter(test => test.state === 'failed').length;
const passed = tests.filter(test => test.state === 'passed').length;
console.log(`\n  ${passed} passing, ${failed} failing\n`);
if (process.env.XNET_TEST_SUMMARY !== undefined) fs.writeFileSync(process.env.XNET_TEST_SUMMARY, JSON.stringify({ passed, failed }));
process.exit(failed === 0 && passed > 0 ? 0 : 1);

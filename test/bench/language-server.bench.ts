/** What a keystroke costs the language server in a topology of 10,000 lines and 2,000 domains. */
import { createEstimates } from '../../src/advice/estimates.ts';
import { hints } from '../../src/advice/hints.ts';
import { analyse } from '../../src/language/analyse.ts';
import type { FullAnalysis } from '../../src/language/analyse.ts';
import { completions } from '../../src/language/model/completion/completions.ts';
import { hover } from '../../src/language/model/hover.ts';
import { semanticTokens } from '../../src/language/model/tokens.ts';
import { parse } from '../../src/language/syntax/parser.ts';
import { Workspace } from '../../src/server/workspace.ts';
import { rememberingEstimator } from '../../src/simulator/analytic/remembered.ts';
import * as v8 from 'node:v8';
import * as vm from 'node:vm';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { editsOf, largeTopology } from './large-topology.ts';
import { median } from './measure.ts';

const uri = 'file:///bench/large.xnet';
const keystrokes = 25;
const rounds = 6;
const warmUp = 5;
const text = largeTopology();
const workspace = new Workspace({ read: () => undefined, fetch: async () => undefined, list: async () => [] });
workspace.opened(uri, 0, text);

// Without a collection before, a heap says nothing of what is kept.
v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

/** As the server has them: what a keystroke leaves alone is not estimated again. */
const estimates = createEstimates(rememberingEstimator());
const samples = new Map<string, number[]>();

/** Processor time, of all threads: other work on the machine then disturbs less (see `measure.ts`). */
function timed<T>(name: string, work: () => T): T {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  const list = samples.get(name) ?? [];
  samples.set(name, list);
  list.push((user + system) / 1000);
  return value;
}

let version = 0;

/** Types and takes back a digit in the middle of the file, as the editor would send it. */
function keystroke(n: number): void {
  const document = workspace.document(uri) as TextDocument;
  const place = 'pin   = [';
  const at = document.getText().indexOf(place, Math.floor(text.length / 2)) + place.length;
  const start = document.positionAt(at);
  const end = document.positionAt(at + (n % 2));
  version++;
  workspace.changed(uri, version, [{ range: { start, end }, text: n % 2 === 0 ? '1' : '' }]);
}

function answers(analysis: FullAnalysis): void {
  const offset = placeOfInterest();
  timed('completion', () => completions(analysis, uri, offset));
  timed('hover', () => hover(analysis, uri, offset));
  timed('semantic tokens', () => semanticTokens(analysis, uri));
  timed('hints, estimated', () => hints(analysis, uri, estimates, { flows: true, queues: true, grants: true, load: true }));
}

function placeOfInterest(): number {
  return (
    workspace
      .document(uri)
      ?.getText()
      .indexOf('netfront', Math.floor(text.length / 2)) ?? 0
  );
}

for (let n = 0; n < warmUp + keystrokes; n++) {
  if (n === warmUp) samples.clear();
  keystroke(n);
  timed('parse alone', () => parse(workspace.document(uri)?.getText() ?? ''));
  timed('keystroke to completion', () => completions(workspace.analysis(uri), uri, placeOfInterest()));
  const analysis = workspace.analysis(uri);
  timed('… to all findings', () => analysis.diagnostics);
  answers(analysis);
}
// Edits as they come in a day, each done and taken back, measured from the edit to all findings.
for (const { name, from, to, everywhere } of editsOf(text)) {
  for (let n = 0; n < 2 + rounds; n++) {
    for (const [direction, before, after] of [
      [name, from, to],
      [`${name}, undone`, to, from]
    ] as const) {
      replace(before, after, everywhere === true);
      if (n < 2) workspace.analysis(uri).check();
      else timed(direction, () => workspace.analysis(uri).diagnostics);
    }
  }
}
samples.set('analysis from nothing', []);
for (let n = 0; n < 3; n++)
  timed('analysis from nothing', () => analyse(uri, { read: () => text, resolve: (_, path) => path }).diagnostics);

/** The first of it behind the middle of the file, or before when there is none; or all of it, as a rename does. */
function replace(from: string, to: string, everywhere: boolean): void {
  const document = workspace.document(uri) as TextDocument;
  const now = document.getText();
  version++;
  if (everywhere) {
    workspace.changed(uri, version, [{ text: now.replaceAll(from, to) }]);
    return;
  }
  const behind = now.indexOf(from, Math.floor(text.length / 2));
  const start = behind < 0 ? now.indexOf(from) : behind;
  const range = { start: document.positionAt(start), end: document.positionAt(start + from.length) };
  workspace.changed(uri, version, [{ range, text: to }]);
}

const parsing = median(samples.get('parse alone') ?? []);
console.log(`language server: ${text.split('\n').length} lines, ${(text.length / 1024).toFixed(0)} KiB, medians of processor time`);
for (const [name, values] of samples) {
  const time = median(values);
  const best = Math.min(...values);
  console.log(
    `  ${name.padEnd(44)} ${time.toFixed(1).padStart(8)} ms  ${(time / parsing).toFixed(1).padStart(6)} × parse  ${best.toFixed(1).padStart(8)} ms at best`
  );
}

const edits = 10_000;
for (let n = 0; n < edits / 10; n++) keystroke(n);
workspace.analysis(uri).check();
const before = memory();
for (let n = 0; n < edits; n++) {
  keystroke(n);
  if (n % 100 === 0) workspace.analysis(uri).check();
}
workspace.analysis(uri).check();
console.log(`  heap after ${edits} edits                       ${((memory() - before) / 2 ** 20).toFixed(1).padStart(8)} MiB more`);

function memory(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

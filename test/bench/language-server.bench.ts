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
import { largeTopology } from './large-topology.ts';

const uri = 'file:///bench/large.xnet';
const keystrokes = 25;
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

function timed<T>(name: string, work: () => T): T {
  const started = performance.now();
  const value = work();
  const list = samples.get(name) ?? [];
  samples.set(name, list);
  list.push(performance.now() - started);
  return value;
}

/** Types and takes back a digit, as the editor would send it: in the middle of the file, or behind a text. */
function keystroke(n: number, behind?: string): void {
  const document = workspace.document(uri) as TextDocument;
  const place = behind ?? 'pin   = [';
  const at = document.getText().indexOf(place, behind === undefined ? Math.floor(text.length / 2) : 0) + place.length;
  const start = document.positionAt(at);
  const end = document.positionAt(at + (n % 2));
  workspace.changed(uri, n + 1, [{ range: { start, end }, text: n % 2 === 0 ? '1' : '' }]);
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
for (let n = 0; n < 6; n++) {
  keystroke(n, 'grants copied { mode = copy; pool = 1');
  timed('in what all hosts name', () => workspace.analysis(uri).diagnostics);
}
samples.set('analysis from nothing', []);
for (let n = 0; n < 3; n++)
  timed('analysis from nothing', () => analyse(uri, { read: () => text, resolve: (_, path) => path }).diagnostics);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const parsing = median(samples.get('parse alone') ?? []);
console.log(
  `language server: ${text.split('\n').length} lines, ${(text.length / 1024).toFixed(0)} KiB, medians of ${keystrokes} keystrokes`
);
for (const [name, values] of samples) {
  const time = median(values);
  const best = Math.min(...values);
  console.log(
    `  ${name.padEnd(26)} ${time.toFixed(1).padStart(8)} ms  ${(time / parsing).toFixed(1).padStart(6)} × parse  ${best.toFixed(1).padStart(8)} ms at best`
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
console.log(`  heap after ${edits} edits     ${((memory() - before) / 2 ** 20).toFixed(1).padStart(8)} MiB more`);

function memory(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Runs tests: one simulation per file and request, whatever number of its expectations is chosen, on the workers that Simulate uses. */
import * as vscode from 'vscode';
import { headline } from '../../advice/headline.ts';
import type { RunResult } from '../../topology/result.ts';
import { log } from '../log.ts';
import { baseName } from '../results/results.ts';
import { explain } from '../run/failure.ts';
import type { Ended, Runs } from '../run/runs.ts';
import type { TestCase } from './tree.ts';
import { verdictOn } from './verdicts.ts';

/** Runs the chosen tests, file after file: each takes all threads that a simulation may use. */
export async function runCases(
  run: vscode.TestRun,
  cases: readonly TestCase[],
  runs: Runs,
  token: vscode.CancellationToken
): Promise<void> {
  for (const { item } of cases) run.enqueued(item);
  for (const chosen of byFile(cases)) {
    if (token.isCancellationRequested) return;
    for (const { item } of chosen) run.started(item);
    const [{ file }] = chosen;
    try {
      const document = await vscode.workspace.openTextDocument(file);
      const experiments = [...new Set(chosen.map(({ expected }) => expected.experiment))];
      tellEnd(run, chosen, await runs.perform(document, { mode: 'run', options: { experiments }, isOnScreen: false, token }));
    } catch (error) {
      log().error(`tests of ${file.toString()}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      tellAll(run, chosen, error instanceof Error ? error.message : String(error));
    }
  }
}

/** What a result says of each of some tests of one file; those it does not tell of are left as they are. Says which those are. */
export function tellResult(run: vscode.TestRun, cases: readonly TestCase[], result: RunResult): readonly TestCase[] {
  for (const experiment of result.experiments)
    run.appendOutput(`${result.source.file}, ${experiment.name} ${headline(experiment) ?? 'was not run'}\r\n`);
  return cases.filter(({ item, expected }) => {
    const verdict = verdictOn(result, expected);
    switch (verdict?.status) {
      case undefined:
        return true;
      case 'pass':
        run.passed(item);
        return false;
      case 'fail':
        run.failed(item, messageAt(item, verdict.message));
        return false;
      case 'inconclusive':
        run.errored(item, messageAt(item, verdict.message));
        return false;
    }
  });
}

type SomeCases = readonly [TestCase, ...TestCase[]];

function tellEnd(run: vscode.TestRun, chosen: SomeCases, ended: Ended): void {
  const title = baseName(chosen[0].file);
  switch (ended.kind) {
    case 'finished':
      for (const { item } of tellResult(run, chosen, ended.result))
        run.errored(item, messageAt(item, 'This line was changed before the simulation read it: run it again.'));
      return;
    case 'superseded':
      run.appendOutput(`${title} was simulated anew, so this run of it was ended.\r\n`);
      for (const { item } of chosen) run.skipped(item);
      return;
    case 'cancelled':
      run.appendOutput(`The simulation of ${title} was cancelled.\r\n`);
      for (const { item } of chosen) run.skipped(item);
      return;
    case 'failed': {
      if (ended.failure.reason === 'internal') log().error(ended.failure.report ?? ended.failure.message);
      const { message, detail, at } = explain(title, ended.failure, ended.diagnostics);
      const place = at && new vscode.Location(vscode.Uri.parse(at.uri), new vscode.Position(at.line - 1, at.column - 1));
      tellAll(run, chosen, [message, detail].filter(part => part !== undefined && part !== '').join('\n'), place);
    }
  }
}

/** Nothing could be found out, for one reason. */
function tellAll(run: vscode.TestRun, cases: readonly TestCase[], words: string, place?: vscode.Location): void {
  run.appendOutput(`${words.replaceAll('\n', '\r\n')}\r\n`);
  for (const { item } of cases) {
    const message = messageAt(item, words);
    if (place !== undefined) message.location = place;
    run.errored(item, message);
  }
}

function messageAt(item: vscode.TestItem, words: string): vscode.TestMessage {
  const message = new vscode.TestMessage(words);
  if (item.uri !== undefined && item.range !== undefined) message.location = new vscode.Location(item.uri, item.range);
  return message;
}

function byFile(cases: readonly TestCase[]): readonly SomeCases[] {
  const files = new Map<string, [TestCase, ...TestCase[]]>();
  for (const each of cases) {
    const known = files.get(each.file.toString());
    if (known === undefined) files.set(each.file.toString(), [each]);
    else known.push(each);
  }
  return [...files.values()];
}

/** Simulate, estimate and cancel: from a document in an editor to a result in its view. */
import * as vscode from 'vscode';
import type { PlanOptions } from '../../language/analysis.ts';
import type { RunResult } from '../../topology/result.ts';
import type { RunProgress } from '../../simulator/run/progress.ts';
import { inBackground, Refusal, registerCommand } from '../commands.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform.ts';
import { asUri, baseName, resultName } from '../results/results.ts';
import type { Results } from '../results/results.ts';
import { explain } from './failure.ts';
import { startSimulation } from './simulation.ts';
import type { Failure, Outcome, Simulation } from './simulation.ts';
import { gatherTexts } from './sources.ts';
import type { Texts } from './sources.ts';
import { RunStatus, showProgress } from './status.ts';

type Mode = 'run' | 'estimate';
/** Menus hand over a URI, code lenses its text. */
type Target = vscode.Uri | string | undefined;

export function activateRuns(context: vscode.ExtensionContext, platform: Platform, results: Results): Runs {
  const status = new RunStatus();
  const runs = new Runs(platform, results, status);
  context.subscriptions.push(status, runs);
  registerCommand(context, 'xnet.simulate', (target: Target, options?: PlanOptions) => runs.start('run', target, options));
  registerCommand(context, 'xnet.estimate', (target: Target, options?: PlanOptions) => runs.start('estimate', target, options));
  registerCommand(context, 'xnet.cancelSimulation', (target: Target) => runs.cancel(target));
  return runs;
}

/** What is to be run, and for whom. */
interface Asked {
  readonly mode: Mode;
  readonly options: PlanOptions;
  /** The person looks at the results view: it opens, and failures are said. Otherwise whoever asked shows the outcome. */
  readonly isOnScreen: boolean;
  readonly token?: vscode.CancellationToken;
}

/** `superseded`: a newer run of the same file has the floor, for this one answers an older question. */
export type Ended = Outcome | { readonly kind: 'superseded' };

/** A simulation that came to its end. */
export interface Finished {
  readonly uri: vscode.Uri;
  readonly result: RunResult;
  readonly options: PlanOptions;
  /** Whoever asked was handed the outcome: the tests. */
  readonly isTest: boolean;
}

interface UnderWay {
  readonly uri: vscode.Uri;
  readonly asked: Asked;
  readonly simulation: Simulation;
  progress?: RunProgress;
}

export class Runs implements vscode.Disposable {
  /** At most one run per file, by URI. */
  private readonly underWay = new Map<string, UnderWay>();

  constructor(
    private readonly platform: Platform,
    private readonly results: Results,
    private readonly status: RunStatus
  ) {}

  private readonly finished = new vscode.EventEmitter<Finished>();
  /** Fires when a simulation (no estimate) has come to its end and its result is kept. */
  readonly onDidFinish = this.finished.event;

  /** Runs what a command is about, and shows what comes out. */
  async start(mode: Mode, target: Target, options: PlanOptions = {}): Promise<void> {
    await this.perform(await this.documentOf(target), { mode, options, isOnScreen: true });
  }

  /** Runs a file; a run of it that is under way is ended first, since it asks an older question. Rejects when a text cannot be read. */
  async perform(document: vscode.TextDocument, asked: Asked): Promise<Ended> {
    const { mode, options, isOnScreen, token } = asked;
    const { uri } = document;
    const key = uri.toString();
    const texts = await gatherTexts(document);
    if (token?.isCancellationRequested) return { kind: 'cancelled' };
    this.underWay.get(key)?.simulation.cancel();

    const simulation = startSimulation(
      this.platform.startThread,
      { mode, source: { uri: key, file: resultName(uri), texts: Object.fromEntries(texts) }, options, jobs: this.platform.jobs },
      progress => this.advanced(run, progress, report)
    );
    const run: UnderWay = { uri, asked, simulation };
    this.underWay.set(key, run);
    const notified = mode === 'run' && isOnScreen;
    const report = notified ? showProgress(`Simulating ${baseName(uri)}`, () => simulation.cancel(), simulation.outcome) : () => {};
    if (mode === 'run') this.showStatus();

    const cancelling = token?.onCancellationRequested(() => simulation.cancel());
    const outcome = await simulation.outcome;
    cancelling?.dispose();
    if (this.underWay.get(key) !== run) return { kind: 'superseded' };
    this.underWay.delete(key);
    this.showStatus();
    this.ended(run, outcome, texts);
    return outcome;
  }

  /** Ends the run of one file, or of all when none is named. */
  cancel(target: Target): void {
    const wanted = target === undefined ? undefined : asUri(target).toString();
    const runs = [...this.underWay.values()].filter(run => wanted === undefined || run.uri.toString() === wanted);
    if (runs.length === 0) vscode.window.setStatusBarMessage('xnet: nothing is being simulated', 3000);
    for (const run of runs) run.simulation.cancel();
  }

  dispose(): void {
    for (const run of this.underWay.values()) run.simulation.cancel();
    this.finished.dispose();
  }

  private advanced(run: UnderWay, progress: RunProgress, report: (progress: RunProgress) => void): void {
    if (this.underWay.get(run.uri.toString()) !== run) return;
    const isFirst = run.progress === undefined;
    run.progress = progress;
    report(progress);
    if (run.asked.mode === 'estimate') return;
    this.showStatus();
    const { done, total, packetsPerSecond, secondsLeft, label } = progress;
    this.results.tell(run.uri, { type: 'progress', done, total, packetsPerSecond, secondsLeft, experiment: label });
    if (isFirst && run.asked.isOnScreen) this.results.show(run.uri);
  }

  private ended(run: UnderWay, outcome: Outcome, texts: Texts): void {
    const { uri } = run;
    const { mode, options, isOnScreen } = run.asked;
    const title = baseName(uri);
    switch (outcome.kind) {
      case 'finished':
        this.results.tell(uri, { type: mode === 'run' ? 'result' : 'estimate', result: outcome.result, title }, texts);
        if (isOnScreen) this.results.show(uri);
        if (mode === 'run') this.finished.fire({ uri, result: outcome.result, options, isTest: !isOnScreen });
        return;
      case 'cancelled': {
        if (outcome.result !== undefined) this.results.tell(uri, { type: 'result', result: outcome.result, title }, texts);
        const { done = 0, total = 0 } = run.progress ?? {};
        this.results.tell(uri, { type: 'cancelled', done, total });
        if (isOnScreen) vscode.window.setStatusBarMessage(`xnet: simulation of ${title} cancelled`, 4000);
        return;
      }
      case 'failed': {
        const { at, ...words } = explain(title, outcome.failure, outcome.diagnostics);
        this.results.tell(uri, { type: 'failed', ...words, ...(at === undefined ? {} : { line: at.line }) });
        if (isOnScreen) inBackground('xnet.simulate', tellFailure(words.message, outcome.failure));
      }
    }
  }

  private showStatus(): void {
    const [run] = this.underWay.values();
    if (run === undefined) this.status.hide();
    else this.status.show(baseName(run.uri), run.progress);
  }

  private async documentOf(target: Target): Promise<vscode.TextDocument> {
    if (target !== undefined) return vscode.workspace.openTextDocument(asUri(target));
    const active = vscode.window.activeTextEditor?.document;
    if (active?.languageId === 'xnet') return active;
    const uri = this.results.activeUri;
    if (uri !== undefined) return vscode.workspace.openTextDocument(uri);
    const visible = vscode.window.visibleTextEditors.filter(editor => editor.document.languageId === 'xnet');
    if (visible.length === 1 && visible[0] !== undefined) return visible[0].document;
    throw new Refusal('Open an .xnet file first: xnet runs the file in the active editor.');
  }
}

/** The failure as a notification, with what helps one click away. */
async function tellFailure(message: string, failure: Failure): Promise<void> {
  if (failure.reason === 'internal') {
    log().error(failure.report ?? message);
    const choice = await vscode.window.showErrorMessage(`xnet: ${message}`, 'Show Log');
    if (choice !== undefined) log().show();
    return;
  }
  const choice = await vscode.window.showWarningMessage(message, 'Show Problems');
  if (choice !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** Simulate, estimate and cancel: from a document in an editor to a result in its view. */
import * as vscode from 'vscode';
import type { PlacedDiagnostic } from '../../cli/protocol.ts';
import type { PlanOptions } from '../../language/analysis.ts';
import type { RunProgress } from '../../simulator/run/progress.ts';
import { inBackground, Refusal, registerCommand } from '../commands.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform.ts';
import { asUri, baseName, resultName } from '../results/results.ts';
import type { Results } from '../results/results.ts';
import { startSimulation } from './simulation.ts';
import type { Failure, Outcome, Simulation } from './simulation.ts';
import { gatherTexts } from './sources.ts';
import type { Texts } from './sources.ts';
import { RunStatus, showProgress } from './status.ts';

type Mode = 'run' | 'estimate';
/** Menus hand over a URI, code lenses its text. */
type Target = vscode.Uri | string | undefined;

export function activateRuns(context: vscode.ExtensionContext, platform: Platform, results: Results): void {
  const status = new RunStatus();
  const runs = new Runs(platform, results, status);
  context.subscriptions.push(status, runs);
  registerCommand(context, 'xnet.simulate', (target: Target, options?: PlanOptions) => runs.start('run', target, options));
  registerCommand(context, 'xnet.estimate', (target: Target, options?: PlanOptions) => runs.start('estimate', target, options));
  registerCommand(context, 'xnet.cancelSimulation', (target: Target) => runs.cancel(target));
}

interface UnderWay {
  readonly uri: vscode.Uri;
  readonly simulation: Simulation;
  progress?: RunProgress;
}

class Runs implements vscode.Disposable {
  /** At most one run per file, by URI. */
  private readonly underWay = new Map<string, UnderWay>();

  constructor(
    private readonly platform: Platform,
    private readonly results: Results,
    private readonly status: RunStatus
  ) {}

  /** Runs a file; a run of it that is under way is ended first, since it asks an older question. */
  async start(mode: Mode, target: Target, options: PlanOptions = {}): Promise<void> {
    const document = await this.documentOf(target);
    const { uri } = document;
    const key = uri.toString();
    const texts = await gatherTexts(document);
    this.underWay.get(key)?.simulation.cancel();

    const simulation = startSimulation(
      this.platform.startThread,
      { mode, source: { uri: key, file: resultName(uri), texts: Object.fromEntries(texts) }, options, jobs: this.platform.jobs },
      progress => this.advanced(run, mode, progress, report)
    );
    const run: UnderWay = { uri, simulation };
    this.underWay.set(key, run);
    const report = mode === 'run' ? showProgress(`Simulating ${baseName(uri)}`, () => simulation.cancel(), simulation.outcome) : () => {};
    if (mode === 'run') this.showStatus();

    const outcome = await simulation.outcome;
    // A newer run of the same file has the floor: what this one found answers an older question.
    if (this.underWay.get(key) !== run) return;
    this.underWay.delete(key);
    this.showStatus();
    this.ended(run, mode, outcome, texts);
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
  }

  private advanced(run: UnderWay, mode: Mode, progress: RunProgress, report: (progress: RunProgress) => void): void {
    if (this.underWay.get(run.uri.toString()) !== run) return;
    const isFirst = run.progress === undefined;
    run.progress = progress;
    report(progress);
    if (mode === 'estimate') return;
    this.showStatus();
    const { done, total, packetsPerSecond, secondsLeft, label } = progress;
    this.results.tell(run.uri, { type: 'progress', done, total, packetsPerSecond, secondsLeft, experiment: label });
    if (isFirst) this.results.show(run.uri);
  }

  private ended(run: UnderWay, mode: Mode, outcome: Outcome, texts: Texts): void {
    const { uri } = run;
    const title = baseName(uri);
    switch (outcome.kind) {
      case 'finished':
        this.results.tell(uri, { type: mode === 'run' ? 'result' : 'estimate', result: outcome.result, title }, texts);
        this.results.show(uri);
        return;
      case 'cancelled': {
        if (outcome.result !== undefined) this.results.tell(uri, { type: 'result', result: outcome.result, title }, texts);
        const { done = 0, total = 0 } = run.progress ?? {};
        this.results.tell(uri, { type: 'cancelled', done, total });
        vscode.window.setStatusBarMessage(`xnet: simulation of ${title} cancelled`, 4000);
        return;
      }
      case 'failed':
        this.results.tell(uri, { type: 'failed', ...explain(title, outcome.failure, outcome.diagnostics) });
        inBackground('xnet.simulate', tellFailure(title, outcome.failure, outcome.diagnostics));
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

function errorsIn(diagnostics: readonly PlacedDiagnostic[]): PlacedDiagnostic[] {
  return diagnostics.filter(diagnostic => diagnostic.severity === 'error');
}

/** The failure for the results view. */
function explain(title: string, failure: Failure, diagnostics: readonly PlacedDiagnostic[]) {
  const errors = errorsIn(diagnostics);
  if (failure.reason !== 'errors' || errors.length === 0) return { message: failure.message, detail: failure.report };
  return {
    message: `${title} has ${errorCount(errors)}, so it was not run.`,
    detail: errors.map(error => `${error.line}:${error.column} ${error.message}`).join('\n'),
    line: errors[0]?.line
  };
}

/** The failure as a notification, with what helps one click away. */
async function tellFailure(title: string, failure: Failure, diagnostics: readonly PlacedDiagnostic[]): Promise<void> {
  const { message } = explain(title, failure, diagnostics);
  if (failure.reason === 'internal') {
    log().error(failure.report ?? message);
    const choice = await vscode.window.showErrorMessage(`xnet: ${message}`, 'Show Log');
    if (choice !== undefined) log().show();
    return;
  }
  const choice = await vscode.window.showWarningMessage(message, 'Show Problems');
  if (choice !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function errorCount(errors: readonly unknown[]): string {
  return errors.length === 1 ? 'an error' : `${errors.length} errors`;
}

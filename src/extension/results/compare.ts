/** `xnet: Compare Runs…`: two runs of this window, or saved ones, side by side. Nothing is written. */
import * as vscode from 'vscode';
import type { ComparisonMessage, HostMessage, ViewMessage } from '../../../webview/messages.ts';
import { compareRuns } from '../../simulator/run/compare.ts';
import { readRunFile } from '../../topology/run-file.ts';
import type { RunResult } from '../../topology/result.ts';
import { inBackground, Refusal, registerCommand } from '../commands.ts';
import type { Finished, Runs } from '../run/runs.ts';
import { ViewPanel } from '../view-panel.ts';
import { copyText, saveAs } from './exports.ts';
import { describeRun, RunHistory } from './history.ts';
import type { KeptRun } from './history.ts';
import { baseName } from './results.ts';

/** What a caller may have decided already: the run that is looked at, a test. */
interface Choice {
  readonly before?: RunResult;
  readonly after?: RunResult;
  /** Of `after`, as the person knows its file. */
  readonly title?: string;
}

export function activateComparison(context: vscode.ExtensionContext, runs: Runs): void {
  const history = new RunHistory();
  const comparisons = new Comparisons(context.extensionUri);
  context.subscriptions.push(
    comparisons,
    runs.onDidFinish(finished => history.add(keptFrom(finished)))
  );
  registerCommand(context, 'xnet.compareRuns', async (choice: Choice = {}) => {
    const after = choice.after === undefined ? await pick(history, 'After: the run to judge') : known(history, choice.after, choice.title);
    if (after === undefined) return;
    const before =
      choice.before === undefined ? await pick(history, 'Before: the run to compare with', after) : known(history, choice.before);
    if (before === undefined) return;
    comparisons.show(before, after);
  });
}

function keptFrom({ uri, result, options }: Finished): KeptRun {
  const given = Object.entries(options.set ?? {}).map(([name, value]) => `${name} = ${value}`);
  return { result, title: baseName(uri), detail: describeRun(result, given) };
}

function known(history: RunHistory, result: RunResult, title = result.source.file): KeptRun {
  return history.runOf(result) ?? { result, title, detail: describeRun(result) };
}

/** One of the runs, or a saved one; undefined when the person changed their mind. */
async function pick(history: RunHistory, title: string, other?: KeptRun): Promise<KeptRun | undefined> {
  interface Item extends vscode.QuickPickItem {
    readonly run?: KeptRun;
  }
  const runs = history.runs.filter(({ result }) => result !== other?.result);
  const items: Item[] = [
    ...runs.map(run => ({ label: run.title, description: run.detail, run })),
    { label: '$(folder-opened) A saved run…', description: 'a file NAME.xnetrun.json', alwaysShow: true }
  ];
  const placeHolder =
    runs.length > 0 ? 'Runs of this window, newest first' : 'No other run in this window yet: simulate again, or open a saved run';
  const chosen = await vscode.window.showQuickPick(items, { title: `Compare Runs. ${title}`, placeHolder, matchOnDescription: true });
  return chosen === undefined ? undefined : (chosen.run ?? openSaved());
}

async function openSaved(): Promise<KeptRun | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title: 'Open a saved run', filters: { 'xnet run': ['json'] } })) ?? [];
  if (uri === undefined) return undefined;
  const read = readRunFile(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  if ('problem' in read) throw new Refusal(`${baseName(uri)}: ${read.problem}`);
  return { result: read.result, title: baseName(uri), detail: describeRun(read.result) };
}

type ComparisonPanel = ViewPanel<HostMessage, ViewMessage>;

/** One panel, which shows the last two that were asked for. */
class Comparisons implements vscode.Disposable {
  private panel: ComparisonPanel | undefined;
  private shown: ComparisonMessage | undefined;

  constructor(private readonly extension: vscode.Uri) {}

  show(before: KeptRun, after: KeptRun): void {
    const side = ({ title, detail }: KeptRun) => ({ title, detail });
    this.shown = { type: 'comparison', before: side(before), after: side(after), comparison: compareRuns(before.result, after.result) };
    if (this.panel !== undefined) {
      this.panel.reveal();
      this.panel.post(this.shown);
      return;
    }
    this.panel = new ViewPanel({
      extension: this.extension,
      viewType: 'xnet.comparison',
      page: { bundle: 'webview', title: 'xnet runs compared' },
      title: 'Runs compared',
      column: vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside,
      replay: () => (this.shown === undefined ? [] : [this.shown]),
      onMessage: message => inBackground('comparison', receive(message)),
      onClosed: () => (this.panel = undefined)
    });
  }

  dispose(): void {
    this.panel?.dispose();
  }
}

async function receive(message: Exclude<ViewMessage, { type: 'ready' }>): Promise<void> {
  if (message.type === 'copy') await copyText(message.content);
  if (message.type === 'save') await saveAs(besideWorkspace(), message);
}

/** Where to propose saving: tables of two runs belong to no file. */
function besideWorkspace(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder === undefined ? vscode.Uri.parse('untitled:comparison') : vscode.Uri.joinPath(folder.uri, 'comparison');
}

/** The results views: one per file that was run, beside its editor. */
import * as vscode from 'vscode';
import type { HostMessage, ViewMessage } from '../../../webview/messages.ts';
import { inBackground, Refusal, registerCommand } from '../commands.ts';
import { readText } from '../language/files.ts';
import type { Texts } from '../run/sources.ts';
import { copyText, revealLine, saveAs } from './exports.ts';
import { Freshness } from './freshness.ts';
import { Headlines } from './headlines.ts';
import { ResultsRecord } from './record.ts';
import type { RunResult } from '../../topology/result.ts';
import { ViewPanel } from '../view-panel.ts';

type ResultsPanel = ViewPanel<HostMessage, ViewMessage>;

export function activateResults(context: vscode.ExtensionContext): Results {
  const results = new Results(context.extensionUri);
  const onDisk = vscode.workspace.createFileSystemWatcher('**/*.xnet');
  const look = (uri: vscode.Uri) => inBackground('stale results', results.lookAgain(uri));
  context.subscriptions.push(
    results,
    onDisk,
    vscode.workspace.onDidChangeTextDocument(({ document }) => results.documentChanged(document)),
    // What was typed and not saved is gone.
    vscode.workspace.onDidCloseTextDocument(({ uri }) => look(uri)),
    onDisk.onDidChange(look),
    onDisk.onDidDelete(look)
  );
  registerCommand(context, 'xnet.showResults', (target?: vscode.Uri | string, experiment?: string) =>
    target === undefined ? results.showLatest() : results.show(asUri(target), experiment)
  );
  return results;
}

export class Results implements vscode.Disposable {
  private readonly records = new Map<string, ResultsRecord>();
  private readonly panels = new Map<string, ResultsPanel>();
  private latest: vscode.Uri | undefined;
  private readonly headlinesChanged = new vscode.EventEmitter<string>();
  /** What the last runs found, by file and experiment. */
  readonly headlines = new Headlines(uri => this.headlinesChanged.fire(uri));
  /** Fires with the URI of a file whose headlines are others than before. */
  readonly onDidChangeHeadlines = this.headlinesChanged.event;
  private readonly answered = new vscode.EventEmitter<vscode.Uri>();
  /** Fires when a run of a file has ended with a result. */
  readonly onDidAnswer = this.answered.event;

  constructor(private readonly extension: vscode.Uri) {}

  /** File whose view has the focus. */
  get activeUri(): vscode.Uri | undefined {
    for (const [key, panel] of this.panels) if (panel.active) return this.records.get(key)?.uri;
    return undefined;
  }

  /** Tells the view of a file something, and keeps it for when the view is opened. */
  tell(uri: vscode.Uri, message: Parameters<ResultsRecord['keep']>[0], texts?: Texts): void {
    const record = this.recordOf(uri);
    const sources = texts && editorSpelling(texts);
    record.keep(message, sources && new Freshness(sources));
    if (message.type === 'result' && sources) this.headlines.keep(uri.toString(), message.result, sources);
    this.latest = uri;
    this.panels.get(uri.toString())?.post(message);
    if (message.type === 'result') this.answered.fire(uri);
    // The person may have typed on while it ran.
    if (texts !== undefined) for (const document of vscode.workspace.textDocuments) this.documentChanged(document);
  }

  /** What the last run of a file found; undefined when there was none. */
  answerOf(uri: vscode.Uri): RunResult | undefined {
    return this.records.get(uri.toString())?.result;
  }

  /** Opens the view of a file, or brings it to the front, at an experiment if one is named. The focus stays in the editor. */
  show(uri: vscode.Uri, experiment?: string): void {
    const key = uri.toString();
    const record = this.recordOf(uri);
    const open = this.panels.get(key);
    const run = experiment === undefined || record.tellsOf(experiment) ? undefined : this.headlines.runOf(key, experiment);
    if (run !== undefined) {
      record.keep({ type: 'result', result: run.result, title: baseName(uri) }, run.freshness.copy());
      for (const message of record.replay()) open?.post(message);
    }
    const chosen = experiment === undefined ? [] : [{ type: 'restore', view: { experiment } } as const];
    if (open !== undefined) {
      open.reveal();
      for (const message of chosen) open.post(message);
      return;
    }
    const panel: ResultsPanel = new ViewPanel({
      extension: this.extension,
      viewType: 'xnet.results',
      page: { bundle: 'webview', title: 'xnet results' },
      title: `Results: ${baseName(uri)}`,
      column: this.columnInUse() ?? vscode.ViewColumn.Beside,
      replay: () => [...record.replay(), ...chosen.splice(0)],
      onMessage: message => inBackground('results view', this.receive(record, message)),
      onClosed: () => this.panels.delete(key)
    });
    this.panels.set(key, panel);
  }

  /** Shows the results of the active file, else the last ones there were. */
  showLatest(): void {
    const active = vscode.window.activeTextEditor?.document.uri;
    const uri = active !== undefined && this.records.has(active.toString()) ? active : this.latest;
    if (uri === undefined) throw new Refusal('There are no results yet: open an .xnet file and run “xnet: Simulate”.');
    this.show(uri);
  }

  /** A document was edited: results made from it may no longer be true, or may be true again. */
  documentChanged(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (this.isSource(key)) this.sourceReads(key, document.getText());
  }

  /** A file may have changed without being edited. */
  async lookAgain(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    if (this.isSource(key)) this.sourceReads(key, await readText(uri));
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    this.headlinesChanged.dispose();
  }

  private isSource(uri: string): boolean {
    return this.headlines.isMadeFrom(uri) || [...this.records.values()].some(record => record.isMadeFrom(uri));
  }

  /** `text` is null when the file is gone. */
  private sourceReads(uri: string, text: string | null): void {
    for (const [owner, record] of this.records) {
      const verdict = record.saw(uri, text);
      if (verdict !== undefined) this.panels.get(owner)?.post(verdict);
    }
    this.headlines.saw(uri, text);
  }

  private recordOf(uri: vscode.Uri): ResultsRecord {
    const key = uri.toString();
    const record = this.records.get(key) ?? new ResultsRecord(uri, resultName(uri));
    this.records.set(key, record);
    return record;
  }

  private columnInUse(): vscode.ViewColumn | undefined {
    for (const panel of this.panels.values()) if (panel.column !== undefined) return panel.column;
    return undefined;
  }

  private async receive(record: ResultsRecord, message: Exclude<ViewMessage, { type: 'ready' }>): Promise<void> {
    switch (message.type) {
      case 'cancel':
        await vscode.commands.executeCommand('xnet.cancelSimulation', record.uri);
        return;
      case 'rerun': {
        const options = message.experiment === undefined ? {} : { experiments: [message.experiment] };
        await vscode.commands.executeCommand('xnet.simulate', record.uri, options);
        return;
      }
      case 'compare':
        await vscode.commands.executeCommand('xnet.compareRuns', { after: record.result, title: baseName(record.uri) });
        return;
      case 'reveal':
        await revealLine(this.sourceNamed(record, message.file), message.line);
        return;
      case 'save':
        await saveAs(record.uri, message);
        return;
      case 'copy':
        await copyText(message.content);
        return;
    }
  }

  /** URI of a source as the result names it; the file itself when the name is not known. */
  private sourceNamed(record: ResultsRecord, file: string): vscode.Uri {
    for (const source of record.sources) {
      const uri = vscode.Uri.parse(source);
      if (resultName(uri) === file) return uri;
    }
    return record.uri;
  }
}

/** The editor percent-encodes more than an import's URI does; what it reports is looked up under its spelling. */
function editorSpelling(texts: Texts): Texts {
  return new Map(Array.from(texts, ([uri, text]) => [vscode.Uri.parse(uri).toString(), text]));
}

/** Menus hand over a URI, code lenses its text. */
export function asUri(target: vscode.Uri | string): vscode.Uri {
  return typeof target === 'string' ? vscode.Uri.parse(target) : target;
}

/** Name of a file in results: relative to its workspace folder. */
export function resultName(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, false);
}

export function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

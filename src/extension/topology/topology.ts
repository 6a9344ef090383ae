/** The topology preview: one panel beside the editor that shows the `.xnet` file one is in. */
import * as vscode from 'vscode';
import { State } from 'vscode-languageclient';
import type { BaseLanguageClient, Location } from 'vscode-languageclient';
import { methods } from '../../diagram/protocol.ts';
import type { AtParams, ChangedParams, DeclarationParams, Mark, OpenParams, Picture } from '../../diagram/protocol.ts';
import type { TopologyHostMessage, TopologyState, TopologyViewMessage } from '../../../webview/topology/messages.ts';
import type { ReadyMessage } from '../../../webview/messages.ts';
import { inBackground, Refusal, registerCommand } from '../commands.ts';
import { copyText, saveAs } from '../results/exports.ts';
import { baseName, type Results } from '../results/results.ts';
import { ViewPanel } from '../view-panel.ts';
import { ShownTopology } from './shown.ts';

const viewType = 'xnet.topology';

/** How long the cursor rests before the picture follows it, in ms. */
const restMs = 150;

export function activateTopology(context: vscode.ExtensionContext, client: BaseLanguageClient, results: Results): void {
  const preview = new TopologyPreview(context.extensionUri, client, results);
  context.subscriptions.push(
    preview,
    client.onNotification(methods.changed, (params: ChangedParams) => preview.changed(params)),
    // A server that was started again watches nothing.
    client.onDidChangeState(({ newState }) => newState === State.Running && preview.look()),
    results.onDidAnswer(uri => preview.ran(uri)),
    vscode.window.onDidChangeActiveTextEditor(editor => preview.follow(editor)),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => preview.cursorMoved(textEditor)),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel: vscode.WebviewPanel, state: Partial<TopologyState> | undefined) => {
        preview.restore(panel, state?.file);
        return Promise.resolve();
      }
    })
  );
  registerCommand(context, 'xnet.openTopology', (target?: vscode.Uri) => preview.open(target));
}

class TopologyPreview implements vscode.Disposable {
  private panel: ViewPanel<TopologyHostMessage, TopologyViewMessage> | undefined;
  private uri: vscode.Uri | undefined;
  private shown: ShownTopology | undefined;
  /** File that was opened to show a declaration: the picture stays that of the file it was asked in. */
  private visited: string | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly client: BaseLanguageClient,
    private readonly results: Results
  ) {}

  /** Opens the preview of a file, or brings it to the front. The focus stays in the editor, and nothing is written. */
  open(target: vscode.Uri | undefined): void {
    const uri = target ?? xnetEditor()?.document.uri;
    if (uri === undefined) throw new Refusal('Open an .xnet file first: the topology is that of the file in the active editor.');
    if (this.panel === undefined) this.panel = this.createPanel(vscode.ViewColumn.Beside, uri);
    this.panel.reveal();
    this.show(uri);
  }

  /** A panel from before the window was loaded again. */
  restore(panel: vscode.WebviewPanel, file: string | undefined): void {
    const uri = file ? vscode.Uri.parse(file) : xnetEditor()?.document.uri;
    if (uri === undefined || this.panel !== undefined) {
      panel.dispose();
      return;
    }
    this.panel = this.createPanel(panel.viewColumn ?? vscode.ViewColumn.Beside, uri, panel);
    this.show(uri);
  }

  /** Another file has the focus: its topology is shown. */
  follow(editor: vscode.TextEditor | undefined): void {
    const { uri, languageId } = editor?.document ?? {};
    if (this.panel === undefined || uri === undefined || languageId !== 'xnet' || uri.scheme === 'xnet') return;
    if (uri.toString() === this.visited) return;
    this.visited = undefined;
    if (uri.toString() !== this.uri?.toString()) this.show(uri);
  }

  changed(params: ChangedParams): void {
    if (this.uri === undefined || vscode.Uri.parse(params.uri).toString() !== this.uri.toString()) return;
    const messages = this.shown?.changed(params);
    if (messages === undefined) this.look();
    else this.post(messages);
  }

  ran(uri: vscode.Uri): void {
    const result = this.results.answerOf(uri);
    if (result === undefined || uri.toString() !== this.uri?.toString()) return;
    this.post(this.shown?.ranAs(result) ?? []);
  }

  cursorMoved(editor: vscode.TextEditor): void {
    if (this.shown === undefined || editor.document.languageId !== 'xnet') return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => inBackground('topology at the cursor', this.markAt(editor)), restMs);
  }

  /** Asks the server for the whole picture. */
  look(): void {
    const { uri } = this;
    if (uri !== undefined) inBackground('topology', this.ask(uri));
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.panel?.dispose();
  }

  private createPanel(column: vscode.ViewColumn, uri: vscode.Uri, restored?: vscode.WebviewPanel) {
    return new ViewPanel<TopologyHostMessage, TopologyViewMessage>({
      extension: this.extension,
      viewType,
      page: { bundle: 'topology', title: 'xnet topology', worker: 'layout' },
      title: titleOf(uri),
      column,
      restored,
      replay: () => this.shown?.replay() ?? [],
      onMessage: message => inBackground('topology view', this.receive(message)),
      onClosed: () => this.closed()
    });
  }

  private show(uri: vscode.Uri): void {
    if (uri.toString() !== this.uri?.toString()) {
      this.unwatch();
      this.uri = uri;
      this.shown = undefined;
      if (this.panel !== undefined) this.panel.title = titleOf(uri);
    }
    if (this.shown === undefined) this.look();
  }

  private async ask(uri: vscode.Uri): Promise<void> {
    const params: OpenParams = { textDocument: this.identifier(uri) };
    const picture = await this.client.sendRequest<Picture | null>(methods.open, params);
    // Another file may have been turned to meanwhile.
    if (picture === null || uri !== this.uri) return;
    this.shown = new ShownTopology(uri.toString(), baseName(uri), picture);
    this.post(this.shown.replay());
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    if (editor !== undefined) await this.markAt(editor);
  }

  private async markAt({ document, selection }: vscode.TextEditor): Promise<void> {
    const { shown, uri } = this;
    if (shown === undefined || uri === undefined) return;
    const { line, character } = selection.active;
    const params: AtParams = {
      textDocument: this.identifier(document.uri),
      root: this.identifier(uri).uri,
      position: { line, character }
    };
    const mark = await this.client.sendRequest<Mark | null>(methods.at, params);
    if (mark !== null && shown === this.shown) this.post(shown.cursorAt(mark));
  }

  private async receive(message: Exclude<TopologyViewMessage, ReadyMessage>): Promise<void> {
    const { uri } = this;
    if (uri === undefined) return;
    switch (message.type) {
      case 'declaration':
        return this.reveal(uri, message.id, message.focus);
      case 'save':
        return saveAs(uri, message);
      case 'copy':
        return copyText(message.content);
    }
  }

  /** Puts the cursor on a declaration; the focus goes there only when asked to. */
  private async reveal(uri: vscode.Uri, id: string, focus: boolean): Promise<void> {
    const params: DeclarationParams = { textDocument: this.identifier(uri), id };
    const place = await this.client.sendRequest<Location | null>(methods.declaration, params);
    if (place === null) return;
    const target = vscode.Uri.parse(place.uri);
    const { start } = place.range;
    const at = new vscode.Range(start.line, start.character, start.line, start.character);
    if (target.toString() !== uri.toString()) this.visited = target.toString();
    await vscode.window.showTextDocument(target, { viewColumn: columnOf(target) ?? columnOf(uri), preserveFocus: !focus, selection: at });
  }

  private closed(): void {
    this.unwatch();
    [this.panel, this.uri, this.shown, this.visited] = [undefined, undefined, undefined, undefined];
  }

  /** The server need not work for nobody. */
  private unwatch(): void {
    if (this.uri === undefined || this.client.state !== State.Running) return;
    inBackground('topology', this.client.sendNotification(methods.close, { textDocument: this.identifier(this.uri) }));
  }

  private identifier(uri: vscode.Uri): { readonly uri: string } {
    return { uri: this.client.code2ProtocolConverter.asUri(uri) };
  }

  private post(messages: readonly TopologyHostMessage[]): void {
    for (const message of messages) this.panel?.post(message);
  }
}

function titleOf(uri: vscode.Uri): string {
  return `Topology: ${baseName(uri)}`;
}

function xnetEditor(): vscode.TextEditor | undefined {
  const isXnet = (editor: vscode.TextEditor | undefined) => editor?.document.languageId === 'xnet';
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return isXnet(activeTextEditor) ? activeTextEditor : visibleTextEditors.find(isXnet);
}

/** Where a file is to be seen, or at least open. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const same = (other: vscode.Uri) => other.toString() === uri.toString();
  const visible = vscode.window.visibleTextEditors.find(({ document }) => same(document.uri));
  if (visible !== undefined) return visible.viewColumn;
  const groups = vscode.window.tabGroups.all;
  return groups.find(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputText && same(input.uri)))?.viewColumn;
}

/** One results view beside the editor. It can be closed and opened again: what it shows is kept by its {@link ResultsRecord}. */
import * as vscode from 'vscode';
import type { HostMessage, ViewMessage } from '../../../webview/messages.ts';
import { resourceRoots, resultsPage } from './page.ts';

export const panelType = 'xnet.results';

export interface PanelOptions {
  readonly extension: vscode.Uri;
  readonly title: string;
  readonly column: vscode.ViewColumn;
  /** What a page that has just loaded must be told. */
  readonly replay: () => readonly HostMessage[];
  readonly onMessage: (message: Exclude<ViewMessage, { type: 'ready' }>) => void;
  readonly onClosed: () => void;
}

export class ResultsPanel {
  private readonly panel: vscode.WebviewPanel;
  /** Messages before `ready` would be lost; the replay after it covers them. */
  private ready = false;

  constructor(private readonly options: PanelOptions) {
    const { extension, title, column } = options;
    this.panel = vscode.window.createWebviewPanel(
      panelType,
      title,
      { viewColumn: column, preserveFocus: true },
      { enableScripts: true, localResourceRoots: resourceRoots(extension), enableFindWidget: true }
    );
    this.panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg');
    this.panel.webview.onDidReceiveMessage((message: ViewMessage) => this.receive(message));
    // A hidden tab throws its page away; the next one says `ready` again.
    this.panel.onDidChangeViewState(() => (this.ready = this.ready && this.panel.visible));
    this.panel.onDidDispose(() => options.onClosed());
    this.panel.webview.html = resultsPage(this.panel.webview, extension);
  }

  get active(): boolean {
    return this.panel.active;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  post(message: HostMessage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  /** Brings the view to the front of its column; the focus stays where it is. */
  reveal(): void {
    if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private receive(message: ViewMessage): void {
    if (message.type !== 'ready') {
      this.options.onMessage(message);
      return;
    }
    this.ready = true;
    for (const kept of this.options.replay()) this.post(kept);
  }
}

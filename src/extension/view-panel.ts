/** One view beside the editor. It can be closed and opened again, and loses its page when hidden: what it shows is kept by its owner. */
import * as vscode from 'vscode';
import type { ReadyMessage } from '../../webview/messages.ts';
import { resourceRoots, viewPage, type PageOptions } from './view-page.ts';

export interface PanelOptions<Heard, Told> {
  readonly extension: vscode.Uri;
  readonly viewType: string;
  readonly page: PageOptions;
  readonly title: string;
  readonly column: vscode.ViewColumn;
  /** A panel that the editor brings back after a restart; a new one when absent. */
  readonly restored?: vscode.WebviewPanel;
  /** What a page that has just loaded must be told. */
  readonly replay: () => readonly Heard[];
  readonly onMessage: (message: Exclude<Told, ReadyMessage>) => void;
  readonly onClosed: () => void;
}

/** `Heard` and `Told` are what the page is told and tells, each a discriminated union on `type`. */
export class ViewPanel<Heard, Told extends { readonly type: string }> {
  private readonly panel: vscode.WebviewPanel;
  /** Messages before `ready` would be lost; the replay after it covers them. */
  private ready = false;

  constructor(private readonly options: PanelOptions<Heard, Told>) {
    const { extension, viewType, page, title, column, restored } = options;
    this.panel =
      restored ??
      vscode.window.createWebviewPanel(
        viewType,
        title,
        { viewColumn: column, preserveFocus: true },
        { enableScripts: true, localResourceRoots: resourceRoots(extension), enableFindWidget: true }
      );
    if (restored !== undefined) this.panel.webview.options = { enableScripts: true, localResourceRoots: resourceRoots(extension) };
    this.panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg');
    this.panel.webview.onDidReceiveMessage((message: Told) => this.receive(message));
    // A hidden tab throws its page away; the next one says `ready` again.
    this.panel.onDidChangeViewState(() => (this.ready = this.ready && this.panel.visible));
    this.panel.onDidDispose(() => options.onClosed());
    this.panel.webview.html = viewPage(this.panel.webview, extension, page);
  }

  get active(): boolean {
    return this.panel.active;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  set title(title: string) {
    this.panel.title = title;
  }

  post(message: Heard): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  /** Brings the view to the front of its column; the focus stays where it is. */
  reveal(): void {
    if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private receive(message: Told): void {
    if (message.type !== 'ready') {
      this.options.onMessage(message as Exclude<Told, ReadyMessage>);
      return;
    }
    this.ready = true;
    for (const kept of this.options.replay()) this.post(kept);
  }
}

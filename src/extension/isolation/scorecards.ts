/** Scorecards beside the editor: a page per file, without scripts, that is written anew by every scoring of the file. */
import * as vscode from 'vscode';
import { baseName } from '../results/results.ts';
import { scorecardPage } from './page.ts';

export class Scorecards implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly extension: vscode.Uri) {}

  /** Shows a file's scorecard, given as Markdown, beside its editor and in place of an older one; the focus stays where it is. */
  async show(file: vscode.Uri, markdown: string): Promise<void> {
    // VS Code's own Markdown, whose rendering extensions may use.
    const body = await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
    const panel = this.panels.get(file.toString()) ?? this.open(file);
    panel.webview.html = scorecardPage(body);
    panel.reveal(undefined, true);
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
  }

  private open(file: vscode.Uri): vscode.WebviewPanel {
    const key = file.toString();
    const panel = vscode.window.createWebviewPanel(
      'xnet.isolation',
      `Isolation: ${baseName(file)}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableFindWidget: true, localResourceRoots: [] }
    );
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon.svg');
    panel.onDidDispose(() => this.panels.delete(key));
    this.panels.set(key, panel);
    return panel;
  }
}

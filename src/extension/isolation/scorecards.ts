/** Scorecards as read-only documents that exist in the editor only, one per file. */
import * as vscode from 'vscode';
import { baseName } from '../results/results.ts';

const scheme = 'xnet-isolation';

export class Scorecards implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly pages = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.changed.event;

  /** Shows a file's scorecard beside its editor, in place of an older one; the focus stays where it is. */
  async show(file: vscode.Uri, page: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({ scheme, path: `/Isolation of ${baseName(file)}.md`, query: file.toString() });
    this.pages.set(uri.toString(), page);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.pages.get(uri.toString()) ?? '# Isolation\n\nThis scorecard is gone. Run **xnet: Score Isolation** again.\n';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

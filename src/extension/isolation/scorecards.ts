/** Scorecards as read-only documents that exist in the editor only, one per file. */
import * as vscode from 'vscode';
import { baseName } from '../results/results.ts';

const scheme = 'xnet-isolation';

export class Scorecards implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly pages = new Map<string, string>();
  /** The page that stands for each file. */
  private readonly shown = new Map<string, vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  private made = 0;

  /** Shows a file's scorecard beside its editor, in place of an older one; the focus stays where it is. */
  async show(file: vscode.Uri, page: string): Promise<vscode.Uri> {
    // Every scorecard is a document of its own: an editor may keep showing the text it knows of an address it has seen.
    const uri = vscode.Uri.from({ scheme, path: `/Isolation of ${baseName(file)}.md`, query: `${++this.made} ${file.toString()}` });
    const older = this.shown.get(file.toString());
    this.pages.set(uri.toString(), page);
    this.shown.set(file.toString(), uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
    if (older) await this.close(older);
    return uri;
  }

  private async close(page: vscode.Uri): Promise<void> {
    this.pages.delete(page.toString());
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter(tab => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === page.toString())
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.pages.get(uri.toString()) ?? '# Isolation\n\nThis scorecard is gone. Run **xnet: Score Isolation** again.\n';
  }

  dispose(): void {
    this.registration.dispose();
  }
}

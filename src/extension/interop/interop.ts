/** `xnet: Import…` and `xnet: Export…`. What they work with is large and seldom wanted, so it is loaded when it is: not while VS Code starts. */
import * as vscode from 'vscode';
import type { ExportFormat } from '../../interop/export.ts';
import { registerCommand } from '../commands.ts';

export function activateInterop(context: vscode.ExtensionContext): void {
  const findings = vscode.languages.createDiagnosticCollection('xnet import');
  context.subscriptions.push(
    findings,
    // What was found belongs to the text that was imported.
    vscode.workspace.onDidChangeTextDocument(({ document }) => findings.delete(document.uri)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => findings.delete(uri))
  );
  registerCommand(context, 'xnet.import', async (target?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
    const { importTopology } = await import('./import.ts');
    return importTopology(context, findings, target, selected);
  });
  registerCommand(context, 'xnet.export', async (target?: vscode.Uri, format?: ExportFormat) => {
    const { exportTopology } = await import('./export.ts');
    return exportTopology(target, format);
  });
}

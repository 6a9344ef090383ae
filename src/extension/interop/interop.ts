/** `xnet: Import…` and `xnet: Export…`. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ExportFormat } from '../../interop/export.ts';
import { registerCommand } from '../commands.ts';
import { askBy } from './asking.ts';
import { exportTopology } from './export.ts';
import { importTopology } from './import.ts';

export function activateInterop(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const ask = askBy(client);
  const findings = vscode.languages.createDiagnosticCollection('xnet import');
  context.subscriptions.push(
    findings,
    // What was found belongs to the text that was imported.
    vscode.workspace.onDidChangeTextDocument(({ document }) => findings.delete(document.uri)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => findings.delete(uri))
  );
  registerCommand(context, 'xnet.import', (target?: vscode.Uri, selected?: readonly vscode.Uri[]) =>
    importTopology(ask, context.extensionUri, findings, target, selected)
  );
  registerCommand(context, 'xnet.export', (target?: vscode.Uri, format?: ExportFormat) => exportTopology(ask, target, format));
}

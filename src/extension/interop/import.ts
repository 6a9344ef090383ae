/** `xnet: Import…`: configurations of other tools as a new topology. It opens untitled and is nobody's file until it is saved. */
import * as vscode from 'vscode';
import type { Finding, ForeignFile } from '../../interop/finding.ts';
import { Refusal } from '../commands.ts';
import type { Ask } from './asking.ts';
import { referenceOf } from './reference.ts';
import type { Explains } from './reference.ts';

/** @param selected all files selected in the explorer, `target` among them */
export async function importTopology(
  ask: Ask,
  extensionUri: vscode.Uri,
  findings: vscode.DiagnosticCollection,
  target: vscode.Uri | undefined,
  selected: readonly vscode.Uri[] | undefined
): Promise<vscode.Uri | undefined> {
  const uris = selected !== undefined && selected.length > 0 ? selected : target !== undefined ? [target] : await chosenFiles(ask);
  if (uris === undefined) return undefined;
  const documents = await Promise.all(uris.map(async uri => vscode.workspace.openTextDocument(uri)));
  const files: readonly ForeignFile[] = documents.map(document => ({ name: document.uri.toString(), text: document.getText() }));
  const imported = await ask('xnet/import', { files });
  findings.clear();
  const explains = await referenceOf(extensionUri);
  for (const document of documents) findings.set(document.uri, diagnosticsOf(imported.findings, document, explains));
  if (imported.text === undefined) {
    throw new Refusal(
      `Nothing was imported: ${imported.findings.find(({ severity }) => severity === 'error')?.message ?? 'there is nothing in it'}.`
    );
  }
  const topology = await vscode.workspace.openTextDocument({ language: 'xnet', content: imported.text });
  await vscode.window.showTextDocument(topology, { preview: false });
  summarize(imported.findings);
  return topology.uri;
}

/** The text of the active editor where it is of a format that can be read; otherwise files are asked for. */
async function chosenFiles(ask: Ask): Promise<readonly vscode.Uri[] | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  const title =
    active === undefined || active.languageId === 'xnet'
      ? null
      : await ask('xnet/recognise', { name: active.fileName, text: active.getText() });
  const files = 'Files…';
  if (active !== undefined && title !== null) {
    const current = `This editor: ${vscode.workspace.asRelativePath(active.uri)}`;
    const picked = await vscode.window.showQuickPick(
      [
        { label: current, detail: title },
        { label: files, detail: 'Several files are read as one host' }
      ],
      {
        title: 'Import',
        placeHolder: 'What is to be imported?'
      }
    );
    if (picked === undefined) return undefined;
    if (picked.label === current) return [active.uri];
  }
  return vscode.window.showOpenDialog({ canSelectMany: true, title: 'Import', openLabel: 'Import' });
}

const SEVERITIES: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information
};

function diagnosticsOf(findings: readonly Finding[], document: vscode.TextDocument, explains: Explains): vscode.Diagnostic[] {
  return findings
    .filter(({ file }) => file === document.uri.toString())
    .map(({ code, severity, message, start, end }) => {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
      diagnostic.source = 'xnet import';
      const target = explains(code);
      diagnostic.code = target === undefined ? code : { value: code, target };
      return diagnostic;
    });
}

/** One sentence; the findings themselves are among the problems of the imported files. */
function summarize(findings: readonly Finding[]): void {
  const count = (wanted: Finding['severity']): number => findings.filter(({ severity }) => severity === wanted).length;
  const assumptions = findings.filter(({ code }) => code === 'assumed').length;
  const [errors, warnings] = [count('error'), count('warning')];
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    `${assumptions} ${assumptions === 1 ? 'assumption' : 'assumptions'}, each marked in the text`
  ];
  const show = errors > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void show(`Imported with ${parts.join(', ')}.`, 'Show Problems').then(choice => {
    if (choice !== undefined) void vscode.commands.executeCommand('workbench.actions.view.problems');
  });
}

/** `xnet: Export…`: a topology as configurations of other tools, with a report of what they cannot say. Opens them; writes nothing. */
import * as vscode from 'vscode';
import { exporters, exportFormats } from '../../interop/export.ts';
import type { ExportFormat } from '../../interop/export.ts';
import type { Exported } from '../../interop/export/loss.ts';
import { analyse } from '../../language/analyse.ts';
import { canonical, resolveImport } from '../../language/program/file-uri.ts';
import { Refusal } from '../commands.ts';
import { gatherTexts } from '../run/sources.ts';

const LANGUAGES: Readonly<Record<ExportFormat, string>> = { xl: 'plaintext', libvirt: 'xml' };

/** Opens every file and the report as untitled documents; answers what was written. */
export async function exportTopology(target: vscode.Uri | undefined, wanted: ExportFormat | undefined): Promise<Exported | undefined> {
  const document = await documentOf(target);
  const format = exportFormats.find(each => each === wanted) ?? (await chosenFormat());
  if (format === undefined) return undefined;
  const exported = await written(document, format);
  if (exported.files.length === 0) throw new Refusal('There is no domain in this file that the tool would start.');
  for (const { name, text } of exported.files) await open(`${comment(format, name)}\n${text}`, LANGUAGES[format]);
  await open(report(document, exported), 'markdown');
  return exported;
}

async function documentOf(target: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  if (target !== undefined) return vscode.workspace.openTextDocument(target);
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === 'xnet') return active;
  throw new Refusal('Open an .xnet file first: xnet exports the file in the active editor.');
}

async function chosenFormat(): Promise<ExportFormat | undefined> {
  const items = exportFormats.map(format => ({ label: format, detail: exporters[format].title }));
  return (await vscode.window.showQuickPick(items, { title: 'Export', placeHolder: 'For which tool?' }))?.label;
}

async function written(document: vscode.TextDocument, format: ExportFormat): Promise<Exported> {
  const texts = await gatherTexts(document);
  const analysis = analyse(canonical(document.uri.toString()), { read: uri => texts.get(canonical(uri)), resolve: resolveImport });
  const error = analysis.diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Refusal(`Nothing was exported: ${error.message}.`);
  return exporters[format].write(analysis, vscode.workspace.asRelativePath(document.uri));
}

const comment = (format: ExportFormat, name: string): string => (format === 'libvirt' ? `<!-- ${name} -->` : `# ${name}`);

async function open(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }), { preview: false });
}

function report(document: vscode.TextDocument, { losses }: Exported): string {
  const name = vscode.workspace.asRelativePath(document.uri);
  const rows = losses.map(({ what, why, origin }) => {
    const here = origin !== undefined && origin.uri === canonical(document.uri.toString());
    const line = here ? `${document.positionAt(origin.start).line + 1}` : '';
    return `| ${line} | \`${what}\` | ${why} |`;
  });
  return [`# What the export of ${name} lost`, '', '| line | what | why |', '| ---: | --- | --- |', ...rows, ''].join('\n');
}

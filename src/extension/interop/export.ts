/** `xnet: Export…`: a topology as configurations of other tools, with a report of what they cannot say. Opens them; writes nothing. */
import * as vscode from 'vscode';
import type { ExportFormat } from '../../interop/export.ts';
import type { Exported } from '../../interop/export/loss.ts';
import { canonical } from '../../language/program/file-uri.ts';
import { Refusal } from '../commands.ts';
import { gatherTexts } from '../run/sources.ts';
import type { Ask } from './asking.ts';

const LANGUAGES: Readonly<Record<ExportFormat, string>> = { xl: 'plaintext', libvirt: 'xml' };

/** Opens every file and the report as untitled documents; answers what was written. */
export async function exportTopology(
  ask: Ask,
  target: vscode.Uri | undefined,
  wanted: ExportFormat | undefined
): Promise<Exported | undefined> {
  const document = await documentOf(target);
  const format = await chosenFormat(ask, wanted);
  if (format === undefined) return undefined;
  const exported = await written(ask, document, format);
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

async function chosenFormat(ask: Ask, wanted: ExportFormat | undefined): Promise<ExportFormat | undefined> {
  const formats = await ask('xnet/exportFormats', {});
  const known = formats.find(({ format }) => format === wanted);
  if (known !== undefined) return known.format;
  const items = formats.map(({ format, title }) => ({ label: format, detail: title }));
  return (await vscode.window.showQuickPick(items, { title: 'Export', placeHolder: 'For which tool?' }))?.label;
}

async function written(ask: Ask, document: vscode.TextDocument, format: ExportFormat): Promise<Exported> {
  const texts = [...(await gatherTexts(document))];
  const answer = await ask('xnet/export', { format, texts, name: vscode.workspace.asRelativePath(document.uri) });
  if ('error' in answer) throw new Refusal(`Nothing was exported: ${answer.error}.`);
  return answer;
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

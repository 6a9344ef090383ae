/** `*.xnetrun.json` in an editor that shows what was run and changes nothing. */
import * as vscode from 'vscode';
import type { HostMessage, ViewMessage } from '../../../webview/messages.ts';
import { readRunFile } from '../../topology/run-file.ts';
import { inBackground, Refusal } from '../commands.ts';
import { ViewPanel } from '../view-panel.ts';
import { copyText, revealLine, saveAs } from './exports.ts';
import { baseName } from './results.ts';

type SavedPanel = ViewPanel<HostMessage, ViewMessage>;

export function activateSavedRuns(context: vscode.ExtensionContext): void {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: uri => ({ uri, dispose: () => {} }),
    resolveCustomEditor: ({ uri }, webview) => showSaved(context.extensionUri, uri, webview)
  };
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider('xnet.savedRun', provider, { supportsMultipleEditorsPerDocument: true })
  );
}

/** Shows a file as long as its editor is open, and again when it was written meanwhile. */
async function showSaved(extension: vscode.Uri, uri: vscode.Uri, webview: vscode.WebviewPanel): Promise<void> {
  let message = await messageOf(uri);
  const panel: SavedPanel = new ViewPanel({
    extension,
    viewType: 'xnet.savedRun',
    page: { bundle: 'webview', title: 'xnet run' },
    title: baseName(uri),
    column: vscode.ViewColumn.Active,
    restored: webview,
    replay: () => [message],
    onMessage: said => inBackground('saved run', receive(uri, said)),
    onClosed: () => watcher.dispose()
  });
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), baseName(uri)));
  const look = async (): Promise<void> => {
    message = await messageOf(uri);
    panel.post(message);
  };
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) event(() => inBackground('saved run', look()));
}

async function messageOf(uri: vscode.Uri): Promise<HostMessage> {
  const title = baseName(uri);
  let text: string;
  try {
    text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    return {
      type: 'unreadable',
      title,
      message: 'This file cannot be read.',
      detail: error instanceof Error ? error.message : String(error)
    };
  }
  const read = readRunFile(text);
  if ('result' in read) return { type: 'result', result: read.result, title, isSaved: true };
  return { type: 'unreadable', title, message: read.problem, ...(read.detail === undefined ? {} : { detail: read.detail }) };
}

async function receive(uri: vscode.Uri, message: Exclude<ViewMessage, { type: 'ready' }>): Promise<void> {
  switch (message.type) {
    case 'reveal':
      return revealLine(await sourceOf(uri, message.file), message.line);
    case 'save':
      return saveAs(uri, message);
    case 'copy':
      return copyText(message.content);
    case 'compare': {
      const read = readRunFile(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
      if ('problem' in read) throw new Refusal(read.problem);
      await vscode.commands.executeCommand('xnet.compareRuns', { after: read.result, title: baseName(uri) });
      return;
    }
    // There is nothing under way in a file.
    case 'cancel':
    case 'rerun':
      return;
  }
}

/** The source as the run names it: relative to a folder of the workspace, or beside the run. */
async function sourceOf(run: vscode.Uri, file: string): Promise<vscode.Uri> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const candidates = [
    ...folders.map(folder => vscode.Uri.joinPath(folder, file)),
    vscode.Uri.joinPath(run, '..', file.replace(/^.*[/\\]/, ''))
  ];
  if (/^([a-z]:)?[/\\]/i.test(file)) candidates.unshift(vscode.Uri.file(file));
  for (const candidate of candidates) {
    const found = await Promise.resolve(vscode.workspace.fs.stat(candidate)).catch(() => undefined);
    if (found !== undefined) return candidate;
  }
  throw new Refusal(`${file}, which was run, is not here.`);
}

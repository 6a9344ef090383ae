/** `xnet: New Topology…`: a file of one's own, begun from one of the shipped examples. */
import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import { baseName } from '../results/results.ts';
import { tracesIn } from '../run/named-files.ts';
import { describeExample } from './describe.ts';

interface GalleryItem extends vscode.QuickPickItem {
  readonly example: vscode.Uri;
  readonly name: string;
  readonly text: string;
}

export function activateGallery(context: vscode.ExtensionContext): void {
  const examples = vscode.Uri.joinPath(context.extensionUri, 'examples');
  registerCommand(context, 'xnet.newTopology', () => newTopology(examples));
}

/** Asks what to begin with and where to keep it, writes the file and opens it; undefined when the person changed their mind. */
async function newTopology(examples: vscode.Uri): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showQuickPick(readGallery(examples), {
    title: 'New Topology',
    placeHolder: 'Begin with…',
    matchOnDescription: true,
    matchOnDetail: true
  });
  if (picked === undefined) return undefined;
  const target = await vscode.window.showSaveDialog({
    defaultUri: await unusedName(picked.name),
    filters: { 'xnet topology': ['xnet'] },
    title: 'New Topology'
  });
  if (target === undefined) return undefined;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(picked.text));
  await Promise.all(tracesIn(picked.text).map(trace => bring(trace, picked.example, target)));
  await vscode.window.showTextDocument(target, { preview: false });
  return target;
}

/** Puts a file that an example names beside the new topology, unless there is one of that name. */
async function bring(name: string, example: vscode.Uri, target: vscode.Uri): Promise<void> {
  const there = vscode.Uri.joinPath(target, '..', name);
  const taken = await vscode.workspace.fs.stat(there).then(
    () => true,
    () => false
  );
  if (!taken) await vscode.workspace.fs.writeFile(there, await vscode.workspace.fs.readFile(vscode.Uri.joinPath(example, '..', name)));
}

/** The shipped examples, the ones for newcomers first, then the published systems. In a browser their folder cannot be listed. */
async function readGallery(folder: vscode.Uri): Promise<GalleryItem[]> {
  const depth = (place: string): number => place.split('/').length;
  const places = [...XNET_EXAMPLES].sort((a, b) => depth(a) - depth(b) || a.localeCompare(b));
  return Promise.all(places.map(place => galleryItem(vscode.Uri.joinPath(folder, place))));
}

async function galleryItem(example: vscode.Uri): Promise<GalleryItem> {
  const name = baseName(example);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(example));
  return { example, name, text, label: name.slice(0, -'.xnet'.length), detail: describeExample(text) };
}

/** `NAME.xnet` in the first folder of the workspace, numbered when it is taken; undefined without a folder. */
async function unusedName(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) return undefined;
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([entry]) => entry));
  const stem = name.slice(0, -'.xnet'.length);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${stem}-${number}.xnet`;
    if (!taken.has(candidate)) return vscode.Uri.joinPath(folder, candidate);
  }
}

/** The one output channel of the extension: `xnet` in the Output view. */
import * as vscode from 'vscode';

let channel: vscode.LogOutputChannel | undefined;

export function log(): vscode.LogOutputChannel {
  channel ??= vscode.window.createOutputChannel('xnet', { log: true });
  return channel;
}

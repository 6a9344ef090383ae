/** The extension in a browser's extension host, as on vscode.dev: server and simulations are web workers, files are the editor's. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { MessageTransports } from 'vscode-languageclient/browser';
import { webThreads } from '../cli/web-threads.ts';
import { activateFeatures } from './features.ts';
import { jobsFor } from './platform.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const [serverScript, workerScript] = await Promise.all([ownScript(context, 'server.js'), ownScript(context, 'worker.js')]);
  let server: Worker | undefined;
  // A server that is started again takes the place of the one before, whatever that is at.
  const startServer = async (): Promise<MessageTransports> => {
    server?.terminate();
    server = new Worker(serverScript);
    // Not the worker itself: the client would not know it for one, since the extension host makes workers in its own way.
    return { reader: new BrowserMessageReader(server), writer: new BrowserMessageWriter(server) };
  };
  context.subscriptions.push({ dispose: () => server?.terminate() });
  activateFeatures(context, {
    languageClient: options => new LanguageClient('xnet', 'xnet', startServer, options),
    startThread: webThreads(workerScript),
    jobs: jobsFor(navigator.hardwareConcurrency)
  });
}

/** Address of a bundled script. A worker's must be of the extension host's own origin, and an extension lies elsewhere: so its text is taken. */
async function ownScript(context: vscode.ExtensionContext, name: string): Promise<string> {
  const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', name));
  const address = URL.createObjectURL(new Blob([Uint8Array.from(text)], { type: 'text/javascript' }));
  context.subscriptions.push({ dispose: () => URL.revokeObjectURL(address) });
  return address;
}

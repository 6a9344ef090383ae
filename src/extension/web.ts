/** The extension in a browser's extension host, as on vscode.dev: server and simulations are web workers, files are the editor's. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { webThreads } from '../cli/web-threads.ts';
import { activateFeatures } from './features.ts';
import { jobsFor } from './platform.ts';

export function activate(context: vscode.ExtensionContext): void {
  const bundled = (name: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', name).toString(true);
  let server: Worker | undefined;
  // A server that is started again takes the place of the one before, whatever that is at.
  const startServer = async (): Promise<Worker> => {
    server?.terminate();
    return (server = new Worker(bundled('server.js')));
  };
  context.subscriptions.push({ dispose: () => server?.terminate() });
  activateFeatures(context, {
    languageClient: options => new LanguageClient('xnet', 'xnet', startServer, options),
    startThread: webThreads(bundled('worker.js')),
    jobs: jobsFor(navigator.hardwareConcurrency)
  });
}

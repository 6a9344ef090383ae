/** The extension in VS Code's extension host of Node: on a desktop, or on a server. */
import * as os from 'node:os';
import * as path from 'node:path';
import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { nodeThreads } from '../cli/node-threads.ts';
import { activateFeatures } from './features.ts';
import { jobsFor } from './platform.ts';

export function activate(context: vscode.ExtensionContext): void {
  const bundled = (name: string): string => context.asAbsolutePath(path.join('dist', name));
  const module = bundled('server.js');
  const server = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=127.0.0.1:6019'] } }
  };
  activateFeatures(context, {
    languageClient: options => new LanguageClient('xnet', 'xnet', server, options),
    startThread: nodeThreads(bundled('worker.js')),
    jobs: jobsFor(os.availableParallelism())
  });
}

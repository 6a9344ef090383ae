/** Starts the language server in a process of its own and keeps it running. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { inBackground, registerCommand } from '../commands.ts';
import { log } from '../log.ts';
import type { Results } from '../results/results.ts';
import { CrashPolicy } from './crash-policy.ts';
import { answerFileRequests } from './files.ts';
import { showLibraries } from './libraries.ts';

/** Does not wait for the server: simulating works without it, and its failure to start is said by the error boundary. */
export function activateLanguageClient(context: vscode.ExtensionContext, results: Results): void {
  const module = context.asAbsolutePath(path.join('dist', 'server.js'));
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=127.0.0.1:6019'] } }
  };
  const restart = () => client.restart();
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: 'xnet' }],
    // Code lenses may carry this extension's commands, definitions may lie in shipped libraries.
    initializationOptions: { commands: true, libraries: true },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.xnet') },
    outputChannel: log(),
    errorHandler: new CrashPolicy(restart)
  };
  const client = new LanguageClient('xnet', 'xnet', serverOptions, clientOptions);
  answerFileRequests(client);
  context.subscriptions.push(showLibraries(client), tellResults(client, results));
  context.subscriptions.push({ dispose: () => client.dispose() });
  registerCommand(context, 'xnet.restartServer', restart);
  inBackground('xnet.restartServer', client.start());
}

/** The lens over an experiment shows what its last run found; a server that was started again is told once more. */
function tellResults(client: LanguageClient, { headlines, onDidChangeHeadlines }: Results): vscode.Disposable {
  const tell = (uri: string): void => {
    if (client.state !== State.Running) return;
    inBackground('results over experiments', client.sendNotification('xnet/results', { uri, experiments: headlines.of(uri) }));
  };
  return vscode.Disposable.from(
    onDidChangeHeadlines(tell),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) for (const uri of headlines.uris) tell(uri);
    })
  );
}

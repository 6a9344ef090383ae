/** Starts the language server, which runs apart from the extension host, and keeps it running. */
import * as vscode from 'vscode';
import { State } from 'vscode-languageclient';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { inBackground, registerCommand } from '../commands.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform.ts';
import type { Results } from '../results/results.ts';
import { CrashPolicy } from './crash-policy.ts';
import { answerFileRequests } from './files.ts';
import { showLibraries } from './libraries.ts';

/** Does not wait for the server: simulating works without it, and its failure to start is said by the error boundary. */
export function activateLanguageClient(context: vscode.ExtensionContext, platform: Platform, results: Results): BaseLanguageClient {
  const restart = async (): Promise<void> => {
    if (client.needsStop()) await client.stop();
    await client.start();
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: 'xnet' }],
    // Code lenses may carry this extension's commands, definitions may lie in shipped libraries.
    initializationOptions: { commands: true, libraries: true },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{xnet,trace}') },
    outputChannel: log(),
    errorHandler: new CrashPolicy(restart)
  };
  const client = platform.languageClient(clientOptions);
  context.subscriptions.push(answerFileRequests(client), showLibraries(client), tellResults(client, results));
  context.subscriptions.push({ dispose: () => client.dispose() });
  registerCommand(context, 'xnet.restartServer', restart);
  inBackground('xnet.restartServer', client.start());
  return client;
}

/** The lens over an experiment shows what its last run found; a server that was started again is told once more. */
function tellResults(client: BaseLanguageClient, { headlines, onDidChangeHeadlines }: Results): vscode.Disposable {
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

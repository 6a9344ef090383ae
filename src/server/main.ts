/**
 * The language server as a program: over IPC when an editor's extension starts it (`--node-ipc`), over standard input and output
 * for everybody else (`--stdio`, `xnet lsp --stdio`).
 */
import * as path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskFiles } from './disk.ts';
import { clientFiles } from './files.ts';
import { diagnosticsPage } from './reference.ts';
import { createServer } from './server.ts';

declare const XNET_VERSION: string | undefined;

const transports = ['--node-ipc', '--stdio', '--socket', '--pipe'];
if (!process.argv.some(argument => transports.some(transport => argument.startsWith(transport)))) {
  process.argv.push(process.send === undefined ? '--stdio' : '--node-ipc');
}

const connection = createConnection(ProposedFeatures.all);

createServer(connection, {
  files: diskFiles(clientFiles((method, params) => connection.sendRequest(method, params))),
  pageOf: diagnosticsPage(path.join(__dirname, '../docs/reference/diagnostics.md')),
  ...(typeof XNET_VERSION === 'string' ? { version: XNET_VERSION } : {})
});

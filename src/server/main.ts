/**
 * The language server as a program: over IPC when an editor's extension starts it (`--node-ipc`), over standard input and output
 * for everybody else (`--stdio`, `xnet lsp --stdio`).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskFiles } from './disk.ts';
import { createServer } from './server.ts';

declare const XNET_VERSION: string | undefined;

const transports = ['--node-ipc', '--stdio', '--socket', '--pipe'];
if (!process.argv.some(argument => transports.some(transport => argument.startsWith(transport)))) {
  process.argv.push(process.send === undefined ? '--stdio' : '--node-ipc');
}

const connection = createConnection(ProposedFeatures.all);
const reference = path.join(__dirname, '../docs/reference/diagnostics.md');

createServer(connection, {
  files: diskFiles(uri => connection.sendRequest<string | null>('xnet/readFile', { uri }).then(text => text ?? undefined)),
  ...(typeof XNET_VERSION === 'string' ? { version: XNET_VERSION } : {}),
  ...(fs.existsSync(reference) ? { documentation: pathToFileURL(reference).href } : {})
});

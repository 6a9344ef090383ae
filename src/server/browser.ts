/** The language server in a web worker, as on vscode.dev: every file is the client's to read. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { remoteFiles } from './files.ts';
import { createServer } from './server.ts';

declare const XNET_VERSION: string | undefined;
declare const self: Worker;

const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self));

createServer(connection as Parameters<typeof createServer>[0], {
  files: remoteFiles((method, params) => connection.sendRequest(method, params)),
  ...(typeof XNET_VERSION === 'string' ? { version: XNET_VERSION } : {})
});

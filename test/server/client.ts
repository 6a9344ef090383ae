/** An editor in memory: talks to the server over streams, keeps what it is told, and knows where cursors stand. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter
} from 'vscode-languageserver/node';
import type { ClientCapabilities, Diagnostic, InitializeResult, Position, ProtocolConnection, Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Estimator } from '../../src/advice/estimates.ts';
import type { Files } from '../../src/server/files.ts';
import { createServer } from '../../src/server/server.ts';

export const folder = 'file:///work/';

/** What a full-grown editor says it can do. */
const everything: ClientCapabilities = {
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    didChangeWatchedFiles: { dynamicRegistration: false },
    workspaceFolders: true
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] }, versionSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'], insertReplaceSupport: true } },
    hover: { contentFormat: ['markdown'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } }, resolveSupport: { properties: ['edit'] } },
    rename: { prepareSupport: true }
  }
};

export interface ClientOptions {
  /** Files on disk, by path below the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files that only the client can read, by URI. */
  readonly remote?: Readonly<Record<string, string>>;
  readonly capabilities?: ClientCapabilities;
  readonly settings?: unknown;
  readonly documentation?: string;
  readonly estimator?: Estimator;
  /** The client shows `xnet:` URIs. */
  readonly libraries?: boolean;
  /** The client has the extension's commands. */
  readonly commands?: boolean;
}

export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Everything the server logged as an error. */
  readonly errors: readonly string[];
  /** Opens a file (path below the folder, or a URI); `|` marks cursors, `«»` ranges, both are taken out. */
  open(path: string, marked: string): Opened;
  /** The next findings published for a file that satisfy a condition. */
  diagnostics(
    path: string,
    isWanted?: (found: readonly Diagnostic[], version: number | undefined) => boolean
  ): Promise<readonly Diagnostic[]>;
  /** What the client shows for a file now. */
  shown(path: string): readonly Diagnostic[] | undefined;
  /** Changes, creates or (without a text) deletes a file on disk and tells the server. */
  write(path: string, text: string | undefined): Promise<void>;
  close(): Promise<void>;
}

export interface Opened {
  readonly uri: string;
  readonly document: TextDocument;
  readonly cursors: readonly Position[];
  readonly ranges: readonly Range[];
  readonly textDocument: { readonly uri: string };
  /** Parameters of a request about the first cursor. */
  readonly at: { readonly textDocument: { readonly uri: string }; readonly position: Position };
  /** Replaces the first occurrence of a text, as a person types. */
  type(before: string, after: string): void;
  dispose(): void;
}

export function uriOf(path: string): string {
  return path.includes(':') ? path : folder + path;
}

export async function connect({
  files = {},
  remote = {},
  capabilities = everything,
  settings,
  documentation,
  estimator,
  commands,
  libraries
}: ClientOptions = {}): Promise<Client> {
  const disk = new Map(Object.entries(files).map(([path, text]) => [uriOf(path), text]));
  const there: Files = {
    read: uri => disk.get(uri) ?? (uri.startsWith('file:') ? undefined : 'later'),
    fetch: async uri => remote[uri],
    list: async () => [...disk.keys()]
  };
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  // Plain streams would end the whole process with the connection.
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  createServer(server, { files: there, version: '0.0.0', estimator });
  const connection = createProtocolConnection(toClient, toServer);
  const shown = new Map<string, { readonly diagnostics: readonly Diagnostic[]; readonly version: number | undefined }>();
  const errors: string[] = [];
  let isClosed = false;
  let listeners: (() => void)[] = [];
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics, version }) => {
    shown.set(uri, { diagnostics, version });
    for (const listener of listeners) listener();
  });
  connection.onNotification('window/logMessage', ({ type, message }) => void (type === 1 && errors.push(message)));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/codeLens/refresh', () => null);
  connection.onRequest('workspace/inlayHint/refresh', () => null);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: folder,
    workspaceFolders: [{ uri: folder, name: 'work' }],
    capabilities,
    initializationOptions: { settings, commands, documentation, libraries }
  });
  await connection.sendNotification('initialized', {});

  return {
    connection,
    initialized,
    errors,
    open(path, marked) {
      const opened = openDocument(connection, uriOf(path), marked);
      return opened;
    },
    diagnostics(path, isWanted = () => true) {
      return new Promise(resolve => {
        const listener = (): void => {
          const known = shown.get(uriOf(path));
          if (known === undefined || !isWanted(known.diagnostics, known.version)) return;
          listeners = listeners.filter(each => each !== listener);
          resolve(known.diagnostics);
        };
        listeners.push(listener);
        listener();
      });
    },
    shown: path => shown.get(uriOf(path))?.diagnostics,
    async write(path, text) {
      const uri = uriOf(path);
      const type = text === undefined ? 3 : disk.has(uri) ? 2 : 1;
      if (text === undefined) disk.delete(uri);
      else disk.set(uri, text);
      await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await connection.sendRequest('shutdown').catch(() => undefined);
      connection.dispose();
      server.dispose();
      toServer.end();
      toClient.end();
    }
  };
}

function openDocument(connection: ProtocolConnection, uri: string, marked: string): Opened {
  const { text, cursors, ranges } = unmark(marked);
  const document = TextDocument.create(uri, 'xnet', 1, text);
  void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'xnet', version: 1, text } });
  const textDocument = { uri };
  return {
    uri,
    document,
    textDocument,
    cursors: cursors.map(offset => document.positionAt(offset)),
    ranges: ranges.map(([start, end]) => ({ start: document.positionAt(start), end: document.positionAt(end) })),
    get at() {
      const [first] = cursors;
      if (first === undefined) throw new Error('the text has no cursor');
      return { textDocument, position: document.positionAt(first) };
    },
    type(before, after) {
      const start = document.getText().indexOf(before);
      if (start < 0) throw new Error(`there is no ${before} to replace`);
      const range = { start: document.positionAt(start), end: document.positionAt(start + before.length) };
      const change = [{ range, text: after }];
      TextDocument.update(document, change, document.version + 1);
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: document.version },
        contentChanges: change
      });
    },
    dispose() {
      void connection.sendNotification('textDocument/didClose', { textDocument });
    }
  };
}

/** Takes `|` and `«…»` out of a text. `||` stays what it is. */
export function unmark(marked: string): { text: string; cursors: number[]; ranges: [number, number][] } {
  const cursors: number[] = [];
  const ranges: [number, number][] = [];
  const open: number[] = [];
  let text = '';
  for (const [part] of marked.matchAll(/\|\||[\s\S]/gu)) {
    if (part === '|') cursors.push(text.length);
    else if (part === '«') open.push(text.length);
    else if (part === '»') ranges.push([open.pop() ?? 0, text.length]);
    else text += part;
  }
  return { text, cursors, ranges };
}

/** A range as tests write it: `2:4-2:9`, lines and columns from 0. */
export function show({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

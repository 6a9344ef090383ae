/** The language server over any connection: documents in, answers out. What it can do stands in `features/`. */
import { TextDocumentSyncKind } from 'vscode-languageserver';
import type { Connection, InitializeParams, ServerCapabilities } from 'vscode-languageserver';
import { createEstimates } from '../advice/estimates.ts';
import type { Estimator } from '../advice/estimates.ts';
import { rememberingEstimator } from '../simulator/analytic/remembered.ts';
import { libraryText } from '../language/program/library.ts';
import { features } from './features/index.ts';
import type { Files } from './files.ts';
import { answerInterop } from './interop.ts';
import { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { Workspace } from './workspace.ts';

/** What a client may say beside the protocol, as `initializationOptions`. */
interface Options {
  /** URI of a page that explains every finding, each under its code as fragment. */
  readonly documentation?: string;
  /** The `xnet` settings, for clients that do not answer `workspace/configuration`. */
  readonly settings?: unknown;
  /** Whether the extension's commands (`xnet.simulate`) are there; a client that calls itself some kind of Code is taken to have them. */
  readonly commands?: boolean;
  /** The client shows `xnet:` URIs, asking for their text with `xnet/library`. */
  readonly libraries?: boolean;
}

export interface ServerEnvironment {
  readonly files: Files;
  readonly version?: string;
  /** Page and place that explain a finding, used when the client names no page of its own. */
  readonly pageOf?: (code: string) => string | undefined;
  readonly estimator?: Estimator;
}

/** Starts answering on a connection; returns once it listens. */
export function createServer(
  connection: Connection,
  { files, version, pageOf, estimator = rememberingEstimator() }: ServerEnvironment
): void {
  const session = new Session(connection, new Workspace(files), createEstimates(estimator));

  let folders: readonly string[] = [];
  connection.onInitialize(params => {
    session.client = params.capabilities;
    const options = (params.initializationOptions ?? {}) as Options;
    const page = options.documentation;
    session.pageOf = typeof page === 'string' ? code => `${page}#${code}` : (pageOf ?? session.pageOf);
    session.settings = readSettings(options.settings);
    session.showsLibraries = options.libraries === true;
    session.knowsCommands = typeof options.commands === 'boolean' ? options.commands : /code/i.test(params.clientInfo?.name ?? '');
    folders = foldersOf(params);
    return { capabilities: capabilitiesFor(session), serverInfo: { name: 'xnet', ...(version === undefined ? {} : { version }) } };
  });
  connection.onInitialized(() => {
    watch(session);
    // Not before: listing a folder may be the client's to do, and it is asked nothing until it is initialized.
    session.ready = readFolders(session, folders);
    void session.ready.then(() => session.didChange());
    void updateSettings(session);
  });
  connection.onRequest('xnet/library', ({ uri }: { readonly uri: string }) => libraryText(uri) ?? null);
  connection.onShutdown(() => session.stop());
  answerInterop(session);
  receiveDocuments(session);
  for (const feature of features) feature.start(session);
  connection.listen();
}

function capabilitiesFor({ client }: Session): ServerCapabilities {
  const own: ServerCapabilities = {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } }
  };
  return features.reduce<ServerCapabilities>((all, feature) => {
    const more = feature.capabilities?.(client) ?? {};
    return { ...all, ...more, workspace: { ...all.workspace, ...more.workspace } };
  }, own);
}

function foldersOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(folder => folder.uri);
  return params.rootUri ? [params.rootUri] : [];
}

async function readFolders(session: Session, folders: readonly string[]): Promise<void> {
  for (const folder of folders) await session.workspace.addFolder(folder).catch(error => session.log(`listing ${folder}`, error));
}

function receiveDocuments(session: Session): void {
  const { connection, workspace } = session;
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    workspace.opened(uri, version, text);
    session.didChange();
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    workspace.changed(uri, version, contentChanges);
    session.didChange();
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    workspace.didClose(uri);
    session.didChange();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    // 3 is a deletion.
    for (const { uri, type } of changes) workspace.touched(uri, type !== 3);
    session.didChange();
  });
  connection.onDidChangeConfiguration(() => void updateSettings(session));
}

/** Asks to be told of `.xnet` files, and of traces that they name, that change outside the editor, and of folders that come and go. */
function watch(session: Session): void {
  const { connection, client, workspace } = session;
  const registering: Promise<unknown>[] = [];
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
    registering.push(
      connection.client.register(
        { method: 'workspace/didChangeWatchedFiles' } as never,
        { watchers: [{ globPattern: '**/*.{xnet,trace}' }] } as never
      )
    );
  }
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
    registering.push(connection.client.register({ method: 'workspace/didChangeConfiguration' } as never, { section: 'xnet' } as never));
  }
  for (const each of registering) each.catch((error: unknown) => session.log('registering', error));
  if (client.workspace?.workspaceFolders !== true) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    for (const folder of removed) workspace.removeFolder(folder.uri);
    void readFolders(
      session,
      added.map(folder => folder.uri)
    ).then(() => session.didChange());
  });
}

async function updateSettings(session: Session): Promise<void> {
  if (session.client.workspace?.configuration !== true) return;
  try {
    session.settings = readSettings(await session.connection.workspace.getConfiguration('xnet'));
    session.didChange();
    session.didChangeElsewhere();
  } catch (error) {
    session.log('reading the settings', error);
  }
}

/** What every feature is given: the connection, the files, the settings, and one boundary around whatever may fail. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Estimates } from '../advice/estimates.ts';
import type { FullAnalysis } from '../language/analyse.ts';
import { defaultSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { canonical } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** One file of `features/`: what the client is told of it, and its handlers. */
export interface Feature {
  readonly capabilities?: (client: ClientCapabilities) => Partial<ServerCapabilities>;
  start(session: Session): void;
}

/** The file that a request is about. */
export interface AskedFile {
  /** As the server spells it; what goes to the client goes through `workspace.clientUri`. */
  readonly uri: string;
  readonly document: TextDocument;
  readonly analysis: FullAnalysis;
}

interface AboutFile {
  readonly textDocument: { readonly uri: string };
}

export class Session {
  client: ClientCapabilities = {};
  settings: Settings = defaultSettings;
  /** The client runs the editor's and the extension's commands: code lenses and completion items may carry them. */
  knowsCommands = false;
  /** The client shows shipped libraries (`xnet:costs/xen-2009`), whose text it asks for with `xnet/library`. */
  showsLibraries = false;
  /** URI of the page and place that explain a finding, where there is one. */
  pageOf: (code: string) => string | undefined = () => undefined;
  /** Rejects nothing and is done when the workspace's folders have been listed. */
  ready: Promise<void> = Promise.resolve();

  private readonly logged = new Set<string>();
  private readonly changeListeners: (() => void)[] = [];
  private readonly elsewhereListeners: (() => void)[] = [];
  private readonly stopListeners: (() => void)[] = [];

  constructor(
    readonly connection: Connection,
    readonly workspace: Workspace,
    readonly estimates: Estimates
  ) {}

  /** Tells features that files or settings are others than before. */
  didChange(): void {
    for (const listener of this.changeListeners) this.guard('a change', listener);
  }

  onDidChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }

  /** Tells features that what they said of an open file may be otherwise although its own text is as it was. */
  didChangeElsewhere(): void {
    for (const listener of this.elsewhereListeners) this.guard('a change elsewhere', listener);
  }

  onElsewhere(listener: () => void): void {
    this.elsewhereListeners.push(listener);
  }

  /** The client has said goodbye. */
  stop(): void {
    for (const listener of this.stopListeners) this.guard('stopping', listener);
  }

  onStop(listener: () => void): void {
    this.stopListeners.push(listener);
  }

  /** A handler about one file: null when there is no such file, an error answer when the handler fails. */
  answer<P extends AboutFile, R>(
    name: string,
    handler: (file: AskedFile, params: P, token: CancellationToken) => R
  ): (params: P, token: CancellationToken) => R | null {
    return this.answerAny(name, (params: P, token) => {
      const file = this.file(params.textDocument.uri);
      return file === undefined ? null : handler(file, params, token);
    });
  }

  /** A handler about no file in particular. */
  answerAny<P, R>(name: string, handler: (params: P, token: CancellationToken) => R): (params: P, token: CancellationToken) => R {
    return (params, token) => {
      try {
        const answer = handler(params, token);
        return answer instanceof Promise ? (answer.catch(error => this.fail(name, error)) as R) : answer;
      } catch (error) {
        return this.fail(name, error);
      }
    };
  }

  /** A file as asked for; its analysis is made when first read. */
  file(clientUri: string): AskedFile | undefined {
    const { workspace } = this;
    const uri = canonical(clientUri);
    const document = workspace.document(uri);
    if (document === undefined) return undefined;
    return {
      uri,
      document,
      get analysis() {
        return workspace.analysis(uri);
      }
    };
  }

  /** Runs what nobody waits for; its failure is logged and harms nothing else. */
  guard(name: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.log(name, error);
    }
  }

  /** Says a failure once, however often it recurs. */
  log(name: string, error: unknown): void {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const line = `${name} failed: ${trace}`;
    if (this.logged.has(line) || this.logged.size > 200) return;
    this.logged.add(line);
    try {
      this.connection.console.error(line);
    } catch {
      // The client is gone: there is nobody left to tell.
    }
  }

  private fail(name: string, error: unknown): never {
    if (error instanceof ResponseError) throw error;
    this.log(name, error);
    throw new ResponseError(ErrorCodes.InternalError, `xnet: ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

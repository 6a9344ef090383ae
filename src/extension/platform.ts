/** What differs between the extension host of Node and that of a browser. */
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { StartThread } from '../cli/thread.ts';

export interface Platform {
  /** A client of the language server, not yet started. */
  languageClient(options: LanguageClientOptions): BaseLanguageClient;
  readonly startThread: StartThread;
  /** How many threads of this machine a simulation may use. */
  readonly jobs: number;
}

const mostJobs = 4;

/** One processor is the editor's, and a laptop is not to take off. */
export function jobsFor(processors: number): number {
  return Math.max(1, Math.min(mostJobs, processors - 1));
}

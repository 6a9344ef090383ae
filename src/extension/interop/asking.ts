/** Import and export are the language server's: they are large, and the extension host has to start fast. */
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { InteropRequests } from '../../interop/requests.ts';

/** Asks the server, once it runs. */
export type Ask = <Name extends keyof InteropRequests>(
  name: Name,
  params: InteropRequests[Name]['params']
) => Promise<InteropRequests[Name]['answer']>;

export function askBy(client: BaseLanguageClient): Ask {
  return async (name, params) => client.sendRequest(name, params);
}

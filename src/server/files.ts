/** Where files that are not open come from. The server itself knows no disk, so that it can run in a browser as well. */

export interface Files {
  /** Text of a file now. `later`: it is on no disk of ours, `fetch` knows. */
  read(uri: string): string | undefined | 'later';
  fetch(uri: string): Promise<string | undefined>;
  /** URIs of the `.xnet` files in and below a folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** No disk at all: everything is the client's to answer. */
export function remoteFiles(ask: Ask): Files {
  return { read: () => 'later', ...clientFiles(ask) };
}

/** Sends a request to the client. */
type Ask = <T>(method: string, params: { readonly uri: string }) => Promise<T | null>;

/** What only the client can read or list; one that cannot list folders has only its open files checked. */
export function clientFiles(ask: Ask): Pick<Files, 'fetch' | 'list'> {
  return {
    fetch: uri => ask<string>('xnet/readFile', { uri }).then(text => text ?? undefined),
    list: folder =>
      ask<readonly string[]>('xnet/listFiles', { uri: folder }).then(
        uris => uris ?? [],
        () => []
      )
  };
}

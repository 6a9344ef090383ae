/** Where files that are not open come from. The server itself knows no disk, so that it can run in a browser as well. */

export interface Files {
  /** Text of a file now. `later`: it is on no disk of ours, `fetch` knows. */
  read(uri: string): string | undefined | 'later';
  fetch(uri: string): Promise<string | undefined>;
  /** URIs of the `.xnet` files in and below a folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** No disk at all: everything is the client's to answer; one that cannot list folders has only its open files checked. */
export function remoteFiles(fetch: Files['fetch'], list: Files['list']): Files {
  return { read: () => 'later', fetch, list: folder => list(folder).catch(() => []) };
}

/** `xnet lsp --stdio`: the language server, for any editor. */
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArguments, UsageError } from '../usage.ts';

export const help = `usage: xnet lsp --stdio

Starts the language server on standard input and output. Neovim, Helix, Emacs and others start it so.
`;

/** Resolves never: the server ends the process when its client does. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, { stdio: { type: 'boolean' }, clientProcessId: { type: 'string' } });
  if (values['stdio'] !== true || files.length > 0) throw new UsageError('lsp talks over standard input and output: xnet lsp --stdio');
  // The server is a program of its own beside this one; it finds --stdio in the arguments of the process.
  await import(pathToFileURL(path.join(__dirname, 'server.js')).href);
  return new Promise(() => undefined);
}

/** A server that stops is started again, and loses nothing. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { diagnosticsOf, openText, replaceText } from './documents.ts';

const isError = ({ severity }: vscode.Diagnostic): boolean => severity === vscode.DiagnosticSeverity.Error;

describe('the language server', () => {
  it('restarts on command and checks what is open again', async () => {
    const { document } = await openText('host a { bogus = 1 }\n');
    await diagnosticsOf(document, found => found.some(isError));
    await vscode.commands.executeCommand('xnet.restartServer');
    await replaceText(document, 'peer a { rate = 1 Gbps }\n');
    await diagnosticsOf(document, found => !found.some(isError));
  });

  it('comes back by itself when its process is ended', async function () {
    const server = serverProcess();
    // Only Linux tells which process it is: elsewhere there is none to end.
    if (server === undefined) this.skip();
    const { document } = await openText('host b { bogus = 1 }\n');
    await diagnosticsOf(document, found => found.some(isError));
    const gone = diagnosticsOf(document, found => !found.some(isError));
    process.kill(server, 'SIGKILL');
    await gone;
    await diagnosticsOf(document, found => found.some(isError));
    assert.notEqual(serverProcess(), server);
    await replaceText(document, 'peer b { rate = 1 Gbps }\n');
    await diagnosticsOf(document, found => !found.some(isError));
  });
});

/** The server's process: the child of this one that runs dist/server.js. Only Linux tells. */
function serverProcess(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  for (const entry of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = /\) \S (\d+)/.exec(fs.readFileSync(`/proc/${entry}/stat`, 'utf8'))?.[1];
      const command = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (Number(parent) === process.pid && command.includes('dist/server.js')) return Number(entry);
    } catch {
      // It ended while we looked.
    }
  }
  return undefined;
}

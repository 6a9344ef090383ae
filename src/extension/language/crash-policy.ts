/**
 * What happens when the language server ends by itself. It is started again and gets every open file from the editor, so
 * nothing is lost; the person is told once. A server that keeps ending is left alone until they ask for it.
 */
import * as vscode from 'vscode';
import { CloseAction, ErrorAction } from 'vscode-languageclient';
import type { CloseHandlerResult, ErrorHandler, ErrorHandlerResult } from 'vscode-languageclient';
import { inBackground } from '../commands.ts';
import { log } from '../log.ts';

const maxRestarts = 3;
const windowMs = 3 * 60_000;

export class CrashPolicy implements ErrorHandler {
  private crashes: number[] = [];
  private told = false;

  constructor(private readonly restart: () => Promise<void>) {}

  /** A message that could not be read or written: the connection goes on, and `closed` follows when it cannot. */
  error(error: Error): ErrorHandlerResult {
    log().error(`language server: ${error.message}`);
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.crashes = [...this.crashes.filter(time => now - time < windowMs), now];
    const givesUp = this.crashes.length > maxRestarts;
    log().error(`The language server ended unexpectedly; it is ${givesUp ? 'left alone' : 'started again'}.`);
    if (givesUp)
      this.tell('The xnet language server keeps stopping. Your files are untouched; checks and completion are off until it is restarted.');
    else if (!this.told) this.tell('The xnet language server stopped and was started again. Nothing is lost.');
    return { action: givesUp ? CloseAction.DoNotRestart : CloseAction.Restart, handled: true };
  }

  private tell(message: string): void {
    this.told = true;
    const choose = async () => {
      const choice = await vscode.window.showErrorMessage(message, 'Restart', 'Show Log');
      if (choice === 'Show Log') log().show();
      if (choice !== 'Restart') return;
      this.crashes = [];
      this.told = false;
      await this.restart();
    };
    inBackground('xnet.restartServer', choose());
  }
}

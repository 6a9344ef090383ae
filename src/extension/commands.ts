/** Commands and their one error boundary: whatever a handler throws is said once, in a sentence, with the log a click away. */
import * as vscode from 'vscode';
import { log } from './log.ts';

/** A refusal the person can act on: shown as it is, and not logged as our mistake. */
export class Refusal extends Error {}

/** Registers a command. The handler's errors never reach VS Code's own "command resulted in an error". */
export function registerCommand<Arguments extends unknown[]>(
  context: vscode.ExtensionContext,
  id: string,
  handler: (...args: Arguments) => unknown
): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(id, async (...args: Arguments) => {
      try {
        return await handler(...args);
      } catch (error) {
        report(id, error);
        return undefined;
      }
    })
  );
}

/** Waits for something nobody else waits for; its failure is said the same way a command's is. */
export function inBackground(what: string, promise: Thenable<unknown>): void {
  promise.then(undefined, (error: unknown) => report(what, error));
}

function report(what: string, error: unknown): void {
  if (error instanceof vscode.CancellationError) return;
  if (error instanceof Refusal) {
    void vscode.window.showWarningMessage(error.message);
    return;
  }
  const sentence = error instanceof Error ? error.message : String(error);
  log().error(`${what}: ${error instanceof Error ? (error.stack ?? sentence) : sentence}`);
  void vscode.window.showErrorMessage(`xnet: ${sentence}`, 'Show Log').then(choice => {
    if (choice !== undefined) log().show();
  });
}

/** How a running simulation shows: a notification with Cancel, and an item in the status bar. */
import * as vscode from 'vscode';
import type { RunProgress } from '../../simulator/run/progress.ts';
import { duration, quantity } from '../../../webview/format.ts';

/** `baseline, guests = 3 · 12 s left · 3.4 M packets/s`. */
export function progressText(progress: RunProgress): string {
  const parts = [progress.label];
  if (progress.secondsLeft !== undefined) parts.push(`${duration(progress.secondsLeft)} left`);
  if (progress.packetsPerSecond > 0) parts.push(quantity(progress.packetsPerSecond, 'packets'));
  return parts.filter(part => part !== '').join(' · ');
}

/** Shows the notification until `done` settles; `report` feeds it. */
export function showProgress(title: string, cancel: () => void, done: Promise<unknown>): (progress: RunProgress) => void {
  let shown = 0;
  let report = (_progress: RunProgress) => {};
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (notification, token) => {
      token.onCancellationRequested(cancel);
      report = progress => {
        notification.report({ message: progressText(progress), increment: (progress.fraction - shown) * 100 });
        shown = progress.fraction;
      };
      await done;
    }
  );
  return progress => report(progress);
}

/** The status bar's item: there only while something runs. */
export class RunStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('xnet.run', vscode.StatusBarAlignment.Left, 10);

  constructor() {
    this.item.name = 'xnet simulation';
    this.item.command = 'xnet.showResults';
  }

  show(file: string, progress?: RunProgress): void {
    const percent = progress === undefined ? '' : ` ${Math.floor(progress.fraction * 100)} %`;
    this.item.text = `$(sync~spin) xnet${percent}`;
    this.item.tooltip = progress === undefined ? `Simulating ${file}` : `Simulating ${file}\n${progressText(progress)}`;
    this.item.accessibilityInformation = { label: `xnet simulates ${file}${percent}` };
    this.item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}

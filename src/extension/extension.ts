/** What happens when the first .xnet file is opened: one line per feature. */
import type * as vscode from 'vscode';
import { activateGallery } from './gallery/gallery.ts';
import { activateIsolation } from './isolation/isolation.ts';
import { activateLanguageClient } from './language/client.ts';
import { activateResults } from './results/results.ts';
import { activateRuns } from './run/runs.ts';

export function activate(context: vscode.ExtensionContext): void {
  const results = activateResults(context);
  activateRuns(context, results);
  activateIsolation(context);
  activateGallery(context);
  activateLanguageClient(context, results);
}

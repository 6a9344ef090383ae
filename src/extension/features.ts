/** What happens when the first .xnet file is opened: one line per feature. */
import type * as vscode from 'vscode';
import { activateGallery } from './gallery/gallery.ts';
import { activateInterop } from './interop/interop.ts';
import { activateIsolation } from './isolation/isolation.ts';
import { activateLanguageClient } from './language/client.ts';
import type { Platform } from './platform.ts';
import { activateRecording } from './recording/recording.ts';
import { activateComparison } from './results/compare.ts';
import { activateResults } from './results/results.ts';
import { activateSavedRuns } from './results/saved.ts';
import { activateRuns } from './run/runs.ts';
import { activateTests } from './tests/tests.ts';
import { activateTopology } from './topology/topology.ts';

export function activateFeatures(context: vscode.ExtensionContext, platform: Platform): void {
  const results = activateResults(context);
  const runs = activateRuns(context, platform, results);
  activateSavedRuns(context);
  activateComparison(context, runs);
  activateIsolation(context, platform);
  activateRecording(context, platform);
  activateGallery(context);
  const client = activateLanguageClient(context, platform, results);
  activateInterop(context, client);
  activateTopology(context, client, results);
  activateTests(context, client, runs);
}

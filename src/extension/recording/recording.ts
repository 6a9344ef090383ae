/** `xnet: Record Trace…` and `xnet: Capture Packets…`: one replication, watched, into a file that the person chooses. */
import * as vscode from 'vscode';
import type { Source } from '../../cli/protocol.ts';
import type { RecordingPlace } from '../../cli/recording-places.ts';
import type { StartThread } from '../../cli/thread.ts';
import { Refusal, registerCommand } from '../commands.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform.ts';
import { asUri, baseName, resultName } from '../results/results.ts';
import { ask } from '../run/asking.ts';
import type { Answer } from '../run/asking.ts';
import { gatherTexts } from '../run/sources.ts';

/** What a caller may have decided already: a test. */
interface Choice {
  /** Label of a point: `baseline at guests = 2`. */
  readonly place?: string;
  readonly vif?: string;
  readonly file?: vscode.Uri;
}

type Kind = 'trace' | 'capture';

const TITLES: Readonly<Record<Kind, string>> = { trace: 'Record Trace', capture: 'Capture Packets' };
const FILTERS: Readonly<Record<Kind, Record<string, string[]>>> = {
  trace: { 'Chrome trace, for Perfetto': ['json'] },
  capture: { 'pcapng, for Wireshark': ['pcapng'] }
};

export function activateRecording(context: vscode.ExtensionContext, { startThread }: Platform): void {
  const run = (kind: Kind) => (target?: vscode.Uri | string, choice?: Choice) => recordTo(startThread, kind, target, choice);
  registerCommand(context, 'xnet.recordTrace', run('trace'));
  registerCommand(context, 'xnet.capturePackets', run('capture'));
}

/**
 * Asks what is to be recorded where there is a choice, and where to; then records. Answers what was recorded, in sentences; undefined
 * when the person changed their mind.
 */
async function recordTo(
  startThread: StartThread,
  kind: Kind,
  target: vscode.Uri | string | undefined,
  choice: Choice = {}
): Promise<readonly string[] | undefined> {
  const document = await documentOf(target);
  const { uri } = document;
  const source: Source = { uri: uri.toString(), file: resultName(uri), texts: Object.fromEntries(await gatherTexts(document)) };
  const place = await choosePlace(placesIn(await ask(startThread, { kind: 'places', source }).answer), kind, choice.place);
  if (place === undefined) return undefined;
  const vif = kind === 'capture' ? await chooseVif(place, choice.vif) : undefined;
  if (kind === 'capture' && vif === undefined) return undefined;
  const file =
    choice.file ??
    (await vscode.window.showSaveDialog({ title: TITLES[kind], filters: FILTERS[kind], defaultUri: beside(uri, kind, vif) }));
  if (file === undefined) return undefined;

  const wish = { task: place.task, trace: kind === 'trace', captures: vif === undefined ? [] : [vif] };
  const answer = await withProgress(`${TITLES[kind]}: ${place.label}`, onProgress =>
    ask(startThread, { kind: 'record', source, wish }, advance => advance.kind === 'advance' && onProgress(advance.fraction))
  );
  if (answer.kind === 'cancelled') return undefined;
  if (answer.kind !== 'recorded') throw refusal(answer);
  const { content, about } = answer.recordings[0]!;
  await vscode.workspace.fs.writeFile(file, content);
  const reader = kind === 'trace' ? 'Perfetto (ui.perfetto.dev)' : 'Wireshark';
  void vscode.window.showInformationMessage(`${baseName(file)}, to be opened in ${reader}: ${about.join('; ')}.`);
  return about;
}

function placesIn(answer: Answer): readonly RecordingPlace[] {
  if (answer.kind !== 'places') throw refusal(answer);
  if (answer.places.length === 0) throw new Refusal('There is no experiment in this file, so there is nothing to record.');
  return answer.places;
}

async function choosePlace(places: readonly RecordingPlace[], kind: Kind, wanted: string | undefined): Promise<RecordingPlace | undefined> {
  const labels = places.map(({ label }) => label);
  const label = wanted ?? (labels.length === 1 ? labels[0] : await pick(kind, 'Which point of which experiment?', labels));
  const place = places.find(each => each.label === label);
  if (place === undefined && label !== undefined) throw new Refusal(`There is no point ${label}.`);
  return place;
}

async function chooseVif({ vifs, label }: RecordingPlace, wanted: string | undefined): Promise<string | undefined> {
  if (vifs.length === 0) throw new Refusal(`There is no vif in ${label}, so there is nothing to capture.`);
  if (wanted !== undefined && !vifs.includes(wanted)) throw new Refusal(`There is no vif ${wanted} in ${label}.`);
  return wanted ?? (vifs.length === 1 ? vifs[0] : pick('capture', 'The packets of which vif?', vifs));
}

const pick = (kind: Kind, placeHolder: string, names: readonly string[]): Thenable<string | undefined> =>
  vscode.window.showQuickPick(names, { title: TITLES[kind], placeHolder });

/** What the save dialog begins with; a text that is nowhere leaves it to VS Code. */
function beside(uri: vscode.Uri, kind: Kind, vif: string | undefined): vscode.Uri | undefined {
  if (uri.scheme === 'untitled') return undefined;
  const name = baseName(uri).replace(/\.xnet$/, '');
  return vscode.Uri.joinPath(uri, '..', kind === 'trace' ? `${name}.trace.json` : `${name}.${vif}.pcapng`);
}

function withProgress(title: string, start: (onProgress: (fraction: number) => void) => ReturnType<typeof ask>): Thenable<Answer> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (notification, token) => {
    let shown = 0;
    const asking = start(fraction => {
      notification.report({ increment: (fraction - shown) * 100 });
      shown = fraction;
    });
    token.onCancellationRequested(asking.cancel);
    return asking.answer;
  });
}

function refusal(answer: Answer): Error {
  if (answer.kind !== 'failed') return new Error(`the worker answered with ${answer.kind}`);
  if (answer.reason !== 'internal') return new Refusal(`Nothing was recorded: ${answer.message}`);
  if (answer.report !== undefined) log().error(answer.report);
  return new Error(answer.message);
}

async function documentOf(target: vscode.Uri | string | undefined): Promise<vscode.TextDocument> {
  if (target !== undefined) return vscode.workspace.openTextDocument(asUri(target));
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === 'xnet') return active;
  throw new Refusal('Open an .xnet file first: xnet records the file in the active editor.');
}

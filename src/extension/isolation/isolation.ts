/** `xnet: Score Isolation`: what neighbours can do to a flow, as a page beside the editor. Nothing is written. */
import * as vscode from 'vscode';
import type { Source } from '../../cli/protocol.ts';
import type { StartThread } from '../../cli/thread.ts';
import type { Scene, Victim } from '../../cli/isolation.ts';
import { isolationPage } from '../../cli/report/isolation.ts';
import type { IsolationProgress } from '../../simulator/isolation/score.ts';
import { Refusal, registerCommand } from '../commands.ts';
import { log } from '../log.ts';
import type { Platform } from '../platform.ts';
import { asUri, baseName, resultName } from '../results/results.ts';
import { ask } from '../run/asking.ts';
import type { Answer } from '../run/asking.ts';
import { gatherTexts } from '../run/sources.ts';
import { Scorecards } from './scorecards.ts';

/** What a caller may have decided already: a code lens, a test. */
interface Choice {
  readonly experiment?: string;
  readonly victim?: string;
  /** Numbers of the points; all of them are scored when somebody else than a person chose the victim. */
  readonly points?: readonly number[];
}

interface Chosen {
  readonly experiment: string;
  readonly victim: string;
  readonly points: readonly number[];
}

export function activateIsolation(context: vscode.ExtensionContext, { startThread }: Platform): void {
  const scorecards = new Scorecards(context.extensionUri);
  context.subscriptions.push(scorecards);
  registerCommand(context, 'xnet.scoreIsolation', (target?: vscode.Uri | string, choice?: Choice) =>
    scoreIsolation(startThread, scorecards, target, choice)
  );
}

/**
 * Asks what is to be protected where there is a choice, scores it, and shows the page. Answers the page as Markdown; undefined when
 * the person changed their mind.
 */
async function scoreIsolation(
  startThread: StartThread,
  scorecards: Scorecards,
  target: vscode.Uri | string | undefined,
  choice: Choice = {}
): Promise<string | undefined> {
  const document = await documentOf(target);
  const { uri } = document;
  const source: Source = { uri: uri.toString(), file: resultName(uri), texts: Object.fromEntries(await gatherTexts(document)) };
  const chosen = await choose(scenesIn(await ask(startThread, { kind: 'scenes', source }).answer), choice);
  if (chosen === undefined) return undefined;
  const answer = await withProgress(`Scoring the isolation of ${chosen.victim} in ${baseName(uri)}`, onProgress =>
    ask(startThread, { kind: 'score', source, ...chosen }, advance => advance.kind === 'scoring' && onProgress(advance.progress))
  );
  if (answer.kind === 'cancelled') return undefined;
  if (answer.kind !== 'score') throw refusal(answer);
  const page = isolationPage(answer.score, { file: source.file, experiment: chosen.experiment, places: answer.places });
  await scorecards.show(uri, page);
  return page;
}

function scenesIn(answer: Answer): readonly Scene[] {
  if (answer.kind !== 'scenes') throw refusal(answer);
  if (answer.scenes.length === 0) throw new Refusal('There is no flow in this file, so there is nothing to protect.');
  return answer.scenes;
}

/** What is left open is asked; where there is only one answer, nobody is. */
async function choose(scenes: readonly Scene[], { experiment, victim, points }: Choice): Promise<Chosen | undefined> {
  const named =
    experiment ??
    (await pick(
      'Experiment',
      'Which topology?',
      scenes.map(scene => scene.experiment)
    ));
  if (named === undefined) return undefined;
  const scene = scenes.find(each => each.experiment === named);
  if (scene === undefined) throw new Refusal(`There is no experiment ${named} with a flow to protect.`);
  const { victims } = scene;
  const flow =
    victim ??
    (await pick(
      'Victim',
      'Which flow is to be protected?',
      victims.map(each => each.flow)
    ));
  if (flow === undefined) return undefined;
  const found = victims.find(each => each.flow === flow);
  if (found === undefined) throw new Refusal(`There is no flow ${flow} in ${named}.`);
  const chosen = points ?? (victim === undefined ? await pickPoints(found) : everyPoint(found));
  return chosen && { experiment: named, victim: flow, points: chosen };
}

const everyPoint = ({ places }: Victim): readonly number[] => places.map(({ point }) => point);

/** All points are ticked; a sweep that would take long is narrowed before it begins. */
async function pickPoints(victim: Victim): Promise<readonly number[] | undefined> {
  if (victim.places.length === 1) return everyPoint(victim);
  const picked = await vscode.window.showQuickPick(
    victim.places.map(({ point, label }) => ({ label, point, picked: true })),
    { title: 'Score Isolation: Points', placeHolder: 'At which points of the sweep?', canPickMany: true }
  );
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ point }) => point);
}

async function pick(title: string, placeHolder: string, names: readonly string[]): Promise<string | undefined> {
  return names.length === 1 ? names[0] : vscode.window.showQuickPick(names, { title: `Score Isolation: ${title}`, placeHolder });
}

function withProgress(
  title: string,
  start: (onProgress: (progress: IsolationProgress) => void) => ReturnType<typeof ask>
): Thenable<Answer> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (notification, token) => {
    let shown = 0;
    const asking = start(({ fraction, label, done, total }) => {
      notification.report({ message: `${label}, ${done} of ${total}`, increment: (fraction - shown) * 100 });
      shown = fraction;
    });
    token.onCancellationRequested(asking.cancel);
    return asking.answer;
  });
}

function refusal(answer: Answer): Error {
  if (answer.kind !== 'failed') return new Error(`the worker answered with ${answer.kind}`);
  if (answer.reason !== 'internal') return new Refusal(`Isolation was not scored: ${answer.message}`);
  if (answer.report !== undefined) log().error(answer.report);
  return new Error(answer.message);
}

async function documentOf(target: vscode.Uri | string | undefined): Promise<vscode.TextDocument> {
  if (target !== undefined) return vscode.workspace.openTextDocument(asUri(target));
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === 'xnet') return active;
  throw new Refusal('Open an .xnet file first: xnet scores the file in the active editor.');
}

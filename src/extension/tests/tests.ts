/** The `expect` lines in the Test Explorer: found as the person types, run when asked. */
import * as vscode from 'vscode';
import { State } from 'vscode-languageclient';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { inBackground } from '../commands.ts';
import { filesBelow } from '../language/files.ts';
import type { Finished, Runs } from '../run/runs.ts';
import { runCases, tellResult } from './running.ts';
import { TestTree } from './tree.ts';
import type { Answer } from './tree.ts';

export function activateTests(context: vscode.ExtensionContext, client: BaseLanguageClient, runs: Runs): void {
  const controller = vscode.tests.createTestController('xnet', 'xnet expectations');
  const tree = new TestTree(controller);
  const finder = new Finder(tree, client);
  const onDisk = vscode.workspace.createFileSystemWatcher('**/*.xnet');
  const find = (work: Promise<void>): void => inBackground('finding tests', work);

  controller.resolveHandler = async item => {
    if (item === undefined) await finder.findAll();
  };
  controller.refreshHandler = () => finder.findAll();
  const profile = controller.createRunProfile('Simulate', vscode.TestRunProfileKind.Run, (request, token) =>
    runTests(controller, tree, runs, request, token)
  );
  profile.isDefault = true;

  context.subscriptions.push(
    controller,
    profile,
    onDisk,
    onDisk.onDidCreate(uri => finder.touched(uri)),
    onDisk.onDidChange(uri => finder.touched(uri)),
    onDisk.onDidDelete(uri => tree.forget(uri)),
    vscode.workspace.onDidOpenTextDocument(document => find(finder.follow(document))),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && isOurs(document)) tree.outdate(document.uri);
    }),
    // What was typed and not saved is gone; an untitled file is gone altogether.
    vscode.workspace.onDidCloseTextDocument(document => find(finder.follow(document))),
    client.onNotification('xnet/expectationsChanged', () => find(finder.followAll())),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) find(finder.startAgain());
    }),
    runs.onDidFinish(finished => tellTests(controller, tree, finished))
  );
}

/** Asks the language server for the tests of files. What it does not answer leaves the list as it is. */
class Finder {
  /** Files that were written outside the editor, by URI; the server says when it has seen that. */
  private readonly written = new Set<string>();
  private readonly asked = new Map<string, number>();
  private listsAll = false;

  constructor(
    private readonly tree: TestTree,
    private readonly client: BaseLanguageClient
  ) {}

  /** Looks through the folders of the workspace. */
  async findAll(): Promise<void> {
    this.listsAll = true;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = (await Promise.all(folders.map(({ uri }) => filesBelow(uri)))).flat();
    for (const uri of found) await this.find(vscode.Uri.parse(uri));
    await this.followAll();
  }

  /** The server is there (again): what was asked before it was, is asked now. */
  async startAgain(): Promise<void> {
    await (this.listsAll ? this.findAll() : this.followAll());
  }

  /** A document was opened or closed. */
  async follow(document: vscode.TextDocument): Promise<void> {
    if (isOurs(document)) await this.find(document.uri);
  }

  /** Open documents, and what was written meanwhile. */
  async followAll(): Promise<void> {
    const open = vscode.workspace.textDocuments.filter(isOurs).map(({ uri }) => uri.toString());
    const all = new Set([...open, ...this.written]);
    this.written.clear();
    for (const uri of all) await this.find(vscode.Uri.parse(uri));
  }

  /** A file was written: of no interest while nobody has asked for the files that are not open. */
  touched(uri: vscode.Uri): void {
    if (this.listsAll || this.tree.has(uri)) this.written.add(uri.toString());
  }

  private async find(uri: vscode.Uri): Promise<void> {
    if (this.client.state !== State.Running) return;
    const key = uri.toString();
    const turn = (this.asked.get(key) ?? 0) + 1;
    this.asked.set(key, turn);
    let answer: Answer | null;
    try {
      answer = await this.client.sendRequest<Answer | null>('xnet/expectations', { textDocument: { uri: key } });
    } catch (error) {
      // A server that has ended meanwhile says so itself, and is asked again when it is back.
      if (this.client.state === State.Running) throw error;
      return;
    }
    // A later question has a newer answer.
    if (this.asked.get(key) !== turn) return;
    this.asked.delete(key);
    if (answer === null) this.tree.forget(uri);
    else this.tree.show(uri, answer);
  }
}

/** Files of a workspace, loose files and unsaved texts; no shipped library and no older version from a repository. */
function isOurs({ languageId, uri }: vscode.TextDocument): boolean {
  return (
    languageId === 'xnet' && (uri.scheme === 'file' || uri.scheme === 'untitled' || vscode.workspace.getWorkspaceFolder(uri) !== undefined)
  );
}

async function runTests(
  controller: vscode.TestController,
  tree: TestTree,
  runs: Runs,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken
): Promise<void> {
  const run = controller.createTestRun(request);
  try {
    await runCases(run, tree.casesIn(request.include, request.exclude), runs, token);
  } finally {
    run.end();
  }
}

/** A simulation that nobody started as a test tells of the tests, too, when it was of the file as it stands. */
function tellTests(controller: vscode.TestController, tree: TestTree, { uri, result, options, isTest }: Finished): void {
  if (isTest || result.incomplete === true || options.set !== undefined || options.seed !== undefined) return;
  const experiments = new Set(result.experiments.map(({ name }) => name));
  const cases = tree.casesOf(uri).filter(({ expected }) => experiments.has(expected.experiment));
  if (cases.length === 0) return;
  // The person asked for results and looks at them: nothing is to open here.
  const request = new vscode.TestRunRequest(
    cases.map(({ item }) => item),
    undefined,
    undefined,
    false,
    true
  );
  const run = controller.createTestRun(request, 'xnet: Simulate');
  tellResult(run, cases, result);
  run.end();
}

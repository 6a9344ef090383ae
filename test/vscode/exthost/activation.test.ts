import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { openFixture } from './documents.ts';

describe('activation', () => {
  const extension = (): vscode.Extension<unknown> => {
    const found = vscode.extensions.getExtension('xnet.xnet');
    assert.ok(found !== undefined);
    return found;
  };

  it('waits for an .xnet file: other files leave the extension asleep', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: '{ "host": "server" }' });
    await vscode.window.showTextDocument(document);
    assert.equal(extension().isActive, false);
  });

  it('loads and starts', async function () {
    // For the report: no assertion on time, the machine may be busy with other things.
    const [before, processor] = [performance.now(), process.cpuUsage()];
    await extension().activate();
    const { user, system } = process.cpuUsage(processor);
    this.test!.title += ` in ${(performance.now() - before).toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms of processor time`;
    assert.equal(extension().isActive, true);
    assert.equal((await openFixture('small.xnet')).languageId, 'xnet');
  });
});

import assert from 'node:assert/strict';
import { EditorWindow, packagedExtension } from '../driver/window.ts';
import { fixture } from '../driver/fixtures.ts';

describe('the editor', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    window = await EditorWindow.open({ name: 'editor', vsix: packagedExtension, files: { 'small.xnet': fixture('small.xnet') } });
  });

  after(async () => {
    await window?.close();
  });

  it('knows an .xnet file', async () => {
    await window.openFile('small.xnet');
    assert.equal(await window.languageMode(), 'xnet');
  });
});

/** What the browser's extension host loads has nothing of Node in it: `vscode` is all that is left to whoever loads it. */
import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';
import { common } from '../../src/build/options.mjs';

describe('a bundle for the browser', function () {
  this.timeout(60_000);

  for (const [entry, provided] of [
    ['src/extension/web.ts', ['vscode']],
    ['src/server/browser.ts', []],
    ['src/cli/web-worker.ts', []]
  ] as const) {
    it(`of ${entry} imports ${provided.join() || 'nothing'}`, async () => {
      // A builtin of Node that cannot be resolved fails the build; one that is left out, as `node:`, is listed as external.
      const { metafile, outputFiles } = await esbuild.build({
        ...common,
        entryPoints: [entry],
        platform: 'browser',
        external: [...provided, 'node:*'],
        sourcemap: false,
        metafile: true,
        write: false
      });
      const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
        imports.flatMap(({ path, external }) => (external ? path : []))
      );
      assert.deepEqual([...new Set(outside)], provided);
      const text = outputFiles[0]?.text ?? '';
      assert.doesNotMatch(text, /\bBuffer\.from\(|\bprocess\.(?:cwd|exit|on|stdout)\b|\b__dirname\b/);
    });
  }
});

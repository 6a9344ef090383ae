/**
 * Real files, if somebody has some: `XNET_CORPUS=FOLDER node src/build/unit.mjs corpus`. Every file below it must import without a
 * crash, into a formatted topology without errors, which an export and a second import leave as it is.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { format } from '../../src/language/format/format.ts';
import { recognise } from '../../src/interop/formats.ts';
import { importFiles } from '../../src/interop/import.ts';
import { analysed, bare, estimated, exported } from './support.ts';

const folder = process.env['XNET_CORPUS'];
const endings = /\.(cfg|config|conf|xml|ya?ml|json|txt|log)$/;

describe('a corpus of real files', () => {
  if (folder === undefined) {
    it('is not given: XNET_CORPUS names no folder', function () {
      this.skip();
    });
    return;
  }
  for (const file of filesBelow(folder).filter(name => endings.test(name))) {
    it(path.relative(folder, file), () => {
      const text = fs.readFileSync(file, 'utf8');
      const { text: topology, findings } = importFiles([{ name: file, text }]);
      for (const { start, end } of findings) assert.ok(0 <= start && start <= end && end <= text.length);
      if (topology === undefined) {
        assert.ok(
          findings.some(({ severity }) => severity === 'error'),
          'nothing was imported, and nothing says why'
        );
        return;
      }
      const analysis = analysed(topology);
      assert.deepEqual(
        analysis.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
        []
      );
      assert.equal(format(topology), topology);
      const target = recognise({ name: file, text });
      if (target === 'xl' || target === 'libvirt') {
        const again = importFiles(exported(topology, target).files.filter(({ name }) => /\.(cfg|xml)$/.test(name)));
        if (again.text !== undefined) assert.deepEqual(bare(analysed(again.text).topology), bare(analysis.topology));
      }
      if (analysis.topology.flows.length > 0) assert.ok(estimated(topology) > 0);
    });
  }
});

function filesBelow(place: string): string[] {
  return fs
    .readdirSync(place, { withFileTypes: true })
    .flatMap(entry => (entry.isDirectory() ? filesBelow(path.join(place, entry.name)) : [path.join(place, entry.name)]));
}

/** Files that import one another by names that a URI spells otherwise: the command line finds them as the editor does. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { xnet } from './xnet.ts';

describe('imports on the command line', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet imports @ '));
  });

  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  // `?` cannot be in a file name on Windows.
  const names = ['two words', '100%', '100%25', 'rack #1', 'größe', '機架', 'a(b)[c]@d', ...(path.sep === '/' ? ['why?'] : [])];
  for (const name of names) {
    it(`finds “${name}.xnet”, and cuts the cycle back`, () => {
      fs.writeFileSync(path.join(folder, 'main file.xnet'), `import "./${name}.xnet"\npeer client { rate = speed }\n`);
      fs.writeFileSync(path.join(folder, `${name}.xnet`), 'import "./main file.xnet"\nparam speed = 1 Gbps\n');
      const { out } = xnet(['check', '--format', 'json', path.join(folder, 'main file.xnet')]);
      const { files } = JSON.parse(out) as { files: { diagnostics: { code: string; file?: string }[] }[] };
      const codes = files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
      assert.deepEqual(
        codes.filter(code => code !== 'import-cycle' && code !== 'unused'),
        []
      );
    });
  }
});

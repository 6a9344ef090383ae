/** Files the tests open: the fixtures, and the examples a newcomer opens. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../../src/build/setup.mjs';

export function pathOfFixture(name: string): string {
  return path.join(root, 'test/vscode/fixtures', name);
}

export function fixture(name: string): string {
  return fs.readFileSync(pathOfFixture(name), 'utf8');
}

export function example(name: string): string {
  return fs.readFileSync(path.join(root, 'examples', name), 'utf8');
}

/** Where a command writes: data on standard output (or into a file), everything else on standard error. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PLAIN, paletteFor } from './report/table.ts';
import type { Palette } from './report/table.ts';
import { UsageError } from './usage.ts';

/** For data: coloured on a terminal, plain in a file or a pipe. */
export const dataPalette = (output?: string): Palette => (output === undefined ? paletteFor(process.stdout) : PLAIN);

/** Writes data to standard output, or to a file when `--output` names one. */
export function writeData(text: string, output?: string): void {
  if (output === undefined || output === '-') {
    process.stdout.write(text);
    return;
  }
  try {
    fs.writeFileSync(output, text);
  } catch (error) {
    throw new UsageError(`cannot write ${output}: ${(error as Error).message}`);
  }
}

/**
 * Whether a file could be written, before a long run finds out that it cannot. What is there stays.
 * @throws UsageError when it cannot
 */
export function expectWritable(file: string | undefined): void {
  if (file === undefined || file === '-') return;
  try {
    const folder = path.dirname(file);
    fs.accessSync(fs.existsSync(file) ? file : folder, fs.constants.W_OK);
    if (!fs.statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
    if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

/** Writes a file that is no text, or is too long for one. @throws UsageError when that is not possible */
export function writeBytes(bytes: Uint8Array, file: string): void {
  try {
    fs.writeFileSync(file, bytes);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

export const writeJson = (document: unknown, output?: string): void => writeData(`${JSON.stringify(document, undefined, 2)}\n`, output);

/** A line for people on standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

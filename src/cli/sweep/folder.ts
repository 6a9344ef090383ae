/**
 * The folder of a sweep: what it is of, and a file per unit that is done. A file appears whole or not at all (it is written
 * under another name first), so processes that share the folder, and ones that are killed, leave nothing broken.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Observation } from '../../simulator/observation.ts';
import type { Piece, Unit } from '../../simulator/run/sweep.ts';
import { sha256 } from '../sha256.ts';
import { UsageError } from '../usage.ts';
import { readIdentity } from './identity.ts';
import type { SweepIdentity } from './identity.ts';

/** What a piece's file says. */
interface PieceFile {
  readonly schema: 'xnet-piece/1';
  readonly sweep: string;
  readonly unit: string;
  readonly startedAt: string;
  readonly wallSeconds: number;
  /** SHA-256 of the observation as it is written here. */
  readonly sha256: string;
  readonly observation: Observation;
}

/** A piece that is there and cannot be used, in words. */
export interface Damaged {
  readonly file: string;
  readonly why: string;
}

const PIECE = '.piece.json';
const SWEEP = '.sweep.json';

export class SweepFolder {
  constructor(
    readonly folder: string,
    private readonly sweep: string
  ) {}

  /** Writes what the sweep is of. @throws UsageError when that is not possible */
  begin(identity: SweepIdentity): void {
    const file = `${short(identity.sweep)}${SWEEP}`;
    try {
      fs.mkdirSync(this.folder, { recursive: true });
      if (!fs.existsSync(path.join(this.folder, file))) this.write(file, identity);
    } catch (error) {
      throw new UsageError(`cannot write below ${this.folder}: ${(error as Error).message}`);
    }
  }

  /** @throws UsageError when the disk is full, or the folder gone */
  keep(unit: Unit, { observation, started, wallSeconds }: Piece): void {
    const piece: PieceFile = {
      schema: 'xnet-piece/1',
      sweep: this.sweep,
      unit: unit.id,
      startedAt: new Date(started).toISOString(),
      wallSeconds,
      sha256: sha256(JSON.stringify(observation)),
      observation
    };
    try {
      this.write(this.fileOf(unit), piece);
    } catch (error) {
      throw new UsageError(`cannot write below ${this.folder}: ${(error as Error).message}`);
    }
  }

  /** The piece of a unit; undefined when it is not there. */
  find(unit: Unit): Piece | Damaged | undefined {
    const file = this.fileOf(unit);
    const text = readText(path.join(this.folder, file));
    if (text === undefined) return undefined;
    const damaged = (why: string): Damaged => ({ file: path.join(this.folder, file), why });
    let piece: PieceFile;
    try {
      piece = JSON.parse(text) as PieceFile;
    } catch {
      return damaged(text === '' ? 'it is empty' : 'it is cut off or no JSON');
    }
    if (piece.schema !== 'xnet-piece/1') return damaged('it is no piece of a sweep');
    if (piece.sweep !== this.sweep || piece.unit !== unit.id) return damaged('it is of another unit');
    if (sha256(JSON.stringify(piece.observation ?? null)) !== piece.sha256) return damaged('its content is not what was written');
    const started = Date.parse(piece.startedAt);
    if (!Number.isFinite(started) || !(piece.wallSeconds >= 0)) return damaged('it does not say when it was done');
    return { observation: piece.observation, started, wallSeconds: piece.wallSeconds };
  }

  private fileOf(unit: Unit): string {
    return `${short(this.sweep)}-${short(sha256(unit.id))}${PIECE}`;
  }

  private write(file: string, document: object): void {
    const temporary = path.join(this.folder, `.${file}.${process.pid}.tmp`);
    fs.writeFileSync(temporary, `${JSON.stringify(document)}\n`);
    fs.renameSync(temporary, path.join(this.folder, file));
  }
}

export const isDamaged = (piece: Piece | Damaged | undefined): piece is Damaged => piece !== undefined && 'why' in piece;

/** What lies in a folder, by the sweeps that it is of. */
export interface FolderContent {
  readonly sweeps: readonly { readonly identity: SweepIdentity; readonly pieces: number }[];
  /** Descriptions that cannot be read, and pieces of sweeps without one. */
  readonly damaged: readonly Damaged[];
  readonly strays: readonly string[];
}

/** Undefined when there is no such folder. */
export function readFolder(folder: string): FolderContent | undefined {
  let names: string[];
  try {
    names = fs.readdirSync(folder).sort();
  } catch {
    return undefined;
  }
  const pieces = names.filter(name => name.endsWith(PIECE));
  const damaged: Damaged[] = [];
  const sweeps = names
    .filter(name => name.endsWith(SWEEP))
    .flatMap(name => {
      const identity = readIdentity(readText(path.join(folder, name)) ?? '');
      if (identity && name.startsWith(short(identity.sweep))) return [identity];
      damaged.push({ file: path.join(folder, name), why: 'its content is not what was written' });
      return [];
    })
    .map(identity => ({ identity, pieces: pieces.filter(name => name.startsWith(`${short(identity.sweep)}-`)).length }));
  const strays = pieces.filter(name => !sweeps.some(({ identity }) => name.startsWith(`${short(identity.sweep)}-`)));
  return { sweeps, damaged, strays: strays.map(name => path.join(folder, name)) };
}

/** 64 bits: names of files that people look at. */
const short = (hash: string): string => hash.slice(0, 16);

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

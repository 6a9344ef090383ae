/** What a program that has this room elsewhere asks of it: names of requests of the language server, and what they carry. */
import type { ExportFormat } from './export.ts';
import type { Exported } from './export/loss.ts';
import type { ForeignFile } from './finding.ts';
import type { Imported } from './import.ts';

export interface InteropRequests {
  /** What a file is, for people; null where it is of no format that can be read. */
  'xnet/recognise': { readonly params: ForeignFile; readonly answer: string | null };
  'xnet/import': { readonly params: { readonly files: readonly ForeignFile[] }; readonly answer: Imported };
  /** Formats that can be written. */
  'xnet/exportFormats': {
    readonly params: Record<string, never>;
    readonly answer: readonly { readonly format: ExportFormat; readonly title: string }[];
  };
  'xnet/export': { readonly params: ExportRequest; readonly answer: ExportAnswer };
}

export interface ExportRequest {
  readonly format: ExportFormat;
  /** The file with all it imports, by URI; it comes first. */
  readonly texts: readonly (readonly [uri: string, text: string])[];
  /** The file as people call it. */
  readonly name: string;
}

/** `error` says why nothing is written: what is wrong with the file. */
export type ExportAnswer = Exported | { readonly error: string };

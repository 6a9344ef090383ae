/**
 * How an editor asks the language server for the picture of a file, beside the Language Server Protocol. Any client may.
 *
 * `xnet/topology` gives the whole picture and begins to watch it: from then on `xnet/topology/changed` brings what changes, until
 * `xnet/topology/close`. A text with errors changes no picture, it is only said to have them; moved text and white space change nothing.
 * Places are asked for when they are needed: `xnet/topology/declaration` leads from a thing to the text, `xnet/topology/at` back.
 */
import type { Diagram, Loads } from './graph.ts';
import type { Patch } from './patch.ts';

export const methods = {
  open: 'xnet/topology',
  changed: 'xnet/topology/changed',
  close: 'xnet/topology/close',
  declaration: 'xnet/topology/declaration',
  at: 'xnet/topology/at'
} as const;

interface AboutFile {
  readonly textDocument: { readonly uri: string };
}

/** Request, answered by a {@link Picture}, or null when there is no such file. */
export type OpenParams = AboutFile;

export interface Picture {
  /** Counts changes, so that a client notices one that it missed. */
  readonly revision: number;
  readonly diagram: Diagram;
  /** Errors of the text as it is now; the picture is then the last one without, or what could be made of it. */
  readonly errors: number;
}

/** Notification of the server. What is absent is as before. */
export interface ChangedParams {
  readonly uri: string;
  readonly revision: number;
  readonly patch?: Patch;
  readonly errors?: number;
  /** The estimator's utilizations, whole; empty when there is nothing to estimate. */
  readonly loads?: Loads;
}

/** Notification of the client: nobody looks any more. */
export type CloseParams = AboutFile;

/** Request: where the thing of this id (node, edge, or `flow NAME`) is declared. Answered by an LSP `Location`, or null. */
export interface DeclarationParams extends AboutFile {
  readonly id: string;
}

/** Request: what is declared or named at a place of `textDocument`, in the picture of `root`. Answered by a {@link Mark}. */
export interface AtParams extends AboutFile {
  readonly root: string;
  readonly position: { readonly line: number; readonly character: number };
}

export interface Mark {
  /** Ids of nodes and links; several for an array. */
  readonly ids: readonly string[];
  /** The flow whose declaration or name this is. */
  readonly flow?: string;
}

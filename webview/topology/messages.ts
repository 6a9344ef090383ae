/**
 * Everything the extension and the topology view say to each other. As with the results view the page is served empty and says `ready`
 * whenever it has been loaded; the host then repeats what there is to show.
 */
import type { Diagram, Loads } from '../../src/diagram/graph.ts';
import type { Patch } from '../../src/diagram/patch.ts';
import type { Mark } from '../../src/diagram/protocol.ts';
import type { CopyMessage, ReadyMessage, SaveMessage } from '../messages.ts';

/** What the host tells the view. */
export type TopologyHostMessage = PictureMessage | PatchMessage | ErrorsMessage | LoadsMessage | MarkMessage;

/** A whole picture: of another file, or because a patch was missed. */
export interface PictureMessage {
  readonly type: 'picture';
  /** URI: what was chosen in one file means nothing in another. */
  readonly file: string;
  /** The file's name as the reader knows it. */
  readonly title: string;
  readonly diagram: Diagram;
}

export interface PatchMessage {
  readonly type: 'patch';
  readonly patch: Patch;
}

/** Errors of the text as it is now: the picture is the last one without, and stays. */
export interface ErrorsMessage {
  readonly type: 'errors';
  readonly errors: number;
}

/** Utilizations, whole: nothing where nothing is known. */
export interface LoadsMessage {
  readonly type: 'loads';
  readonly loads: Loads;
  /** Where they come from: `estimate`, or `run: baseline, guests = 7`. */
  readonly source: string;
}

/** What the editor's cursor is in. */
export interface MarkMessage {
  readonly type: 'mark';
  readonly mark: Mark;
}

/** What the view tells the host. */
export type TopologyViewMessage = ReadyMessage | DeclarationMessage | SaveMessage | CopyMessage;

/** Put the editor's cursor where this is declared. */
export interface DeclarationMessage {
  readonly type: 'declaration';
  /** Of a node or edge, or `flow NAME`. */
  readonly id: string;
  /** Go there; otherwise the focus stays in the view. */
  readonly focus: boolean;
}

/** What the person chose to look at, kept by the editor with the panel. */
export interface TopologyState {
  readonly file: string;
  /** Containers and stacks that were opened or closed by hand. */
  readonly folds: Readonly<Record<string, 'open' | 'closed'>>;
  /** The flow whose way is shown; empty for the one at the cursor. */
  readonly flow: string;
}

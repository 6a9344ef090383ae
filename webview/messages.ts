/**
 * Everything the extension and the results view say to each other: one discriminated union each way, on `type`.
 *
 * The page is served empty and says `ready` once it listens; only then does the host send anything. The page may be
 * thrown away and served again at any time (a hidden tab): it then says `ready` again and the host repeats its last
 * `result` or `estimate`. Messages carry data only, never colours or markup: the theme comes from the --vscode-* variables.
 */
import type { ParameterValue } from '../src/topology/plan.ts';
import type { RunComparison } from '../src/topology/comparison.ts';
import type { RunResult } from '../src/topology/result.ts';

/** What the host tells the view. */
export type HostMessage =
  | ResultMessage
  | EstimateMessage
  | ProgressMessage
  | StaleMessage
  | FailedMessage
  | CancelledMessage
  | RestoreMessage
  | UnreadableMessage
  | ComparisonMessage;

/** A finished run (`xnet-run/1`), or the finished part of a stopped one (`incomplete`). Replaces whatever is shown. */
export interface ResultMessage {
  readonly type: 'result';
  readonly result: RunResult;
  /** The file's name as the reader knows it: `ram-2009.xnet`. */
  readonly title: string;
  /** It comes from a file: nothing here can run it again. */
  readonly isSaved?: boolean;
}

/** Two runs side by side: instead of a result, in a panel of its own. */
export interface ComparisonMessage {
  readonly type: 'comparison';
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  readonly comparison: RunComparison;
}

export interface ComparedRun {
  /** `ram-2009.xnet`. */
  readonly title: string;
  /** When it was run, what of it, with which options. */
  readonly detail: string;
}

/** A file that holds no run that could be shown. */
export interface UnreadableMessage {
  readonly type: 'unreadable';
  /** The file's name as the reader knows it. */
  readonly title: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** Where, or what to do instead. */
  readonly detail?: string;
}

/** The estimator's answer (`xnet-estimate/1`): the same view with means only and a plain label. */
export interface EstimateMessage {
  readonly type: 'estimate';
  readonly result: RunResult;
  readonly title: string;
}

/** A run is under way. The view shows it above an older result, or alone when there is none. */
export interface ProgressMessage {
  readonly type: 'progress';
  /** Replications of points done and to do, over all experiments of the run. */
  readonly done: number;
  readonly total: number;
  /** Simulated packets per wall second; absent until known. */
  readonly packetsPerSecond?: number;
  /** Wall seconds that are left; absent until known. */
  readonly secondsLeft?: number;
  /** The experiment that runs now. */
  readonly experiment: string;
}

/** The source no longer is what the result was made from (`stale: true`), or is so again. */
export interface StaleMessage {
  readonly type: 'stale';
  readonly stale: boolean;
}

/** The run gave no result. */
export interface FailedMessage {
  readonly type: 'failed';
  /** One sentence for the reader. */
  readonly message: string;
  /** More for who wants to report it: the errors of the file, or a stack. Shown folded away. */
  readonly detail?: string;
  /** Line of the source the failure is about, 1-based: becomes a link. */
  readonly line?: number;
}

/** The run was stopped by the person. What was finished, if anything, comes as a `result` before this message. */
export interface CancelledMessage {
  readonly type: 'cancelled';
  readonly done: number;
  readonly total: number;
}

/** Show this: a panel the editor restores, or a code lens that points at one experiment or point. Absent parts stay as they are. */
export interface RestoreMessage {
  readonly type: 'restore';
  readonly view: Partial<ViewState>;
}

/** What the view tells the host. */
export type ViewMessage = ReadyMessage | CancelMessage | RerunMessage | RevealMessage | SaveMessage | CopyMessage | CompareMessage;

/** The page listens. Sent once per page load. */
export interface ReadyMessage {
  readonly type: 'ready';
}

/** Stop the run now. Answered by `cancelled`. */
export interface CancelMessage {
  readonly type: 'cancel';
}

/** Run again (simulate when an estimate is shown). Answered by `progress` and then `result` or `failed`. */
export interface RerunMessage {
  readonly type: 'rerun';
  /** Only this experiment; all when absent. */
  readonly experiment?: string;
}

/** Lay another run beside this one: the person is asked which. */
export interface CompareMessage {
  readonly type: 'compare';
}

/** Put the cursor on a line of the source: an expectation, or the place a failure is about. */
export interface RevealMessage {
  readonly type: 'reveal';
  /** The file as the result names it (`RunResult.source.file`). */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Ask where to save and write there. */
export interface SaveMessage {
  readonly type: 'save';
  readonly format: SaveFormat;
  /** A file name to propose, with its extension. */
  readonly name: string;
  /** Text; for `png` the bytes in base64. */
  readonly content: string;
}

/** Put text on the clipboard: pages in a frame may not without a click the browser believes in. */
export interface CopyMessage {
  readonly type: 'copy';
  readonly format: CopyFormat;
  readonly content: string;
}

export type SaveFormat = 'svg' | 'png' | 'csv' | 'json';
export type CopyFormat = 'svg' | 'csv' | 'json' | 'text';

/** What the person chose to look at: kept with `setState`, so that a panel comes back as it was left. */
export interface ViewState {
  /** File the choices were made for: choices for one file mean nothing for another. */
  readonly file: string;
  readonly experiment: string;
  /** The chosen point's parameters, by experiment. */
  readonly points: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
  /** Sections shown as tables. */
  readonly tables: readonly string[];
  /** What the sweep draws: a metric's key, such as `throughput` or `cycles(server.dom0)`. */
  readonly metric: string;
  /** The sweep draws one curve per experiment (true) or one per combination of the other parameters. */
  readonly compare: boolean;
  /** The point of a comparison, by name. */
  readonly comparedPoint: string;
}

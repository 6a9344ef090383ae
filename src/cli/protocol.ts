/**
 * What is said to a simulation worker and what it answers. One worker serves one side at a time: the editor (one request:
 * read, check, run) or a pool (one plan, then task after task). Everything is plain data. A worker that runs a file has a pool
 * of its own, so that it hears `stop` at any time.
 *
 * Cancel: end the worker (`terminate`). Whoever wants what was finished of a run so far sends `stop` instead.
 */
import type { Diagnostic, PlanOptions } from '../language/analysis.ts';
import type { Recording, RecordingWish } from '../simulator/recording/record.ts';
import type { Observation } from '../simulator/observation.ts';
import type { Task } from '../simulator/run/task.ts';
import type { IsolationProgress } from '../simulator/isolation/score.ts';
import type { RunProgress } from '../simulator/run/progress.ts';
import type { ExperimentScore, Scene } from './isolation.ts';
import type { RecordingPlace } from './recording-places.ts';
import type { Plan } from '../topology/plan.ts';
import type { RunResult } from '../topology/result.ts';

/** Where the text of the file to run comes from. */
export interface Source {
  readonly uri: string;
  /** Name of the file as the result shows it, e.g. relative to the workspace. */
  readonly file: string;
  /** Texts by URI, for what is open in an editor or not on a disk; everything else is read from `file:` URIs. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** Read, check, plan and run (or estimate) a file. Answered with `diagnostics`, `progress`… and one `result` or `failed`. */
export interface RunRequest {
  readonly kind: 'run';
  /** Comes back in every answer. */
  readonly id: number;
  readonly mode: 'run' | 'estimate';
  readonly source: Source;
  readonly options?: PlanOptions;
  /** Replications at once; 1 when absent. The result does not depend on it. */
  readonly jobs?: number;
}

/** The plan that the following tasks belong to. Not answered. */
export interface PlanRequest {
  readonly kind: 'plan';
  readonly plan: Plan;
}

/** One replication of one point. Answered with `advance`… and one `observation` or `failed`. */
export interface TaskRequest {
  readonly kind: 'task';
  readonly id: number;
  readonly task: Task;
}

/**
 * Record a replication: a trace, captures of vifs. Of the plan that was sent before, or of a file (then answered with
 * `diagnostics` first). Answered with `advance`… and one `recorded` or `failed`.
 */
export interface RecordRequest {
  readonly kind: 'record';
  readonly id: number;
  readonly source?: Source;
  readonly options?: PlanOptions;
  readonly wish: Omit<RecordingWish, 'version'>;
}

/** Which replications of a file can be recorded. Answered with `diagnostics`, and `places` or `failed`. */
export interface PlacesRequest {
  readonly kind: 'places';
  readonly id: number;
  readonly source: Source;
}

/** Finish a run now; the result has the replications that are done and says `incomplete`. */
export interface StopRequest {
  readonly kind: 'stop';
  readonly id: number;
}

/** What could be scored for isolation in a file. Answered with `diagnostics`, and `scenes` or `failed`. */
export interface ScenesRequest {
  readonly kind: 'scenes';
  readonly id: number;
  readonly source: Source;
}

/** What neighbours can do to a flow. Answered with `diagnostics`, `scoring`… and `score` or `failed`. */
export interface ScoreRequest {
  readonly kind: 'score';
  readonly id: number;
  readonly source: Source;
  /** One of the scenes; the first when absent. */
  readonly experiment?: string;
  readonly victim?: string;
  /** Numbers of the experiment's points; all that have the victim when absent. */
  readonly points?: readonly number[];
}

export type WorkerRequest =
  RunRequest | PlanRequest | TaskRequest | RecordRequest | PlacesRequest | StopRequest | ScenesRequest | ScoreRequest;

/** A finding, with the place counted the way people count: from 1. */
export interface PlacedDiagnostic extends Diagnostic {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Always sent before `result`. When one is an error, nothing runs and `failed` with reason `errors` follows. */
export interface DiagnosticsReply {
  readonly kind: 'diagnostics';
  readonly id: number;
  readonly diagnostics: readonly PlacedDiagnostic[];
}

export interface ProgressReply {
  readonly kind: 'progress';
  readonly id: number;
  readonly progress: RunProgress;
}

export interface ResultReply {
  readonly kind: 'result';
  readonly id: number;
  readonly result: RunResult;
}

/** How far a task is: the fraction of its duration, and packets so far. */
export interface AdvanceReply {
  readonly kind: 'advance';
  readonly id: number;
  readonly fraction: number;
  readonly packets: number;
}

export interface ObservationReply {
  readonly kind: 'observation';
  readonly id: number;
  readonly observation: Observation;
}

export interface RecordedReply {
  readonly kind: 'recorded';
  readonly id: number;
  readonly recordings: readonly Recording[];
}

export interface PlacesReply {
  readonly kind: 'places';
  readonly id: number;
  readonly places: readonly RecordingPlace[];
}

export interface ScenesReply {
  readonly kind: 'scenes';
  readonly id: number;
  readonly scenes: readonly Scene[];
}

export interface ScoringReply {
  readonly kind: 'scoring';
  readonly id: number;
  readonly progress: IsolationProgress;
}

export interface ScoreReply {
  readonly kind: 'score';
  readonly id: number;
  readonly score: ExperimentScore;
  /** Where each score was taken, as people name it. */
  readonly places: readonly string[];
}

export interface FailedReply {
  readonly kind: 'failed';
  readonly id: number;
  /**
   * `errors`: the file has errors. `missing`: there is no such file. `refused`: the file is right and cannot be simulated, the
   * message says why. `internal`: our mistake; `report` says what to send in.
   */
  readonly reason: 'errors' | 'missing' | 'refused' | 'internal';
  readonly message: string;
  readonly report?: string;
}

export type WorkerReply =
  | DiagnosticsReply
  | ProgressReply
  | ResultReply
  | AdvanceReply
  | ObservationReply
  | RecordedReply
  | PlacesReply
  | ScenesReply
  | ScoringReply
  | ScoreReply
  | FailedReply;

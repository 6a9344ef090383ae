/** One run in a thread of its own, so that the extension host never waits and can always end it. */
import type { FailedReply, PlacedDiagnostic, RunRequest, WorkerReply } from '../../cli/protocol.ts';
import type { StartThread } from '../../cli/thread.ts';
import type { RunProgress } from '../../simulator/run/progress.ts';
import type { RunResult } from '../../topology/result.ts';

/** How a run ends. A cancelled one carries what was finished, if anything was. */
export type Outcome =
  | { readonly kind: 'finished'; readonly result: RunResult }
  | { readonly kind: 'cancelled'; readonly result?: RunResult }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly diagnostics: readonly PlacedDiagnostic[] };

export type Failure = Pick<FailedReply, 'reason' | 'message' | 'report'>;

export interface Simulation {
  /** Never rejects. */
  readonly outcome: Promise<Outcome>;
  /** Ends the run: what was finished is handed over if it comes at once, and the thread is ended in any case. */
  cancel(): void;
}

/** How long a cancelled run may take to hand over what it has. */
const graceMs = 400;

/** Starts a run. `onProgress` is called in the extension host's thread. */
export function startSimulation(
  startThread: StartThread,
  request: Omit<RunRequest, 'kind' | 'id'>,
  onProgress: (progress: RunProgress) => void
): Simulation {
  const id = 1;
  let cancelled = false;
  let diagnostics: readonly PlacedDiagnostic[] = [];
  let settle = (_outcome: Outcome): void => {};
  const outcome = new Promise<Outcome>(resolve => (settle = resolve));
  const fail = (failure: Failure) => settle(cancelled ? { kind: 'cancelled' } : { kind: 'failed', failure, diagnostics });

  const thread = startThread({
    reply(reply: WorkerReply) {
      switch (reply.kind) {
        case 'progress':
          if (!cancelled) onProgress(reply.progress);
          break;
        case 'diagnostics':
          diagnostics = reply.diagnostics;
          break;
        case 'result':
          settle(cancelled ? { kind: 'cancelled', result: reply.result } : { kind: 'finished', result: reply.result });
          break;
        case 'failed':
          fail(reply);
          break;
        case 'advance':
        case 'observation':
          break; // of single tasks, which only a pool asks for
        case 'scenes':
        case 'scoring':
        case 'score':
        case 'places':
        case 'recorded':
          break; // of isolation and recordings, see `asking.ts`
      }
    },
    failed: ({ message, stack }) => fail({ reason: 'internal', message: `The simulation stopped: ${message}`, report: stack ?? message })
  });
  // The thread is of no more use, whichever way it went.
  void outcome.then(() => thread.end());

  thread.post({ ...request, kind: 'run', id });
  return {
    outcome,
    cancel() {
      if (cancelled) return;
      cancelled = true;
      thread.post({ kind: 'stop', id });
      setTimeout(() => settle({ kind: 'cancelled' }), graceMs);
    }
  };
}

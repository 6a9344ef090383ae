/** One run in a worker thread of its own, so that the extension host never waits and can always end it. */
import { Worker } from 'node:worker_threads';
import type { FailedReply, PlacedDiagnostic, RunRequest, WorkerReply } from '../../cli/protocol.ts';
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

/** Starts a run. `workerFile` is the bundled worker; `onProgress` is called in the extension host's thread. */
export function startSimulation(
  workerFile: string,
  request: Omit<RunRequest, 'kind' | 'id' | 'stopFlag'>,
  onProgress: (progress: RunProgress) => void
): Simulation {
  const id = 1;
  const stopFlag = new SharedArrayBuffer(4);
  const worker = new Worker(workerFile);
  let cancelled = false;
  let diagnostics: readonly PlacedDiagnostic[] = [];

  const outcome = new Promise<Outcome>(resolve => {
    const fail = (failure: Failure) => resolve(cancelled ? { kind: 'cancelled' } : { kind: 'failed', failure, diagnostics });
    worker.on('message', (reply: WorkerReply) => {
      switch (reply.kind) {
        case 'progress':
          if (!cancelled) onProgress(reply.progress);
          break;
        case 'diagnostics':
          diagnostics = reply.diagnostics;
          break;
        case 'result':
          resolve(cancelled ? { kind: 'cancelled', result: reply.result } : { kind: 'finished', result: reply.result });
          break;
        case 'failed':
          fail(reply);
          break;
        case 'advance':
        case 'observation':
          break; // of single tasks, which only the command line's pool asks for
        case 'scenes':
        case 'scoring':
        case 'score':
          break; // of isolation, see `isolation/scoring.ts`
      }
    });
    worker.once('error', error =>
      fail({ reason: 'internal', message: `The simulation stopped: ${error.message}`, report: error.stack ?? error.message })
    );
    worker.once('exit', code => fail({ reason: 'internal', message: `The simulation ended early (status ${code}).` }));
  });
  // The thread is of no more use, whichever way it went.
  void outcome.then(() => worker.terminate());

  worker.postMessage({ ...request, kind: 'run', id, stopFlag } satisfies RunRequest);
  return {
    outcome,
    cancel() {
      if (cancelled) return;
      cancelled = true;
      Atomics.store(new Int32Array(stopFlag), 0, 1);
      worker.postMessage({ kind: 'stop', id });
      setTimeout(() => void worker.terminate(), graceMs);
    }
  };
}

/** One question about isolation, put to a worker thread of its own, so that the extension host never waits and can always end it. */
import { Worker } from 'node:worker_threads';
import type { FailedReply, ScenesReply, ScenesRequest, ScoreReply, ScoreRequest, WorkerReply } from '../../cli/protocol.ts';
import type { IsolationProgress } from '../../simulator/isolation/score.ts';

type Question = Omit<ScenesRequest, 'id'> | Omit<ScoreRequest, 'id' | 'stopFlag'>;

/** How it ends. A cancelled one has nothing to show: half a scorecard says nothing. */
export type Answer = ScenesReply | ScoreReply | FailedReply | { readonly kind: 'cancelled' };

export interface Asking {
  /** Never rejects. */
  readonly answer: Promise<Answer>;
  cancel(): void;
}

/** Starts the bundled worker on a question. `onProgress` is called in the extension host's thread. */
export function ask(workerFile: string, question: Question, onProgress: (progress: IsolationProgress) => void = () => {}): Asking {
  const worker = new Worker(workerFile);
  let cancel = () => {};
  const answer = new Promise<Answer>(resolve => {
    const fail = (message: string, report?: string) => resolve({ kind: 'failed', id: 0, reason: 'internal', message, report });
    cancel = () => resolve({ kind: 'cancelled' });
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'scoring') onProgress(reply.progress);
      else if (reply.kind === 'scenes' || reply.kind === 'score' || reply.kind === 'failed') resolve(reply);
    });
    worker.once('error', error => fail(`The scoring stopped: ${error.message}`, error.stack));
    worker.once('exit', code => fail(`The scoring ended early (status ${code}).`));
  });
  void answer.then(() => worker.terminate());
  worker.postMessage({ ...question, id: 0 });
  return { answer, cancel };
}

/** One question about isolation, put to a thread of its own, so that the extension host never waits and can always end it. */
import type { FailedReply, ScenesReply, ScenesRequest, ScoreReply, ScoreRequest } from '../../cli/protocol.ts';
import type { StartThread } from '../../cli/thread.ts';
import type { IsolationProgress } from '../../simulator/isolation/score.ts';

type Question = Omit<ScenesRequest, 'id'> | Omit<ScoreRequest, 'id'>;

/** How it ends. A cancelled one has nothing to show: half a scorecard says nothing. */
export type Answer = ScenesReply | ScoreReply | FailedReply | { readonly kind: 'cancelled' };

export interface Asking {
  /** Never rejects. */
  readonly answer: Promise<Answer>;
  cancel(): void;
}

/** Starts a thread on a question. `onProgress` is called in the extension host's thread. */
export function ask(startThread: StartThread, question: Question, onProgress: (progress: IsolationProgress) => void = () => {}): Asking {
  let settle = (_answer: Answer): void => {};
  const answer = new Promise<Answer>(resolve => (settle = resolve));
  const thread = startThread({
    reply(reply) {
      if (reply.kind === 'scoring') onProgress(reply.progress);
      else if (reply.kind === 'scenes' || reply.kind === 'score' || reply.kind === 'failed') settle(reply);
    },
    failed: ({ message, stack }) =>
      settle({ kind: 'failed', id: 0, reason: 'internal', message: `The scoring stopped: ${message}`, report: stack ?? message })
  });
  void answer.then(() => thread.end());
  thread.post({ ...question, id: 0 });
  return { answer, cancel: () => settle({ kind: 'cancelled' }) };
}

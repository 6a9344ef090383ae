/** One question put to a thread of its own, so that the extension host never waits and can always end it. */
import type {
  AdvanceReply,
  FailedReply,
  PlacesReply,
  PlacesRequest,
  RecordedReply,
  RecordRequest,
  ScenesReply,
  ScenesRequest,
  ScoreReply,
  ScoreRequest,
  ScoringReply
} from '../../cli/protocol.ts';
import type { StartThread } from '../../cli/thread.ts';

type Question = Omit<ScenesRequest, 'id'> | Omit<ScoreRequest, 'id'> | Omit<PlacesRequest, 'id'> | Omit<RecordRequest, 'id'>;

/** How it ends. A cancelled one has nothing to show: half an answer says nothing. */
export type Answer = ScenesReply | ScoreReply | PlacesReply | RecordedReply | FailedReply | { readonly kind: 'cancelled' };

/** How far it is. */
export type Advance = ScoringReply | AdvanceReply;

export interface Asking {
  /** Never rejects. */
  readonly answer: Promise<Answer>;
  cancel(): void;
}

/** Starts a thread on a question. `onProgress` is called in the extension host's thread. */
export function ask(startThread: StartThread, question: Question, onProgress: (advance: Advance) => void = () => {}): Asking {
  let settle = (_answer: Answer): void => {};
  const answer = new Promise<Answer>(resolve => (settle = resolve));
  const thread = startThread({
    reply(reply) {
      switch (reply.kind) {
        case 'scoring':
        case 'advance':
          onProgress(reply);
          break;
        case 'scenes':
        case 'score':
        case 'places':
        case 'recorded':
        case 'failed':
          settle(reply);
          break;
        case 'diagnostics':
          break; // what is wrong stands in `failed`, too
        case 'progress':
        case 'result':
        case 'observation':
          break; // of runs, see `simulation.ts`
      }
    },
    failed: ({ message, stack }) =>
      settle({ kind: 'failed', id: 0, reason: 'internal', message: `It stopped: ${message}`, report: stack ?? message })
  });
  void answer.then(() => thread.end());
  thread.post({ ...question, id: 0 });
  return { answer, cancel: () => settle({ kind: 'cancelled' }) };
}

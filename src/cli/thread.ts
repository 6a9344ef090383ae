/** A thread that answers the worker protocol, wherever it runs: in Node, or in a browser. */
import type { WorkerReply, WorkerRequest } from './protocol.ts';

export interface Thread {
  post(request: WorkerRequest): void;
  /** Ends it at once, whatever it is at; threads that it started end with it. */
  end(): void;
}

export interface ThreadListener {
  reply(reply: WorkerReply): void;
  /** It failed, or ended by itself: nothing more will come. May be told more than once, and after its end. */
  failed(error: Error): void;
}

export type StartThread = (listener: ThreadListener) => Thread;

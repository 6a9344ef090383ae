/** Threads that take replications one after another. */
import type { Observation } from '../simulator/observation.ts';
import { UnreachableError } from '../simulator/model/routes.ts';
import { InternalError } from '../simulator/run/internal-error.ts';
import type { Task, TaskHooks } from '../simulator/run/task.ts';
import type { Plan } from '../topology/plan.ts';
import type { FailedReply, WorkerReply } from './protocol.ts';
import type { StartThread, Thread } from './thread.ts';

interface Waiting {
  readonly hooks: TaskHooks;
  resolve(observation: Observation | undefined): void;
  reject(error: Error): void;
}

export class Pool {
  private readonly idle: Thread[] = [];
  private readonly all: Thread[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private ended = false;
  private broken: Error | undefined;

  /** Starts this many threads, all with the same plan. */
  constructor(plan: Plan, jobs: number, start: StartThread) {
    for (let job = 0; job < jobs; job++) {
      const thread = start({ reply: reply => this.take(thread, reply), failed: error => this.fail(error) });
      thread.post({ kind: 'plan', plan });
      this.idle.push(thread);
      this.all.push(thread);
    }
  }

  /**
   * Does a replication on an idle thread; the caller never asks for more at once than there are threads.
   * Undefined when the pool was ended meanwhile. Rejects when the replication, or any thread, failed.
   */
  perform(task: Task, hooks: TaskHooks): Promise<Observation | undefined> {
    if (this.broken) return Promise.reject(this.broken);
    const thread = this.idle.pop();
    if (this.ended || !thread) return Promise.resolve(undefined);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { hooks, resolve, reject });
      thread.post({ kind: 'task', id, task });
    });
  }

  /** Ends all threads at once; replications under way are given up. */
  end(): void {
    this.ended = true;
    for (const { resolve } of this.waiting.values()) resolve(undefined);
    this.waiting.clear();
    for (const thread of this.all) thread.end();
  }

  private take(thread: Thread, reply: WorkerReply): void {
    const waiting = this.waiting.get(reply.id);
    if (reply.kind === 'advance') {
      waiting?.hooks.onProgress?.(reply.fraction, reply.packets);
      return;
    }
    this.waiting.delete(reply.id);
    this.idle.push(thread);
    if (reply.kind === 'observation') waiting?.resolve(reply.observation);
    else if (reply.kind === 'failed') waiting?.reject(errorOf(reply));
  }

  /** One thread less is one too few: whoever waits is told, and so is whoever asks later. */
  private fail(error: Error): void {
    if (this.ended) return;
    this.broken ??= error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** Errors do not cross threads as what they were. */
export function errorOf({ reason, message, report }: FailedReply): Error {
  return reason === 'refused' ? new UnreachableError(message) : new InternalError(message, report ?? '');
}

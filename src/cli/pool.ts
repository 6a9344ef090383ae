/** Worker threads that take replications one after another. */
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Observation } from '../simulator/observation.ts';
import { UnreachableError } from '../simulator/model/routes.ts';
import { InternalError } from '../simulator/run/internal-error.ts';
import type { Task, TaskHooks } from '../simulator/run/task.ts';
import type { Plan } from '../topology/plan.ts';
import type { FailedReply, WorkerReply, WorkerRequest } from './protocol.ts';

interface Waiting {
  readonly hooks: TaskHooks;
  resolve(observation: Observation | undefined): void;
  reject(error: Error): void;
}

export class Pool {
  private readonly idle: Worker[] = [];
  private readonly all: Worker[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private ended = false;

  /** Starts this many threads, all with the same plan. */
  constructor(plan: Plan, jobs: number) {
    for (let job = 0; job < jobs; job++) {
      const worker = new Worker(path.join(__dirname, 'worker.js'));
      worker.postMessage({ kind: 'plan', plan } satisfies WorkerRequest);
      worker.on('message', (reply: WorkerReply) => this.take(worker, reply));
      worker.on('error', error => this.fail(error));
      this.idle.push(worker);
      this.all.push(worker);
    }
  }

  /**
   * Does a replication on an idle thread; the caller never asks for more at once than there are threads.
   * Undefined when the pool was ended meanwhile.
   */
  perform(task: Task, hooks: TaskHooks): Promise<Observation | undefined> {
    const worker = this.idle.pop();
    if (this.ended || !worker) return Promise.resolve(undefined);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { hooks, resolve, reject });
      worker.postMessage({ kind: 'task', id, task } satisfies WorkerRequest);
    });
  }

  /** Ends all threads at once; replications under way are given up. */
  async end(): Promise<void> {
    this.ended = true;
    for (const { resolve } of this.waiting.values()) resolve(undefined);
    this.waiting.clear();
    await Promise.all(this.all.map(worker => worker.terminate()));
  }

  private take(worker: Worker, reply: WorkerReply): void {
    const waiting = this.waiting.get(reply.id);
    if (reply.kind === 'advance') {
      waiting?.hooks.onProgress?.(reply.fraction, reply.packets);
      return;
    }
    this.waiting.delete(reply.id);
    this.idle.push(worker);
    if (reply.kind === 'observation') waiting?.resolve(reply.observation);
    else if (reply.kind === 'failed') waiting?.reject(errorOf(reply));
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** Errors do not cross threads as what they were. */
function errorOf({ reason, message, report }: FailedReply): Error {
  return reason === 'refused' ? new UnreachableError(message) : new InternalError(message, report ?? '');
}

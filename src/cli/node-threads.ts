/** Threads of Node that run a bundled script. */
import { Worker } from 'node:worker_threads';
import type { StartThread } from './thread.ts';

/** @param file path of the script */
export function nodeThreads(file: string): StartThread {
  return listener => {
    const worker = new Worker(file);
    worker.on('message', reply => listener.reply(reply));
    worker.once('error', error => listener.failed(error));
    worker.once('exit', code => listener.failed(new Error(`its thread ended early (status ${code})`)));
    return { post: request => worker.postMessage(request), end: () => void worker.terminate() };
  };
}

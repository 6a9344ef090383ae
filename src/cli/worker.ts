/** A simulation worker in Node: this file is bundled on its own and started as a thread. See `protocol.ts`. */
import { parentPort } from 'node:worker_threads';
import { nodeThreads } from './node-threads.ts';
import type { WorkerRequest } from './protocol.ts';
import { startSession } from './session.ts';
import { disk } from './sources.ts';

const port = parentPort;
if (port) {
  const answer = startSession(reply => port.postMessage(reply), { version: XNET_VERSION, disk, startThread: nodeThreads(__filename) });
  port.on('message', (request: WorkerRequest) => answer(request));
}

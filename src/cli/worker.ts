/** A simulation worker: this file is bundled on its own and started as a thread. See `protocol.ts`. */
import { parentPort } from 'node:worker_threads';
import type { WorkerRequest } from './protocol.ts';
import { startSession } from './session.ts';

const port = parentPort;
if (port) {
  const answer = startSession(reply => port.postMessage(reply), XNET_VERSION);
  port.on('message', (request: WorkerRequest) => answer(request));
}

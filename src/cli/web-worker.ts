/** A simulation worker in a browser: this file is bundled on its own. It has no disk: every text comes with the request. */
import type { WorkerReply, WorkerRequest } from './protocol.ts';
import { startSession } from './session.ts';
import { noDisk } from './texts.ts';
import { webThreads } from './web-threads.ts';

/** A dedicated worker, as far as it matters here. */
declare const self: Pick<Worker, 'postMessage' | 'onmessage'> & { readonly location: Location };

const answer = startSession((reply: WorkerReply) => self.postMessage(reply), {
  version: XNET_VERSION,
  disk: noDisk,
  startThread: webThreads(self.location.href)
});
self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => answer(data);

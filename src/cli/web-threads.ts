/** Web workers that run a bundled script. */
import type { WorkerReply } from './protocol.ts';
import type { StartThread } from './thread.ts';

/** @param address URL of the script, of the same origin as whoever starts them */
export function webThreads(address: string): StartThread {
  return listener => {
    const worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => listener.reply(data);
    worker.onmessageerror = () => listener.failed(new Error('its answer could not be read'));
    worker.onerror = ({ message }) => listener.failed(new Error(message || 'its script could not be loaded'));
    return { post: request => worker.postMessage(request), end: () => worker.terminate() };
  };
}

/**
 * ELK in a web worker: laying out takes a while, and the page answers all the same. The worker's script belongs to the editor's own
 * origin for the page, not to the page's, so it is fetched and started from memory, which the page's policy names.
 */
import ElkConstructor from 'elkjs/lib/elk-api';
import type { ELK } from 'elkjs/lib/elk-api';

/** @param address of the worker's script */
export async function startEngine(address: string): Promise<ELK> {
  const answer = await fetch(address);
  const script = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/javascript' }));
  return new ElkConstructor({ workerFactory: () => new Worker(script) });
}

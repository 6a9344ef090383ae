/** The hold model: N pending events, each popped one schedules its successor after an exponential delay. */
import { EventList } from '../../src/simulator/kernel/events.ts';
import { RandomStream } from '../../src/simulator/kernel/random.ts';
import { compare, print } from './measure.ts';
import { ObjectHeap } from './heap.ts';

const HOLDS = 1e6;
const delays = new Float64Array(1 << 16);
const random = new RandomStream(1, 2, 3);
for (let at = 0; at < delays.length; at++) delays[at] = Math.round(random.exponential(1e6));

interface List {
  readonly time: number;
  readonly argument: number;
  schedule(time: number, kind: number, argument: number): void;
  pop(): boolean;
}

/** Keeps its list from round to round: a steady state. */
function holding(list: List, pending: number): () => number {
  let next = 0;
  for (let number = 0; number < pending; number++) list.schedule(delays[next++ & 65_535]!, 1, number);
  return () => {
    for (let step = 0; step < HOLDS; step++) {
      list.pop();
      list.schedule(list.time + delays[next++ & 65_535]!, 1, list.argument);
    }
    return HOLDS / 1e6;
  };
}

for (const pending of [10, 100, 1e3, 1e5]) {
  const rates = compare([
    { name: 'event list', run: holding(new EventList(), pending) },
    { name: 'binary heap of objects', run: holding(new ObjectHeap(), pending) }
  ]);
  print(`Hold model, ${pending} pending`, 'million events/s', rates);
}

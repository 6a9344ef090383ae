import { strict as assert } from 'node:assert';
import type { Observation } from '../../../src/simulator/observation.ts';
import { simulate, simulateWatched } from '../../../src/simulator/packet/simulate.ts';
import { TraceRecorder } from '../../../src/simulator/recording/trace.ts';
import type { TraceEvent } from '../../../src/simulator/recording/trace.ts';
import { assertWithin, topologyOf } from '../support.ts';
import { machine, planOf, RECEIVE, recordingsOf, SEND } from './machine.ts';

const NOISE = 'flow noise { from = client; to = server.guest.eth0; transport = udp; rate = 900 Mbps; arrival = poisson; size = 200 B }';
const options = { seed: 3, replication: 0, duration: 0.03, warmup: 0.01, events: [] };
const whole = { from: 1e10, until: 3e10, most: 1e7 };

function traced(text: string, window = whole): { observation: Observation; events: readonly TraceEvent[]; recorder: TraceRecorder } {
  let recorder!: TraceRecorder;
  const observation = simulateWatched(topologyOf(text), options, scene => (recorder = new TraceRecorder(scene, window)));
  recorder.end(window.until);
  return { observation, events: recorder.events, recorder };
}

describe('a trace of what cores and queues do', () => {
  for (const [name, text] of [
    ['receiving', machine(RECEIVE)],
    ['sending', machine(SEND)],
    ['losing', machine(NOISE)]
  ] as const) {
    it(`changes nothing: ${name}`, () => assert.deepEqual(traced(text).observation, simulate(topologyOf(text), options)));

    it(`has one thing at a time on a core, for as long as the core was busy: ${name}`, () => {
      const { observation, events } = traced(text);
      const work = events.filter(event => event.kind === 'work');
      const cores = observation.resources.filter(({ kind }) => kind === 'core');
      cores.forEach(({ name: core, utilization }, at) => {
        const own = work.filter(event => event.core === at).sort((a, b) => a.from - b.from);
        own.slice(1).forEach((event, next) => assert.ok(event.from >= own[next]!.until, core));
        const busy = own.reduce((sum, { from, until }) => sum + until - from, 0);
        assertWithin(busy / (whole.until - whole.from), utilization, 1e-6, core);
      });
      assert.ok(work.some(({ flows, packets, domain }) => flows.length > 0 && packets > 0 && domain === 'server.dom0'));
    });
  }

  it('drops are those of the result, and queues never hold less than nothing', () => {
    const { observation, events } = traced(machine(NOISE));
    const dropped = events.reduce((sum, event) => sum + (event.kind === 'drop' ? event.packets : 0), 0);
    assert.ok(dropped > 0);
    assert.equal(
      dropped,
      observation.drops.reduce((sum, { packets }) => sum + packets, 0)
    );
    const queues = events.filter(event => event.kind === 'queue');
    assert.ok(queues.length > 0 && queues.every(({ packets }) => packets >= 0));
  });

  it('interrupts are as many as the result says', () => {
    const { observation, events } = traced(machine(RECEIVE));
    const count = events.filter(event => event.kind === 'interrupt').length;
    assertWithin(count / observation.seconds, observation.interrupts[0]!.perSecond, 0.02, 'interrupts per second');
  });

  it('ends at its window, and at the most events that it may have', () => {
    const { events: short, recorder } = traced(machine(RECEIVE), { ...whole, until: 1.2e10 });
    assert.ok(recorder.done && !recorder.full);
    assert.ok(short.every(event => (event.kind === 'work' ? event.until : event.at) <= 1.2e10));
    const { events: few, recorder: stopped } = traced(machine(RECEIVE), { ...whole, most: 100 });
    assert.ok(stopped.full && stopped.ended < whole.until);
    // What goes on at that moment is closed, an event per core at most.
    assert.ok(few.length >= 100 && few.length <= 120, `${few.length}`);
  });
});

describe('the file of a trace', () => {
  const [recording] = recordingsOf(planOf(machine(`${RECEIVE}\n${NOISE}`), { seed: 5 }), { trace: true, seconds: 0.005 });
  const document = JSON.parse(new TextDecoder().decode(recording!.content));
  const entries: { ph: string; name: string; pid: number; tid: number; ts: number; dur?: number; args: Record<string, unknown> }[] =
    document.traceEvents;

  it('says what it is of and what was cut', () => {
    const { about, seed, experiment, replication, tool } = document.otherData;
    assert.deepEqual([tool, experiment, replication, seed], ['xnet 1.2.3', 'baseline', 1, 5]);
    assert.deepEqual(about, recording!.about);
    assert.match(about[1], /^5 ms from 10 ms on, [\d,]+ events; the run goes on until 30 ms$/);
  });

  it('has a process for the host, a thread for each core, and everything in one that is named', () => {
    const named = entries.filter(({ ph, name }) => ph === 'M' && name === 'thread_name').map(({ pid, tid }) => `${pid} ${tid}`);
    assert.equal(new Set(named.map(each => each.split(' ')[1])).size, named.length);
    const cores = entries.filter(({ name, args }) => name === 'thread_name' && /cpu\[/.test(String(args['name'])));
    assert.deepEqual(
      cores.map(({ args }) => args['name']),
      ['server.cpu[0]', 'server.cpu[1]']
    );
    for (const { ph, pid, tid } of entries) if (ph === 'X' || ph === 'i') assert.ok(named.includes(`${pid} ${tid}`));
  });

  it('has slices that follow on each other to the nanosecond, counters and instants', () => {
    const kinds = new Set(entries.map(({ ph }) => ph));
    assert.deepEqual([...kinds].sort(), ['C', 'M', 'X', 'i']);
    for (const core of [1, 2]) {
      const slices = entries.filter(({ ph, tid }) => ph === 'X' && tid === core).sort((a, b) => a.ts - b.ts);
      slices.slice(1).forEach(({ ts }, at) => assert.ok(Math.round(ts * 1000) >= Math.round((slices[at]!.ts + slices[at]!.dur!) * 1000)));
    }
    const slice = entries.find(({ ph, args }) => ph === 'X' && 'flows' in args)!;
    assert.ok(slice.ts >= 10_000 && slice.ts <= 15_000);
    assert.match(String(slice.args['flows']), /rx|noise/);
  });
});

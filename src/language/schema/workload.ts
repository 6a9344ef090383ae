/** Flows, experiments and the published claims laid beside their results. */
import { integer, positive, quantity, reference, rows, string, word } from './types.ts';
import type { KindRow } from './types.ts';
import { endpoints } from './network.ts';
import { arrival, claimStanding, claimUse, transport } from './words.ts';

export const flow: KindRow = {
  kind: 'flow',
  naming: 'required',
  array: true,
  topLevel: true,
  doc: 'Traffic in one direction. One side single: a member per element; equal counts: in pairs. Two directions are two flows.',
  contains: [],
  snippet: 'from = ${2:client}\nto = ${3:server.guest[*].eth0}\ntransport = ${4|tcp,udp,rpc,message|}\n$0',
  properties: rows({
    from: { type: endpoints, required: true, doc: 'Sender: a vif, a peer, a domain (its own stack), a list or an array.' },
    to: { type: endpoints, required: true, doc: 'Receiver: a vif, a peer, a domain (its own stack), a list or an array.' },
    transport: { type: word(transport), default: 'tcp', common: true, doc: 'How data is offered and acknowledged.' },
    size: { type: positive('size'), absent: 'as large as the MTU allows', common: true, doc: 'Message or datagram size, payload only.' },
    bytes: {
      type: positive('size'),
      absent: 'endless',
      doc: "Finite transfer per member; the experiment's duration is then its upper bound."
    },
    mtu: { type: quantity('size', { min: 68, max: 65_535 }), absent: 'the smallest on the path', doc: 'Largest IP packet of this flow.' },
    rate: {
      type: quantity('rate', { min: 0 }),
      absent: 'as fast as possible',
      common: true,
      doc: 'Offered load per member, payload; 0 bps switches it off.'
    },
    arrival: { type: word(arrival), default: 'cbr', doc: 'How packets arrive in an open-loop flow.' },
    on: { type: positive('time'), default: '10 ms', doc: 'Mean length of a burst (arrival `onoff`).' },
    off: { type: positive('time'), default: '10 ms', doc: 'Mean pause between bursts (arrival `onoff`).' },
    trace: {
      type: string,
      absent: 'none',
      doc: 'File with one arrival per line: seconds since the arrival before, and bytes (arrival `trace`). It begins anew when it ends; `rate` speeds it up or slows it down.'
    },
    streams: { type: integer(1, 1_000_000), default: '1', common: true, doc: 'Connections per member; a hash spreads them over queues.' },
    window: {
      type: positive('size'),
      default: '1 MiB',
      doc: 'TCP window per stream: the most that is unacknowledged. The default is what a tuned Linux host of 2009 reaches by itself.'
    },
    request: { type: positive('size'), default: '64 B', doc: 'Size of a request (transport `rpc`).' },
    response: { type: positive('size'), default: '64 B', doc: 'Size of a response (transport `rpc`).' },
    think: { type: quantity('time', { min: 0 }), default: '0 s', doc: 'Pause between a response and the next request (transport `rpc`).' },
    compute: {
      type: quantity(['cycles', 'time'], { min: 0 }),
      default: '0 cycles',
      doc: 'What the answering application computes for each request before it answers, on its own vCPU (transport `rpc`); a peer answers at once.'
    },
    outstanding: {
      type: integer(1, 1_000_000),
      default: '1',
      doc: 'Requests or messages on the way at a time (transports `rpc`, `message`).'
    },
    start: { type: quantity('time', { min: 0 }), default: '0 s', doc: 'When it begins.' },
    stop: { type: positive('time'), absent: 'the end of the experiment', doc: 'When it ends.' },
    via: { type: reference('metarouter', 'metalink'), absent: 'the shortest path', doc: 'The metarouter or metalink it is sent through.' }
  })
};

export const experiment: KindRow = {
  kind: 'experiment',
  naming: 'required',
  array: false,
  topLevel: true,
  doc: 'A question: how long to run, which params to vary, what happens meanwhile, and what should come out.',
  contains: ['published'],
  snippet: 'duration = ${2:1 s}\nwarmup   = ${3:100 ms}\n$0',
  properties: rows({
    duration: {
      type: positive('time', 9_000),
      required: true,
      doc: 'Simulated time, warm-up included. With a finite transfer, the upper bound.'
    },
    warmup: {
      type: quantity('time', { min: 0 }),
      default: '0 s',
      common: true,
      doc: 'Time at the start that is left out of every figure.'
    },
    repeat: {
      type: integer(1, 10_000),
      default: '10',
      common: true,
      doc: 'Independent replications; confidence intervals come from them.'
    },
    seed: {
      type: integer(0, 4_294_967_295),
      default: '1',
      doc: 'Seed of all random streams. The same file and seed give the same result.'
    },
    confidence: { type: quantity('ratio', { min: 0.5, max: 0.9999 }), default: '95 %', doc: 'Level of the confidence intervals.' },
    precision: {
      type: positive('ratio', 1),
      absent: 'all replications are run',
      doc: "Stop when every interval's half-width is below this share of its mean."
    }
  })
};

export const published: KindRow = {
  kind: 'published',
  naming: 'required',
  array: false,
  topLevel: false,
  doc: 'A published claim to lay beside the result: the view draws it over the curve.',
  contains: [],
  snippet: 'of = ${2:throughput(rx)}\nvalue = ${3:2.9 Gbps}\nsource = "${4:publication, place}"\n$0',
  properties: rows({
    of: { type: { kind: 'measure' }, required: true, doc: 'What the claim is about, e.g. `throughput(rx)`.' },
    value: { type: { kind: 'claim' }, absent: '`points` are given', common: true, doc: 'The claimed number.' },
    points: {
      type: { kind: 'claims' },
      absent: '`value` is given',
      doc: 'Claimed numbers over the first varied param: `[[1, 1.0 Gbps], [7, 2.9 Gbps]]`.'
    },
    tolerance: {
      type: { kind: 'claim' },
      absent: 'only shown, never judged',
      doc: 'How far off still counts: in % relative to the claim, otherwise absolute.'
    },
    source: { type: string, required: true, doc: 'Publication and place in it.' },
    standing: { type: word(claimStanding), default: 'unverified', doc: 'How well the claim is known.' },
    use: { type: word(claimUse), default: 'predicted', doc: 'Whether costs were fitted to it or the model predicts it.' }
  })
};

/** Packets delivered per second of processor time: queues and wires alone, and whole hosts by data path. */
import { simulate, simulateSystem } from '../../src/simulator/packet/simulate.ts';
import { conveyor, perSecond, server, systemOf, topologyOf } from '../simulator/support.ts';
import { compare, print, type Candidate } from './measure.ts';
import { guests } from './hosts.ts';

const options = { warmup: 0.02, seed: 1, replication: 0, events: [] };

const wires = systemOf(assembly => [
  {
    path: [
      ...conveyor(assembly, 'a', { rate: 10e9, delay: 1000 }),
      ...server(assembly, 'switch', 0.5e-6),
      ...conveyor(assembly, 'b', { rate: 10e9, delay: 1000 })
    ],
    rate: perSecond(1e6),
    arrival: 'poisson'
  }
]);

const hosts: Readonly<Record<string, string>> = {
  'netfront, 7 guests, copying': guests({ count: 7, vif: 'model = netfront; bridge = br' }),
  'multiqueue, 7 guests, grants reused': guests({ count: 7, vif: 'model = multiqueue; bridge = br; grants = kept' }),
  'multiqueue, aggregating': guests({ count: 7, vif: 'model = multiqueue; bridge = br; grants = kept; lro = true' }),
  'sriov, 7 guests': guests({ count: 7, vif: 'model = sriov; nic = eth0' })
};

const candidates: Candidate[] = [
  { name: 'two wires and a queue', run: () => simulateSystem(wires, { ...options, duration: 0.3 }).conservation.delivered / 1e6 },
  ...Object.entries(hosts).map(([name, text]): Candidate => {
    const topology = topologyOf(text);
    return { name, run: () => simulate(topology, { ...options, duration: 0.3 }).conservation.delivered / 1e6 };
  })
];
print('Packet engine', 'million packets/s', compare(candidates));

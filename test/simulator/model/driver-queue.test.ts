/** Which hardware queues the driver domain receives at, beside those that vifs have for their own. */
import { strict as assert } from 'node:assert';
import { driverQueue, nicQueueOf } from '../../../src/simulator/model/attach.ts';
import { topologyOf } from '../support.ts';

interface Case {
  readonly name: string;
  readonly nic: string;
  readonly vifs: string;
  /** Queue of streams 0, 1, 2, … */
  readonly queues: readonly number[];
  /** First queue of guest.v[1], guest.v[2], …; undefined: none of its own. */
  readonly own: readonly (number | undefined)[];
}

const cases: readonly Case[] = [
  { name: 'without RSS all is queue 0', nic: 'rx_queues = 4', vifs: 'model = netfront', queues: [0, 0, 0], own: [undefined] },
  {
    name: 'RSS spreads over all queues',
    nic: 'rx_queues = 3; offloads = [rss]',
    vifs: 'model = netfront',
    queues: [0, 1, 2, 0],
    own: [undefined]
  },
  {
    name: 'RSS leaves alone what vifs have for their own',
    nic: 'rx_queues = 6; offloads = [rss]',
    vifs: 'model = multiqueue; queues = 2',
    queues: [0, 3, 4, 5, 0],
    own: [1]
  },
  {
    name: 'a vif that gets no queues takes none',
    nic: 'rx_queues = 4; offloads = [rss]',
    vifs: 'model = multiqueue; queues = 4',
    queues: [0, 1, 2, 3],
    own: [undefined]
  },
  {
    name: 'every queue but one given away',
    nic: 'rx_queues = 3; offloads = [rss]',
    vifs: 'model = multiqueue; queues = 2',
    queues: [0, 0],
    own: [1]
  },
  {
    name: 'a filter for one of two',
    nic: 'rx_queues = 8; mac_filters = 1; offloads = [rss]',
    vifs: 'model = multiqueue; queues = 2',
    queues: [0, 3, 4, 5, 6, 7, 0],
    own: [1, undefined]
  }
];

describe("the driver domain's receive queues", () => {
  for (const { name, nic, vifs, queues, own } of cases) {
    it(name, () => {
      const topology = topologyOf(`host h {
        cpu { cores = 4; clock = 2 GHz }
        nic e { rate = 10 Gbps; ${nic} }
        domain d { role = driver; vcpus = 4 }
        bridge b { domain = d; uplink = e }
        domain g { vcpus = 4; vif v[${own.length}] { ${vifs}; bridge = b } }
      }`);
      const [host] = topology.hosts;
      const [card] = host!.nics;
      assert.deepEqual(
        queues.map((_, lane) => driverQueue(host!, card!, lane)),
        queues
      );
      assert.deepEqual(
        host!.domains[1]!.vifs.map(vif => nicQueueOf(host!, card!, vif)),
        own
      );
    });
  }
});

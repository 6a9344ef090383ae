/** Shares of cores by weight and cap, boost, slices, stops. Guests are kept busy by other work that wants a whole vCPU. */
import { strict as assert } from 'node:assert';
import { assertWithin, run, type RunOptions } from '../support.ts';

interface Guest {
  readonly weight?: number;
  readonly cap?: number;
  readonly vcpus?: number;
  readonly pin?: string;
  /** Percent of each vCPU. */
  readonly background?: number;
}

/** A host whose guests only compute; a peer that talks to nobody keeps the file complete. */
function host(cores: number, guests: readonly Guest[], hypervisor = 'scheduler = credit'): string {
  const domains = guests.map(
    ({ weight = 256, cap, vcpus = 1, pin, background = 100 }, number) =>
      `  domain g${number} { vcpus = ${vcpus}; weight = ${weight}; background = ${background}%${cap ? `; cap = ${cap}%` : ''}${pin ? `; pin = ${pin}` : ''} }`
  );
  return `
costs free { }
host h {
  cpu { cores = ${cores}; clock = 2 GHz }
  hypervisor { kind = xen; ${hypervisor} }
  costs = free
${domains.join('\n')}
}
peer a { rate = 1 Gbps }
peer b { rate = 1 Gbps }
link { ends = [a, b] }
flow f { from = a; to = b; transport = udp; rate = 1 Mbps }
`;
}

function shares(text: string, options: RunOptions = {}): number[] {
  return run(text, { duration: 10, warmup: 0.3, ...options }).domains.map(each => each.utilization);
}

/** Cores by weighted max-min: who is capped below its share is fixed there, and the rest is dealt again. */
function waterFilled(cores: number, guests: readonly Guest[]): number[] {
  const found = guests.map(() => -1);
  for (;;) {
    const open = guests.flatMap((_, at) => (found[at]! < 0 ? [at] : []));
    const left = cores - found.reduce((sum, each) => sum + Math.max(0, each), 0);
    const weights = open.reduce((sum, at) => sum + (guests[at]!.weight ?? 256), 0);
    const most = (at: number): number =>
      Math.min(
        guests[at]!.vcpus ?? 1,
        (guests[at]!.cap ?? Infinity) / 100,
        ((guests[at]!.vcpus ?? 1) * (guests[at]!.background ?? 100)) / 100
      );
    const limited = open.filter(at => most(at) <= (left * (guests[at]!.weight ?? 256)) / weights);
    if (limited.length === 0) {
      for (const at of open) found[at] = (left * (guests[at]!.weight ?? 256)) / weights;
      return found;
    }
    for (const at of limited) found[at] = most(at);
  }
}

describe('schedulers: shares', function () {
  this.timeout(30_000);

  const cases: readonly {
    readonly what: string;
    readonly cores: number;
    readonly guests: readonly Guest[];
    readonly scheduler?: string;
  }[] = [
    { what: 'equal weights', cores: 1, guests: [{}, {}, {}] },
    { what: 'weights 1:2:4', cores: 1, guests: [{ weight: 128 }, { weight: 256 }, { weight: 512 }] },
    { what: 'weights 1:7', cores: 1, guests: [{ weight: 100 }, { weight: 700 }] },
    { what: 'three on two cores', cores: 2, guests: [{}, {}, {}] },
    { what: 'weights on two cores, one limited by its only vCPU', cores: 2, guests: [{ weight: 1024 }, { weight: 256 }, { weight: 256 }] },
    { what: 'a weight counts once for a domain, however many vCPUs it has', cores: 2, guests: [{ vcpus: 2 }, {}, {}] },
    { what: 'a capped domain, the rest by weight', cores: 1, guests: [{ cap: 20 }, { weight: 128 }, { weight: 256 }] },
    { what: 'two caps', cores: 2, guests: [{ cap: 50 }, { cap: 30 }, {}, { weight: 512 }] },
    { what: 'a cap below full load of an idle host', cores: 2, guests: [{ cap: 40 }] },
    { what: 'somebody who wants little takes little', cores: 1, guests: [{ background: 10 }, { weight: 128 }, { weight: 384 }] },
    { what: 'equal weights, credit2', cores: 1, guests: [{}, {}, {}], scheduler: 'scheduler = credit2' },
    { what: 'weights 1:3, credit2', cores: 1, guests: [{ weight: 128 }, { weight: 384 }], scheduler: 'scheduler = credit2' },
    {
      what: 'round robin knows no weights',
      cores: 1,
      guests: [{ weight: 256 }, { weight: 256 }, { weight: 256 }, { weight: 256 }],
      scheduler: 'scheduler = rr'
    },
    { what: 'pinned places vCPUs on cores in turn', cores: 2, guests: [{}, {}, {}, {}], scheduler: 'scheduler = pinned' }
  ];
  for (const { what, cores, guests, scheduler } of cases) {
    it(what, () => {
      const seen = shares(host(cores, guests, scheduler));
      // One slice a vCPU in ten seconds.
      waterFilled(cores, guests).forEach((expected, at) =>
        assert.ok(Math.abs(seen[at]! - expected) <= 0.01, `g${at} got ${seen[at]} of ${expected}`)
      );
      assert.ok(seen.reduce((sum, each) => sum + each, 0) <= cores + 1e-9);
    });
  }

  it('weights hold on a core of their own, whatever runs on the others', () => {
    const seen = shares(host(2, [{ pin: '[0]' }, { pin: '[1]', weight: 128 }, { pin: '[1]', weight: 384 }]));
    [1, 0.25, 0.75].forEach((expected, at) => assert.ok(Math.abs(seen[at]! - expected) <= 0.01, `g${at} got ${seen[at]}`));
  });

  it('hosts have time slices of their own', () => {
    const two =
      host(1, [{}, {}]) +
      host(1, [{}, {}], 'scheduler = credit; timeslice = 5 ms')
        .replace('host h', 'host i')
        .split('\n')
        .slice(2)
        .join('\n')
        .split('peer')[0];
    for (const each of shares(two)) assert.ok(Math.abs(each - 0.5) < 0.01, `${each}`);
  });

  it('two busy vCPUs on one core use it up exactly', () => {
    assertWithin(
      shares(host(1, [{}, {}])).reduce((sum, each) => sum + each, 0),
      1,
      1e-6,
      'sum'
    );
  });
});

/** A guest that answers requests while rivals compute on the same core. */
const responder = (rivals: number, hypervisor: string): string => `
costs priced { interrupt = 1000 cycles; udp_rx = 2000 cycles; udp_tx = 2000 cycles; nic_rx = 500 cycles; nic_tx = 500 cycles }
host h {
  cpu { cores = 2; clock = 2 GHz }
  hypervisor { kind = xen; ${hypervisor} }
  costs = priced
  nic eth0 { rate = 10 Gbps; coalesce = 0 us }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 1; pin = [1]
    vif eth0 { model = netfront; bridge = br }
  }
  domain rival[${rivals}] { vcpus = 1; pin = [1]; background = 100% }
}
peer client { rate = 10 Gbps }
link { ends = [client, h.eth0]; delay = 5 us }
flow ask { from = client; to = h.guest.eth0; transport = rpc; think = 170 ms }
`;

describe('schedulers: waking', function () {
  this.timeout(30_000);

  it('without boost a woken vCPU waits for half a slice and one for every further rival: T/2 + (n-1) T', () => {
    // Fewer requests than slices, so that the guest never runs out of credit and always comes at a random instant.
    const rivals = 2;
    const seen = run(responder(rivals, 'scheduler = rr'), { duration: 120, warmup: 1, seed: 2 });
    const slice = 0.03;
    // Request and response each wake the guest once; the response leaves in the same turn.
    assertWithin(seen.flows[0]!.latency!.mean, slice / 2 + (rivals - 1) * slice, 0.12, 'delay');
  });

  it('boost takes the core at once', () => {
    const seen = run(responder(2, 'scheduler = credit'), { duration: 20, warmup: 1, seed: 2 });
    assert.ok(seen.flows[0]!.latency!.mean < 1e-3, `${seen.flows[0]!.latency!.mean} s`);
  });

  it('boost can be switched off', () => {
    const seen = run(responder(2, 'scheduler = credit; boost = false'), { duration: 20, warmup: 1, seed: 2 });
    assert.ok(seen.flows[0]!.latency!.mean > 10e-3, `${seen.flows[0]!.latency!.mean} s`);
  });
});

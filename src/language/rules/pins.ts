/** Logical CPUs: pins that point nowhere, pins that meet, more vCPUs than CPUs. */
import type { Domain, Host } from '../../topology/model.ts';
import { showCount } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* pins(host: Host): Generator<RuleFinding> {
  const count = host.cpu.cores * host.cpu.threadsPerCore;
  yield* listed(host, count);
  for (const domain of host.domains) yield* ofDomain(host, domain, count);
  yield* shared(host, count);
  yield* overcommitted(host, count);
}

/** CPUs that the processor's own lists name. */
function* listed(host: Host, count: number): Generator<RuleFinding> {
  for (const [property, groups] of [
    ['llc_groups', host.cpu.llcGroups],
    ['numa', host.cpu.numa]
  ] as const) {
    const wrong = groups?.flat().find(cpu => cpu >= count);
    if (wrong !== undefined) {
      yield {
        code: 'cpu-out-of-range',
        at: placeOf(host.cpu, property),
        values: { property, cpu: wrong, host: host.name, last: count - 1, sum: sumText(host) }
      };
    }
  }
  const nodes = host.cpu.numa?.length ?? 1;
  for (const nic of host.nics) {
    if (nic.numa !== undefined && nic.numa >= nodes) {
      yield {
        code: 'numa-out-of-range',
        at: placeOf(nic, 'numa'),
        values: { node: nic.numa, host: host.name, nodes: showCount(nodes, 'NUMA node') }
      };
    }
  }
}

function sumText({ cpu }: Host): string {
  return cpu.threadsPerCore === 1 ? showCount(cpu.cores, 'core') : `${cpu.cores} cores × ${cpu.threadsPerCore} threads`;
}

function* ofDomain(host: Host, domain: Domain, count: number): Generator<RuleFinding> {
  const { pin, vcpus } = domain;
  if (pin === undefined) {
    if (host.hypervisor.scheduler === 'pinned')
      yield {
        code: 'unpinned-domain',
        at: placeOf(domain),
        values: { domain: domain.name },
        related: [related(host.hypervisor, 'scheduler `pinned` is chosen here', 'scheduler')]
      };
    return;
  }
  const wrong = pin.find(cpu => cpu >= count);
  if (wrong !== undefined) {
    yield {
      code: 'pin-out-of-range',
      at: placeOf(domain, 'pin'),
      values: { domain: domain.name, cpu: wrong, host: host.name, last: count - 1, sum: sumText(host) }
    };
  } else if (pin.length === 0) {
    yield { code: 'pin-empty', at: placeOf(domain, 'pin'), values: { domain: domain.name } };
  } else if (new Set(pin).size < vcpus) {
    yield {
      code: 'pin-too-few',
      at: placeOf(domain, 'pin'),
      values: { domain: domain.name, vcpus: showCount(vcpus, 'vCPU'), cpus: showCount(new Set(pin).size, 'logical CPU') }
    };
  }
}

/** A driver domain's CPU that others are pinned to as well: its packets wait for them. */
function* shared(host: Host, count: number): Generator<RuleFinding> {
  const onCpu = new Map<number, Domain[]>();
  for (const domain of host.domains) {
    // Pinned to as many CPUs as there are is pinned to none in particular.
    if (domain.pin === undefined || domain.pin.length >= count) continue;
    for (const cpu of new Set(domain.pin)) {
      const list = onCpu.get(cpu);
      if (list === undefined) onCpu.set(cpu, [domain]);
      else list.push(domain);
    }
  }
  for (const [cpu, domains] of onCpu) {
    const driver = domains.find(domain => domain.role === 'driver' || domain.role === 'control');
    const others = domains.filter(domain => domain !== driver);
    const [first] = others;
    if (driver === undefined || first === undefined) continue;
    const more = others.length > 1 ? ` and ${showCount(others.length - 1, 'other')}` : '';
    yield {
      code: 'pin-clash',
      at: placeOf(first, 'pin'),
      values: { driver: driver.name, others: `${first.name}${more}`, cpu },
      related: [related(driver, `\`${driver.name}\` is pinned here`, 'pin')]
    };
  }
}

function* overcommitted(host: Host, count: number): Generator<RuleFinding> {
  const vcpus = host.domains.reduce((sum, domain) => sum + domain.vcpus, 0);
  if (vcpus > count) {
    yield {
      code: 'vcpu-overcommit',
      at: placeOf(host),
      values: { host: host.name, vcpus: showCount(vcpus, 'vCPU'), cpus: showCount(count, 'logical CPU'), ratio: (vcpus / count).toFixed(1) }
    };
  }
}

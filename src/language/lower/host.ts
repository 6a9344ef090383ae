/** Hosts with all that is in them, as the topology says it. */
import type { Bridge, Cpu, Engine, Host, Hypervisor, HypervisorKind, Nic, NicOffload, Scheduler } from '../../topology/model.ts';
import type { Instance } from '../evaluate/values.ts';
import type { CostsSource } from './costs.ts';
import { lowerDomain } from './domain.ts';
import type { Reader } from './read.ts';

/** Answers about one host that its domains, bridges and vifs need while they are lowered. */
export interface HostView {
  readonly name: string;
  readonly kind: HypervisorKind;
  readonly nics: readonly string[];
  /** Domains by name with their role, in order. */
  readonly roles: readonly (readonly [name: string, role: string])[];
  /** The bridges that could be lowered, by name. */
  readonly bridges: ReadonlyMap<string, Bridge>;
  /** All of this in one text, to be compared; undefined while a policy of the host's own may say something else than before. */
  readonly key: string | undefined;
}

type Surroundings = Omit<HostView, 'bridges' | 'key'>;

/** Undefined when the host lacks a processor; `report` has been told. */
export function lowerHost(reader: Reader, instance: Instance, costs: CostsSource): Host | undefined {
  const child = (key: string): Instance | undefined => reader.evaluation.children(instance, key)[0];
  const cpuInstance = child('cpu');
  if (cpuInstance === undefined) {
    // A host whose own block is missing has been told so.
    if (instance.shape.own.declaration.body !== undefined)
      reader.evaluation.reporter.report('missing-block', reader.declared(instance).origin, { name: instance.name });
    return undefined;
  }
  const cpu = lowerCpu(reader, cpuInstance);
  const hypervisor = lowerHypervisor(reader, child('hypervisor') as Instance);
  const of = (kind: string): Instance[] =>
    [...instance.shape.children().values()]
      .filter(shape => shape.kind === kind && !shape.template)
      .flatMap(shape => reader.evaluation.children(instance, shape.key));
  const nics = of('nic').flatMap(each => lowerNic(reader, each) ?? []);
  const domains = of('domain');
  const roles = domains.map(each => [each.name, reader.word(each, 'role') ?? 'guest'] as const);
  const view: Surroundings = { name: instance.name, kind: hypervisor.kind, nics: nics.map(nic => nic.name), roles };
  const bridges = of('bridge').flatMap(each => lowerBridge(reader, each, view) ?? []);
  const isFirm = !of('grants').some(each => reader.evaluation.isTouched(each));
  const key = isFirm ? JSON.stringify([view, bridges.map(({ name, domain, uplink, kind }) => [name, domain, uplink, kind])]) : undefined;
  const whole: HostView = { ...view, bridges: new Map(bridges.map(bridge => [bridge.name, bridge])), key };
  const lowered = domains.flatMap(each => lowerDomain(reader, each, whole) ?? []);
  const block = costs.of(reader, instance, hypervisor.kind);
  if (cpu === undefined || block === undefined) return undefined;
  return {
    ...reader.declared(instance),
    costs: block,
    memory: reader.number(instance, 'memory'),
    cpu,
    hypervisor,
    nics,
    domains: lowered,
    bridges
  };
}

/** Undefined when cores or clock are missing or wrong. */
export function lowerCpu(reader: Reader, instance: Instance): Cpu | undefined {
  const cores = reader.number(instance, 'cores');
  const clock = reader.number(instance, 'clock');
  if (cores === undefined || clock === undefined) return undefined;
  return {
    ...reader.declared(instance),
    cores,
    clock,
    threadsPerCore: reader.number(instance, 'threads_per_core') ?? 1,
    llc: reader.number(instance, 'llc'),
    llcGroups: reader.numberLists(instance, 'llc_groups'),
    numa: reader.numberLists(instance, 'numa')
  };
}

function lowerHypervisor(reader: Reader, instance: Instance): Hypervisor {
  const number = (property: string): number => reader.number(instance, property) ?? 0;
  const boolean = (property: string): boolean => reader.boolean(instance, property) ?? false;
  return {
    ...reader.declared(instance),
    kind: (reader.word(instance, 'kind') ?? 'xen') as HypervisorKind,
    scheduler: (reader.word(instance, 'scheduler') ?? 'credit') as Scheduler,
    timeslice: number('timeslice'),
    tick: number('tick'),
    boost: boolean('boost'),
    maxGrantFrames: number('max_grant_frames'),
    maxMaptrackFrames: number('max_maptrack_frames'),
    grantVersion: number('grant_version') === 2 ? 2 : 1,
    maxEventChannels: number('max_event_channels'),
    eventChannelAbi: reader.word(instance, 'event_channel_abi') as Hypervisor['eventChannelAbi'],
    iommu: boolean('iommu'),
    netbackTasklets: reader.number(instance, 'netback_tasklets'),
    superpages: boolean('superpages'),
    cacheAware: boolean('cache_aware'),
    worldswitch: boolean('worldswitch')
  };
}

function lowerNic(reader: Reader, instance: Instance): Nic | undefined {
  const rate = reader.number(instance, 'rate');
  if (rate === undefined) return undefined;
  const number = (property: string): number => reader.number(instance, property) ?? 0;
  const coalesce = reader.word(instance, 'coalesce') === 'adaptive' ? 'adaptive' : reader.number(instance, 'coalesce');
  const engine = reader.evaluation.children(instance, 'engine')[0];
  return {
    ...reader.declared(instance),
    rate,
    model: reader.text(instance, 'model'),
    rxQueues: number('rx_queues'),
    txQueues: number('tx_queues'),
    ring: number('ring'),
    macFilters: number('mac_filters'),
    vfs: number('vfs'),
    mtu: number('mtu'),
    coalesce,
    interruptRate: reader.number(instance, 'interrupt_rate'),
    offloads: (reader.words(instance, 'offloads') ?? []) as readonly NicOffload[],
    pcie: reader.word(instance, 'pcie'),
    contexts: reader.number(instance, 'contexts'),
    pinnedContexts: number('pinned_contexts'),
    qos: (reader.word(instance, 'qos') ?? 'none') as Nic['qos'],
    dca: reader.boolean(instance, 'dca') ?? false,
    integrated: reader.boolean(instance, 'integrated') ?? false,
    preload: (reader.words(instance, 'preload') ?? []) as Nic['preload'],
    numa: reader.number(instance, 'numa'),
    engine: engine === undefined ? undefined : lowerEngine(reader, engine)
  };
}

export function lowerEngine(reader: Reader, instance: Instance): Engine {
  const number = (property: string): number => reader.number(instance, property) ?? 0;
  const clock = number('clock');
  const latency = reader.evaluation.property(instance, 'sram_latency');
  return {
    ...reader.declared(instance),
    cores: number('cores'),
    clock,
    threads: number('threads'),
    sramBanks: number('sram_banks'),
    sramLatency: latency?.kind !== 'number' ? undefined : latency.dimension.name === 'cycles' ? latency.value / clock : latency.value,
    dramBandwidth: reader.number(instance, 'dram_bandwidth'),
    ordering: (reader.word(instance, 'ordering') ?? 'lock') as Engine['ordering'],
    txInstructions: reader.number(instance, 'tx_instructions'),
    rxInstructions: reader.number(instance, 'rx_instructions'),
    controlBytes: reader.number(instance, 'control_bytes')
  };
}

/** On KVM and without a hypervisor the host OS runs bridges and vhost: the domain with role `control` or `native`. */
export function hostOs(view: Pick<HostView, 'kind' | 'roles'>): string | undefined {
  if (view.kind === 'xen') return undefined;
  return view.roles.find(([, role]) => role === 'control' || role === 'native')?.[0];
}

function lowerBridge(reader: Reader, instance: Instance, view: Surroundings): Bridge | undefined {
  const given = reader.evaluation.siteOf(instance, 'domain') !== undefined;
  const domain = given ? reader.thing(instance, 'domain')?.name : hostOs(view);
  if (domain === undefined) {
    if (!given) {
      const why = view.kind === 'xen' ? 'the driver domain that runs it' : 'this host has no domain with role `control` or `native`';
      reader.evaluation.reporter.report('missing-domain', reader.declared(instance).origin, { name: instance.name, why });
    }
    return undefined;
  }
  return {
    ...reader.declared(instance),
    host: view.name,
    domain,
    uplink: reader.thing(instance, 'uplink')?.name,
    kind: (reader.word(instance, 'kind') ?? 'linux') as Bridge['kind'],
    netfilter: reader.boolean(instance, 'netfilter') ?? false
  };
}

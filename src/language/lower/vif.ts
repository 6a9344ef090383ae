/** Virtual interfaces: back-end and NIC found through the bridge where they are not written. */
import type { NicOffload, Vif, VifModel } from '../../topology/model.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Instance } from '../evaluate/values.ts';
import { vif as vifRow } from '../schema/domain.ts';
import { nicOffload } from '../schema/words.ts';
import type { HostView } from './host.ts';
import { hostOs } from './host.ts';
import { plainCopy } from './grants.ts';
import { placesOf } from './places.ts';
import { wordsOfDefault } from './read.ts';
import type { Reader } from './read.ts';

/** Models whose packets pass a back-end domain. */
const withBackend: ReadonlySet<string> = new Set(['netfront', 'multiqueue', 'shared', 'emulated', 'virtio']);
/** Models that are nothing without a NIC. */
const withNic: ReadonlySet<string> = new Set(['native', 'multiqueue', 'cdna', 'direct', 'sriov', 'bypass', 'vi', 'speculative']);

const usualOffloads = wordsOfDefault(vifRow, 'offloads') as readonly NicOffload[];
const withGrants: ReadonlySet<string> = new Set(['netfront', 'multiqueue', 'shared']);

/** Undefined when the model is missing or wrong, or when it needs a back-end or NIC that cannot be found (reported). */
export function lowerVif(reader: Reader, instance: Instance, domain: string, role: string, view: HostView): Vif | undefined {
  const model = reader.word(instance, 'model') as VifModel | undefined;
  if (model === undefined) return undefined;
  const bridgeName = reader.thing(instance, 'bridge')?.name;
  const bridge = bridgeName === undefined ? undefined : view.bridges.get(bridgeName);
  const inHost = bridge?.kind === 'ovs_dpdk' ? 'vhost_user' : 'vhost';
  const virtioBackend = model === 'virtio' ? ((reader.word(instance, 'backend') ?? inHost) as Vif['virtioBackend']) : undefined;
  const backend =
    reader.thing(instance, 'backend')?.name ?? (withBackend.has(model) ? (bridge?.domain ?? onlyBackend(view, role)) : undefined);
  const nic =
    reader.thing(instance, 'nic')?.name ?? bridge?.uplink ?? (withNic.has(model) && view.nics.length === 1 ? view.nics[0] : undefined);
  const { reporter, siteOf } = reader.evaluation;
  reportForeignWord(reader, instance, model);
  const broken =
    ['bridge', 'backend', 'nic'].some(
      name => siteOf(instance, name) !== undefined && reader.evaluation.property(instance, name) === undefined
    ) ||
    (bridgeName !== undefined && bridge === undefined);
  if (!broken && withBackend.has(model) && backend === undefined) {
    reporter.report('missing-backend', reader.declared(instance).origin, { name: instance.name, model });
    return undefined;
  }
  if (!broken && withNic.has(model) && nic === undefined) {
    reporter.report('missing-nic', reader.declared(instance).origin, {
      name: instance.name,
      model,
      count: view.nics.length === 0 ? 'no NIC' : 'several NICs'
    });
    return undefined;
  }
  if (broken) return undefined;
  const number = (property: string): number => reader.number(instance, property) ?? 0;
  const word = (property: string): string => reader.word(instance, property) ?? '';
  const policy = reader.thing(instance, 'grants');
  const { origin, origins } = placesOf(instance.shape);
  return {
    name: instance.name,
    origin,
    origins,
    domain,
    host: view.name,
    model,
    backend,
    virtioBackend,
    bridge: bridgeName,
    nic,
    queues: number('queues'),
    grants: policy !== undefined ? reader.grants(policy.instance) : withGrants.has(model) ? plainCopy : undefined,
    mac: reader.text(instance, 'mac'),
    mtu: reader.number(instance, 'mtu'),
    rate: reader.number(instance, 'rate'),
    burst: reader.number(instance, 'burst'),
    priority: reader.number(instance, 'priority'),
    weight: number('weight'),
    trusted: reader.boolean(instance, 'trusted') ?? true,
    offloads: offloadsOf(reader, instance),
    buffer: number('buffer'),
    prefetch: reader.boolean(instance, 'prefetch') ?? false,
    ring: number('ring'),
    completion: word('completion') as Vif['completion'],
    registration: word('registration') as Vif['registration'],
    bufferReuse: reader.number(instance, 'buffer_reuse'),
    vi: word('vi') as Vif['vi'],
    post: word('post') as Vif['post']
  };
}

/** `backend = vhost` is virtio's alone. */
function reportForeignWord(reader: Reader, instance: Instance, model: VifModel): void {
  const word = model === 'virtio' ? undefined : reader.word(instance, 'backend');
  const site = word === undefined ? undefined : reader.evaluation.siteOf(instance, 'backend');
  if (word === undefined || site?.expression === undefined) return;
  reader.evaluation.reporter.report('wrong-type', placeIn(site.unit, site.expression), {
    property: 'backend',
    expected: 'a domain (words are for virtio)',
    found: `the word \`${word}\``
  });
}

/** Without bridge and `backend`: the host OS, or the only domain that drives devices. */
function onlyBackend(view: HostView, role: string): string | undefined {
  const os = hostOs(view);
  if (os !== undefined) return os;
  const drivers = view.roles.filter(([, each]) => each === 'driver' || each === 'control');
  return drivers.length === 1 && role === 'guest' ? drivers[0]?.[0] : undefined;
}

const shortForms = Object.keys(nicOffload.words);

/** `offloads`, with the short forms (`lro = true`) applied. */
function offloadsOf(reader: Reader, instance: Instance): readonly NicOffload[] {
  const { siteOf } = reader.evaluation;
  const given = shortForms.filter(name => siteOf(instance, name) !== undefined);
  if (given.length === 0 && siteOf(instance, 'offloads') === undefined) return usualOffloads;
  const chosen = new Set(reader.words(instance, 'offloads') ?? []);
  for (const name of given) {
    const own = reader.boolean(instance, name);
    if (own === true) chosen.add(name);
    if (own === false) chosen.delete(name);
  }
  return [...chosen] as NicOffload[];
}

/**
 * Domains with their vifs. A host may have hundreds of them, of which an edit of something that the host names changes few or one
 * value each: what an edit has not touched is the object that was lowered before.
 */
import type { Domain, Vif } from '../../topology/model.ts';
import type { Instance } from '../evaluate/values.ts';
import type { HostView } from './host.ts';
import { placesOf } from './places.ts';
import type { Reader } from './read.ts';
import { isSame } from './same.ts';
import { lowerVif } from './vif.ts';

/** As they were lowered last, and what they then saw of their host. */
const domains = new WeakMap<Instance, Domain>();
const vifs = new WeakMap<Instance, { readonly vif: Vif; readonly key: string | undefined }>();

/** Undefined when it has no vCPUs, which has been reported. */
export function lowerDomain(reader: Reader, instance: Instance, view: HostView): Domain | undefined {
  const before = domains.get(instance);
  const known = reader.evaluation.isTouched(instance) ? undefined : before;
  if (known === undefined && reader.number(instance, 'vcpus') === undefined) return undefined;
  const role = known?.role ?? ((reader.word(instance, 'role') ?? 'guest') as Domain['role']);
  const inside = vifsOf(reader, instance, role, view);
  if (known !== undefined && known.vifs.length === inside.length && known.vifs.every((vif, i) => vif === inside[i])) return known;
  const domain = known === undefined ? ownDomain(reader, instance, role, view.name, inside) : { ...known, vifs: inside };
  if (known === undefined && before !== undefined && isSame(before, domain)) return before;
  domains.set(instance, domain);
  return domain;
}

function vifsOf(reader: Reader, instance: Instance, role: string, view: HostView): readonly Vif[] {
  const found: Vif[] = [];
  for (const shape of instance.shape.children().values()) {
    if (shape.kind !== 'vif' || shape.template) continue;
    for (const each of reader.evaluation.children(instance, shape.key)) {
      const vif = vifOf(reader, each, instance.name, role, view);
      if (vif !== undefined) found.push(vif);
    }
  }
  return found;
}

function vifOf(reader: Reader, instance: Instance, domain: string, role: string, view: HostView): Vif | undefined {
  const { key } = view;
  const known = vifs.get(instance);
  if (known !== undefined && key !== undefined && known.key === key && !reader.evaluation.isTouched(instance)) return known.vif;
  const lowered = lowerVif(reader, instance, domain, role, view);
  if (lowered === undefined) return undefined;
  const vif = known !== undefined && isSame(known.vif, lowered) ? known.vif : lowered;
  vifs.set(instance, { vif, key });
  return vif;
}

function ownDomain(reader: Reader, instance: Instance, role: Domain['role'], host: string, inside: readonly Vif[]): Domain {
  const number = (property: string): number => reader.number(instance, property) ?? 0;
  const cap = reader.number(instance, 'cap');
  const { origin, origins } = placesOf(instance.shape);
  return {
    name: instance.name,
    origin,
    origins,
    host,
    index: instance.index,
    role,
    kind: (reader.word(instance, 'kind') ?? 'pv') as Domain['kind'],
    vcpus: number('vcpus'),
    pin: reader.numbers(instance, 'pin'),
    weight: number('weight'),
    cap: cap === 0 ? undefined : cap,
    memory: reader.number(instance, 'memory'),
    os: (reader.word(instance, 'os') ?? 'linux') as Domain['os'],
    background: number('background'),
    workingSet: reader.number(instance, 'working_set'),
    maxGrantFrames: reader.number(instance, 'max_grant_frames'),
    maxMaptrackFrames: reader.number(instance, 'max_maptrack_frames'),
    maxQueues: reader.number(instance, 'max_queues'),
    reservedGrants: number('reserved_grants'),
    vifs: inside
  };
}

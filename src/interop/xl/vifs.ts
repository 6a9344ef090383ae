/** The `vif` and `virtio` lists of xl.cfg. */
import type { Domain } from '../../topology/model.ts';
import type { Place } from '../finding.ts';
import { standsIn } from '../kept.ts';
import type { SketchVif } from '../sketch.ts';
import { anyNic } from '../sketch.ts';
import type { Reading } from './import.ts';
import type { Value } from './parser.ts';
import { readVif } from './vif-spec.ts';
import type { VifSpec } from './vif-spec.ts';

export function vifsOf(reading: Reading, kind: Domain['kind']): readonly SketchVif[] {
  return [
    ...specsOf(reading, 'vif').map(({ spec, at }, i) => vifOf(readVif(spec, at, reading.findings), i, kind, at, reading)),
    ...specsOf(reading, 'virtio').flatMap(({ spec, at }) => virtioOf(spec, at))
  ];
}

interface Spec {
  readonly spec: string;
  /** The text between the quotes. */
  readonly at: Place;
}

function specsOf({ of, at, findings }: Reading, key: string): readonly Spec[] {
  const assignment = of(key);
  if (assignment === undefined) return [];
  const { value } = assignment;
  if (value.kind === 'text') findings.report('xl-value', at(value), { key, expected: `a list, \`${key} = [ … ]\``, found: 'a string' });
  const elements: readonly Value[] = value.kind === 'list' ? value.elements : [value];
  return elements.flatMap(each =>
    each.kind === 'text' ? [{ spec: each.text, at: at({ start: each.start + 1, end: each.end - 1 }) }] : []
  );
}

/** Scripts that route or translate instead of bridging. */
const ROUTING = /vif-(route|nat)/;

function vifOf(spec: VifSpec, index: number, kind: Domain['kind'], at: Place, reading: Reading): SketchVif {
  const { findings } = reading;
  const isRouted = spec.script !== undefined && ROUTING.test(spec.script) && spec.bridge === undefined;
  if (spec.bridge === undefined && !isRouted) findings.report('vif-bridge', at);
  const number = spec.devid ?? index;
  return {
    name: `eth${number}`,
    place: at,
    ...modelOf(spec, kind, at, reading),
    backend: spec.backend,
    ...(isRouted ? { nic: anyNic } : { bridge: plainBridge(spec.bridge ?? 'xenbr0') }),
    ...(spec.script?.includes('openvswitch') === true ? { bridgeKind: 'ovs' as const } : {}),
    mac: spec.mac,
    mtu: spec.mtu,
    rate: spec.rate?.bitsPerSecond,
    burst: spec.rate?.hasInterval === true ? spec.rate.bytesPerInterval : undefined,
    trusted: spec.trusted,
    kept: keptOf(spec, index, kind)
  };
}

/** Open vSwitch takes `br.TAG` and `br:T1:T2`; the switch is `br`. */
export const plainBridge = (written: string): string => written.replace(/[.:]\d.*$/, '');

/** Only an HVM guest can have an emulated NIC, and gets one unless `type=vif`. */
function modelOf(spec: VifSpec, kind: Domain['kind'], at: Place, { findings }: Reading): Pick<SketchVif, 'model' | 'reading'> {
  if (kind !== 'hvm' || spec.type === 'vif') return { model: 'netfront' };
  if (spec.type === undefined && spec.model === undefined) {
    const why = 'an HVM guest gets an emulated rtl8139 beside its vif; a guest with Xen drivers uses the vif, so write netfront for it';
    findings.report('reading', at, { what: 'a vif without type and model', value: '`emulated`', why });
    return { model: 'emulated', reading: 'HVM without `type=vif`; write netfront for a guest with Xen drivers' };
  }
  return { model: 'emulated' };
}

/** What has no place, in the order of the file, so that the export says it again. */
function keptOf(spec: VifSpec, index: number, kind: Domain['kind']): SketchVif['kept'] {
  const parts = [
    ...(spec.type === 'ioemu' || (spec.type === 'vif' && kind !== 'hvm') ? [`type=${spec.type}`] : []),
    ...(spec.model === undefined ? [] : [`model=${spec.model}`]),
    ...(spec.script === undefined ? [] : [`script=${spec.script}`]),
    ...(spec.bridge === undefined || plainBridge(spec.bridge) === spec.bridge ? [] : [`bridge=${spec.bridge}`]),
    ...(spec.devid === undefined || spec.devid === index ? [] : [`devid=${spec.devid}`]),
    ...spec.others
  ];
  return parts.length === 0 ? [] : [{ tag: 'xl.vif', text: parts.join(',') }];
}

/** `type=virtio,device1` is a network device (virtio device number 1); others are none of ours. */
function virtioOf(spec: string, at: Place): SketchVif[] {
  const parts = spec.split(',').map(each => each.trim());
  const value = (key: string): string | undefined => parts.find(each => each.startsWith(`${key}=`))?.slice(key.length + 1);
  const isNet = value('type') === 'virtio' ? parts.some(each => /^device0*1$/.test(each)) : false;
  if (!isNet) return [];
  return [{ name: 'virtio0', place: at, model: 'virtio', backend: value('backend'), nic: anyNic, kept: [standsIn('virtio')] }];
}

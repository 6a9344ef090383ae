/** A `vif` entry of xl.cfg: `key=value,flag,…`, read as `parse_nic_config` does, traps included. */
import type { Findings, Place } from '../finding.ts';
import { readRate } from './rate.ts';
import type { Rate } from './rate.ts';

export interface VifSpec {
  readonly mac?: string;
  readonly bridge?: string;
  readonly type?: 'ioemu' | 'vif';
  readonly model?: string;
  readonly script?: string;
  readonly backend?: string;
  readonly rate?: Rate;
  readonly mtu?: number;
  readonly devid?: number;
  readonly trusted?: boolean;
  /** Keys that `.xnet` has no place for, in their order; written back as they stood. */
  readonly others: readonly string[];
}

const KEYS = [
  'mac',
  'bridge',
  'type',
  'model',
  'vifname',
  'script',
  'ip',
  'gatewaydev',
  'netdev',
  'backend',
  'rate',
  'devid',
  'mtu',
  'vlan',
  'forwarddev',
  'accel'
] as const;
const FLAGS: ReadonlySet<string> = new Set(['trusted', 'untrusted']);
const COLO = /^colo_[a-z0-9_]+=/;

/**
 * Never throws. Only spaces before a part are skipped, and a key is the literal text before `=`: `mac = x` is an unknown key, as in xl.
 * @param at place of the string's text, without its quotes; offsets are exact where the string has no escapes
 */
export function readVif(spec: string, at: Place, findings: Findings): VifSpec {
  const others: string[] = [];
  const found: { -readonly [Key in keyof VifSpec]?: VifSpec[Key] } = {};
  let offset = 0;
  for (const raw of spec.split(',')) {
    const part = raw.replace(/^ +/, '');
    const start = Math.min(at.end, at.start + offset + raw.length - part.length);
    offset += raw.length + 1;
    const place = { file: at.file, start, end: Math.min(at.end, start + part.length) };
    if (part !== '') readPart(part, place);
  }
  return { ...found, others };

  function readPart(part: string, place: Place): void {
    if (FLAGS.has(part)) {
      found.trusted = part === 'trusted';
      return;
    }
    const key = KEYS.find(each => part.startsWith(`${each}=`) || (each === 'accel' && part === 'accel'));
    if (key === undefined) {
      others.push(part);
      if (!COLO.test(part)) findings.report('vif-unknown-key', place, { key: part.split('=')[0]!.slice(0, 40), hint: hintFor(part) });
      return;
    }
    readKey(key, part.slice(key.length + 1), part, place);
  }

  function readKey(key: (typeof KEYS)[number], value: string, part: string, place: Place): void {
    const wrong = (expected: string): void => {
      findings.report('vif-value', place, { key, expected, found: value });
      others.push(part);
    };
    switch (key) {
      case 'mac': {
        const bytes = value.split(':');
        if (bytes.length !== 6 || !bytes.every(byte => /^[0-9a-fA-F]{1,2}$/.test(byte)))
          return wrong('six hexadecimal bytes, `00:16:3e:01:02:03`');
        found.mac = bytes.map(byte => byte.padStart(2, '0').toLowerCase()).join(':');
        return;
      }
      case 'bridge':
      case 'script':
      case 'backend':
      case 'model':
        found[key] = value;
        return;
      case 'type':
        if (value !== 'ioemu' && value !== 'vif') return wrong('`ioemu` or `vif`');
        found.type = value;
        return;
      case 'mtu':
      case 'devid':
        if (!/^\d+$/.test(value) || (key === 'mtu' && (Number(value) < 68 || Number(value) > 65_535)))
          return wrong(key === 'mtu' ? 'a number from 68 to 65535' : 'a number');
        found[key] = Number(value);
        return;
      case 'rate': {
        const rate = readRate(value);
        if (typeof rate === 'string') {
          findings.report('rate-syntax', place, { rate: value, what: rate });
          return;
        }
        found.rate = rate;
        if (rate.isBareInterval) findings.report('rate-interval', place, { rate: value, seconds: rate.intervalMicroseconds / 1e6 });
        if (rate.hasInterval && rate.bytesPerInterval < 131_072) findings.report('rate-burst', place, { bytes: rate.bytesPerInterval });
        findings.report('rate-direction', place);
        return;
      }
      case 'accel':
        findings.report('vif-ignored', place, { key, why: 'accepted and ignored by xl' });
        others.push(part);
        return;
      case 'netdev':
        findings.report('xl-deprecated', place, { key, instead: '`gatewaydev`' });
        others.push(part);
        return;
      default:
        others.push(part);
    }
  }
}

/** Why a key is unknown, where it nearly is none. */
function hintFor(part: string): string {
  const key = part.split('=')[0]!;
  const plain = key.trim().toLowerCase();
  if (plain !== key && (KEYS as readonly string[]).includes(plain)) return ` (write \`${plain}=\`, in lower case and without blanks)`;
  if (plain === 'queues' || plain === 'queue') return ' (queues are negotiated: `max_queues` of the modules xen_netback and xen_netfront)';
  return '';
}

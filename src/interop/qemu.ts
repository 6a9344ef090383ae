/** NICs in a QEMU command line: `-netdev tap,id=n0,vhost=on,queues=4 -device virtio-net-pci,netdev=n0,mac=…`. */
import type { Place, Span } from './finding.ts';
import type { SketchVif } from './sketch.ts';
import { anyNic } from './sketch.ts';

/** One argument with its place. */
export interface Argument extends Span {
  readonly text: string;
}

interface Options {
  readonly first: string;
  readonly values: ReadonlyMap<string, string>;
}

/** `tap,id=n0,vhost=on`: the first word may stand behind `type=`, `driver=` or `backend=`. */
function optionsOf(text: string): Options {
  const parts = text.split(/(?<!,),(?!,)/).map(each => each.replaceAll(',,', ','));
  const values = new Map(
    parts.flatMap(part => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1)] as const];
    })
  );
  const first = parts[0]!.includes('=') ? (values.get('type') ?? values.get('driver') ?? values.get('backend') ?? '') : parts[0]!;
  return { first, values };
}

const EMULATED = /^(e1000e?|e1000-.*|igb|rtl8139|ne2k.*|pcnet|i8255.*|vmxnet3|usb-net|tulip)$/;

/**
 * The NICs among arguments, in order; `found` is told where each stands.
 * @param words each argument, or several in one string (`-device …,… -netdev …`)
 */
export function nicsInArguments(words: readonly Argument[], file: string, found: (at: Place) => void = () => {}): readonly SketchVif[] {
  const pairs = pairsOf(words);
  const backends = new Map(
    pairs.filter(({ flag }) => flag === 'netdev').map(({ options }) => [options.values.get('id') ?? '', options] as const)
  );
  const vifs: SketchVif[] = [];
  for (const { flag, options, at } of pairs) {
    if (flag !== 'device') continue;
    const { first, values } = options;
    const place = { file, ...at };
    const name = `nic${vifs.length}`;
    const isVirtio = /^virtio-net(-|$)/.test(first);
    if (!isVirtio && !EMULATED.test(first) && first !== 'vfio-pci') continue;
    if (first === 'vfio-pci') continue;
    found(place);
    vifs.push({
      name,
      place,
      mac: values.get('mac')?.toLowerCase(),
      kept: [],
      ...pathOf(isVirtio, backends.get(values.get('netdev') ?? '')),
      ...ringOf(values)
    });
  }
  return vifs;
}

interface Pair {
  readonly flag: string;
  readonly options: Options;
  readonly at: Span;
}

function pairsOf(words: readonly Argument[]): Pair[] {
  const flat = words.flatMap(({ text, start, end }) => {
    const pieces = /^-\w+ /.test(text.trim()) ? text.trim().split(/\s+/) : [text];
    return pieces.map(piece => ({ text: piece, start, end }));
  });
  const pairs: Pair[] = [];
  flat.forEach(({ text, start }, i) => {
    const flag = /^--?(netdev|device)$/.exec(text)?.[1];
    const value = flat[i + 1];
    if (flag !== undefined && value !== undefined)
      pairs.push({ flag, options: optionsOf(value.text), at: { start: Math.min(start, value.start), end: value.end } });
  });
  return pairs;
}

type Way = Pick<SketchVif, 'model' | 'virtioBackend' | 'bridge' | 'bridgeKind' | 'nic' | 'queues'>;

function pathOf(isVirtio: boolean, backend: Options | undefined): Way {
  const queues = Number(backend?.values.get('queues') ?? NaN);
  const bridge = backend?.values.get('br');
  const way: Pick<Way, 'nic' | 'bridge'> = bridge === undefined ? { nic: anyNic } : { bridge };
  if (!isVirtio) return { model: 'emulated', ...way };
  const counted = Number.isInteger(queues) && queues > 0 ? { queues } : {};
  if (backend?.first === 'vhost-user')
    return { model: 'virtio', virtioBackend: 'vhost_user', bridge: bridge ?? 'vswitch', bridgeKind: 'ovs_dpdk', ...counted };
  if (backend?.first === 'vhost-vdpa') return { model: 'virtio', virtioBackend: 'vdpa', nic: anyNic, ...counted };
  return { model: 'virtio', virtioBackend: backend?.values.get('vhost') === 'on' ? 'vhost' : 'qemu', ...way, ...counted };
}

function ringOf(values: ReadonlyMap<string, string>): Pick<SketchVif, 'ring'> {
  const size = Number(values.get('rx_queue_size') ?? NaN);
  return Number.isInteger(size) && size > 0 ? { ring: size } : {};
}

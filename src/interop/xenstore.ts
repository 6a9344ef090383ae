/**
 * `xenstore-ls`, with or without `-f`: what front-ends and back-ends of a running host have really agreed on.
 * Keys by the protocol's own documentation, `xen/include/public/io/netif.h`.
 */
import type { Findings, ForeignFile, Place } from './finding.ts';
import { nothing } from './sketch.ts';
import type { Sketch, SketchDomain, SketchVif } from './sketch.ts';

interface Entry {
  readonly value: string;
  readonly place: Place;
}

type Store = ReadonlyMap<string, Entry>;

export function importXenstore({ name: file, text }: ForeignFile, findings: Findings): Sketch {
  const store = read(text, file, findings);
  const ids = new Set([...store.keys()].flatMap(key => /^\/local\/domain\/(\d+)(?:\/|$)/.exec(key)?.[1] ?? []));
  const names = new Map(
    [...ids].map(id => [id, id === '0' ? 'Domain-0' : (store.get(`/local/domain/${id}/name`)?.value ?? `domain-${id}`)])
  );
  const backends = [...store.keys()].flatMap(key => {
    const [path, backend, guest, device] = /^\/local\/domain\/(\d+)\/backend\/vif\/(\d+)\/(\d+)(?=\/|$)/.exec(key) ?? [];
    return path === undefined ? [] : [{ path, backend: backend!, guest: guest!, device: device! }];
  });
  const unique = [...new Map(backends.map(each => [each.path, each])).values()];
  const offered = new Map<string, number>();
  for (const { path, backend } of unique) {
    const most = numberAt(store, `${path}/multi-queue-max-queues`);
    if (most !== undefined && most > 0) offered.set(backend, most);
  }
  const domains = [...ids].map((id): SketchDomain => {
    const own = unique.filter(({ guest }) => guest === id);
    return {
      name: names.get(id)!,
      place: store.get(`/local/domain/${id}/name`)?.place ?? { file, start: 0, end: 0 },
      ...(unique.some(({ backend }) => backend === id) ? { role: 'driver' as const } : {}),
      ...sizesOf(store, `/local/domain/${id}`),
      ...(offered.has(id) ? { maxQueues: offered.get(id) } : {}),
      vifs: own.map(({ path, backend, device }) =>
        vifOf(store, path, `/local/domain/${id}/device/vif/${device}`, device, names.get(backend) ?? backend, findings)
      ),
      kept: []
    };
  });
  return { ...nothing, kind: 'xen', domains };
}

/** Full paths (`-f`) or a tree indented by one space per level. */
function read(text: string, file: string, findings: Findings): Store {
  const store = new Map<string, Entry>();
  const stack: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = offset;
    offset += line.length + 1;
    const place = { file, start, end: start + line.replace(/\r$/, '').length };
    const [, indent, key, value] = /^( *)(\S+) = "(.*)"(?:\s+\(.*\))?\s*$/.exec(line.replace(/\r$/, '')) ?? [];
    if (key === undefined) {
      if (line.trim() !== '' && !/^[^=]*:\s*$/.test(line)) findings.report('line-skipped', place, { what: line.trim().slice(0, 60) });
      continue;
    }
    if (key.startsWith('/')) store.set(key, { value: value!, place });
    else {
      stack.length = Math.min(stack.length, indent!.length);
      while (stack.length < indent!.length) stack.push('');
      stack.push(key);
      store.set(`/${stack.join('/')}`, { value: value!, place });
    }
  }
  return store;
}

function numberAt(store: Store, key: string): number | undefined {
  const value = store.get(key)?.value;
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** vCPUs that are online, and the memory the balloon aims at (KiB). */
function sizesOf(store: Store, path: string): Pick<SketchDomain, 'vcpus' | 'memory'> {
  const vcpus = [...store].filter(
    ([key, { value }]) => key.startsWith(`${path}/cpu/`) && key.endsWith('/availability') && value === 'online'
  ).length;
  const kib = numberAt(store, `${path}/memory/target`);
  return { ...(vcpus > 0 ? { vcpus } : {}), ...(kib === undefined || kib === 0 ? {} : { memory: kib * 1024 }) };
}

function vifOf(store: Store, back: string, front: string, device: string, backend: string, findings: Findings): SketchVif {
  const text = (key: string): string | undefined => store.get(`${back}/${key}`)?.value;
  const place = (store.get(`${back}/mac`) ?? store.get(back) ?? store.get(`${back}/bridge`) ?? [...store.values()][0]!).place;
  const queues = numberAt(store, `${front}/multi-queue-num-queues`) ?? (store.has(`${front}/tx-ring-ref`) ? 1 : undefined);
  const most = numberAt(store, `${back}/multi-queue-max-queues`);
  const mtu = numberAt(store, `${back}/mtu`) ?? numberAt(store, `${front}/mtu`);
  if (queues !== undefined && most !== undefined)
    findings.report('xenstore-queues', place, { name: text('vifname') ?? `vif ${device} of ${back.split('/')[6]}`, queues, most });
  const bridge = text('bridge');
  const off = [...offAt(store, back), ...offAt(store, front)];
  return {
    name: `eth${device}`,
    place,
    model: 'netfront',
    backend,
    bridge: bridge ?? 'xenbr0',
    queues,
    mac: text('mac') ?? store.get(`${front}/mac`)?.value,
    ...(mtu !== undefined && mtu >= 68 && mtu <= 65_535 ? { mtu } : {}),
    ...rateOf(text('rate')),
    ...(store.get(`${front}/trusted`)?.value === '0' ? { trusted: false } : {}),
    ...(off.length === 0 ? {} : { offloadsOff: [...new Set(off)] }),
    kept: []
  };
}

/** What one side has switched off: segmentation and scatter/gather. */
function offAt(store: Store, path: string): NonNullable<SketchVif['offloadsOff']> {
  const isOff = (key: string): boolean => store.get(`${path}/${key}`)?.value === '0';
  return [...(isOff('feature-gso-tcpv4') ? (['tso', 'gso'] as const) : []), ...(isOff('feature-sg') ? (['sg'] as const) : [])];
}

/** `bytes,microseconds`; an interval of 0 is no limit. */
function rateOf(text: string | undefined): Pick<SketchVif, 'rate' | 'burst'> {
  const [, bytes, microseconds] = /^(\d+),(\d+)$/.exec(text ?? '') ?? [];
  if (bytes === undefined || Number(bytes) === 0 || Number(microseconds) === 0) return {};
  const rate = Math.round((Number(bytes) * 8e6) / Number(microseconds));
  return Number(microseconds) === 50_000 ? { rate } : { rate, burst: Number(bytes) };
}

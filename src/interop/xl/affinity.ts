/** CPU affinity of xl and libvirt: `0-3,5,^1`, `all`, `node:0`, `nodes:0-3,^node:2`. */

/** CPUs in ascending order; `all`; or what cannot be said without knowing more. */
export type Affinity = readonly number[] | 'all' | { readonly unknown: string };

const MAX_CPU = 4095;

export function readAffinity(written: string): Affinity {
  const chosen = new Set<number>();
  const excluded = new Set<number>();
  for (const part of written.split(',').map(each => each.trim())) {
    if (part === '') continue;
    if (part === 'all') return 'all';
    if (/^\^?nodes?:/.test(part)) return { unknown: `\`${part}\` needs the NUMA nodes of the host, which the file does not know` };
    const [, not, from, to] = /^(\^?)(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return { unknown: `\`${part}\` is no CPU, range, \`all\` or \`node:N\`` };
    const [first, last] = [Number(from), Number(to ?? from)];
    if (last > MAX_CPU || last < first) return { unknown: `\`${part}\` is no range of CPUs up to ${MAX_CPU}` };
    for (let cpu = first; cpu <= last; cpu++) (not === '' ? chosen : excluded).add(cpu);
  }
  const cpus = [...chosen].filter(cpu => !excluded.has(cpu)).sort((a, b) => a - b);
  return cpus.length === 0 ? { unknown: `\`${written}\` names no CPU` } : cpus;
}

/** `0-3,5`. */
export function writeAffinity(cpus: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const cpu of [...cpus].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && cpu === last[1] + 1) last[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** Utilization of what is drawn, as a ratio: of a domain its vCPUs', of a NIC, link or metarouter its own, of a host its busiest core's. */
import type { Diagram, Loads } from './graph.ts';

/** What an estimate says and what a run found, alike. */
export interface Busy {
  /** Core-seconds per second. */
  readonly domains: readonly { readonly name: string; readonly utilization: number }[];
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly utilization: number }[];
}

/** By id of a node or edge; the busiest part counts for the whole. */
export function loadsOf({ nodes, edges }: Diagram, { domains, resources }: Busy): Loads {
  const drawn = new Set([...nodes, ...edges].map(({ id }) => id));
  const vcpus = new Map(nodes.flatMap(node => (node.kind === 'domain' ? [[node.id, node.vcpus] as const] : [])));
  const loads = new Map<string, number>();
  const raise = (id: string | undefined, load: number): void => {
    if (id !== undefined && Number.isFinite(load)) loads.set(id, Math.max(loads.get(id) ?? 0, load));
  };
  for (const { name, utilization } of domains) raise(vcpus.has(name) ? name : undefined, utilization / (vcpus.get(name) ?? 1));
  for (const { name, utilization } of resources) raise(drawnFor(name, drawn), utilization);
  return Object.fromEntries(loads);
}

/** `server.cpu[0]` counts for `server`, `server.eth0 gen3_x8` and `server.eth0.bus` for `server.eth0`. */
function drawnFor(resource: string, drawn: ReadonlySet<string>): string | undefined {
  if (drawn.has(resource)) return resource;
  for (let name = resource; name !== '';) {
    name = name.slice(0, Math.max(0, name.lastIndexOf('.'), name.lastIndexOf(' ')));
    if (drawn.has(name)) return name;
  }
  return undefined;
}

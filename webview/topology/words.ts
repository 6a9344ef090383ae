/** What is written on nodes and edges, and what a screen reader says of them. */
import type { DiagramNode } from '../../src/diagram/graph.ts';
import { percent, shortQuantity } from '../format.ts';
import type { SceneEdge, SceneNode } from './scene.ts';

export interface Words {
  readonly title: string;
  readonly detail?: string;
  /** Small labels: vif model, grant policy, queues. */
  readonly chips: readonly string[];
  /** Rows of small squares: queues and virtual functions. */
  readonly cells: readonly CellRow[];
}

export interface CellRow {
  readonly name: string;
  readonly count: number;
  readonly filled: number;
}

/** More squares than this are a number. */
export const mostCells = 16;

const hypervisors = { xen: 'Xen', kvm: 'KVM', none: 'no hypervisor' } as const;
const bridges = { linux: 'Linux bridge', ovs: 'Open vSwitch', ovs_dpdk: 'Open vSwitch, DPDK', none: 'bridge' } as const;

/** What is written on a node. */
export function wordsOn({ kind, name, members, contains, isFrame }: SceneNode): Words {
  const [first] = members;
  if (first === undefined || kind === 'rest') return { title: name, detail: 'open to see them', chips: [], cells: [] };
  const title = members.length > 1 ? `${name} ×${members.length}` : name;
  const inside = contains > 0 && !isFrame ? `${contains} inside` : undefined;
  const detail = [detailOf(first), inside].filter(part => part !== undefined).join(', ');
  return { title, detail: detail === '' ? undefined : detail, chips: chipsOf(first), cells: cellsOf(first) };
}

function detailOf(node: DiagramNode): string | undefined {
  switch (node.kind) {
    case 'host':
      return `${hypervisors[node.hypervisor]}, ${node.cores} × ${shortQuantity(node.clock, 'frequency')}`;
    case 'domain':
      return `${node.role}, ${counted(node.vcpus, 'vCPU')}`;
    case 'nic':
    case 'peer':
      return shortQuantity(node.rate, 'rate');
    case 'bridge':
      return bridges[node.bridge];
    case 'router':
      return node.engines === undefined ? 'router' : `router, ${counted(node.engines, 'engine')}`;
    case 'metarouter':
      return [node.engines === undefined ? undefined : counted(node.engines, 'engine'), isolations[node.isolation]]
        .filter(Boolean)
        .join(', ');
    case 'metalink':
      return node.rate === undefined ? `→ ${node.link}` : `→ ${node.link}, ${shortQuantity(node.rate, 'rate')}`;
    case 'switch':
      return node.ports === undefined ? 'switch' : `switch, ${node.ports} ports`;
    case 'vif':
      return undefined;
  }
}

const isolations = { none: 'not isolated', checked: 'checked', partition: 'partitioned' } as const;

function chipsOf(node: DiagramNode): readonly string[] {
  if (node.kind !== 'vif') return [];
  const { model, grants, queues, rate } = node;
  return [
    model,
    ...(grants === undefined ? [] : [grants]),
    ...(queues > 1 ? [`${queues} queues`] : []),
    ...(rate === undefined ? [] : [`≤ ${shortQuantity(rate, 'rate')}`])
  ];
}

function cellsOf(node: DiagramNode): readonly CellRow[] {
  if (node.kind !== 'nic') return [];
  const { rxQueues, txQueues, vfs, taken } = node;
  return [
    { name: 'rx', count: rxQueues, filled: 0 },
    { name: 'tx', count: txQueues, filled: 0 },
    ...(vfs > 0 ? [{ name: 'VF', count: vfs, filled: Math.min(vfs, taken) }] : [])
  ];
}

/** What is written beside an edge. */
export function labelOn({ kind, members }: SceneEdge): string | undefined {
  // Of what hangs on a stack the stack itself says how many there are.
  if (kind !== 'link') return undefined;
  const rates = members.flatMap(({ rate }) => rate ?? []);
  const [rate] = rates;
  if (rate === undefined) return members.length > 1 ? `${members.length} links` : undefined;
  if (members.length === 1) return shortQuantity(rate, 'rate');
  const same = rates.every(each => each === rate);
  const total = shortQuantity(
    rates.reduce((sum, each) => sum + each, 0),
    'rate'
  );
  return same ? `${members.length} × ${shortQuantity(rate, 'rate')}` : `${members.length} links, ${total}`;
}

const kinds: Readonly<Record<SceneNode['kind'], string>> = {
  host: 'host',
  domain: 'domain',
  vif: 'virtual interface',
  nic: 'NIC',
  bridge: 'bridge',
  router: 'router',
  metarouter: 'metarouter',
  metalink: 'metalink',
  switch: 'switch',
  peer: 'peer',
  rest: 'not drawn'
};

/** What a screen reader says of a node, and what its tip shows: everything that its picture says. */
export function nameOf(node: SceneNode, load: number | undefined, connected: readonly string[]): string {
  const { title, detail, chips, cells } = wordsOn(node);
  const queues = cells.map(({ name, count, filled }) => {
    if (name === 'VF') return `${counted(count, 'virtual function')}, ${filled} taken`;
    return counted(count, name === 'rx' ? 'receive queue' : 'transmit queue');
  });
  return [
    `${kinds[node.kind]} ${title}`,
    ...(detail === undefined ? [] : [detail]),
    ...chips,
    ...queues,
    ...(load === undefined ? [] : [`utilization ${percent(load)}`]),
    ...(connected.length === 0 ? [] : [`connected to ${connected.slice(0, 6).join(', ')}${connected.length > 6 ? ' and more' : ''}`])
  ].join(', ');
}

/** What the tip of an edge shows: each link of a bundle on a line of its own. */
export function tipOf({ kind, from, to, members }: SceneEdge, load: number | undefined): string {
  const busy = load === undefined ? '' : `, ${percent(load)} busy`;
  if (kind !== 'link') return `${from} – ${to}${members.length > 1 ? `, ${members.length} of them` : ''}${busy}`;
  return members
    .slice(0, 12)
    .map(({ name, rate, delay }) => {
      const facts = [...(rate === undefined ? [] : [shortQuantity(rate, 'rate')]), ...(delay ? [shortQuantity(delay, 'time')] : [])];
      return `${name ?? 'link'}: ${facts.join(', ')}`;
    })
    .join('\n')
    .concat(busy);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

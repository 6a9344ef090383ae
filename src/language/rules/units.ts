/** Units on their way: an MTU on the path that is too small for what is sent, segmentation that the NIC leaves to the driver domain. */
import { usesGrants } from '../../topology/agreement.ts';
import { nicNamed, vifNamed } from '../../topology/directory.ts';
import { crossings } from '../../topology/traffic.ts';
import type { Flow, Nic, Topology } from '../../topology/model.ts';
import { showQuantity, writeQuantity } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* units(topology: Topology): Generator<RuleFinding> {
  if (topology.flows.length === 0) return;
  const told = new Set<string>();
  const crossed = crossings(topology);
  for (const flow of topology.flows) {
    const names = crossed.get(flow.name) ?? new Set<string>();
    const nics = [...names].flatMap(name => nicNamed(topology, name) ?? []);
    yield* mtuOnTheWay(topology, flow, nics);
    const segmenting = segmentedInSoftware(topology, flow, nics);
    if (segmenting !== undefined && !told.has(segmenting.at.uri + segmenting.at.start)) {
      told.add(segmenting.at.uri + segmenting.at.start);
      yield segmenting;
    }
  }
}

/** What the sender may send against every NIC on the way; TCP settles with the other end, but not with what lies between. */
function* mtuOnTheWay(topology: Topology, flow: Flow, nics: readonly Nic[]): Generator<RuleFinding> {
  const from = vifNamed(topology, flow.from);
  const to = vifNamed(topology, flow.to);
  const own = nics.find(nic => nic.name === from?.vif.nic);
  const sent = flow.mtu ?? from?.vif.mtu ?? own?.mtu;
  if (sent === undefined) return;
  const taken = flow.transport === 'tcp' || flow.transport === 'rpc' ? (to?.vif.mtu ?? Infinity) : Infinity;
  const size = Math.min(sent, taken);
  // A vif beyond its own NIC is told where it says so.
  const narrow = nics.find(nic => nic.mtu < size && !(nic === own && flow.mtu === undefined));
  const receiver = to !== undefined && to.vif.mtu !== undefined && to.vif.mtu < size ? to.vif : undefined;
  const limit = narrow ?? receiver;
  if (limit?.mtu === undefined) return;
  yield {
    code: 'mtu-mismatch',
    at: flow.mtu !== undefined ? placeOf(flow, 'mtu') : placeOf(flow, 'from'),
    values: {
      what: `${flow.name} from ${flow.from}`,
      mtu: showQuantity(size, 'size'),
      other: `${limit.name} on its way`,
      otherMtu: showQuantity(limit.mtu, 'size')
    },
    related: [related(limit, `MTU ${showQuantity(limit.mtu, 'size')}`, 'mtu')],
    settings: [
      { on: limit, property: 'mtu', text: writeQuantity(size, 'size') },
      ...(flow.mtu === undefined ? [] : [{ on: flow, property: 'mtu', text: writeQuantity(limit.mtu, 'size') }])
    ]
  };
}

/** The front-end hands over 64 KiB; a NIC that does not cut them has the driver domain do it. */
function segmentedInSoftware(topology: Topology, flow: Flow, nics: readonly Nic[]): RuleFinding | undefined {
  const from = vifNamed(topology, flow.from);
  if (from === undefined || flow.transport !== 'tcp' || !usesGrants(from.vif) || !from.vif.offloads.includes('tso')) return undefined;
  const own = nics.find(nic => nic.name === from.vif.nic);
  // Only a list that somebody wrote is a decision.
  if (own === undefined || own.offloads.includes('tso') || own.origins?.['offloads'] === undefined) return undefined;
  return {
    code: 'nic-tso-off',
    choice: true,
    at: placeOf(own, 'offloads'),
    values: { nic: own.name, vif: from.vif.name, backend: from.vif.backend ?? 'the driver domain' },
    related: [related(flow, 'TCP that is sent through it', 'from')]
  };
}

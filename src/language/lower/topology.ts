/** Lowers an evaluation to the topology every other room speaks. */
import type { Topology } from '../../topology/model.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Instance } from '../evaluate/values.ts';
import type { Program } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';
import type { KindName } from '../schema/types.ts';
import { createCostsSource } from './costs.ts';
import { lowerFlow } from './flow.ts';
import { lowerGrants } from './grants.ts';
import { lowerHost } from './host.ts';
import { lowerLink, lowerPeer, lowerRouter, lowerSwitch } from './network.ts';
import { createReader } from './read.ts';

/** What could not be resolved is left out; why has been reported to the evaluation's reporter. */
export function lowerTopology(program: Program, evaluation: Evaluation): Topology {
  const reader = createReader(evaluation);
  const costs = createCostsSource(program);
  const shapes = [...program.units.values()].flatMap(unit => unit.shapes.filter(shape => !shape.template));
  const of = (kind: KindName): Shape[] => shapes.filter(shape => shape.kind === kind);
  const instances = (kind: KindName): Instance[] => of(kind).flatMap(shape => evaluation.roots(shape));
  const hosts = instances('host');
  const hostGrants = hosts.flatMap(host => [...host.shape.children().values()].filter(shape => shape.kind === 'grants' && !shape.template)
    .flatMap(shape => evaluation.children(host, shape.key)));
  return {
    hosts: hosts.flatMap(each => lowerHost(reader, each, costs) ?? []),
    routers: instances('router').map(each => lowerRouter(reader, each)),
    switches: instances('switch').map(each => lowerSwitch(reader, each)),
    peers: instances('peer').flatMap(each => lowerPeer(reader, each) ?? []),
    links: instances('link').flatMap(each => lowerLink(reader, each) ?? []),
    flows: of('flow').flatMap(shape => lowerFlow(reader, evaluation.roots(shape))),
    grants: [...instances('grants'), ...hostGrants].map(each => lowerGrants(reader, each))
  };
}

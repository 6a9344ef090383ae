/** Lowers an evaluation to the topology every other room speaks. */
import type { GrantPolicy, Topology } from '../../topology/model.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Instance } from '../evaluate/values.ts';
import type { Program } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';
import type { KindName } from '../schema/types.ts';
import { createCostsSource } from './costs.ts';
import type { CostsSource } from './costs.ts';
import { lowerFlow } from './flow.ts';
import { lowerHost } from './host.ts';
import { lowerLink, lowerPeer, lowerRouter, lowerSwitch } from './network.ts';
import { createReader } from './read.ts';
import type { Reader } from './read.ts';

/**
 * A topology with the pieces that each top-level declaration contributes. In an analysis made from that of an older text a host,
 * flow or link that came out of the edit unchanged is the very same object, so whatever is worked out of it may be kept by its
 * identity; its places (`origin`, `origins`) have moved with the text and are never to be kept. A topology of which nothing has
 * changed is the same object, too.
 */
export interface Lowered {
  readonly topology: Topology;
  readonly pieces: ReadonlyMap<Shape, Partial<Topology>>;
}

/** Pieces of another lowering that still hold. */
export interface Reuse {
  readonly lowered: Lowered;
  changed(shape: Shape): boolean;
}

/** What could not be resolved is left out; why has been reported to the evaluation's reporter. */
export function lowerTopology(program: Program, evaluation: Evaluation, reuse?: Reuse): Lowered {
  const reader = createReader(evaluation);
  const costs = createCostsSource(program);
  const pieces = new Map<Shape, Partial<Topology>>();
  for (const unit of program.units.values()) {
    for (const shape of unit.shapes) {
      if (shape.template) continue;
      const known = reuse === undefined || reuse.changed(shape) ? undefined : reuse.lowered.pieces.get(shape);
      evaluation.reporter.enter(shape.own.declaration);
      const piece = known ?? pieceOf(reader, shape, costs);
      if (piece !== undefined) pieces.set(shape, piece);
    }
  }
  evaluation.reporter.enter(undefined);
  if (
    reuse !== undefined &&
    pieces.size === reuse.lowered.pieces.size &&
    [...pieces].every(([shape, piece]) => reuse.lowered.pieces.get(shape) === piece)
  )
    return reuse.lowered;
  const all = [...pieces.values()];
  return {
    pieces,
    topology: {
      hosts: all.flatMap(piece => piece.hosts ?? []),
      routers: all.flatMap(piece => piece.routers ?? []),
      switches: all.flatMap(piece => piece.switches ?? []),
      peers: all.flatMap(piece => piece.peers ?? []),
      links: all.flatMap(piece => piece.links ?? []),
      flows: all.flatMap(piece => piece.flows ?? []),
      grants: all.flatMap(piece => piece.grants ?? [])
    }
  };
}

const lowering: Readonly<
  Partial<Record<KindName, (reader: Reader, instances: readonly Instance[], costs: CostsSource) => Partial<Topology>>>
> = {
  host: (reader, instances, costs) => ({
    hosts: instances.flatMap(each => lowerHost(reader, each, costs) ?? []),
    grants: instances.flatMap(each => hostGrants(reader, each))
  }),
  router: (reader, instances, costs) => ({ routers: instances.flatMap(each => lowerRouter(reader, each, costs) ?? []) }),
  switch: (reader, instances) => ({ switches: instances.map(each => lowerSwitch(reader, each)) }),
  peer: (reader, instances) => ({ peers: instances.flatMap(each => lowerPeer(reader, each) ?? []) }),
  link: (reader, instances) => ({ links: instances.flatMap(each => lowerLink(reader, each) ?? []) }),
  flow: (reader, instances) => ({ flows: lowerFlow(reader, instances) }),
  grants: (reader, instances) => ({ grants: instances.map(each => reader.grants(each)) })
};

function pieceOf(reader: Reader, shape: Shape, costs: CostsSource): Partial<Topology> | undefined {
  return lowering[shape.kind]?.(reader, reader.evaluation.roots(shape), costs);
}

function hostGrants(reader: Reader, host: Instance): GrantPolicy[] {
  return [...host.shape.children().values()]
    .filter(shape => shape.kind === 'grants' && !shape.template)
    .flatMap(shape => reader.evaluation.children(host, shape.key))
    .map(each => reader.grants(each));
}

/** The same plan with other prices: what a study over costs runs again and again. */
import type { Cost, Costs, Topology } from '../../topology/model.ts';
import type { Plan } from '../../topology/plan.ts';

/** Every cost block that a host or a router of the plan uses. */
export function costBlocksOf(plan: Plan): ReadonlySet<Costs> {
  const machines = ({ hosts, routers }: Topology): Costs[] => [...hosts, ...routers].map(each => each.costs);
  return new Set(plan.experiments.flatMap(experiment => experiment.points.flatMap(point => machines(point.topology))));
}

/** A copy of a plan in which every cost is what `price` makes of it; a block that several hosts share stays shared. */
export function repriced(plan: Plan, price: (operation: string, cost: Cost) => Cost): Plan {
  const made = new Map<Costs, Costs>();
  const blockOf = (costs: Costs): Costs => {
    let block = made.get(costs);
    if (!block) {
      const operations = Object.fromEntries(Object.entries(costs.operations).map(([name, cost]) => [name, price(name, cost)]));
      made.set(costs, (block = { ...costs, operations }));
    }
    return block;
  };
  const topologyOf = (topology: Topology): Topology => ({
    ...topology,
    hosts: topology.hosts.map(host => ({ ...host, costs: blockOf(host.costs) })),
    routers: topology.routers.map(router => ({ ...router, costs: blockOf(router.costs) }))
  });
  return {
    ...plan,
    experiments: plan.experiments.map(experiment => ({
      ...experiment,
      points: experiment.points.map(point => ({ ...point, topology: topologyOf(point.topology) }))
    }))
  };
}

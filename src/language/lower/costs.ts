/** Cost blocks: values with their unit, standing, source and range. */
import type { Cost, CostPer, Costs, CostUnit, HypervisorKind } from '../../topology/model.ts';
import type { Place, Reporter } from '../diagnostics/reporter.ts';
import { createEvaluation } from '../evaluate/evaluation.ts';
import type { Instance, NumberValue } from '../evaluate/values.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';
import { silent } from '../diagnostics/reporter.ts';
import { UNITS, inSI } from '../syntax/units.ts';
import { showQuantity } from '../values/show.ts';
import type { Reader } from './read.ts';
import { createReader } from './read.ts';

/** What a machine without costs of its own takes them from: its hypervisor's kind, or that it is a network processor. */
type Platform = HypervisorKind | 'router';

/** Where the costs of a host or a router come from. */
export interface CostsSource {
  of(reader: Reader, machine: Instance, platform: Platform): Costs | undefined;
}

const byPlatform: Readonly<Record<Platform, readonly string[]>> = {
  xen: ['costs/xen-2009'],
  kvm: ['costs/kvm-2018', 'costs/xen-2009'],
  none: ['costs/native', 'costs/xen-2009'],
  router: ['costs/ixp-2006']
};

/** Lowered blocks by the declaration they come from; a block does not depend on who uses it. */
export function createCostsSource(program: Program): CostsSource {
  const lowered = new Map<Instance, Costs>();
  const lower = (reader: Reader, instance: Instance): Costs => {
    let costs = lowered.get(instance);
    if (costs === undefined) lowered.set(instance, (costs = lowerCosts(reader, instance)));
    return costs;
  };
  return {
    of(reader, machine, platform) {
      if (reader.evaluation.siteOf(machine, 'costs') !== undefined) {
        const thing = reader.thing(machine, 'costs');
        return thing === undefined ? undefined : lower(reader, thing.instance);
      }
      return defaultCosts(program, platform);
    }
  };
}

/** Costs of shipped libraries: no param changes them, and they are the same for every machine. */
const defaults = new WeakMap<Shape, Costs>();

/** The first shipped library of the platform; its findings are the library's own business. */
function defaultCosts(program: Program, platform: Platform): Costs | undefined {
  for (const name of byPlatform[platform]) {
    const shape = program.library(name)?.shapes.find(each => each.kind === 'costs' && !each.template);
    if (shape === undefined) continue;
    const known = defaults.get(shape);
    if (known !== undefined) return known;
    const reader = createReader(createEvaluation(program, new Map(), silent));
    const [instance] = reader.evaluation.roots(shape);
    if (instance === undefined) continue;
    const costs = lowerCosts(reader, instance);
    defaults.set(shape, costs);
    return costs;
  }
  return undefined;
}

function lowerCosts(reader: Reader, instance: Instance): Costs {
  const operations: Record<string, Cost> = {};
  for (const [name, { member, unit }] of instance.shape.properties()) {
    const value = reader.evaluation.property(instance, name);
    if (value?.kind !== 'number') continue;
    const place = member.doc === undefined ? placeIn(unit, member.name) : placeIn(unit, member.doc);
    operations[name] = costOf(value, member.doc?.text ?? '', place, reader.evaluation.reporter);
  }
  return { ...reader.declared(instance), operations };
}

function costOf(value: NumberValue, comment: string, place: Place, reporter: Reporter): Cost {
  const [base, per] = value.dimension.name.split(' per ') as [string, CostPer?];
  const unit: CostUnit = base === 'cycles' ? 'cycles' : base === 'time' ? 'seconds' : 'factor';
  const { standing, source } = standingOf(comment);
  if (comment !== '' && !/^(read|derived|fitted|assumed)\b/.test(comment.trim())) reporter.report('unknown-standing', place);
  const range = rangeOf(comment, unit);
  if (range !== undefined && (value.value < range[0] || value.value > range[1])) {
    reporter.report('bad-cost-range', place, { value: showQuantity(value.value, value.dimension.name), range: `${range[0]}..${range[1]}` });
  }
  return { value: value.value, unit, ...(per === undefined ? {} : { per }), standing, source, ...(range === undefined ? {} : { range }) };
}

/** `read: Santos 2008, table 2` → standing `read`, source `Santos 2008, table 2`. */
export function standingOf(comment: string): { readonly standing: Cost['standing']; readonly source: string } {
  const match = /^\s*(read|derived|fitted|assumed)\b\s*[:,–-]?\s*([\s\S]*)$/.exec(comment);
  const source = (match?.[2] ?? comment).replace(/\s+/g, ' ').trim();
  return { standing: (match?.[1] ?? 'assumed') as Cost['standing'], source };
}

/** `range 300..700 cycles` in a comment, in the cost's own unit (seconds for times). */
export function rangeOf(comment: string, unit: CostUnit): readonly [number, number] | undefined {
  const match = /\brange\s+(\d[\d_.]*?(?:[eE][+-]?\d+)?)\s*([A-Za-zµμ%/]+)?\s*\.\.\s*(\d[\d_.]*(?:[eE][+-]?\d+)?)\s*([A-Za-zµμ%/]+)?/.exec(
    comment
  );
  if (match === null) return undefined;
  const [, low = '', lowUnit, high = '', highUnit] = match;
  const read = (digits: string, name: string | undefined): number => {
    const value = Number(digits.replace(/_/g, '').replace(/\.$/, ''));
    const listed = unit === 'factor' || name === undefined ? undefined : UNITS.get(name);
    return listed === undefined ? value : inSI(value, listed);
  };
  const pair = [read(low, lowUnit ?? highUnit), read(high, highUnit ?? lowUnit)] as const;
  return pair.every(Number.isFinite) && pair[0] <= pair[1] ? pair : undefined;
}

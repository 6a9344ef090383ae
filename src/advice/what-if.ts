/**
 * Measured what-ifs: another vif model, another grant policy, another mode, each with what the estimator says it would bring.
 * The change is made to the text, checked and estimated as a whole, so that what is offered holds and has no new errors.
 */
import { analyse } from '../language/analyse.ts';
import type { FullAnalysis } from '../language/analyse.ts';
import type { Diagnostic, TextEdit } from '../language/analysis.ts';
import { symbolAt } from '../language/model/symbol.ts';
import { grantMode } from '../language/schema/words.ts';
import type { Expression, Property, SourceFile } from '../language/syntax/tree.ts';
import { pathAt } from '../language/syntax/walk.ts';
import type { Observation } from '../simulator/observation.ts';
import type { HypervisorKind } from '../topology/model.ts';
import { goodput } from './estimates.ts';
import type { Estimates } from './estimates.ts';
import { experimentsOf } from './lenses.ts';
import { showGain } from './show.ts';

export interface WhatIf {
  readonly title: string;
  readonly edit: TextEdit;
  /** Of the goodput, 1.38 for +38 %. */
  readonly gain: number;
}

/** Larger files take too long to check once per alternative. */
const maxText = 100_000;
const maxOffers = 5;

/** What else the property under the cursor could say, the best first. */
export function whatIfs(analysis: FullAnalysis, uri: string, offset: number, estimates: Estimates): readonly WhatIf[] {
  const before = estimates.of(analysis.topology);
  const choice = choiceAt(analysis, uri, offset);
  if (before === undefined || choice === undefined || sizeOf(analysis) > maxText) return [];
  const known = errorsBesideExperiments(analysis);
  return choice.words
    .flatMap(word => {
      const edit: TextEdit = { uri: choice.uri, start: choice.value.start, end: choice.value.end, newText: word };
      const changed = withEdit(analysis, edit);
      const after = changed === undefined || errorsBesideExperiments(changed) > known ? undefined : estimates.of(changed.topology);
      if (after === undefined) return [];
      const change = effect(before, after);
      if (change === undefined) return [];
      return [{ title: `Switch ${choice.property} to ${word}: ${change} (estimated)`, edit, gain: goodput(after) / goodput(before) }];
    })
    .sort((a, b) => b.gain - a.gain)
    .slice(0, maxOffers);
}

interface Choice {
  readonly property: string;
  readonly uri: string;
  /** The word that would be another one: of the property, or of the param it reads. */
  readonly value: Expression;
  readonly words: readonly string[];
}

function choiceAt(analysis: FullAnalysis, uri: string, offset: number): Choice | undefined {
  const unit = analysis.program.units.get(uri);
  const path = unit === undefined ? [] : pathAt(unit.tree, offset);
  const property = path.findLast((node): node is Property => node.kind === 'property');
  const block = path.findLast(node => node.kind === 'declaration');
  if (property?.value?.kind !== 'reference' || property.value.steps.length > 0 || block?.kind !== 'declaration') return undefined;
  const all = wordsFor(analysis, block.keyword.text, property.name.text);
  const symbol = symbolAt(analysis, uri, property.value.start);
  const chosen =
    symbol?.kind === 'param' ? { uri: symbol.param.unit.uri, value: symbol.param.member.value } : { uri, value: property.value };
  if (all.length === 0 || chosen.value?.kind !== 'reference' || chosen.uri.startsWith('xnet:')) return undefined;
  const now = chosen.value.first.text;
  return { property: property.name.text, uri: chosen.uri, value: chosen.value, words: all.filter(word => word !== now) };
}

/** Models one would really change to; the others are for studies of other kinds of device. */
const models: Readonly<Record<HypervisorKind, readonly string[]>> = {
  xen: ['netfront', 'multiqueue', 'cdna', 'sriov'],
  kvm: ['emulated', 'virtio', 'sriov'],
  none: []
};

function wordsFor({ topology }: FullAnalysis, kind: string, property: string): readonly string[] {
  if (kind === 'vif' && property === 'model') return [...new Set(topology.hosts.flatMap(host => models[host.hypervisor.kind]))];
  if (kind === 'grants' && property === 'mode') return Object.keys(grantMode.words).filter(word => word !== 'none');
  if (kind !== 'vif' || property !== 'grants') return [];
  return [...new Set(topology.grants.map(({ name }) => name.slice(name.lastIndexOf('.') + 1)))];
}

/** The analysis with another text, its experiments left out: they take most of the time and change nothing here. */
function withEdit(analysis: FullAnalysis, { uri, start, end, newText }: TextEdit): FullAnalysis | undefined {
  const { units } = analysis.program;
  const textOf = (file: string): string | undefined => {
    const tree = units.get(file)?.tree;
    if (tree === undefined) return undefined;
    const text = file === uri ? tree.text.slice(0, start) + newText + tree.text.slice(end) : tree.text;
    const shift = file === uri ? newText.length - (end - start) : 0;
    return file === analysis.uri ? withoutExperiments(text, tree, start, shift) : text;
  };
  return analyse(analysis.uri, {
    read: textOf,
    resolve: (from, specifier) => units.get(from)?.imports.find(({ member }) => member.path?.value === specifier)?.unit?.uri ?? specifier
  });
}

function withoutExperiments(text: string, tree: SourceFile, changedAt: number, shift: number): string {
  let kept = text;
  for (const { declaration } of experimentsOf(tree)) {
    const moved = declaration.start >= changedAt ? shift : 0;
    const [start, end] = [declaration.start + moved, declaration.end + moved];
    kept = kept.slice(0, start) + ' '.repeat(end - start) + kept.slice(end);
  }
  return kept;
}

function sizeOf({ files }: FullAnalysis): number {
  return [...files.values()].reduce((sum, file) => sum + file.text.length, 0);
}

function errorsBesideExperiments({ diagnostics, files, uri }: FullAnalysis): number {
  const file = files.get(uri);
  const experiments = file === undefined ? [] : experimentsOf(file).map(({ declaration }) => declaration);
  const isInside = (each: Diagnostic): boolean =>
    each.uri === uri && experiments.some(({ start, end }) => start <= each.start && each.end <= end);
  return diagnostics.filter(each => each.severity === 'error' && !isInside(each)).length;
}

/** Of the goodput; where that stays, of the CPU time that it takes; undefined where neither changes. */
function effect(before: Observation, after: Observation): string | undefined {
  const throughput = showGain(goodput(before), goodput(after));
  if (throughput !== undefined && throughput !== 'no change') return throughput;
  const cpu = showGain(cpuOf(before), cpuOf(after));
  return cpu === undefined || cpu === 'no change' ? undefined : `same throughput, ${cpu} CPU`;
}

function cpuOf({ domains }: Observation): number {
  return domains.reduce((sum, domain) => sum + domain.utilization, 0);
}

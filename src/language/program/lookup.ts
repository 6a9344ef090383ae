/** Finds what names stand for: innermost block outwards, then the file, then imports. */
import { hardwareArrays } from '../schema/schema.ts';
import type { TargetName } from '../schema/functions.ts';
import type { PropertyRow } from '../schema/types.ts';
import type { Name, Reference, ReferenceStep } from '../syntax/tree.ts';
import { rootOf } from './symbols.ts';
import type { FileUnit, NamedSymbol, ParamSymbol, Shape } from './symbols.ts';

/** Where a name stands: within a shape (as it lands), in the text of a file. */
export interface NameScope {
  readonly shape?: Shape;
  readonly unit: FileUnit;
}

/** What one name of a reference stands for. */
export type PartSymbol =
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'param'; readonly param: ParamSymbol }
  | { readonly kind: 'property'; readonly row: PropertyRow; readonly shape: Shape }
  | { readonly kind: 'hardware'; readonly name: string; readonly shape: Shape }
  | { readonly kind: 'index'; readonly shape: Shape };

export interface Part {
  readonly name: Name;
  readonly symbol: PartSymbol;
}

export type PathTarget =
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'hardware'; readonly shape: Shape; readonly part: 'cpu' | 'rx' | 'tx' }
  | { readonly kind: 'property'; readonly shape: Shape; readonly row: PropertyRow }
  | { readonly kind: 'index'; readonly shape: Shape };

/** A reference followed over shapes: everything but the numbers of elements. */
export interface Path {
  readonly anchor: Shape;
  readonly target: PathTarget;
  readonly parts: readonly Part[];
}

export interface FailedPath {
  readonly failed: true;
  /** How far it went. */
  readonly parts: readonly Part[];
  readonly within: Shape;
  readonly step: ReferenceStep;
}

export function isFailed(path: Path | FailedPath): path is FailedPath {
  return 'failed' in path;
}

/** Every symbol a first name could mean, nearest first. */
export function* candidates(name: string, scope: NameScope): Generator<NamedSymbol> {
  for (let shape = scope.shape; shape !== undefined; shape = shape.parent) {
    const child = shape.children().get(name);
    if (child !== undefined) yield child;
  }
  const landing = scope.shape === undefined ? scope.unit : rootOf(scope.shape).unit;
  yield* visible(name, landing);
  if (landing !== scope.unit) yield* visible(name, scope.unit);
}

/** Top-level symbols of that name: the file's own, then its imports, then what those import. */
function* visible(name: string, unit: FileUnit): Generator<NamedSymbol> {
  const reached = new Set<FileUnit>([unit]);
  for (const each of reached) {
    const symbol = each.names.get(name);
    if (symbol !== undefined) yield symbol;
    for (const edge of each.imports) if (edge.unit !== undefined) reached.add(edge.unit);
  }
}

/** Every name in scope, nearest first; a name that is hidden by a nearer one comes again. For suggestions and completion. */
export function* namesInScope(scope: NameScope): Generator<NamedSymbol> {
  for (let shape = scope.shape; shape !== undefined; shape = shape.parent) yield* shape.children().values();
  const landing = scope.shape === undefined ? scope.unit : rootOf(scope.shape).unit;
  const reached = new Set<FileUnit>([landing, scope.unit]);
  for (const unit of reached) {
    yield* unit.names.values();
    for (const edge of unit.imports) if (edge.unit !== undefined) reached.add(edge.unit);
  }
}

/** Follows a reference's steps from what its first name stands for. */
export function follow(reference: Reference, anchor: Shape): Path | FailedPath {
  const parts: Part[] = [{ name: reference.first, symbol: { kind: 'shape', shape: anchor } }];
  let target: PathTarget = { kind: 'shape', shape: anchor };
  let indexed = false;
  for (const step of reference.steps) {
    const next: PathTarget | undefined =
      step.kind === 'member' ? (step.name === undefined ? undefined : memberOf(target, step.name)) : elementOf(target, indexed);
    if (next === undefined) return { failed: true, parts, within: target.shape, step };
    indexed = step.kind !== 'member';
    target = next;
    if (step.kind === 'member' && step.name !== undefined) parts.push({ name: step.name, symbol: symbolOf(next) });
  }
  return { anchor, target, parts };
}

function memberOf(target: PathTarget, name: Name): PathTarget | undefined {
  if (target.kind !== 'shape') return undefined;
  const { shape } = target;
  const child = shape.children().get(name.text);
  if (child !== undefined && !child.template) return { kind: 'shape', shape: child };
  if (hardwareArrays[shape.kind]?.[name.text] !== undefined) return { kind: 'hardware', shape, part: name.text as 'rx' | 'tx' };
  if (name.text === 'index') return { kind: 'index', shape };
  const row = Object.hasOwn(shape.row.properties, name.text) ? shape.row.properties[name.text] : undefined;
  return row === undefined ? undefined : { kind: 'property', shape, row };
}

/** What `[…]` makes of a target. Members of flows are elements too, whether the flow is an array or not. */
function elementOf(target: PathTarget, indexed: boolean): PathTarget | undefined {
  if (target.kind === 'hardware') return indexed ? undefined : target;
  if (target.kind !== 'shape') return undefined;
  const { shape } = target;
  if (shape.kind === 'cpu') return { kind: 'hardware', shape, part: 'cpu' };
  if (shape.kind === 'flow') return target;
  return shape.count !== undefined && !indexed ? target : undefined;
}

function symbolOf(target: PathTarget): PartSymbol {
  switch (target.kind) {
    case 'shape':
      return { kind: 'shape', shape: target.shape };
    case 'hardware':
      return { kind: 'hardware', name: target.part, shape: target.shape };
    case 'property':
      return { kind: 'property', row: target.row, shape: target.shape };
    case 'index':
      return { kind: 'index', shape: target.shape };
  }
}

/** What a complete path is, as the schema's target names say it. */
export function targetName(target: PathTarget): TargetName | 'property' | 'number' {
  switch (target.kind) {
    case 'shape':
      return target.shape.kind;
    case 'hardware':
      return target.part === 'cpu' ? 'core' : 'nic';
    case 'property':
      return 'property';
    case 'index':
      return 'number';
  }
}

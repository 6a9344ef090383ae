/** What references mean, for the editor: what evaluation found, and a guess of its own where nothing was evaluated. */
import type { FullAnalysis } from '../analyse.ts';
import { admitsOf } from '../evaluate/resolution.ts';
import type { Admits, Resolution } from '../evaluate/resolution.ts';
import type { Part } from '../program/lookup.ts';
import type { FileUnit, Shape } from '../program/symbols.ts';
import { kindRow, propertyRow } from '../schema/schema.ts';
import type { Declaration, Reference } from '../syntax/tree.ts';
import type { Surroundings } from './nodes.ts';

const anything: Admits = { values: true, what: 'name' };
const shapesOf = new WeakMap<FullAnalysis, Map<Declaration, Shape>>();

/** The shape that a declaration makes where it is written; undefined for unknown kinds and duplicates. */
export function shapeOf(analysis: FullAnalysis, declaration: Declaration): Shape | undefined {
  let shapes = shapesOf.get(analysis);
  if (shapes === undefined) {
    shapes = new Map();
    for (const unit of analysis.program.units.values()) for (const shape of unit.shapes) collect(shape, shapes);
    shapesOf.set(analysis, shapes);
  }
  return shapes.get(declaration);
}

/** A declaration inherited by others belongs to the shape at whose place it is written. */
function collect(shape: Shape, into: Map<Declaration, Shape>): void {
  const parent = shape.parent?.own;
  for (const { declaration, unit } of shape.sources) {
    const lexical =
      parent === undefined ||
      (unit === parent.unit && parent.declaration.start <= declaration.start && declaration.end <= parent.declaration.end);
    if (lexical || !into.has(declaration)) into.set(declaration, shape);
  }
  for (const child of shape.children().values()) collect(child, into);
}

/** The best meaning of a reference: one that evaluation settled on, else what it would mean where it stands. */
export function meaningOf(analysis: FullAnalysis, unit: FileUnit, reference: Reference, around: Surroundings): Resolution | undefined {
  analysis.check();
  const { resolver } = analysis.program;
  const base = resolver.baseOf(reference);
  if (base !== undefined) return { kind: 'path', path: base };
  const known = resolver.meanings(reference);
  const settled = known.find(resolution => resolution.kind !== 'finding');
  if (settled !== undefined) return settled;
  const innermost = around.declarations[around.declarations.length - 1];
  const scope = { unit, shape: innermost === undefined ? undefined : shapeOf(analysis, innermost) };
  const row = innermost === undefined ? undefined : kindRow(innermost.keyword.text);
  const property = row === undefined || around.property === undefined ? undefined : propertyRow(row, around.property.name.text);
  const typed = property === undefined ? undefined : resolver.guess(reference, admitsOf(property.type), scope);
  if (typed !== undefined && typed.kind !== 'finding') return typed;
  const guessed = resolver.guess(reference, anything, scope);
  return guessed.kind === 'finding' ? (known[0] ?? typed ?? guessed) : guessed;
}

/** The names of a reference with what each stands for; a failed path gives the names it got through. */
export function partsOf(resolution: Resolution | undefined, reference: Reference): readonly Part[] {
  switch (resolution?.kind) {
    case 'path':
      return resolution.path.parts;
    case 'param':
      return [{ name: reference.first, symbol: { kind: 'param', param: resolution.param } }];
    case 'finding':
      return resolution.partial?.parts ?? [];
    default:
      return [];
  }
}

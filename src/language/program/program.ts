/** A file with everything it imports, names resolved on demand: what checking, planning and the editor share. */
import type { SourceProvider } from '../analysis.ts';
import { createReporter } from '../diagnostics/reporter.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { createResolver, replacements, textOf } from '../evaluate/resolution.ts';
import type { Resolver } from '../evaluate/resolution.ts';
import type { Reference } from '../syntax/tree.ts';
import { load } from './load.ts';
import { candidates, follow, isFailed, namesInScope } from './lookup.ts';
import type { Path } from './lookup.ts';
import type { ShapeWorld } from './shape.ts';
import { nearest } from './suggest.ts';
import type { FileUnit, Shape, Source } from './symbols.ts';

export interface Program {
  readonly uri: string;
  readonly root: FileUnit;
  readonly units: ReadonlyMap<string, FileUnit>;
  readonly resolver: Resolver;
  /** Findings of loading and inheritance. */
  readonly reporter: Reporter;
  /** Where each `: base` leads. */
  readonly bases: ReadonlyMap<Reference, Path>;
  library(name: string): FileUnit | undefined;
}

export function createProgram(uri: string, provider: SourceProvider): Program {
  const reporter = createReporter();
  const bases = new Map<Reference, Path>();
  const world: ShapeWorld = {
    reporter,
    open: { bases: 0 },
    resolveBase(source, landing) {
      const base = source.declaration.base;
      if (base === undefined) return undefined;
      const path = findBase(source, landing, base, reporter);
      if (path !== undefined) bases.set(base, path);
      return path?.target.shape;
    }
  };
  const loaded = load(uri, provider, reporter, world);
  return {
    uri,
    root: loaded.root,
    units: loaded.units,
    resolver: createResolver(),
    reporter,
    bases,
    library: name => loaded.library(name)
  };
}

/** The nearest declaration or template of the same kind, other than the one that is being built. */
function findBase(source: Source, landing: Shape, base: Reference, reporter: Reporter): Path | undefined {
  const scope = { shape: landing.parent, unit: source.unit };
  const kind = source.declaration.keyword.text;
  let misfit: Shape | undefined;
  let itself: Path | undefined;
  for (const symbol of candidates(base.first.text, scope)) {
    if (symbol.symbol === 'param') continue;
    const path = follow(base, symbol);
    if (isFailed(path) || path.target.kind !== 'shape') continue;
    if (path.target.shape === landing) itself ??= path;
    else if (path.target.shape.kind === kind) return path;
    if (path.target.shape.kind === kind) continue;
    misfit ??= path.target.shape;
  }
  if (itself !== undefined) return itself;
  const place = { uri: source.unit.uri, start: base.start, end: base.end };
  if (misfit !== undefined) {
    reporter.report('wrong-kind', place, { name: textOf(base), found: `a ${misfit.kind}`, expected: `a ${kind}` });
    return undefined;
  }
  const names = [...namesInScope(scope)].flatMap(symbol => (symbol.symbol === 'shape' && symbol.kind === kind ? [symbol.key] : []));
  reporter.report(
    'unknown-name',
    place,
    { what: kind, name: textOf(base), where: '' },
    { fixes: replacements(nearest(base.first.text, names), { ...place, end: base.first.end }) }
  );
  return undefined;
}

/** Every shape that is (or would be) instantiated, templates apart, outermost first. */
export function* everyShape(program: Program): Generator<Shape> {
  for (const unit of program.units.values()) for (const shape of unit.shapes) yield* below(shape);
}

function* below(shape: Shape): Generator<Shape> {
  if (shape.template) return;
  yield shape;
  for (const child of shape.children().values()) yield* below(child);
}

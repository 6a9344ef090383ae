/**
 * A file with everything it imports, names resolved on demand: what checking, planning and the editor share.
 *
 * A program may be made from that of an older version of its files. Then every unit, and every top-level member that came out of
 * the edit as it went in (see `changes.ts`), is the same object as before, with what names in it were found to mean and what was
 * found wrong with it; only places have moved. Of a member that is only touched, what its touched properties were found to mean is
 * forgotten. The older program is used up by this: nobody may ask it any more. Where an import leads elsewhere nothing is kept but
 * trees.
 */
import type { SourceProvider } from '../analysis.ts';
import { createLedger } from '../diagnostics/ledger.ts';
import type { Ledger, Moves } from '../diagnostics/ledger.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { createResolver, replacements, textOf } from '../evaluate/resolution.ts';
import type { Resolver } from '../evaluate/resolution.ts';
import type { Member, Property, Reference, SourceFile } from '../syntax/tree.ts';
import { survivors } from './changes.ts';
import { readFiles } from './files.ts';
import type { ReadFile } from './files.ts';
import { libraryText } from './library.ts';
import { memberOf, namesOf, unitsOf } from './load.ts';
import { propertiesNaming } from './names.ts';
import { candidates, follow, isFailed, namesInScope } from './lookup.ts';
import type { Path } from './lookup.ts';
import type { ShapeWorld } from './shape.ts';
import { nearest } from './suggest.ts';
import type { FileUnit, Shape, Source } from './symbols.ts';
import { Traces } from './traces.ts';

export interface Program {
  readonly uri: string;
  readonly root: FileUnit;
  /** In the order they were first reached, the root first. */
  readonly units: ReadonlyMap<string, FileUnit>;
  /** What shapes need of their surroundings. */
  readonly world: ShapeWorld;
  readonly resolver: Resolver;
  /** Findings, by the top-level member they are made for. */
  readonly ledger: Ledger;
  /** Top-level members that are what they were in the older version, together with all that they depend on. */
  readonly unchanged: ReadonlySet<Member>;
  /** Others that are written and built as they were, and in which nothing was wrong. */
  readonly touched: Touched;
  /** Where their places have moved to. */
  readonly moves: Moves;
  /** Trace files that flows name. */
  readonly traces: Traces;
  /** Reads a shipped library that a default asks for without an import. */
  library(name: string): FileUnit | undefined;
}

export interface Touched {
  readonly members: ReadonlySet<Member>;
  /** Properties written in them whose values may be others than before. */
  readonly properties: ReadonlySet<Property>;
}

/** What one version of a program leaves to the next. */
export interface Legacy {
  readonly program: Program;
  /** Members of which everything is known, and what is known depends on nothing but their text and names. */
  readonly settled: ReadonlySet<Member>;
}

export function createProgram(uri: string, provider: SourceProvider, legacy?: Legacy): Program {
  const earlier = legacy?.program.units;
  const trees = new Map([...(earlier ?? [])].map(([each, unit]) => [each, unit.tree]));
  const { files, problems } = readFiles(uri, provider, each => trees.get(each));
  const read = (from: string, path: string): string | undefined => provider.read(provider.resolve(from, path));
  const program =
    legacy !== undefined && leadsAsBefore(legacy.program.units, files) && legacy.program.traces.stand(read)
      ? programAfter(legacy, files, trees)
      : newProgram(uri, files, new Traces(read, (from, path) => provider.resolve(from, path)));
  for (const { code, place, values } of problems) program.ledger.report(code, place, values);
  return program;
}

/** Whether the same files are read, and every import of theirs leads to the same file. */
function leadsAsBefore(before: ReadonlyMap<string, FileUnit>, files: ReadonlyMap<string, ReadFile>): boolean {
  const text = (of: Iterable<readonly [string, readonly (string | undefined)[]]>): string => JSON.stringify([...of]);
  return (
    text([...before].map(([uri, unit]) => [uri, unit.imports.map(edge => edge.unit?.uri)] as const)) ===
    text([...files].map(([uri, file]) => [uri, file.imports.map(each => each.target)] as const))
  );
}

function newProgram(uri: string, files: ReadonlyMap<string, ReadFile>, traces: Traces): Program {
  const ledger = createLedger();
  const resolver = createResolver();
  const world: ShapeWorld = {
    reporter: ledger,
    open: { bases: 0 },
    resolveBase(source, landing) {
      const base = source.declaration.base;
      if (base === undefined) return undefined;
      const path = findBase(source, landing, base, ledger);
      if (path !== undefined) resolver.foundBase(base, landing, path);
      return path?.target.shape;
    }
  };
  const units = unitsOf(files, world);
  const implied = new Map<string, FileUnit>();
  return {
    uri,
    root: units.get(uri) as FileUnit,
    units,
    world,
    resolver,
    ledger,
    traces,
    unchanged: new Set(),
    touched: { members: new Set(), properties: new Set() },
    moves: new Map(),
    library(name) {
      const libraryUri = `xnet:${name}`;
      const known = units.get(libraryUri) ?? implied.get(libraryUri);
      if (known !== undefined || libraryText(libraryUri) === undefined) return known;
      const read = readFiles(libraryUri, nothing, () => undefined);
      for (const [each, unit] of unitsOf(read.files, world)) implied.set(each, unit);
      return implied.get(libraryUri);
    }
  };
}

/** `trees` are those of the older version, by URI. */
function programAfter(legacy: Legacy, files: ReadonlyMap<string, ReadFile>, trees: ReadonlyMap<string, SourceFile>): Program {
  const { program, settled } = legacy;
  const { ledger, resolver, world } = program;
  const names = new Map(
    [...program.units].map(([uri, unit]) => [uri, new Map([...unit.names].map(([key, each]) => [key, memberOf(each)]))])
  );
  const faulty = new Set([...settled].filter(member => ledger.findingsOf(member).length > 0));
  const { unchanged, touched, changed } = survivors({ names, settled, faulty }, namesOf(files.values()));
  const isKept = (member: Member): boolean => unchanged.has(member) || touched.has(member);
  const isGone = (member: Member): boolean => !isKept(member);
  const properties = new Set([...touched].flatMap(member => propertiesNaming(member, changed)));
  const shapes = [...program.units.values()].flatMap(unit => unit.shapes);
  resolver.forget(
    new Set(shapes.filter(shape => isGone(shape.own.declaration))),
    [...trees.values()]
      .flatMap<Member>(tree => tree.members.filter(isGone))
      .concat(
        [...touched].filter(member => member.kind === 'param'),
        ...properties
      )
  );
  const moves = new Map([...files].flatMap(([uri, { move }]) => (move === undefined || move.by === 0 ? [] : [[uri, move] as const])));
  ledger.next(unchanged, moves);
  const units = unitsOf(files, world, program.units, isKept);
  return { ...program, root: units.get(program.uri) as FileUnit, units, unchanged, touched: { members: touched, properties }, moves };
}

/** Shipped libraries import nothing but one another. */
const nothing: SourceProvider = { read: () => undefined, resolve: (_from, specifier) => specifier };

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

/** A shape and those within it, templates apart, outermost first. */
export function* shapesIn(shape: Shape): Generator<Shape> {
  if (shape.template) return;
  yield shape;
  for (const child of shape.children().values()) yield* shapesIn(child);
}

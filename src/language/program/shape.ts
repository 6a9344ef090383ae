/** Builds shapes: inheritance resolved lazily, each shape once. */
import type { Reporter } from '../diagnostics/reporter.ts';
import { kindRow } from '../schema/schema.ts';
import type { KindRow } from '../schema/types.ts';
import type { Declaration, Expression, Member, Property, Span } from '../syntax/tree.ts';
import { rootOf } from './symbols.ts';
import type { FileUnit, Shape, Site, Source, Statement } from './symbols.ts';

/** What shapes need of their surroundings. */
export interface ShapeWorld {
  readonly reporter: Reporter;
  /** Bases that are being resolved, one within the other. */
  readonly open: { bases: number };
  /** The declaration that `: base` of a source names, looked up from where it lands; reports when there is none. */
  resolveBase(source: Source, landing: Shape): Shape | undefined;
}

/** Deeper nesting is no design; the limit only stops a template that (wrongly) contains itself. */
const maxDepth = 12;
/** Longer chains of bases are no design either. */
const maxBases = 100;

/** The shape of a top-level declaration, or undefined when its kind is unknown. */
export function topLevelShape(world: ShapeWorld, unit: FileUnit, declaration: Declaration, key: string): Shape | undefined {
  const row = kindRow(declaration.keyword.text);
  return row === undefined ? undefined : createShape(world, row, key, [{ declaration, unit }], unit, undefined, 0);
}

/** Answers, for the blocks of one place in order, under which name each is found. */
export type Keys = (declaration: Declaration, row: KindRow) => string;

/** Its own name, its kind's where kinds have none, or something unspeakable: which of the nameless ones of its kind it is. */
export function createKeys(): Keys {
  const nameless = new Map<KindRow, number>();
  return (declaration, row) => {
    if (row.naming === 'once' && (declaration.template === undefined || declaration.name === undefined)) return row.kind;
    if (declaration.name !== undefined) return declaration.name.text;
    const number = (nameless.get(row) ?? 0) + 1;
    nameless.set(row, number);
    return `${row.kind}@${number}`;
  };
}

function createShape(
  world: ShapeWorld,
  row: KindRow,
  key: string,
  sources: readonly Source[],
  unit: FileUnit,
  parent: Shape | undefined,
  depth: number
): Shape {
  const own = sources[sources.length - 1] as Source;
  const counted = sources.findLast(source => source.declaration.count !== undefined);
  let layers: readonly Source[] | undefined;
  let properties: ReadonlyMap<string, Site<Property>> | undefined;
  let children: ReadonlyMap<string, Shape> | undefined;
  let resolving = false;

  const shape: Shape = {
    symbol: 'shape',
    row,
    kind: row.kind,
    key,
    name: own.declaration.name,
    template: own.declaration.template !== undefined,
    parent,
    unit,
    sources,
    own,
    count: counted === undefined ? undefined : { member: counted.declaration.count as Expression, unit: counted.unit },
    layers() {
      if (layers !== undefined) return layers;
      if (resolving) return reportCycle(world, shape);
      if (world.open.bases >= maxBases) return reportTooDeep(world, shape);
      if (sources.length === 1 && own.declaration.base === undefined) return (layers = sources);
      const outer = world.reporter.enter(rootOf(shape).own.declaration);
      resolving = true;
      world.open.bases++;
      layers = sources.flatMap(source => {
        const base = source.declaration.base === undefined ? undefined : world.resolveBase(source, shape);
        const inherited = base?.layers() ?? [];
        return inherited.length < maxBases ? [...inherited, source] : [...reportTooDeep(world, shape), source];
      });
      resolving = false;
      world.open.bases--;
      world.reporter.enter(outer);
      return layers;
    },
    properties() {
      properties ??= collectProperties(shape.layers());
      return properties;
    },
    children() {
      children ??= depth >= maxDepth ? new Map<string, Shape>() : collectChildren(world, shape, depth);
      return children;
    },
    statements: () => shape.layers().flatMap(statementsOf)
  };
  return shape;
}

function reportTooDeep(world: ShapeWorld, shape: Shape): readonly Source[] {
  const base = shape.own.declaration.base ?? shape.own.declaration.keyword;
  world.reporter.report('too-deep', { uri: shape.own.unit.uri, start: base.start, end: base.end });
  return [];
}

function reportCycle(world: ShapeWorld, shape: Shape): readonly Source[] {
  const base = shape.own.declaration.base;
  if (base !== undefined) {
    world.reporter.report(
      'template-cycle',
      { uri: shape.own.unit.uri, start: base.start, end: base.end },
      { name: shape.key, path: `${shape.key} : … : ${shape.key}` }
    );
  }
  return [];
}

function collectProperties(layers: readonly Source[]): ReadonlyMap<string, Site<Property>> {
  const [only] = layers;
  if (only !== undefined && layers.length === 1) return ownProperties(only);
  const found = new Map<string, Site<Property>>();
  for (const layer of layers) for (const [name, site] of ownProperties(layer)) found.set(name, site);
  return found;
}

/** Of two properties of one name in one block the first counts. */
function ownProperties({ declaration, unit }: Source): ReadonlyMap<string, Site<Property>> {
  const found = new Map<string, Site<Property>>();
  for (const member of declaration.body?.members ?? []) {
    if (member.kind === 'property' && !found.has(member.name.text)) found.set(member.name.text, { member, unit });
  }
  return found;
}

function collectChildren(world: ShapeWorld, parent: Shape, depth: number): ReadonlyMap<string, Shape> {
  const grouped = new Map<string, { row: KindRow; sources: Source[]; unit: FileUnit }>();
  const keys = createKeys();
  for (const { declaration: outer, unit } of parent.layers()) {
    const seen = new Set<string>();
    for (const declaration of outer.body?.members ?? []) {
      if (declaration.kind !== 'declaration') continue;
      const row = kindRow(declaration.keyword.text);
      if (row === undefined) continue;
      if (declaration.template === undefined && !parent.row.contains.includes(row.kind)) continue;
      const key = keys(declaration, row);
      const group = grouped.get(key);
      if (seen.has(key)) continue;
      if (group !== undefined && group.row !== row) {
        reportClash(world, { declaration, unit }, group.sources[group.sources.length - 1] as Source);
        continue;
      }
      seen.add(key);
      if (group === undefined) grouped.set(key, { row, sources: [{ declaration, unit }], unit: parent.unit });
      else group.sources.push({ declaration, unit });
    }
  }
  const hypervisor = kindRow('hypervisor');
  if (parent.kind === 'host' && hypervisor !== undefined && !grouped.has('hypervisor')) {
    grouped.set('hypervisor', {
      row: hypervisor,
      sources: [{ declaration: impliedHypervisor(parent.own), unit: parent.own.unit }],
      unit: parent.unit
    });
  }
  return new Map(
    [...grouped].map(([key, { row, sources, unit }]) => [key, createShape(world, row, key, sources, unit, parent, depth + 1)])
  );
}

/**
 * Every host has a hypervisor, written or not: its defaults can be read, set and overridden. It stands where the host's word does,
 * also when that has moved.
 */
function impliedHypervisor({ declaration }: Source): Declaration {
  const place: Span = {
    get start() {
      return declaration.keyword.start;
    },
    get end() {
      return declaration.keyword.end;
    }
  };
  const at = <Part extends object>(part: Part): Part & Span =>
    Object.defineProperties(part, Object.getOwnPropertyDescriptors(place)) as Part & Span;
  return at({ kind: 'declaration', keyword: at({ text: 'hypervisor' }), body: at({ members: [], open: place, close: place }) });
}

/** What a base declares as one kind cannot be declared as another. */
function reportClash(world: ShapeWorld, { declaration, unit }: Source, first: Source): void {
  const at = declaration.name ?? declaration.keyword;
  const before = first.declaration.name ?? first.declaration.keyword;
  world.reporter.report(
    'duplicate-name',
    { uri: unit.uri, start: at.start, end: at.end },
    { name: at.text },
    {
      related: [
        { uri: first.unit.uri, start: before.start, end: before.end, message: `the base has it as a ${first.declaration.keyword.text}` }
      ]
    }
  );
}

function statementsOf({ declaration, unit }: Source): Site<Statement>[] {
  const isStatement = (member: Member): member is Statement =>
    member.kind === 'vary' || member.kind === 'set' || member.kind === 'expect' || member.kind === 'at';
  return (declaration.body?.members ?? []).filter(isStatement).map(member => ({ member, unit }));
}

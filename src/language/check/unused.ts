/** Declarations that nothing refers to. */
import type { Diagnostic } from '../analysis.ts';
import { createReporter } from '../diagnostics/reporter.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import { shapesIn } from '../program/program.ts';
import type { FileUnit, ImportEdge, ParamSymbol, Shape, Site } from '../program/symbols.ts';
import type { KindName } from '../schema/types.ts';
import type { Path } from '../program/lookup.ts';
import type { Member, Property, Reference } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import { isVaried } from './varied.ts';
import { propertyRow } from '../schema/schema.ts';

type Used = ReadonlySet<ParamSymbol | Shape>;

/** To be asked when everything has been evaluated: what evaluation never reached is held to be used where its name appears. */
export function checkUnused(program: Program): readonly Diagnostic[] {
  const reporter = createReporter();
  const used = usedSymbols(program);
  const maybe = new Names(program.root, program);
  const { root } = program;
  for (const param of root.params) {
    if (!used.has(param) && !maybe.has(param.name) && param.member.name !== undefined)
      reporter.report('unused-param', placeIn(root, param.member.name), { name: param.name });
  }
  for (const shape of root.shapes) unusedShape(shape, used, maybe, reporter);
  for (const edge of root.imports) unusedImport(root, edge, used, maybe, reporter);
  return reporter.found;
}

/** Names in references that evaluation did not reach. */
class Names {
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly unit: FileUnit,
    private readonly program: Program
  ) {}

  has(name: string): boolean {
    let has = this.known.get(name);
    if (has === undefined) this.known.set(name, (has = this.unit.tree.members.some(member => this.isUnreached(member, name))));
    return has;
  }

  private isUnreached(member: Member, name: string): boolean {
    const isFound = (reference: Reference): boolean =>
      this.program.resolver.meanings(reference).some(meaning => meaning.kind !== 'finding');
    return (mentionsIn(member).get(name) ?? []).some(reference => !isFound(reference));
  }
}

type Mentions = ReadonlyMap<string, readonly Reference[]>;
const mentions = new WeakMap<Member, Mentions>();

/** References of a member by every name in them. */
function mentionsIn(member: Member): Mentions {
  let known = mentions.get(member);
  if (known === undefined) mentions.set(member, (known = readMentions(member)));
  return known;
}

function readMentions(member: Member): Mentions {
  const found = new Map<string, Reference[]>();
  walk(member, node => {
    if (node.kind !== 'reference') return;
    const names = node.steps.map(step => (step.kind === 'member' ? step.name?.text : undefined));
    for (const name of new Set([node.first.text, ...names])) {
      const list = name === undefined ? undefined : found.get(name);
      if (list !== undefined) list.push(node);
      else if (name !== undefined) found.set(name, [node]);
    }
  });
  return found;
}

function usedSymbols(program: Program): Used {
  const used = new Set<ParamSymbol | Shape>();
  const addPath = (path: Path): void => {
    for (const { symbol } of path.parts)
      if (symbol.kind === 'shape' || symbol.kind === 'hardware' || symbol.kind === 'property') used.add(symbol.shape);
  };
  for (const resolution of program.resolver.all()) {
    if (resolution.kind === 'param') used.add(resolution.param);
    else if (resolution.kind === 'path') addPath(resolution.path);
  }
  return used;
}

const hints: Readonly<Partial<Record<KindName, 'unused-grants' | 'unused-costs'>>> = { grants: 'unused-grants', costs: 'unused-costs' };

function unusedShape(shape: Shape, used: Used, maybe: Names, reporter: Reporter): void {
  const code = shape.template ? 'unused-template' : hints[shape.kind];
  if (code !== undefined && shape.name !== undefined && !used.has(shape) && !maybe.has(shape.key)) {
    reporter.report(code, placeIn(shape.own.unit, shape.name), { name: shape.key });
  }
  for (const child of shape.children().values()) if (child.template || child.kind === 'grants') unusedShape(child, used, maybe, reporter);
}

/** An import is used when something it names is, or when it brings things that simply exist. */
function unusedImport(root: FileUnit, edge: ImportEdge, used: Used, maybe: Names, reporter: Reporter): void {
  const { unit, member } = edge;
  if (unit === undefined || member.path === undefined) return;
  const reached = new Set<FileUnit>([unit]);
  for (const each of reached) for (const inner of each.imports) if (inner.unit !== undefined) reached.add(inner.unit);
  for (const each of reached) {
    for (const symbol of each.names.values()) {
      if (used.has(symbol) || maybe.has(symbol.symbol === 'param' ? symbol.name : symbol.key)) return;
      if (symbol.symbol === 'shape' && !symbol.template && exists.has(symbol.kind)) return;
    }
  }
  reporter.report('unused-import', placeIn(root, member), { path: member.path.value });
}

const exists: ReadonlySet<KindName> = new Set<KindName>(['host', 'router', 'switch', 'peer', 'link', 'flow']);

/** Settings that the vif's model does not read; silent where the model comes from a varied param. */
export function checkSettings(program: Program): readonly Diagnostic[] {
  const reporter = createReporter();
  for (const unit of program.units.values()) {
    for (const root of unit.shapes) {
      for (const { vif, settings } of limitedIn(root)) {
        const model = modelOf(program, vif);
        for (const { name, models, site } of settings)
          if (model !== undefined && !models.includes(model))
            reporter.report('unused-setting', placeIn(site.unit, site.member), { property: name, model });
      }
    }
  }
  return reporter.found;
}

/** Settings of a vif's own that not every model reads. */
interface Limited {
  readonly vif: Shape;
  readonly settings: readonly { readonly name: string; readonly models: readonly string[]; readonly site: Site<Property> }[];
}

const limited = new WeakMap<Shape, readonly Limited[]>();

function limitedIn(root: Shape): readonly Limited[] {
  let known = limited.get(root);
  if (known === undefined) limited.set(root, (known = [...shapesIn(root)].filter(shape => shape.kind === 'vif').map(limitedOf)));
  return known;
}

function limitedOf(vif: Shape): Limited {
  // What a base gives may be meant for others that copy it.
  const own = new Set(vif.sources.flatMap(source => source.declaration.body?.members ?? []));
  const settings = [...vif.properties()].flatMap(([name, site]) => {
    const models = propertyRow(vif.row, name)?.models;
    return models === undefined || !own.has(site.member) ? [] : [{ name, models, site }];
  });
  return { vif, settings };
}

function modelOf(program: Program, shape: Shape): string | undefined {
  const site = shape.properties().get('model');
  const value = site?.member.value;
  if (value?.kind !== 'reference' || value.steps.length > 0) return undefined;
  const meaning = program.resolver.meaningFor(value, shape);
  if (meaning?.kind === 'word') return meaning.word;
  if (meaning?.kind !== 'param' || isVaried(program, meaning.param)) return undefined;
  const held = meaning.param.member.value;
  return held?.kind === 'reference' && held.steps.length === 0 ? held.first.text : undefined;
}

/**
 * Things that nothing leads to or nothing uses: peers and switches without a link, NICs and bridges nobody is on, vifs and
 * virtual routers no flow names. Told by which blocks name a thing, so that what only some value of a sweep uses counts as used.
 */
import type { Diagnostic } from '../analysis.ts';
import { createReporter } from '../diagnostics/reporter.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import { shapesIn } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';
import { pathOf, rootOf } from '../program/symbols.ts';
import type { KindName } from '../schema/types.ts';
import type { Declaration, Member, Reference } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';

/** Only where there are flows at all: a topology that is still being drawn is not nagged. */
export function checkDisconnected(program: Program): readonly Diagnostic[] {
  const reporter = createReporter();
  const { root } = program;
  // What could not be read may be the very link.
  if (root.tree.problems.length > 0) return reporter.found;
  if (!root.shapes.some(shape => shape.kind === 'flow' && !shape.template)) return reporter.found;
  const mentions = new Mentions(program);
  for (const top of root.shapes) for (const shape of shapesIn(top)) checkShape(shape, mentions, reporter);
  return reporter.found;
}

/** What must name a thing of a kind for it to be of use, beside params, whose use is anybody's guess. */
const uses: Readonly<Partial<Record<KindName, readonly (KindName | 'param')[]>>> = {
  peer: ['flow', 'experiment'],
  bridge: ['vif', 'flow', 'experiment'],
  vif: ['flow', 'experiment'],
  metarouter: ['metalink', 'flow', 'experiment'],
  host: ['link', 'flow', 'experiment']
};

/** Why a thing of a kind is of no use when nothing names it. */
const reasons: Readonly<Partial<Record<KindName, string>>> = {
  peer: 'no flow starts or ends there',
  bridge: 'no vif is on it',
  vif: 'no flow starts or ends there',
  metarouter: 'no flow goes by it, and none of its links',
  host: 'no flow and no link leads there'
};

function checkShape(shape: Shape, mentions: Mentions, reporter: Reporter): void {
  if (!isPort(shape) && uses[shape.kind] === undefined) return;
  // What is copied from elsewhere is judged where it is written.
  if (shape.name === undefined || shape.sources.length > 1 || shape.own.unit !== rootOf(shape).unit) return;
  const place = placeIn(shape.own.unit, shape.name);
  const by = mentions.of(shape);
  const isNamedBy = (...kinds: readonly string[]): boolean => by.has('param') || by.has('?') || kinds.some(kind => by.has(kind));
  const values = { kind: shape.kind, name: pathOf(shape) };
  if (isPort(shape) && !isNamedBy('link', ...(shape.kind === 'nic' ? ['bridge', 'vif', 'flow'] : ['flow']))) {
    if (!isTheOnlyNic(shape)) reporter.report('unlinked', place, values);
    return;
  }
  if (shape.kind === 'switch' && mentions.links(shape) === 1) {
    reporter.report('dead-end', place, values);
    return;
  }
  const users = uses[shape.kind];
  const why = reasons[shape.kind];
  if (users === undefined || why === undefined || isNamedBy(...users)) return;
  // A domain that no flow touches is told as a whole.
  if (shape.kind === 'vif' && (shape.parent === undefined || !mentions.of(shape.parent).has('flow'))) return;
  reporter.report('unused-thing', place, { ...values, why });
}

const ports: ReadonlySet<KindName> = new Set<KindName>(['peer', 'switch', 'router', 'nic']);
const isPort = (shape: Shape): boolean => ports.has(shape.kind);

/** A host's only NIC is what its vifs take without naming it. */
function isTheOnlyNic(shape: Shape): boolean {
  const { parent } = shape;
  if (shape.kind !== 'nic' || parent === undefined) return false;
  const children = [...parent.children().values()];
  return children.filter(each => each.kind === 'nic').length === 1 && children.some(each => [...each.children().values()].length > 0);
}

/** A reference, and the kind of the innermost block that it stands in, or `param`. */
interface Mention {
  readonly reference: Reference;
  readonly within: string;
  /** It stands in an array: one reference for many things. */
  readonly isMany: boolean;
}

const read = new WeakMap<Member, readonly Mention[]>();

function mentionsIn(member: Member): readonly Mention[] {
  let known = read.get(member);
  if (known === undefined) read.set(member, (known = [...readMentions(member, member.kind, false)]));
  return known;
}

function* readMentions(member: Member, within: string, isMany: boolean): Generator<Mention> {
  if (member.kind === 'declaration') {
    const many = isMany || member.count !== undefined || member.template !== undefined;
    for (const inner of member.body?.members ?? []) yield* readMentions(inner, member.keyword.text, many);
    return;
  }
  const found: Mention[] = [];
  walk(member, node => {
    if (node.kind === 'reference') found.push({ reference: node, within, isMany });
  });
  yield* found;
}

/** What a top-level member names: by which kinds of block each declaration, how often by links, and what nobody found. */
interface Named {
  readonly kinds: ReadonlyMap<Declaration, ReadonlySet<string>>;
  /** How many links name it; an array of links counts as several. */
  readonly links: ReadonlyMap<Declaration, number>;
  /** Names in references that evaluation did not reach. */
  readonly unreached: ReadonlySet<string>;
}

const named = new WeakMap<Member, Named>();

/** Kept from one version of a file to the next for members that mean what they meant. */
function namedBy(program: Program, member: Member): Named {
  const known = program.unchanged.has(member) && member.kind !== 'param' ? named.get(member) : undefined;
  if (known !== undefined && known.unreached.size === 0) return known;
  const found = readNamed(program, mentionsIn(member));
  named.set(member, found);
  return found;
}

function readNamed(program: Program, mentions: readonly Mention[]): Named {
  const kinds = new Map<Declaration, Set<string>>();
  const links = new Map<Declaration, number>();
  const unreached = new Set<string>();
  for (const { reference, within, isMany } of mentions) {
    const meanings = program.resolver.meanings(reference).filter(meaning => meaning.kind !== 'finding');
    if (meanings.length === 0) for (const name of namesIn(reference)) unreached.add(name);
    const declarations = new Set<Declaration>();
    for (const meaning of meanings) {
      if (meaning.kind !== 'path') continue;
      for (const { symbol } of meaning.path.parts)
        if (symbol.kind === 'shape' || symbol.kind === 'hardware' || symbol.kind === 'property')
          declarations.add(symbol.shape.own.declaration);
    }
    for (const declaration of declarations) {
      const by = kinds.get(declaration);
      if (by === undefined) kinds.set(declaration, new Set([within]));
      else by.add(within);
      if (within === 'link') links.set(declaration, (links.get(declaration) ?? 0) + (isMany ? 2 : 1));
    }
  }
  return { kinds, links, unreached };
}

function namesIn({ first, steps }: Reference): readonly string[] {
  return [first.text, ...steps.flatMap(step => (step.kind === 'member' ? (step.name?.text ?? []) : []))];
}

const nobody: ReadonlySet<string> = new Set();
const anybody: ReadonlySet<string> = new Set(['?']);

/** Who names what, over all files; `?` where evaluation did not get to what a name means. */
class Mentions {
  private readonly kinds = new Map<Declaration, ReadonlySet<string>>();
  private readonly linked = new Map<Declaration, number>();
  private readonly unreached = new Set<string>();

  constructor(program: Program) {
    for (const unit of program.units.values()) for (const member of unit.tree.members) this.add(namedBy(program, member));
  }

  private add({ kinds, links, unreached }: Named): void {
    for (const [declaration, by] of kinds) {
      const known = this.kinds.get(declaration);
      this.kinds.set(declaration, known === undefined ? by : new Set([...known, ...by]));
    }
    for (const [declaration, count] of links) this.linked.set(declaration, (this.linked.get(declaration) ?? 0) + count);
    for (const name of unreached) this.unreached.add(name);
  }

  of(shape: Shape): ReadonlySet<string> {
    return this.unreached.has(shape.key) ? anybody : (this.kinds.get(shape.own.declaration) ?? nobody);
  }

  links(shape: Shape): number {
    return this.unreached.has(shape.key) ? 0 : (this.linked.get(shape.own.declaration) ?? 0);
  }
}

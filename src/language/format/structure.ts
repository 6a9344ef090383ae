/** What the formatter needs to know of the tree, by offset. */
import type { Member, Reference, SourceFile, Span } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';

export interface Structure {
  /** Members by where they begin. */
  readonly members: ReadonlyMap<number, Member>;
  /** Where the members of the file begin. */
  readonly outermost: ReadonlySet<number>;
  /** Offsets of the braces of blocks that are written over several lines. */
  readonly longBraces: ReadonlySet<number>;
  /** Offsets at which a name ends that an index, a count or arguments belong to. */
  readonly attachedTo: ReadonlySet<number>;
  /** Offsets of signs and negations. */
  readonly unary: ReadonlySet<number>;
  /** Stretches around a syntax error, which are left as they are; in order of place. */
  readonly frozen: readonly Span[];
}

export function structureOf(file: SourceFile): Structure {
  const members = new Map<number, Member>();
  const longBraces = new Set<number>();
  const attachedTo = new Set<number>();
  const unary = new Set<number>();
  walk(file, (node, parent) => {
    if (parent === undefined || parent.kind === 'file' || parent.kind === 'declaration') {
      if (isMember(node)) members.set(node.start, node);
    }
    if (node.kind === 'declaration') {
      const { body, count, name, keyword } = node;
      if (body?.close && isBroken(file.text, body)) longBraces.add(body.open.start).add(body.close.start);
      if (count) attachedTo.add((name ?? keyword).end);
    }
    if (node.kind === 'reference') for (const end of indexed(node)) attachedTo.add(end);
    if (node.kind === 'call') attachedTo.add(node.name.end);
    if (node.kind === 'unary') unary.add(node.start);
  });
  const outermost = new Set(file.members.map(member => member.start));
  return { members, outermost, longBraces, attachedTo, unary, frozen: frozenStretches(file) };
}

const MEMBERS: ReadonlySet<string> = new Set<Member['kind']>(['import', 'param', 'declaration', 'property', 'vary', 'set', 'expect', 'at']);

function isMember(node: { readonly kind: string }): node is Member {
  return MEMBERS.has(node.kind);
}

export function isBroken(text: string, { start, end }: Span): boolean {
  return /[\r\n]/.test(text.slice(start, end));
}

function indexed({ first, steps }: Reference): readonly number[] {
  return steps.flatMap((step, at) => (step.kind === 'member' ? [] : [at === 0 ? first.end : steps[at - 1]!.end]));
}

/** A member of the file with a problem in it reaches up to the next; so does what stands before the first. */
function frozenStretches(file: SourceFile): readonly Span[] {
  const starts = [0, ...file.members.map(member => member.start).filter(start => start > 0)];
  const frozen: Span[] = [];
  let problem = 0;
  starts.forEach((start, at) => {
    const end = starts[at + 1] ?? file.text.length + 1;
    const before = problem;
    while (problem < file.problems.length && file.problems[problem]!.start < end) problem++;
    if (problem > before) frozen.push({ start, end });
  });
  return frozen;
}

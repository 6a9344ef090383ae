/** What "expand selection" goes through: the word, the nodes around it, the inside of a block and the block, the file. */
import { isTrivia } from '../syntax/token.ts';
import type { SourceFile, Span } from '../syntax/tree.ts';
import { namesOf, pathAt, tokenNumberAt } from '../syntax/walk.ts';
import type { Node } from '../syntax/walk.ts';

/** From the innermost to the whole file, each truly larger than the one before. */
export function selections(file: SourceFile, offset: number): readonly Span[] {
  const inward: Span[] = [];
  for (const node of pathAt(file, offset)) inward.push(...spansOf(file, node, offset));
  inward.push(...tokenAt(file, offset));
  const outward: Span[] = [];
  for (const { start, end } of inward.reverse()) {
    const last = outward.at(-1);
    if (last === undefined) outward.push({ start, end });
    else if (start <= last.start && last.end <= end && end - start > last.end - last.start) outward.push({ start, end });
  }
  return outward;
}

/** A node, with its documentation around it and the inside of its block within it. */
function spansOf(file: SourceFile, node: Node, offset: number): readonly Span[] {
  const spans: Span[] = [];
  if ('doc' in node && node.doc !== undefined && node.doc.end <= node.start) spans.push({ start: node.doc.start, end: node.end });
  spans.push(node);
  if (node.kind === 'declaration' && node.body !== undefined && touches(node.body, offset)) {
    const { open, close, end } = node.body;
    spans.push({ start: open.start, end });
    const inside = { start: open.end, end: close?.start ?? end };
    if (touches(inside, offset)) spans.push(trimmed(file, inside));
  }
  spans.push(...namesOf(node).filter(name => touches(name, offset)));
  return spans;
}

function tokenAt(file: SourceFile, offset: number): readonly Span[] {
  const number = tokenNumberAt(file, offset);
  const here = file.tokens[number];
  const before = file.tokens[number - 1];
  const token = here !== undefined && !isTrivia(here) && here.kind !== 'end' ? here : before?.end === offset ? before : here;
  if (token === undefined || token.kind === 'newline' || token.kind === 'whitespace' || token.kind === 'end')
    return [{ start: offset, end: offset }];
  return [
    { start: token.start, end: token.end },
    ...(token.kind === 'string' && token.end - token.start > 2 ? insideQuotes(token, offset) : [])
  ];
}

function insideQuotes({ start, end }: Span, offset: number): readonly Span[] {
  return start < offset && offset < end ? [{ start: start + 1, end: end - 1 }] : [];
}

function trimmed({ text }: SourceFile, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  const from = start + (inside.length - inside.trimStart().length);
  return { start: from, end: Math.max(from, start + inside.trimEnd().length) };
}

function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

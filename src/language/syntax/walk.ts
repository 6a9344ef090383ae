/** Ways through the tree: a node's children, every node, the nodes around an offset, what stands at a cursor. */
import { isTrivia } from './token.ts';
import type { Token } from './token.ts';
import type { ActionCall, Expression, Member, Name, ReferenceStep, SourceFile, Span } from './tree.ts';

/** Everything in the tree that has a `kind`. Blocks and arguments are reached through the node that holds them. */
export type Node = SourceFile | Member | ActionCall | Expression | ReferenceStep;

/** The nodes directly within a node, in order of place. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'file':
      return node.members;
    case 'import':
      return present([node.path]);
    case 'param':
    case 'property':
    case 'vary':
      return present([node.value]);
    case 'declaration':
      return present<Node>([node.count, node.base]).concat(node.body?.members ?? []);
    case 'set':
      return present<Node>([node.target, node.value]);
    case 'expect':
      return present([node.condition]);
    case 'at':
      return present<Node>([node.time, node.action]);
    case 'action':
      return present([node.target, node.to]);
    case 'quantity':
      return [node.number];
    case 'reference':
      return node.steps;
    case 'element':
      return [node.index];
    case 'list':
      return node.elements;
    case 'range':
      return present([node.from, node.to, node.step]);
    case 'call':
      return node.arguments.map(argument => argument.value);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'within':
      return [node.left, node.tolerance, node.right];
    case 'parenthesized':
      return [node.inner];
    case 'number':
    case 'string':
    case 'boolean':
    case 'member':
    case 'all':
    case 'missing':
      return [];
  }
}

/** The names written in a node itself, not in its children, in order of place. */
export function namesOf(node: Node): readonly Name[] {
  switch (node.kind) {
    case 'import':
    case 'set':
    case 'expect':
    case 'at':
      return [node.keyword];
    case 'param':
    case 'vary':
    case 'declaration':
      return present([node.keyword, node.name]);
    case 'property':
    case 'action':
      return [node.name];
    case 'reference':
      return [node.first];
    case 'member':
      return present([node.name]);
    case 'quantity':
      return [node.unit];
    case 'call':
      return present([node.name]).concat(present(node.arguments.map(argument => argument.name)));
    default:
      return [];
  }
}

function present<T>(parts: readonly (T | undefined)[]): T[] {
  return parts.filter((part): part is T => part !== undefined);
}

/** Visits a node and everything below it, outer before inner, in order of place. `visit` answers `false` to pass over what is below. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => boolean | void): void {
  const waiting: { readonly node: Node; readonly parent: Node | undefined }[] = [{ node, parent: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visit(next.node, next.parent) === false) continue;
    const children = childrenOf(next.node);
    for (let each = children.length - 1; each >= 0; each--) waiting.push({ node: children[each]!, parent: next.node });
  }
}

/** The nodes around an offset from the file inwards. At a border the node that begins or goes on there is preferred. */
export function pathAt(file: SourceFile, offset: number): readonly Node[] {
  const path: Node[] = [file];
  for (let next = childAt(file, offset); next !== undefined; next = childAt(next, offset)) path.push(next);
  return path;
}

/** The last child that begins at an offset or before, if it reaches that far: children lie behind each other. */
function childAt(node: Node, offset: number): Node | undefined {
  const children = childrenOf(node);
  let low = 0,
    high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (children[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  const last = children[low - 1];
  return last !== undefined && offset <= last.end ? last : undefined;
}

/** What an editor needs to know about a place in the text, also where the text is unfinished. */
export interface Standing {
  /** The nodes around the place. Behind `backend = ` with nothing after it that is the property. */
  readonly path: readonly Node[];
  /** The word that the place is in or at the end of. */
  readonly word?: Token;
  /** The last token that counts before that word, or before the place. */
  readonly before?: Token;
  /** A line break lies between that token and the place. */
  readonly startsLine: boolean;
  /** The place is within a comment or string, where nothing is to be completed. */
  readonly within?: 'comment' | 'string';
}

/** What stands at an offset. */
export function standingAt(file: SourceFile, offset: number): Standing {
  const touched = touchedTokens(file, offset);
  const word = touched.find(token => token.kind === 'word' || token.kind === 'unit');
  const { within, text } = enclosing(file, touched, offset);
  const { before, startsLine } = tokenBefore(file, word?.start ?? text?.start ?? offset);
  const goesOn = before !== undefined && !startsLine && word === undefined && text === undefined && !endsMember(file, before);
  return { path: pathAt(file, goesOn ? before.end : offset), word, before, startsLine, within };
}

/** The token that goes on at an offset and, at a border, the one that ends there first. */
function touchedTokens(file: SourceFile, offset: number): readonly Token[] {
  const here = tokenNumberAt(file, offset);
  const token = file.tokens[here]!;
  const behind = file.tokens[here - 1];
  return token.start === offset && behind !== undefined ? [behind, token] : [token];
}

/** The last token that counts and ends at an offset or before, and whether a line break lies between. */
export function tokenBefore(file: SourceFile, offset: number): { readonly before?: Token; readonly startsLine: boolean } {
  let startsLine = false;
  for (let number = tokenNumberAt(file, offset); number >= 0; number--) {
    const token = file.tokens[number]!;
    if (token.start >= offset) continue;
    if (!isTrivia(token) && token.end <= offset) return { before: token, startsLine };
    if (isBreak(file, token, offset)) startsLine = true;
  }
  return { startsLine: true };
}

function endsMember(file: SourceFile, { start, end }: Token): boolean {
  return end - start === 1 && ';{}'.includes(file.text[start]!);
}

/** Number of the token that covers an offset: it begins there or before and ends after. At the end of the file, the `end` token. */
export function tokenNumberAt(file: SourceFile, offset: number): number {
  const { tokens } = file;
  let low = 0,
    high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isBreak(file: SourceFile, token: Token, offset: number): boolean {
  if (token.kind === 'newline') return token.end <= offset;
  return token.kind === 'blockComment' && /[\r\n]/.test(file.text.slice(token.start, Math.min(token.end, offset)));
}

/** The comment or string around an offset. A line comment and an unfinished string go on up to the end of their line. */
function enclosing(
  file: SourceFile,
  touched: readonly Token[],
  offset: number
): { readonly within?: Standing['within']; readonly text?: Token } {
  for (const token of touched) {
    if (offset <= token.start) continue;
    const isInside = offset < token.end;
    switch (token.kind) {
      case 'lineComment':
      case 'docComment':
        return { within: 'comment' };
      case 'blockComment':
        if (isInside || !file.text.startsWith('*/', token.end - 2)) return { within: 'comment' };
        break;
      case 'string':
        if (isInside || isUnfinished(file, token)) return { within: 'string', text: token };
    }
  }
  return {};
}

function isUnfinished(file: SourceFile, token: Span): boolean {
  return file.problems.some(problem => problem.code === 'unterminated-string' && problem.start === token.start);
}

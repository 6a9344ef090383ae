/**
 * What names stand for before anything is evaluated: files, params, and shapes.
 *
 * A *shape* is a declaration with its inheritance resolved: the sources that share its name and place (own and inherited),
 * and behind each of them the layers of its `: base`. Shapes know nothing of array elements or param values.
 */
import type {
  AtStatement,
  Declaration,
  ExpectStatement,
  Expression,
  ImportMember,
  Name,
  ParamMember,
  Property,
  SetStatement,
  SourceFile,
  VaryStatement
} from '../syntax/tree.ts';
import type { KindName, KindRow } from '../schema/types.ts';

export interface FileUnit {
  readonly uri: string;
  readonly tree: SourceFile;
  readonly imports: readonly ImportEdge[];
  /** Own top-level names; of two with one name the first. */
  readonly names: ReadonlyMap<string, NamedSymbol>;
  readonly params: readonly ParamSymbol[];
  readonly shapes: readonly Shape[];
}

export interface ImportEdge {
  readonly member: ImportMember;
  /** Absent when the file could not be read or would close a cycle. */
  readonly unit?: FileUnit;
}

export interface ParamSymbol {
  readonly symbol: 'param';
  readonly name: string;
  readonly member: ParamMember;
  readonly unit: FileUnit;
}

/** A declaration as it is written somewhere. */
export interface Source {
  readonly declaration: Declaration;
  readonly unit: FileUnit;
}

export interface Site<Member> {
  readonly member: Member;
  readonly unit: FileUnit;
}

export type Statement = VaryStatement | SetStatement | ExpectStatement | AtStatement;

export interface Shape {
  readonly symbol: 'shape';
  readonly row: KindRow;
  readonly kind: KindName;
  /** Name, or the kind's word where it has none; unnamed links have a key nobody can write. */
  readonly key: string;
  readonly name?: Name;
  readonly template: boolean;
  readonly parent?: Shape;
  /** File of the outermost block it lands in. */
  readonly unit: FileUnit;
  /** Declarations of this very name and place, inherited ones first; the last is the most own. */
  readonly sources: readonly Source[];
  readonly own: Source;
  readonly count?: Site<Expression>;
  /** Everything that contributes members, furthest base first. */
  layers(): readonly Source[];
  properties(): ReadonlyMap<string, Site<Property>>;
  children(): ReadonlyMap<string, Shape>;
  statements(): readonly Site<Statement>[];
}

export type NamedSymbol = ParamSymbol | Shape;

/** `server.guest`: how messages call a shape. */
export function pathOf(shape: Shape): string {
  return shape.parent === undefined ? shape.key : `${pathOf(shape.parent)}.${shape.key}`;
}

export function rootOf(shape: Shape): Shape {
  return shape.parent === undefined ? shape : rootOf(shape.parent);
}

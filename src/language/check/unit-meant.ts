/** Which unit a near miss stands for, by what the property that it is written in takes. */
import { kindRow, propertyRow } from '../schema/schema.ts';
import type { ValueType } from '../schema/types.ts';
import { suggestUnitOf } from '../syntax/units.ts';
import type { Dimension } from '../syntax/units.ts';
import type { SourceFile, SyntaxProblem } from '../syntax/tree.ts';
import { pathAt } from '../syntax/walk.ts';

/** `memory = 4G` means GiB, though a `G` alone is mostly one of a rate; undefined where the parser's guess stands. */
export function meantUnit(file: SourceFile, { code, start, values }: SyntaxProblem): string | undefined {
  if (code !== 'unit-near-miss') return undefined;
  const path = pathAt(file, start);
  const block = path.findLast(node => node.kind === 'declaration');
  const property = path.findLast(node => node.kind === 'property');
  const row = block?.kind === 'declaration' ? kindRow(block.keyword.text) : undefined;
  const type = row !== undefined && property?.kind === 'property' ? propertyRow(row, property.name.text)?.type : undefined;
  const dimensions = type === undefined ? [] : dimensionsOf(type);
  return dimensions.length === 0 ? undefined : suggestUnitOf(String(values?.unit), dimensions);
}

function dimensionsOf(type: ValueType): readonly Dimension[] {
  if (type.kind === 'quantity') return type.dimensions;
  if (type.kind === 'oneOf') return ['size'];
  return type.kind === 'either' ? type.options.flatMap(dimensionsOf) : [];
}

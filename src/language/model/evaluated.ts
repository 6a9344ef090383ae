/** What a written property comes to, shown where the text alone does not say it. */
import type { FullAnalysis } from '../analyse.ts';
import type { Instance } from '../evaluate/values.ts';
import type { Shape } from '../program/symbols.ts';
import type { PropertyRow } from '../schema/types.ts';
import { sourceText } from '../plan/shown.ts';
import { valueText } from './markdown.ts';

/** Elements of a shape at the default params; none for templates. */
export function elementsOf(analysis: FullAnalysis, shape: Shape): readonly Instance[] {
  if (shape.template) return [];
  if (shape.parent === undefined) return analysis.evaluation.roots(shape);
  return elementsOf(analysis, shape.parent).flatMap(parent => analysis.evaluation.children(parent, shape.key));
}

/** `Here: 4`, or of an array's first and last element. Undefined when the text says it already. */
export function evaluatedText(
  analysis: FullAnalysis,
  { row, shape }: { readonly row: PropertyRow; readonly shape?: Shape }
): string | undefined {
  const site = shape?.properties().get(row.name);
  if (shape === undefined || site?.member.value === undefined) return undefined;
  const written = sourceText(site.unit, site.member.value);
  const elements = elementsOf(analysis, shape);
  const texts = [elements[0], elements.at(-1)].map(element => {
    const value = element === undefined ? undefined : analysis.evaluation.property(element, row.name);
    return value === undefined ? undefined : valueText(value);
  });
  const [first, last] = texts;
  if (first === undefined || (first === written && last === written)) return undefined;
  return first === last || last === undefined ? `Here: \`${first}\`` : `Here: \`${first}\` in the first element, \`${last}\` in the last`;
}

/** What the experiments of a file expect, for a list of tests: told on a file with errors, too. */
import type { FullAnalysis } from '../analyse.ts';
import type { Location } from '../model/types.ts';
import { experimentShapes } from '../plan/draft.ts';
import { sourceText } from '../plan/shown.ts';

export interface ExperimentTests extends Location {
  readonly name: string;
  readonly expectations: readonly ExpectationTest[];
}

/** An `expect` line. One that is inherited stands where it is written, perhaps in another file. */
export interface ExpectationTest extends Location {
  /** As results call it: the condition with white space folded. */
  readonly text: string;
}

/** The experiments that the file would run, each with the expectations that a result of it has, in the same order. */
export function expectationsIn({ program }: FullAnalysis): readonly ExperimentTests[] {
  return experimentShapes(program).map(shape => {
    const { declaration, unit } = shape.own;
    const { start, end } = declaration.name ?? declaration.keyword;
    const expectations = shape.statements().flatMap(({ member, unit: file }): readonly ExpectationTest[] => {
      if (member.kind !== 'expect' || member.condition === undefined) return [];
      return [{ text: sourceText(file, member.condition), uri: file.uri, start: member.start, end: member.end }];
    });
    return { name: shape.key, uri: unit.uri, start, end, expectations };
  });
}

/** Every refactoring of the language, and what they offer at a place. */
import type { FullAnalysis } from '../../analyse.ts';
import type { Span } from '../../syntax/tree.ts';
import { convertUnit } from './convert-unit.ts';
import { extractParam } from './extract-param.ts';
import { extractPolicy } from './extract-policy.ts';
import { extractTemplate } from './extract-template.ts';
import { inlineParam } from './inline-param.ts';
import { inlineTemplate } from './inline-template.ts';
import { mergeCopies } from './merge-copies.ts';
import { select } from './proposal.ts';
import type { Proposal, Refactoring } from './proposal.ts';
import { splitHost } from './split-host.ts';

export type { Proposal, ProposalKind } from './proposal.ts';

export const refactorings: Readonly<Record<string, Refactoring>> = {
  extractParam,
  extractPolicy,
  extractTemplate,
  inlineParam,
  inlineTemplate,
  convertUnit,
  mergeCopies,
  splitHost
};

/** What may be done with what is marked. `exists` tells of files beside the analysed ones. */
export function refactor(
  analysis: FullAnalysis,
  uri: string,
  span: Span,
  exists: (uri: string) => boolean = () => false
): readonly Proposal[] {
  // What a name means is settled only once everything has been checked.
  analysis.check();
  const selected = select(analysis, uri, span, exists);
  return selected === undefined ? [] : Object.values(refactorings).flatMap(each => each(selected));
}

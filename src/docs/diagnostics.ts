/** Reference: every finding by its code. */
import { interopFindings } from '../interop/explanations.ts';
import type { Severity } from '../language/analysis.ts';
import { arithmeticFindings } from '../language/diagnostics/arithmetic.ts';
import { estimateFindings } from '../language/diagnostics/estimates.ts';
import { nameFindings } from '../language/diagnostics/names.ts';
import { planFindings } from '../language/diagnostics/plans.ts';
import { structureFindings } from '../language/diagnostics/structure.ts';
import { findings } from '../language/diagnostics/table.ts';
import type { Finding } from '../language/diagnostics/table.ts';
import { valueFindings } from '../language/diagnostics/values.ts';
import { SYNTAX_PROBLEMS } from '../language/syntax/problems.ts';
import { fence, generated, page, table } from './markdown.ts';

const topics: readonly (readonly [title: string, about: string, rows: Readonly<Record<string, Finding>>])[] = [
  ['Syntax', 'What cannot be read. The rest of the file is checked all the same.', SYNTAX_PROBLEMS],
  ['Structure', 'What stands where it cannot, twice, or not at all.', structureFindings],
  ['Names', 'References, imports and inheritance.', nameFindings],
  ['Values', 'Types, dimensions, units and ranges.', valueFindings],
  ['Experiments', 'What is to be run, and what it is started with.', planFindings],
  ['Arithmetic', 'What an expert would work out by hand: the sum is in the message, the formula here.', arithmeticFindings],
  ['Estimates', 'What the estimator finds while one types.', estimateFindings],
  ["Other tools' files", 'What imports and comparisons say of the files that they are given.', interopFindings]
];

/** Everything that is ever said of a file, by its code: what the page lists. */
export const explained: Readonly<Record<string, Finding>> = { ...findings, ...interopFindings };

/** Codes of the language's table that no topic holds, so that a new file of findings is not forgotten here. */
export function codesWithoutTopic(): string[] {
  const listed = new Set(topics.flatMap(([, , rows]) => Object.keys(rows)));
  return Object.keys(findings).filter(code => !listed.has(code));
}

const meanings: Readonly<Record<Severity, string>> = {
  error: 'The file cannot be simulated.',
  warning: 'It can, and something will surprise.',
  information: 'Worth knowing.',
  hint: 'A better way to write it.'
};

export function diagnosticsPage(by: string): string {
  return page(
    generated(by),
    '# Diagnostics',
    'Every finding has a stable code; `xnet explain CODE` says the same in a terminal. In messages, `{…}` stands for what the file says.',
    table(['severity', 'means'], Object.entries(meanings)),
    ...topics.flatMap(([title, about, rows]) => [
      `## ${title}`,
      about,
      ...Object.entries(rows).flatMap(([code, finding]) => entry(code, finding))
    ])
  );
}

function entry(code: string, { severity, message, explanation, formula, tag }: Finding): string[] {
  const faded = tag === undefined ? '' : tag === 'unnecessary' ? ', shown faded' : ', shown struck through';
  return [`### ${code}`, `${severity}${faded}: ${message}`, explanation, ...(formula === undefined ? [] : [fence('text', formula)])];
}

/** What other rooms use of the language. */
export { analyse } from './analyse.ts';
export type { FullAnalysis } from './analyse.ts';
export type { Analysis, Diagnostic, Fix, PlanOptions, PlanOutcome, Severity, SourceProvider, TextEdit } from './analysis.ts';
export { findings } from './diagnostics/table.ts';
export type { Code, Finding } from './diagnostics/table.ts';
export { kindNames, kinds } from './schema/schema.ts';
export type { KindName, KindRow, PropertyRow, ValueType } from './schema/types.ts';
export { showNumber, showQuantity } from './values/show.ts';
export * from './model/index.ts';

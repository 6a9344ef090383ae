/** Every generated page, by its path from the root. `replication.md` is not here: `xnet replicate` makes it. */
import { costsPage } from './costs.ts';
import { diagnosticsPage } from './diagnostics.ts';
import { functionsPage } from './functions.ts';
import { kindsPage } from './kinds.ts';
import { languagePage } from './language.ts';
import { nicsPage } from './nics.ts';
import { operationsPage } from './operations.ts';
import { sensitivityPart } from './sensitivity.ts';
import { unitsPage } from './units.ts';

const by = 'npm run docs';

/** The reference: what the tables of the language say. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'docs/reference/language.md': languagePage(by),
    'docs/reference/kinds.md': kindsPage(by),
    'docs/reference/units.md': unitsPage(by),
    'docs/reference/nics.md': nicsPage(by),
    'docs/reference/functions.md': functionsPage(by),
    'docs/reference/operations.md': operationsPage(by),
    'docs/reference/diagnostics.md': diagnosticsPage(by)
  };
}

/** The costs; `examples` are the texts of the examples by path, for what hangs on which number. */
export function costPages(examples: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return { 'docs/costs.md': costsPage(by, sensitivityPart(examples)) };
}

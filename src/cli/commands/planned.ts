/** What `run`, `estimate` and `replicate` have in common: a file is read, its findings are said, its plan is made. */
import type { PlanOptions } from '../../language/analysis.ts';
import type { LineOf } from '../../simulator/run/result.ts';
import type { Plan } from '../../topology/plan.ts';
import { say } from '../output.ts';
import { prepare } from '../prepare.ts';
import type { Prepared } from '../prepare.ts';
import { printDiagnostic, tally } from '../report/diagnostics.ts';
import { paletteFor } from '../report/table.ts';
import { disk, nameOf, uriOf } from '../sources.ts';
import type { Disk } from '../texts.ts';
import { UsageError } from '../usage.ts';

export interface Planned {
  readonly plan: Plan;
  readonly lineOf: LineOf;
  /** Of the file; where standard input counts as being, when it came from there. */
  readonly uri: string;
  /** Everything that was read to make the plan, by URI. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads, checks and plans a file. Errors and warnings go to standard error; `quiet` leaves the warnings of a good file out.
 * Undefined when there are errors.
 * @param mend what else could be planned when the file itself has no plan
 */
export function planFile(
  file: string,
  options: PlanOptions,
  quiet: boolean,
  mend: (prepared: Prepared) => Plan | undefined = () => undefined
): Planned | undefined {
  const uri = uriOf(file);
  const texts = new Map<string, string>();
  const prepared = prepare({ uri, file }, noting(texts), options);
  if (!prepared) throw new UsageError(`cannot read ${file}`);
  const plan = prepared.plan ?? mend(prepared);
  const wanted = prepared.diagnostics.filter(({ severity }) => severity === 'warning' || (!plan && severity === 'error'));
  if (!quiet || !plan) printToStderr(prepared, wanted, new Map([[uri, file]]));
  if (!plan) {
    say(`${file}: ${tally(prepared.diagnostics) || 'nothing to run'}; not run`);
    return undefined;
  }
  return { plan, uri: disk.baseOf(uri), texts, lineOf: origin => prepared.lines.of(origin.uri)?.place(origin.start).line };
}

/** This machine's files; what is read of them is noted. */
function noting(texts: Map<string, string>): Disk {
  return {
    ...disk,
    read(uri) {
      const text = disk.read(uri);
      if (text !== undefined) texts.set(disk.baseOf(uri), text);
      return text;
    }
  };
}

function printToStderr({ lines }: Prepared, diagnostics: Prepared['diagnostics'], named: ReadonlyMap<string, string>): void {
  const palette = paletteFor(process.stderr);
  const style = { palette, withSource: process.stderr.isTTY === true, nameOf: (uri: string) => nameOf(uri, named), lines };
  if (diagnostics.length > 0) say(diagnostics.map(one => printDiagnostic(one, style)).join('\n'));
}

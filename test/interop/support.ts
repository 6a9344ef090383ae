/** Imports and exports as tests ask for them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ExportFormat } from '../../src/interop/export.ts';
import { exporters } from '../../src/interop/export.ts';
import type { Exported } from '../../src/interop/export/loss.ts';
import type { FormatName } from '../../src/interop/formats.ts';
import { importFiles } from '../../src/interop/import.ts';
import type { Imported } from '../../src/interop/import.ts';
import { analyse } from '../../src/language/analyse.ts';
import type { Analysis } from '../../src/language/analysis.ts';
import { estimate } from '../../src/simulator/analytic/estimate.ts';
import { estimatePlan } from '../../src/simulator/run/plan.ts';
import type { Topology } from '../../src/topology/model.ts';

export const fixture = (name: string): string => fs.readFileSync(path.resolve('test/interop/fixtures', name), 'utf8');

export function imported(text: string, name = 'guest.cfg', format?: FormatName): Imported {
  return importFiles([{ name, text }], format);
}

export const importedFixtures = (...names: readonly string[]): Imported => importFiles(names.map(name => ({ name, text: fixture(name) })));

export const uri = 'file:///imported.xnet';

export function analysed(text: string): Analysis {
  return analyse(uri, { read: each => (each === uri ? text : undefined), resolve: (_, specifier) => specifier });
}

export function exported(text: string, format: ExportFormat): Exported {
  return exporters[format].write(analysed(text), 'imported.xnet');
}

/** `error code` of every finding, in order. */
export const codes = ({ findings }: Imported): string[] => findings.map(({ severity, code }) => `${severity} ${code}`);

/** What a finding of that code stands on, and what it says. */
export function finding(result: Imported, text: string, code: string): readonly [on: string, message: string] | undefined {
  const found = result.findings.find(each => each.code === code);
  return found && [text.slice(found.start, found.end), found.message];
}

/** A topology without places in the file. */
export function bare(topology: Topology): unknown {
  return JSON.parse(
    JSON.stringify(topology, (key, value: unknown) => (key === 'origin' || key === 'origins' || key === 'costs' ? undefined : value))
  );
}

/** Goodput of the first experiment's first point, bit/s, as the estimator has it. */
export function estimated(text: string): number {
  const { plan, diagnostics } = analysed(text).plan({});
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return estimatePlan(plan, estimate, { version: 'test', lineOf: () => undefined }).experiments[0]!.points[0]!.totals.goodputBps.mean;
}

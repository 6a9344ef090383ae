/** Reference: the operations that `costs` blocks price. */
import { costs, operations } from '../language/schema/operations.ts';
import type { OperationRow } from '../language/schema/operations.ts';
import { code, fence, generated, page, table } from './markdown.ts';

const unitTexts = { cycles: 'cycles', time: 'a time', factor: 'a factor' } as const;

export function operationsPage(by: string): string {
  const groups = new Map<string, OperationRow[]>();
  for (const row of Object.values(operations)) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return page(
    generated(by),
    '# Operations',
    costs.doc,
    fence('xnet', 'costs my_server : xen_2009 {\n  /// read: where the number is from\n  bridge = 450 cycles\n}'),
    'A block that is based on another one changes only what it names. An operation without a price costs nothing. The shipped numbers are in [costs](../costs.md).',
    ...[...groups].flatMap(([group, rows]) => [
      `## ${group[0]!.toUpperCase()}${group.slice(1)}`,
      table(
        ['operation', 'counted per', 'in', 'what it is'],
        rows.map(row => [code(row.name), row.per, row.units.map(unit => unitTexts[unit]).join(' or '), row.doc])
      )
    ])
  );
}

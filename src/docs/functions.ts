/** Reference: functions of expressions, and measures over results. */
import { signatureText } from '../language/model/markdown.ts';
import {
  actions,
  bottleneckDoc,
  cycleComponents,
  eachFunction,
  indexDoc,
  measures,
  plainFunctions,
  statements
} from '../language/schema/functions.ts';
import type { MeasureRow, ParameterRow, TargetName } from '../language/schema/functions.ts';
import { code, codes, fence, generated, page, table } from './markdown.ts';

export function functionsPage(by: string): string {
  return page(
    generated(by),
    '# Functions',
    'Functions over values stand anywhere. Measures read a result, so they stand only in `expect` and in the `of` of a `published` block.',
    '## Over values',
    ...Object.values(plainFunctions).flatMap(row => [
      `### \`${row.name}\``,
      code(signatureText(row.name)),
      row.doc,
      parameters(row.parameters)
    ]),
    '### `index`',
    indexDoc,
    '## Over results',
    'Naming a varied param in the call reads that point of the sweep, `experiment = NAME` another experiment at the same params; both sides of a ' +
      'comparison are then compared replication by replication.',
    fence(
      'xnet',
      'expect throughput(rx, guests = 2) >= 1.7 * throughput(rx, guests = 1)\nexpect latency(rpc, p99) <= 200 us\nexpect cycles(server.dom0, experiment = baseline) >= 3 * cycles(server.dom0)'
    ),
    ...Object.values(measures).flatMap(measureBlocks),
    '### `each`',
    code(signatureText('each')),
    eachFunction.doc,
    '### `bottleneck`',
    bottleneckDoc,
    '## Components of cycles',
    `\`cycles(x, component)\` asks for one part of what a domain spends per packet: ${codes(cycleComponents)}. A run knows best which it has; underscores are spaces in results.`,
    '## Statements of an experiment',
    ...Object.values(statements).flatMap(row => [`### \`${row.name}\``, code(row.signature), row.doc]),
    '## Actions',
    table(
      ['action', 'on', 'what happens'],
      Object.values(actions).map(row => [code(row.to === undefined ? row.name : `${row.name} … to …`), targets(row.targets), row.doc])
    )
  );
}

function measureBlocks(row: MeasureRow): string[] {
  return [`### \`${row.name}\``, code(signatureText(row.name)), `${row.doc} Of ${targets(row.targets)}.`, parameters(row.parameters)];
}

function parameters(rows: readonly ParameterRow[]): string {
  return rows.map(row => `* \`${row.name}\`${row.optional === true ? ' (may be left out)' : ''}: ${row.doc}`).join('\n');
}

const targets = (names: readonly TargetName[]): string => names.map(code).join(', ');

/** A plausible value for a property: what completion and the "add missing" fix write. */
import type { PropertyRow, QuantityName, ValueType } from './types.ts';

/** A quantity of each dimension, as messages and mends write one. */
export const quantityExamples: Readonly<Record<QuantityName, string>> = {
  rate: '10 Gbps',
  packets: '1 Mpps',
  size: '4 KiB',
  time: '10 ms',
  frequency: '2.66 GHz',
  cycles: '300 cycles',
  ratio: '50 %'
};

const chosen: Readonly<Record<string, string>> = {
  model: 'netfront',
  cores: '8',
  vcpus: '1',
  from: 'client',
  to: 'server',
  domain: 'dom0',
  duration: '1 s',
  source: '""',
  of: 'throughput(rx)',
  ends: '[a, b]',
  metarouter: 'm',
  link: 'l'
};

export function exampleValue(row: PropertyRow): string {
  return row.default ?? chosen[row.name] ?? exampleOfType(row.type);
}

function exampleOfType(type: ValueType): string {
  switch (type.kind) {
    case 'quantity':
      return quantityExamples[type.dimensions[0] as QuantityName];
    case 'integer':
      return String(Math.max(1, type.min ?? 1));
    case 'number':
      return '1';
    case 'boolean':
      return 'true';
    case 'string':
      return '""';
    case 'word':
      return Object.keys(type.words.words)[0] ?? 'name';
    case 'oneOf':
      return type.texts[0] ?? '1';
    case 'reference':
      return type.kinds[0] ?? 'name';
    case 'list':
      return `[${exampleOfType(type.of)}]`;
    case 'either':
      return exampleOfType(type.options[0] as ValueType);
    case 'cost':
      return type.units.includes('cycles') ? quantityExamples.cycles : type.units.includes('time') ? '300 ns' : '1';
    case 'measure':
      return 'throughput(rx)';
    case 'claim':
      return '1 Gbps';
    case 'claims':
      return '[[1, 1 Gbps]]';
  }
}

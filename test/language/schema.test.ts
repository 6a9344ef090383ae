import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { kinds, kindNames, parentsOf } from '../../src/language/schema/schema.ts';
import type { KindRow, PropertyRow, ValueType } from '../../src/language/schema/types.ts';
import { defaultValue } from '../../src/language/evaluate/defaults.ts';
import { mismatch } from '../../src/language/evaluate/conform.ts';
import { CONTAINS, FILE_KINDS } from '../../src/language/syntax/nesting.ts';
import { RESERVED } from '../../src/language/syntax/words.ts';
import { reservedWords } from '../../src/language/schema/words.ts';
import { operations } from '../../src/language/schema/operations.ts';
import { findings } from '../../src/language/diagnostics/table.ts';

const root = process.cwd();

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => path.join(folder, file));
}

function everyRow(visit: (row: PropertyRow, owner: KindRow) => void): void {
  for (const name of kindNames) for (const row of Object.values(kinds[name].properties)) visit(row, kinds[name]);
}

function simple(type: ValueType): ValueType {
  return type.kind === 'list' ? type.of : type;
}

describe('schema', () => {
  it('nests kinds as the parser believes', () => {
    assert.deepEqual(Object.fromEntries(kindNames.map(name => [name, kinds[name].contains])), CONTAINS);
    assert.deepEqual(kindNames.filter(name => kinds[name].topLevel).sort(), [...FILE_KINDS].sort());
  });

  it('reserves the words that the parser reserves', () => {
    assert.deepEqual([...reservedWords].sort(), [...RESERVED].sort());
  });

  it('gives every kind a place to stand', () => {
    for (const name of kindNames) assert.ok(kinds[name].topLevel || parentsOf(name).length > 0, name);
  });

  it('documents every row and says what leaving it out means', () => {
    everyRow((row, owner) => {
      const name = `${owner.kind}.${row.name}`;
      assert.match(row.doc, /[.)]$/, name);
      assert.ok(row.required === true || row.default !== undefined || row.absent !== undefined, name);
      assert.ok(row.required !== true || row.default === undefined, `${name} is required and has a default`);
    });
  });

  it('has defaults that its own types accept', () => {
    everyRow((row, owner) => {
      if (row.default === undefined) return;
      const value = defaultValue(row.default);
      assert.ok(value !== undefined, `${owner.kind}.${row.name} = ${row.default}`);
      for (const each of value.kind === 'list' ? value.elements : [value]) {
        assert.equal(mismatch(each, simple(row.type), row.name), undefined, `${owner.kind}.${row.name} = ${row.default}`);
      }
    });
  });

  it('names only vif models that exist', () => {
    const models = kinds.vif.properties['model']?.type;
    assert.ok(models?.kind === 'word');
    for (const row of Object.values(kinds.vif.properties)) {
      for (const model of row.models ?? []) assert.ok(model in models.words.words, `${row.name}: ${model}`);
    }
  });

  it("prices every operation of the simulator's table", () => {
    const named = `nic_rx nic_tx nic_miss skb page half_page buffer_release doorbell interrupt interrupt_inject adaptive_moderation
      bridge netfilter netback_rx netback_tx segment checksum_byte
      netfront_rx netfront_tx softirq tcp_rx tcp_tx udp_rx udp_tx ack_make ack_take aggregate ack_template syscall socket
      copy_cold_byte copy_other_core_byte copy_prefetched_byte copy_hot_byte copy_misaligned
      grant_issue grant_revoke grant_lookup grant_copy grant_page grant_map grant_unmap grant_transfer tlb_flush hypercall iommu_map iommu_unmap
      register register_page event_send event_upcall vm_exit domain_switch tlb_refill worldswitch translation_factor line_transfer cache_miss
      engine_rx engine_tx engine_order descriptor_fetch context_load pcie_read`.split(/\s+/);
    assert.deepEqual(
      named.filter(name => !(name in operations)),
      []
    );
  });
});

describe('diagnostics table', () => {
  it('has no row that nothing reports', () => {
    const source = filesBelow(path.join(root, 'src'))
      .filter(file => !/diagnostics\/(structure|names|values|plans|arithmetic)\.ts$/.test(file))
      .map(file => fs.readFileSync(file, 'utf8'))
      .join('');
    assert.deepEqual(
      Object.keys(findings).filter(code => !source.includes(`'${code}'`) && !source.includes(`"${code}"`)),
      []
    );
  });

  for (const [code, row] of Object.entries(findings)) {
    it(`${code} has a message and an explanation`, () => {
      assert.match(code, /^[a-z]+(-[a-z]+)*$/);
      assert.ok(row.message.length > 5 && !/[.]$/.test(row.message), row.message);
      assert.match(row.explanation, /[.:)`]$/);
    });
  }
});

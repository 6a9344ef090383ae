/** The NIC catalogue: every row can be told, and the bus of every card whose slot is known is held against its wire. */
import { strict as assert } from 'node:assert';
import { usableRate } from '../../../src/language/rules/pcie.ts';
import { catalogue, catalogueRow } from '../../../src/language/schema/nics.ts';
import { analyseText } from '../support.ts';

const rows = Object.values(catalogue);

function limits(members: string): readonly string[] {
  const text = `host h { cpu { cores = 1; clock = 1 GHz }; nic e { ${members} } }`;
  return analyseText(text)
    .diagnostics.filter(({ code }) => ['pcie-limit', 'beyond-card', 'unknown-card'].includes(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

/** Gbit/s that a slot carries in packets of 256 bytes with 26 around each, reckoned by hand. */
const slots: readonly (readonly [slot: string, gigabits: number])[] = [
  ['gen1_x4', 7.262],
  ['gen2_x8', 29.05],
  ['gen3_x8', 57.21],
  ['gen3_x16', 114.41],
  ['gen4_x8', 114.41],
  ['gen4_x16', 228.83],
  ['gen5_x16', 457.66]
];

describe('cards', () => {
  for (const [slot, gigabits] of slots) {
    it(`a slot ${slot} carries ${gigabits} Gb/s`, () => {
      const { rate } = usableRate(slot) ?? { rate: NaN };
      assert.ok(Math.abs(rate / 1e9 / gigabits - 1) < 1e-3, String(rate));
    });
  }

  for (const { name, title, also = [], rate, pcie, source } of rows) {
    it(`${title} is known by its names, has a source, and a bus that carries a port`, () => {
      for (const each of [name, ...also, title.replace(/ \(.*/, '')]) assert.equal(catalogueRow(each)?.name, name, each);
      assert.ok(source.length > 10);
      assert.deepEqual(limits(`model = ${name}; rate = ${rate / 1e9} Gbps`), []);
      if (pcie === undefined) return;
      assert.ok((usableRate(pcie)?.rate ?? 0) >= rate, pcie);
      // The slot that it is put into may be narrower than its connector, and then limits; a wider one changes nothing.
      assert.match(limits(`model = ${name}; rate = ${rate / 1e9} Gbps; pcie = gen1_x1`).join(), /^pcie-limit: h\.e has .* and a slot/);
      assert.deepEqual(limits(`model = ${name}; rate = ${rate / 1e9} Gbps; pcie = gen6_x16`), []);
    });
  }

  it('a connector narrower than its slot is what limits', () => {
    assert.match(
      limits('model = x710; rate = 80 Gbps; pcie = gen5_x16').join('\n'),
      /pcie-limit: h\.e has 80 Gbps and a connector \(Intel X710\) that carries 57\.21 Gbps/
    );
  });

  it('no two cards share a name', () => {
    const names = rows.flatMap(({ name, also = [] }) => [name, ...also]);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      []
    );
  });
});

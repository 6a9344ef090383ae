import { strict as assert } from 'node:assert';
import { operations } from '../../src/language/schema/operations.ts';
import { libraryNames, libraryText } from '../../src/language/program/library.ts';
import { analyseText, findingsOf, host } from './support.ts';

describe('shipped libraries', () => {
  for (const name of libraryNames()) {
    const own = /^costs\s+([\w-]+)/m.exec(libraryText(`xnet:${name}`) ?? '')?.[1] ?? '';

    it(`${name} has no findings of its own`, () => {
      const analysis = analyseText(`import "xnet:${name}"\n${host(`costs = ${own}`)}`);
      assert.deepEqual(findingsOf(analysis, ['error', 'warning', 'information', 'hint']), []);
    });

    it(`${name} says of every number where it is from`, () => {
      const { topology } = analyseText(`import "xnet:${name}"\n${host(`costs = ${own}`)}`);
      const costs = topology.hosts[0]?.costs.operations ?? {};
      assert.ok(Object.keys(costs).length > 0);
      for (const [operation, cost] of Object.entries(costs)) {
        assert.ok(operation in operations, operation);
        assert.ok(cost.source.length > 5, `${operation}: ${cost.source}`);
        if (cost.standing === 'assumed') assert.ok(cost.range !== undefined, `${operation} is assumed without a range`);
      }
    });
  }

  it('are taken by the kind of the hypervisor when a host names no costs', () => {
    const costsOf = (kind: string): string | undefined =>
      analyseText(host(`hypervisor { kind = ${kind} }`).replace('role = driver', 'role = control')).topology.hosts[0]?.costs.name;
    assert.deepEqual([costsOf('xen'), costsOf('kvm')], ['xen_2009', 'kvm_2018']);
  });
});

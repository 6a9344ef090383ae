/** Running hosts and labs: what tools print, read as topologies. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatNames, recognise } from '../../../src/interop/formats.ts';
import { importFiles } from '../../../src/interop/import.ts';
import type { Host } from '../../../src/topology/model.ts';
import { analysed, estimated, finding, fixture, imported, importedFixtures } from '../support.ts';

const hostOf = (text: string | undefined): Host => {
  const { topology, diagnostics } = analysed(text!);
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    []
  );
  return topology.hosts[0]!;
};

describe('formats', () => {
  for (const [name, format] of [
    ['web.cfg', 'xl'],
    ['kvm.xml', 'libvirt'],
    ['networks.xml', 'libvirt'],
    ['store.txt', 'xenstore'],
    ['links.json', 'ip-link'],
    ['lab.clab.yml', 'containerlab']
  ] as const) {
    it(`${name} is recognised by its content`, () => assert.equal(recognise({ name: 'unnamed', text: fixture(name) }), format));
  }

  it('what is none is refused in words', () => {
    const { text, findings } = imported('once upon a time');
    assert.equal(text, undefined);
    assert.match(findings[0]!.message, /xl\.cfg/);
  });

  it('files about two hypervisors are two hosts', () => {
    const { findings } = importedFixtures('web.cfg', 'kvm.xml');
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['two-hypervisors']
    );
  });

  it('no format throws on any text', () => {
    const pieces = fc.constantFrom(
      'topology:\n',
      ' nodes:\n',
      '  a: {}\n',
      ' links: [',
      '"a:b"',
      ']',
      '[{"ifname":"x"',
      '}]',
      'local = ""\n',
      ' domain = ""\n',
      '/local/domain/1/x = "y"\n',
      '{',
      '&a ',
      '*a',
      '- ',
      '<domain',
      'null',
      '7'
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...formatNames),
        fc.array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 12 }),
        (format, parts) => {
          const { text, findings } = imported(parts.join(''), 'x', format);
          assert.ok(text !== undefined || findings.length > 0);
        }
      ),
      { numRuns: 200 }
    );
  });
});

describe('xenstore-ls', () => {
  const check = (text: string): void => {
    const result = imported(text, 'store.txt');
    const host = hostOf(result.text);
    const [dom0, web] = host.domains;
    assert.deepEqual([dom0!.name, dom0!.role, dom0!.vcpus, dom0!.maxQueues], ['server.dom0', 'driver', 2, 2]);
    assert.deepEqual([web!.name, web!.vcpus, web!.memory], ['server.web', 1, 2 ** 30]);
    assert.deepEqual(
      web!.vifs.map(({ bridge, backend, mac, queues, rate, trusted, offloads }) => [
        bridge,
        backend,
        mac,
        queues,
        rate,
        trusted,
        offloads.includes('tso')
      ]),
      [
        ['server.xenbr0', 'server.dom0', '00:16:3e:11:22:33', 1, 10e6, false, false],
        ['server.xenbr1', 'server.dom0', '00:16:3e:11:22:34', 1, undefined, true, true]
      ]
    );
    assert.ok(estimated(result.text!) > 0);
  };

  it('is read as a tree', () => {
    check(fixture('store.txt'));
    const [on, message] = finding(importedFixtures('store.txt'), fixture('store.txt'), 'line-skipped')!;
    assert.equal(on, 'what is this');
    assert.match(message, /not understood/);
  });

  it('is read as full paths, with permissions', () => {
    const stack: string[] = [];
    const lines = fixture('store.txt')
      .split('\n')
      .flatMap(line => {
        const [, indent, key, value] = /^( *)(\S+) = "(.*)"$/.exec(line) ?? [];
        if (key === undefined) return [];
        stack.length = indent!.length;
        stack.push(key);
        return [`/${stack.join('/')} = "${value}"   (n0,r5)`];
      });
    check(lines.join('\n'));
  });
});

describe('ip -j -d link', () => {
  it('gives NICs, functions and bridges, and what the guests of other files are plugged into', () => {
    const host = hostOf(importFiles(['links.json', 'web.cfg'].map(name => ({ name, text: fixture(name) }))).text);
    assert.deepEqual(
      host.nics.slice(0, 2).map(({ name, mtu, vfs }) => [name, mtu, vfs]),
      [
        ['server.eno1', 9000, 0],
        ['server.ens5f0', 1500, 4]
      ]
    );
    assert.deepEqual(
      host.bridges.slice(0, 2).map(({ name, uplink }) => [name, uplink]),
      [
        ['server.xenbr0', 'server.eno1'],
        ['server.private', undefined]
      ]
    );
    assert.equal(host.domains.find(({ name }) => name === 'server.web_1')!.vifs[0]!.nic, 'server.eno1');
  });

  it('knows whose function is passed through', () => {
    const guest = { name: 'g.cfg', text: `name = "g"\npci = [ '05:10.1' ]` };
    const host = hostOf(importFiles([{ name: 'links.json', text: fixture('links.json') }, guest]).text);
    assert.equal(host.domains.find(({ name }) => name === 'server.g')!.vifs[0]!.nic, 'server.ens5f0');
    assert.ok(!host.nics.some(({ name }) => name.includes('pci_')));
  });

  it('says what is wrong with a text cut short', () => {
    const text = fixture('links.json').slice(0, 200);
    assert.match(imported(text, 'links.json').findings[0]!.message, /ip -j -d link/);
  });
});

describe('containerlab', () => {
  it('nodes are guests, links are bridges between two', () => {
    const result = importedFixtures('lab.clab.yml');
    const host = hostOf(result.text);
    const guests = host.domains.filter(({ role }) => role === 'guest');
    assert.deepEqual(
      guests.map(({ name, vcpus, memory, pin }) => [name, vcpus, memory, pin]),
      [
        ['server.r1', 2, 2 ** 31, [2, 3]],
        ['server.c1', 2, 2 ** 29, undefined],
        ['server.c2', 1, 2 ** 29, undefined]
      ]
    );
    assert.deepEqual(
      guests.flatMap(({ vifs }) => vifs.map(({ name, bridge, mtu }) => [name, bridge, mtu])),
      [
        ['server.r1.eth1', 'server.link1', 9500],
        ['server.r1.eth2', 'server.br0', 1500],
        ['server.c1.eth1', 'server.link1', 9500],
        ['server.c1.eth2', 'server.to_eno3', undefined],
        ['server.c2.eth1', 'server.br0', 9500],
        ['server.c2.eth2', 'server.to_eth0', undefined]
      ]
    );
    assert.equal(host.bridges.find(({ name }) => name === 'server.br0')!.kind, 'ovs');
    assert.deepEqual(
      result.findings.filter(({ severity }) => severity === 'warning').map(({ message }) => message),
      [
        'the tunnel is taken for a plain way to the NIC: encapsulation is not modelled',
        'this link has no node at its ends, and is left out'
      ]
    );
    assert.ok(estimated(result.text!) > 0);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { importFiles } from '../../../src/interop/import.ts';
import { isBad, readXml } from '../../../src/interop/xml.ts';
import { format } from '../../../src/language/format/format.ts';
import type { Domain, Host } from '../../../src/topology/model.ts';
import { analysed, bare, estimated, exported, finding, fixture, imported, importedFixtures } from '../support.ts';

const errorsIn = (text: string): string[] =>
  analysed(text).diagnostics.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
const hostOf = (text: string): Host => analysed(text).topology.hosts[0]!;
const guestOf = (text: string): Domain => hostOf(text).domains.find(({ role }) => role === 'guest')!;
const domain = (inside: string, type = 'kvm', rest = ''): string =>
  `<domain type='${type}'><name>g</name><vcpu>4</vcpu>${rest}<devices>${inside}</devices></domain>`;

describe('import of libvirt XML', () => {
  it('gives a domain with everything it is plugged into', () => {
    const { text } = importedFixtures('kvm.xml', 'networks.xml');
    assert.deepEqual(errorsIn(text!), []);
    assert.equal(format(text!), text);
    const host = hostOf(text!);
    const guest = guestOf(text!);
    assert.deepEqual(
      [guest.name, guest.vcpus, guest.pin, guest.memory, guest.kind],
      ['server.fw___proxy', 4, [4, 5, 6, 7], 2 ** 31, 'hvm']
    );
    assert.deepEqual(
      guest.vifs.map(({ model, virtioBackend, bridge, nic, queues, ring, rate, burst, mtu }) => [
        model,
        virtioBackend,
        bridge,
        nic,
        queues,
        ring,
        rate,
        burst,
        mtu
      ]),
      [
        ['virtio', 'vhost', 'server.virbr0', 'server.eno1', 4, 1024, 1_024_000, 262_144, undefined],
        ['virtio', 'vhost', 'server.ovsbr0', 'server.eth0', 1, 256, undefined, undefined, 9000],
        ['emulated', undefined, 'server.to_eno2', 'server.eno2', 1, 256, undefined, undefined, undefined],
        ['sriov', undefined, undefined, 'server.ens6f0', 1, 256, undefined, undefined, undefined],
        ['virtio', 'vhost_user', 'server.vswitch', 'server.eth1', 16, 256, undefined, undefined, undefined],
        ['sriov', undefined, undefined, 'server.pci_0000_06', 1, 256, undefined, undefined, undefined],
        ['virtio', 'vhost', 'server.virbr0', 'server.eno1', 2, 256, undefined, undefined, undefined]
      ]
    );
    assert.deepEqual(
      host.bridges.map(({ name, kind, netfilter, uplink }) => [name, kind, netfilter, uplink]),
      [
        ['server.virbr0', 'linux', true, 'server.eno1'],
        ['server.virbr7', 'linux', false, undefined],
        ['server.ovsbr0', 'ovs', false, 'server.eth0'],
        ['server.to_eno2', 'none', false, 'server.eno2'],
        ['server.vswitch', 'ovs_dpdk', false, 'server.eth1']
      ]
    );
  });

  const said: readonly (readonly [text: string, code: string, on: RegExp, says: RegExp])[] = [
    [domain(`<interface type='bridge'><source bridge='b'/></interface>`), 'libvirt-model', /^<interface/, /rtl8139/],
    [
      domain(`<interface type='bridge'><model type='virtio'/><driver queues='5'/></interface>`),
      'libvirt-queues',
      /^5$/,
      /5 queues and 4 vCPUs/
    ],
    [domain(`<interface type='user'/>`), 'libvirt-unmodelled', /^<interface/, /slirp/],
    [
      domain(`<interface type='network'><source network='lan'/><model type='virtio'/></interface>`),
      'libvirt-network',
      /lan/,
      /Import its network XML/
    ],
    [
      domain(`<interface type='bridge'><model type='virtio'/><bandwidth><inbound average='1'/></bandwidth></interface>`),
      'libvirt-bandwidth',
      /^<inbound/,
      /receives/
    ],
    [domain('', 'qemu'), 'libvirt-value', /^<domain/, /translates instructions/],
    [domain('', 'kvm', `<memory unit='furlong'>1</memory>`), 'libvirt-value', /furlong/, /number and a unit/],
    [domain('', 'kvm', `<cputune><vcpupin vcpu='0' cpuset='1-2'/></cputune>`), 'xl-affinity', /vcpupin/, /sets of their own/],
    ['<domain><name>x</domain>', 'xml', /./, /closing tag/i]
  ];
  for (const [text, code, on, says] of said) {
    it(`${code}: ${says.source}`, () => {
      const [stands, message] = finding(imported(text, 'g.xml', 'libvirt'), text, code) ?? [];
      assert.match(stands!, on);
      assert.match(message!, says);
    });
  }

  it('a guest of Xen is the same topology from its cfg and from its XML', () => {
    // Trust is the one thing of the pair that libvirt has no word for.
    const [cfg, xml] = [fixture('web.cfg').replace(', untrusted', ''), fixture('web.xml')];
    assert.deepEqual(bare(analysed(imported(cfg).text!).topology), bare(analysed(imported(xml).text!).topology));
  });

  it('the estimator answers on every kind of interface', () => {
    const kinds = ['bridge', 'network', 'direct', 'ethernet', 'vdpa', 'vhostuser'].map(
      type => `<interface type='${type}'><source dev='x' bridge='b' network='n' path='p'/><model type='virtio'/></interface>`
    );
    for (const text of [...kinds, `<interface type='direct'><source dev='x'/><model type='e1000'/></interface>`].map(
      each => imported(domain(each), 'g.xml').text!
    ))
      assert.ok(estimated(text) > 0, text);
    assert.ok(estimated(importedFixtures('kvm.xml', 'networks.xml').text!) > 0);
    assert.ok(estimated(importedFixtures('web.xml').text!) > 0);
  });

  it('never throws, and what it writes has no errors', () => {
    const pieces = fc.constantFrom(
      '<interface type="',
      'bridge',
      'network',
      'hostdev',
      'vdpa',
      '">',
      '"/>',
      '</interface>',
      '<source ',
      'bridge="b" ',
      '/>',
      '<model type="virtio"/>',
      '&amp;',
      '&x;',
      '<!--',
      '-->',
      '<',
      "'",
      '<driver queues="9"/>',
      '<bandwidth><outbound average="7"/></bandwidth>',
      '<hostdev type="pci"><source><address bus="0x99"/></source></hostdev>',
      '<![CDATA[x]]>',
      '<mac address="zz"/>'
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
        const { text } = imported(domain(parts.join('')), 'g.xml', 'libvirt');
        if (text !== undefined) assert.deepEqual(errorsIn(text), []);
      }),
      { numRuns: 150 }
    );
  });

  it('elements know where they stand', () => {
    const text = '<?xml version="1.0"?>\n<!-- x -->\n<a b="1">\n  <c/>\n  <d>t</d></a>';
    const read = readXml(text);
    assert.ok(!isBad(read));
    const [a] = read;
    assert.deepEqual(
      a!.children.map(({ start, end }) => text.slice(start, end)),
      ['<c/>', '<d>t</d>']
    );
    assert.equal(a!.children[1]!.text, 't');
  });
});

describe('export of libvirt XML', () => {
  it('what was imported comes back: the topology, and all that was kept', () => {
    const first = importedFixtures('kvm.xml', 'networks.xml').text!;
    const { files } = exported(first, 'libvirt');
    assert.deepEqual(
      files.map(({ name }) => name),
      ['fw___proxy.xml', 'network-default.xml', 'network-alone.xml', 'network-vfs.xml']
    );
    for (const { name, text } of files) assert.ok(!isBad(readXml(text)), name);
    const second = importFiles(files).text!;
    assert.deepEqual(bare(analysed(second).topology), bare(analysed(first).topology));
    const xml = files[0]!.text;
    for (const kept of [
      `portgroup='slow'`,
      `txmode='iothread'`,
      `csum='off'`,
      `peak='5000'`,
      `peak='256'`,
      `interfaceid=`,
      `tag id='42'`,
      `trustGuestRxFilters='yes'`,
      `mode='private'`,
      `virtio-non-transitional`,
      `e1000e`,
      '/run/vhost1.sock',
      '<shares>2048</shares>',
      'emulatorpin',
      `current='4'`,
      '0x1234',
      'xmlns:qemu=',
      'type="user"',
      'qemu:arg',
      '<uuid>',
      '<boot dev'
    ])
      assert.ok(xml.includes(kept) || xml.includes(kept.replaceAll('"', "'")), `${kept} in ${xml}`);
  });

  it('importing what was exported and exporting again changes nothing', () => {
    const once = exported(importedFixtures('kvm.xml', 'networks.xml').text!, 'libvirt').files;
    const twice = exported(importFiles(once).text!, 'libvirt').files;
    assert.deepEqual(
      twice.map(({ text }) => text),
      once.map(({ text }) => text)
    );
  });

  it('a guest of Xen goes from cfg to XML and back to the same topology', () => {
    const first = imported(fixture('web.cfg').replace(', untrusted', ''), 'web.cfg').text!;
    const [xml] = exported(first, 'libvirt').files;
    const second = imported(xml!.text, 'web.xml').text!;
    assert.deepEqual(bare(analysed(second).topology), bare(analysed(first).topology));
  });

  it('names what libvirt cannot say', () => {
    const source = `
      host server {
        cpu { cores = 8; clock = 3 GHz }
        hypervisor { kind = kvm }
        nic eth0 { rate = 25 Gbps; pcie = gen3_x8 }
        domain os { role = control; vcpus = 4 }
        bridge br0 { domain = os; uplink = eth0 }
        domain guest { vcpus = 2; weight = 512; vif eth0 { model = virtio; bridge = br0; rate = 10001 bps; priority = 3 } vif eth1 { model = direct; nic = eth0 } }
      }`;
    const { losses, files } = exported(source, 'libvirt');
    const lost = losses.map(({ what }) => what);
    for (const what of [
      'server.cpu.clock',
      'server.eth0.rate',
      'server.eth0.pcie',
      'server.br0.uplink',
      'server.os.vcpus',
      'server.guest.weight',
      'server.guest.eth0.rate',
      'server.guest.eth0.priority',
      'server.guest.eth1.model'
    ])
      assert.ok(lost.includes(what), `${what} in ${lost.join(', ')}`);
    assert.match(files[0]!.text, /<source bridge='br0'\/>/);
  });
});

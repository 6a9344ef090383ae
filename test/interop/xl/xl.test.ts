import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { importFiles } from '../../../src/interop/import.ts';
import { parseConfig } from '../../../src/interop/xl/parser.ts';
import { format } from '../../../src/language/format/format.ts';
import type { Host, Vif } from '../../../src/topology/model.ts';
import { analysed, bare, codes, estimated, exported, finding, fixture, imported, importedFixtures } from '../support.ts';

const hostOf = (text: string): Host => analysed(imported(text).text!).topology.hosts[0]!;
const vifOf = (spec: string, more = ''): Vif =>
  hostOf(`name = "g"\nvcpus = 2\n${more}vif = [ '${spec}' ]`).domains.find(({ name }) => name === 'server.g')!.vifs[0]!;
const errorsIn = (text: string): string[] =>
  analysed(text).diagnostics.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));

describe('import of xl.cfg', () => {
  it('gives a domain with its vifs, and a host around it', () => {
    const { text } = importedFixtures('web.cfg');
    const { topology } = analysed(text!);
    const web = topology.hosts[0]!.domains.find(({ name }) => name === 'server.web_1')!;
    assert.deepEqual([web.kind, web.vcpus, web.pin, web.memory, web.role], ['pvh', 2, [2, 3], 2 ** 30, 'guest']);
    assert.deepEqual(
      web.vifs.map(({ model, bridge, mac, mtu, rate, trusted, queues, backend }) => [
        model,
        bridge,
        mac,
        mtu,
        rate,
        trusted,
        queues,
        backend
      ]),
      [
        ['netfront', 'server.xenbr0', '00:16:3e:0a:00:01', undefined, 100e6, true, 2, 'server.dom0'],
        ['netfront', 'server.storage', '00:16:3e:0a:00:02', 9000, undefined, false, 2, 'server.dom0']
      ]
    );
    assert.deepEqual(errorsIn(text!), []);
    assert.equal(format(text!), text);
    assert.ok(topology.flows.length > 0 && topology.hosts[0]!.nics.length === 2);
  });

  it('says every assumption twice: beside the line and as a finding', () => {
    const result = importedFixtures('web.cfg');
    const remarks = result.text!.match(/\/\/ assumed: /g)!.length;
    assert.ok(remarks >= 10);
    for (const what of [
      'cores',
      'clock',
      'speed of NIC eth0',
      'PCIe slot of NIC eth0',
      'scheduler',
      'grant policy',
      'vCPUs dom0',
      'traffic'
    ]) {
      assert.ok(
        result.findings.some(({ code, message }) => code === 'assumed' && message.includes(what)),
        what
      );
    }
  });

  it('several files are one host; who is a back-end drives', () => {
    const { text, findings } = importedFixtures('client.cfg', 'router.cfg');
    const [host] = analysed(text!).topology.hosts;
    assert.deepEqual(
      host!.domains.map(({ name, role }) => `${name} ${role}`),
      ['server.dom0 driver', 'server.netvm driver', 'server.client guest']
    );
    assert.equal(host!.bridges[0]!.domain, 'server.netvm');
    // The card that the driver domain was given is what its bridge is on.
    assert.equal(host!.bridges[0]!.uplink, 'server.pci_0000_03_00_0');
    assert.deepEqual(host!.nics.length, 1);
    assert.equal(host!.domains[2]!.vifs[0]!.backend, 'server.netvm');
    assert.deepEqual(errorsIn(text!), []);
    assert.ok(findings.every(({ severity }) => severity === 'information'));
  });

  const specs: readonly (readonly [what: string, spec: string, expected: Partial<Vif>, more?: string])[] = [
    ['nothing written: xenbr0 in dom0', '', { model: 'netfront', bridge: 'server.xenbr0', backend: 'server.dom0' }],
    ['another back-end', 'backend=net,bridge=b', { backend: 'server.net', bridge: 'server.b' }],
    ['back-end by number', 'backend=0', { backend: 'server.dom0' }],
    ['HVM: emulated unless it says vif', 'model=e1000', { model: 'emulated' }, 'type = "hvm"\n'],
    ['HVM with a paravirtual vif', 'type=vif', { model: 'netfront' }, 'type = "hvm"\n'],
    ['the interval of a limit is its burst', 'rate=80Mb/s@10ms', { rate: 80e6, burst: 100_000 }],
    ['a routed vif has no bridge', 'script=vif-route', { bridge: 'server.to_eth0', nic: 'server.eth0' }],
    ['a tagged port of Open vSwitch is on the switch', 'bridge=ovs0.12,script=vif-openvswitch', { bridge: 'server.ovs0' }],
    ['spaces before a key are skipped', 'mac=0:16:3e:0:0:1,  mtu=1400', { mac: '00:16:3e:00:00:01', mtu: 1400 }]
  ];
  for (const [what, spec, expected, more] of specs) {
    it(what, () => {
      const vif = vifOf(spec, more);
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map(key => [key, vif[key as keyof Vif]])), expected);
    });
  }

  const traps: readonly (readonly [text: string, code: string, severity: string, on: string, says: RegExp])[] = [
    [`vif = [ 'bridge=b,rate=900MB' ]`, 'rate-syntax', 'error', 'rate=900MB', /`\/s`/],
    [`vif = [ 'rate=10Mb/s@20' ]`, 'rate-interval', 'warning', 'rate=10Mb/s@20', /20 s$/],
    [`vif = [ 'rate=10Mb/s' ]`, 'rate-direction', 'information', 'rate=10Mb/s', /nothing limits what it receives/],
    [`vcpus = 4\nvif = [ 'rate=10Mb/s' ]`, 'rate-queues', 'warning', 'rate=10Mb/s', /each of 4 queues: up to 40 Mbps/],
    [`vif = [ 'Bridge=b' ]`, 'vif-unknown-key', 'warning', 'Bridge=b', /write `bridge=`/],
    [`vif = [ 'mac = 1' ]`, 'vif-unknown-key', 'warning', 'mac = 1', /write `mac=`/],
    [`vif = [ 'queues=4' ]`, 'vif-unknown-key', 'warning', 'queues=4', /max_queues/],
    [`vif = [ 'mac=1:2' ]`, 'vif-value', 'warning', 'mac=1:2', /six hexadecimal bytes/],
    [`cpus = "node:0"`, 'xl-affinity', 'warning', '"node:0"', /NUMA/],
    [`cpus = ["0-1", "2"]\nvcpus = 2`, 'xl-affinity', 'warning', '["0-1", "2"]', /own set/],
    [`name = "a"\nname = "b"`, 'xl-twice', 'warning', 'name', /last one/],
    [`builder = "hvm"`, 'xl-deprecated', 'warning', 'builder', /type = "hvm"/],
    [`type = "vm"`, 'xl-value', 'warning', '"vm"', /pvh/],
    [`pci = [ 'nonsense' ]`, 'pci-syntax', 'warning', `'nonsense'`, /BB:SS.F/],
    [`name = getcwd() + "x"`, 'xl-python', 'error', '(', /Python/],
    [
      `device_model_args = [ '-netdev', 'tap,id=n,br=b,vhost=on', '-device', 'virtio-net-pci,netdev=n' ]`,
      'xl-hidden-nic',
      'warning',
      `'-device', 'virtio-net-pci,netdev=n'`,
      /raw QEMU/
    ],
    [`dtdev = [ "/soc/ethernet@e6800000" ]`, 'xl-device-tree', 'warning', `"/soc/ethernet@e6800000"`, /device tree/]
  ];
  for (const [text, code, severity, on, says] of traps) {
    it(`${code} of ${text.replaceAll('\n', '; ')}`, () => {
      const result = imported(text);
      const [stands, message] = finding(result, text, code) ?? [];
      assert.equal(stands, on);
      assert.match(message!, says);
      assert.equal(result.findings.find(each => each.code === code)!.severity, severity);
    });
  }

  it('devices passed through are vifs on NICs of their own', () => {
    const { text } = imported(`name = "g"\npci = [ '05:10.1,permissive=1', '05:10.3', '0000:06:00.0' ]`);
    const host = analysed(text!).topology.hosts[0]!;
    const guest = host.domains.find(({ name }) => name === 'server.g')!;
    assert.deepEqual(
      guest.vifs.map(({ model, nic }) => `${model} ${nic}`),
      ['sriov server.pci_0000_05', 'sriov server.pci_0000_05', 'direct server.pci_0000_06_00_0']
    );
    assert.equal(host.nics[0]!.vfs, 2);
    assert.equal(host.hypervisor.iommu, true);
    assert.deepEqual(errorsIn(text!), []);
  });

  it('the estimator answers', () => {
    for (const spec of ['', 'script=vif-route', 'backend=net', 'rate=10Mb/s'])
      assert.ok(estimated(imported(`name = "g"\nvif = [ '${spec}' ]`).text!) > 0, spec);
    assert.ok(estimated(imported(`name = "g"\npci = [ '05:10.1' ]\nvirtio = [ 'backend=net,type=virtio,device1' ]`).text!) > 0);
  });

  it('names that are none become some, and the real ones are kept', () => {
    const { text } = importFiles([
      { name: 'a', text: `name = "1 ü\\"x"\nvif = ['bridge=br-lan.0']` },
      { name: 'b', text: `name = "domain"\nvif = ['bridge=domain']` }
    ]);
    assert.deepEqual(errorsIn(text!), []);
    assert.deepEqual(
      exported(text!, 'xl')
        .files.filter(({ name }) => name.endsWith('.cfg'))
        .map(file => file.text.match(/^name = (.*)$/m)![1]),
      ['"1 ü\\"x"', '"domain"']
    );
  });
});

describe('export of xl.cfg', () => {
  for (const name of ['web.cfg', 'router.cfg', 'client.cfg']) {
    it(`${name}: import, export and import again is the same text`, () => {
      const first = imported(fixture(name), name);
      const [file] = exported(first.text!, 'xl').files;
      const second = imported(file!.text, name);
      assert.equal(second.text, first.text);
    });

    it(`${name}: every key comes back`, () => {
      const keys = (text: string): string[] => parseConfig(text).assignments.map(({ key }) => key);
      const [file] = exported(imported(fixture(name), name).text!, 'xl').files;
      assert.deepEqual(
        keys(fixture(name)).filter(key => !keys(file!.text).includes(key)),
        []
      );
      assert.deepEqual(parseConfig(file!.text).problems, []);
    });
  }

  const source = `
    grants fast { mode = reuse }
    host server {
      cpu { cores = 12; clock = 3 GHz }
      hypervisor { kind = xen; max_grant_frames = 128; scheduler = credit }
      nic eth0 { rate = 10 Gbps }
      domain dom0 { role = driver; vcpus = 4; pin = [0..3] }
      bridge xenbr0 { domain = dom0; uplink = eth0; netfilter = true }
      domain guest[2] {
        vcpus = 8; pin = [4..7]; cap = 150 %; weight = 512
        vif eth0 { model = netfront; bridge = xenbr0; queues = 8; grants = fast; rate = 300 Mbps; offloads = [checksum] }
      }
    }
    peer client { rate = 10 Gbps }
    link { ends = [client, server.eth0] }
    flow rx { from = client; to = server.guest[*].eth0 }
    experiment answer { duration = 1 s }`;

  it('writes a file per domain, module options and an xl.conf', () => {
    const files = new Map(exported(source, 'xl').files.map(({ name, text }) => [name, text]));
    assert.deepEqual([...files.keys()].sort(), [
      'dom0.modprobe.conf',
      'guest-1.cfg',
      'guest-1.modprobe.conf',
      'guest-2.cfg',
      'guest-2.modprobe.conf',
      'xl.conf'
    ]);
    assert.match(files.get('dom0.modprobe.conf')!, /^options xen_netback max_queues=8$/m);
    assert.match(files.get('guest-1.modprobe.conf')!, /^options xen_netfront max_queues=8$/m);
    assert.match(files.get('xl.conf')!, /^max_grant_frames=128$/m);
    assert.match(files.get('xl.conf')!, /sched=credit gnttab_max_frames=128/);
    const config = parseConfig(files.get('guest-2.cfg')!);
    assert.deepEqual(
      config.assignments.map(
        ({ key, value }) =>
          `${key} ${value.kind === 'list' ? value.elements.map(each => (each.kind === 'text' ? each.text : '')).join() : value.text}`
      ),
      ['name guest-2', 'vcpus 8', 'cpus 4-7', 'cpu_weight 512', 'cap 150', 'vif bridge=xenbr0,rate=300Mb/s']
    );
  });

  it('names everything written that has no place', () => {
    const lost = exported(source, 'xl').losses.map(({ what }) => what);
    for (const what of [
      'server.cpu.cores',
      'server.cpu.clock',
      'server.eth0.rate',
      'server.xenbr0.uplink',
      'server.xenbr0.netfilter',
      'server.dom0.vcpus',
      'server.dom0.pin',
      'server.guest[1].eth0.grants',
      'server.guest[1].eth0.offloads',
      'flow rx',
      'client',
      'experiment answer'
    ])
      assert.ok(lost.includes(what), `${what} in ${lost.join(', ')}`);
    for (const { origin } of exported(source, 'xl').losses) assert.ok(origin);
  });

  it('what is changed between import and export is changed in the file, and nothing else', () => {
    const before = imported(fixture('web.cfg'), 'web.cfg').text!;
    const [file] = exported(before.replace('vcpus  = 2', 'vcpus  = 1').replaceAll('9000 B', '8000 B'), 'xl').files;
    assert.match(file!.text, /^vcpus = 1$/m);
    assert.match(file!.text, /mtu=8000,untrusted,vifname=web1st/);
    assert.match(file!.text, /^on_crash = 'destroy'$/m);
  });

  it('any file that imports is a fixed point', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abc019.:@-_ é"\\\t'), minLength: 1, maxLength: 12 });
    const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&').replaceAll('\t', '\\t')}"`;
    const spec = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '',
            'bridge=br0',
            'bridge=lan.1',
            'type=ioemu',
            'type=vif',
            'model=e1000',
            'rate=1Mb/s',
            'rate=7KB/s@20ms',
            'untrusted',
            'trusted',
            'mtu=1400',
            'backend=net',
            'backend=0',
            'devid=3',
            'script=vif-route'
          ),
          text.filter(value => !value.includes(','))
        ),
        { maxLength: 5 }
      )
      .map(parts => parts.join(','));
    const config = fc
      .record({
        name: text,
        type: fc.constantFrom('pv', 'pvh', 'hvm'),
        vcpus: fc.integer({ min: 1, max: 16 }),
        vifs: fc.array(spec, { maxLength: 3 }),
        extra: text
      })
      .map(
        ({ name, type, vcpus, vifs, extra }) =>
          `name = ${quoted(name)}\ntype = "${type}"\nvcpus = ${vcpus}\nextra = ${quoted(extra)}\nvif = [ ${vifs.map(quoted).join(', ')} ]\n`
      );
    fc.assert(
      fc.property(config, written => {
        const first = imported(written).text!;
        assert.deepEqual(errorsIn(first), []);
        const [file] = exported(first, 'xl').files;
        const second = imported(file!.text).text!;
        assert.deepEqual(bare(analysed(second).topology), bare(analysed(first).topology));
        assert.equal(exported(second, 'xl').files[0]!.text, file!.text);
      }),
      { numRuns: 30 }
    );
  });
});

it('findings come in the order of the text', () => {
  const result = imported(fixture('web.cfg'), 'web.cfg');
  assert.deepEqual(
    [...result.findings].sort((a, b) => a.start - b.start || a.end - b.end),
    result.findings
  );
  assert.ok(codes(result).length > 10);
});

it('the example is what the import of its files writes', () => {
  const read = (name: string): string => fs.readFileSync(path.resolve('examples/import', name), 'utf8');
  const { text } = importFiles(['netvm.cfg', 'web.cfg'].map(name => ({ name: `examples/import/${name}`, text: read(name) })));
  assert.equal(text, read('web.xnet'));
});

import assert from 'node:assert/strict';
import { after, file, inHost, offers } from './apply.ts';

const source = `import "xnet:costs/xen-2009"
param guests = 4
param loss = 0 %
/// How pages are shared.
grants copied { mode = copy }
template domain small { vcpus = 1 }

${inHost('  costs = xen_2009\n  domain g[guests] : small { vif e { model = netfront; bridge = xenbr0; grants = copied } }').replace('host server', 'host |server')}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0]; loss = loss }
flow rx { from = client; to = server.g[*].e }
`;

describe('move a host to a file of its own', () => {
  it('takes along what the host needs and imports it back', () => {
    const result = after(source, /Move host/);
    assert.match(result, /^import "xnet:costs\/xen-2009"\nimport "\.\/server\.xnet"\nparam loss = 0 %\n/);
    assert.doesNotMatch(result, /guests|copied|small|host/);
    const created = offers(source).find(each => /Move host/.test(each.title))?.files?.['file:///work/server.xnet'] ?? '';
    assert.match(created, /^import "xnet:costs\/xen-2009"\n\nparam guests = 4\n\n\/\/\/ How pages are shared\.\ngrants copied/);
    assert.match(created, /template domain small[\s\S]*host server \{[\s\S]*\}\n$/);
  });

  it('is not offered when the file exists, or is this one', () => {
    for (const others of [{ 'file:///work/server.xnet': '' }])
      assert.deepEqual(
        offers(source, others).filter(each => /Move host/.test(each.title)),
        []
      );
    assert.equal(file, 'file:///work/a.xnet');
  });
});

/** What nothing leads to and nothing uses, once in every kind of thing; and silence about everything that is of some use. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { analyse } from '../../src/language/analyse.ts';
import type { Diagnostic } from '../../src/language/analysis.ts';
import { analyseText } from './support.ts';

const codes: readonly string[] = ['unlinked', 'dead-end', 'unused-thing'];
const wanted = (found: readonly Diagnostic[]): readonly Diagnostic[] => found.filter(({ code }) => codes.includes(code));

/** A host whose guest receives from a peer, and what stands beside it. */
const around = (inHost: string, inFile: string): string => `host server {
  cpu { cores = 4; clock = 2 GHz }
  nic eth0 { rate = 10 Gbps }
  domain dom0 { role = driver; vcpus = 1 }
  bridge br { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 1; vif eth0 { model = netfront; bridge = br }; ${inHost.startsWith('vif') ? inHost : ''} }
  ${inHost.startsWith('vif') ? '' : inHost}
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest.eth0 }
${inFile}
`;

const cases: readonly (readonly [what: string, inHost: string, inFile: string, found: readonly string[]])[] = [
  ['a peer without a link', '', 'peer «other» { rate = 1 Gbps }', ['unlinked: peer `other` has no link: nothing reaches it']],
  ['a switch without a link', '', 'switch «sw» { ports = 4 }', ['unlinked: switch `sw` has no link: nothing reaches it']],
  [
    'a switch with one link',
    '',
    'peer b { rate = 1 bps }\nswitch «sw» { ports = 4 }\nlink { ends = [b, sw] }\nflow f { from = b; to = b2 }\npeer b2 { rate = 1 bps }\nlink { ends = [b, b2] }',
    ['dead-end: switch `sw` has a single link: what it carries can go nowhere else']
  ],
  [
    'a switch with an array of links',
    '',
    'peer b[2] { rate = 1 Gbps }\nswitch sw { ports = 4; rate = 1 Gbps }\nlink w[2] { ends = [b[index], sw] }\nflow f { from = b[1]; to = b[2] }',
    []
  ],
  ['a NIC without anything', 'nic «eth1» { rate = 1 Gbps }', '', ['unlinked: nic `server.eth1` has no link: nothing reaches it']],
  [
    'a NIC that a bridge is on',
    'nic eth1 { rate = 1 Gbps }; bridge br1 { domain = dom0; uplink = eth1 }; domain g2 { vcpus = 1; vif v { model = netfront; bridge = br1 } }',
    'flow f { from = server.g2.v; to = server.dom0 }',
    []
  ],
  ['a bridge without a vif', 'bridge «br1» { domain = dom0 }', '', ['unused-thing: bridge `server.br1` is of no use: no vif is on it']],
  [
    'a vif without a flow',
    'vif «eth1» { model = netfront; bridge = br }',
    '',
    ['unused-thing: vif `server.guest.eth1` is of no use: no flow starts or ends there']
  ],
  [
    'a peer without a flow',
    '',
    'peer «other» { rate = 1 Gbps }\nlink { ends = [other, sw] }\nswitch sw { ports = 4; rate = 1 Gbps }\nlink { ends = [sw, client] }',
    ['unused-thing: peer `other` is of no use: no flow starts or ends there']
  ],
  [
    'a peer that a param chooses',
    '',
    'peer b { rate = 1 Gbps }\nlink { ends = [b, client] }\nparam sender = b\nflow f { from = sender; to = client }',
    []
  ],
  [
    'a peer that only a sweep chooses',
    '',
    'peer b { rate = 1 Gbps }\nlink { ends = [b, client] }\nparam sender = client\nflow f { from = sender; to = server.guest.eth0 }\nexperiment e { duration = 1 s; vary sender = [client, b] }',
    []
  ],
  [
    'a host without anything',
    '',
    'host «spare» { cpu { cores = 1; clock = 1 GHz } }',
    ['unused-thing: host `spare` is of no use: no flow and no link leads there']
  ]
];

describe('disconnected and unused things', () => {
  for (const [what, inHost, inFile, expected] of cases) {
    it(what, () => {
      const marked = around(inHost, inFile);
      const text = marked.replace(/[«»]/g, '');
      const found = wanted(analyseText(text).diagnostics);
      assert.deepEqual(
        found.map(({ code, message }) => `${code}: ${message}`),
        expected
      );
      const places = [...marked.matchAll(/«(\w+)»/g)].map(([, name]) => name);
      assert.deepEqual(
        found.map(({ start, end }) => text.slice(start, end)),
        places
      );
    });
  }

  it('are not spoken of while there is no flow yet', () => {
    assert.deepEqual(wanted(analyseText('peer a { rate = 1 Gbps }\nswitch b { ports = 2 }\n').diagnostics), []);
  });

  it('are not spoken of where something could not be read', () => {
    const text = around('', 'peer b { rate = 1 Gbps }\nlink b -> server.eth0\n');
    assert.deepEqual(wanted(analyseText(text).diagnostics), []);
  });

  const examples = (fs.readdirSync('examples', { recursive: true }) as string[]).filter(file => file.endsWith('.xnet'));
  it(`are in none of the ${examples.length} examples`, () => {
    const found = examples.flatMap(file => {
      const uri = path.join('examples', file);
      const read = (each: string): string | undefined => (fs.existsSync(each) ? fs.readFileSync(each, 'utf8') : undefined);
      return wanted(analyse(uri, { read, resolve: (from, specifier) => path.join(path.dirname(from), specifier) }).diagnostics);
    });
    assert.deepEqual(
      found.map(({ uri, message }) => `${uri}: ${message}`),
      []
    );
  });
});

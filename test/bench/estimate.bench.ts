/** What editing waits for: reading a file, checking it, estimating it. Milliseconds of processor time, median. */
import { analyse } from '../../src/language/analyse.ts';
import { parse } from '../../src/language/syntax/parser.ts';
import { estimate } from '../../src/simulator/analytic/estimate.ts';
import { rememberingEstimator } from '../../src/simulator/analytic/remembered.ts';
import { buildSystem } from '../../src/simulator/model/build.ts';
import { library } from '../../src/costs/library.ts';
import { topologyOf } from '../simulator/support.ts';
import { guests } from './hosts.ts';
import { compare } from './measure.ts';

for (const [name, text] of Object.entries({
  '8 domains': guests({ count: 7, vif: 'model = netfront; bridge = br' }),
  '100 domains on one host': guests({ count: 99, vif: 'model = netfront; bridge = br' }),
  '2,000 domains on 250 hosts': guests({ count: 7, vif: 'model = netfront; bridge = br', hosts: 250 })
})) {
  const topology = topologyOf(text);
  const provider = {
    read: (uri: string) => (uri === 'test:/main.xnet' ? text : library[uri.replace(/^.*xnet:/, '')]),
    resolve: (_: string, specifier: string) => specifier
  };
  // Two texts that differ in one host, read anew each time: what typing in it comes to.
  const [one, other] = [text, text.replace('2.66 GHz', '3 GHz')].map(each => () => topologyOf(each)) as [
    () => typeof topology,
    () => typeof topology
  ];
  const looks = Array.from({ length: 8 }, (_, turn) => (turn % 2 === 0 ? one() : other()));
  const remembering = rememberingEstimator();
  let turn = 0;
  const rates = compare(
    [
      { name: 'parse', run: () => (parse(text), 1) },
      { name: 'analyse', run: () => (analyse('test:/main.xnet', provider), 1) },
      { name: 'build the system', run: () => (buildSystem(topology), 1) },
      { name: 'estimate, building included', run: () => (estimate(topology), 1) },
      { name: 'estimate, remembering its parts', run: () => (remembering(looks[turn++ % looks.length]!), 1) }
    ],
    3
  );
  console.log(`\n${name} (${(text.length / 1024).toFixed(0)} KiB)`);
  for (const [what, rate] of rates) console.log(`  ${what.padEnd(44)} ${(1000 / rate).toFixed(1).padStart(10)} ms`);
}

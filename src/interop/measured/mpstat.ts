/** `mpstat -P ALL -o JSON I N`. */
import type { Findings, ForeignFile } from '../finding.ts';
import { asObject, endOfJson, listAt, numberAt, objectAt } from './json.ts';
import { blank } from './observation.ts';
import type { Observation } from './observation.ts';

export function readMpstat({ name: file, text }: ForeignFile, findings: Findings): Observation | undefined {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (error) {
    const offset = endOfJson(text, error);
    findings.report(
      offset >= text.trimEnd().length ? 'measured-cut' : 'measured-syntax',
      { file, start: offset, end: offset },
      { tool: 'mpstat -o JSON' }
    );
    return undefined;
  }
  const host = asObject(listAt(objectAt(report, 'sysstat'), 'hosts')[0]);
  const all = listAt(host, 'statistics').flatMap(sample =>
    listAt(sample, 'cpu-load').filter(load => ['all', '-1'].includes(String(asObject(load)['cpu'])))
  );
  const cpus = numberAt(host, 'number-of-cpus') ?? 0;
  if (all.length === 0 || cpus === 0) {
    findings.report('measured-empty', { file, start: 0, end: 0 }, { tool: 'mpstat', what: 'no sample of all CPUs' });
    return undefined;
  }
  const mean = (key: string): number => all.reduce<number>((sum, load) => sum + (numberAt(load, key) ?? 0), 0) / all.length;
  const stolen = mean('steal');
  // Stolen time is waiting for a CPU, and no work.
  const busy = Math.max(0, 100 - mean('idle') - mean('iowait') - stolen);
  return {
    ...blank(file, 'mpstat'),
    machine: { name: String(host['nodename'] ?? 'host'), cores: (busy / 100) * cpus, cpus, stolen: (stolen / 100) * cpus }
  };
}

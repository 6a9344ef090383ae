/** Measurements, told by their content. */
import type { Findings, ForeignFile } from '../finding.ts';
import { readEthtool } from './ethtool.ts';
import { readIperf3 } from './iperf3.ts';
import { readMpstat } from './mpstat.ts';
import type { Observation } from './observation.ts';
import { readXentop } from './xentop.ts';

interface Reader {
  readonly matches: RegExp;
  read(file: ForeignFile, findings: Findings): Observation | undefined;
}

const READERS: readonly Reader[] = [
  { matches: /^\s*\{\s*"sysstat"/, read: readMpstat },
  { matches: /^\s*\{\s*("event"|"start"|"title"|"error"|"intervals"|"end")/, read: readIperf3 },
  { matches: /^\s*NAME\s+STATE\s+CPU\(sec\)/m, read: readXentop },
  { matches: /^(NIC statistics:|\s+\w[\w.[\] -]*: \d+\s*$)/m, read: readEthtool }
];

/** Undefined when nothing was measured, or nobody knows the tool: why is among the findings. */
export function readMeasurement(file: ForeignFile, findings: Findings): Observation | undefined {
  const reader = READERS.find(({ matches }) => matches.test(file.text));
  if (reader !== undefined) return reader.read(file, findings);
  const what = file.text.trim() === '' ? 'the file is empty' : 'this is none of iperf3 --json, mpstat -o JSON, xentop -b, ethtool -S';
  findings.report('unreadable', { file: file.name, start: 0, end: 0 }, { what });
  return undefined;
}

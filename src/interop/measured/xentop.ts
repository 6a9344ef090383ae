/** `xentop -b`: samples of all domains, each behind a line of column names. */
import type { Findings, ForeignFile } from '../finding.ts';
import { blank } from './observation.ts';
import type { Observation } from './observation.ts';

/** Columns behind the two that may be words (`no limit`, `n/a`): VCPUS to SSID. */
const FROM_END = 11;
const STATE = /^[-drbpsc]{6}$/;

export function readXentop({ name: file, text }: ForeignFile, findings: Findings): Observation | undefined {
  const sums = new Map<string, { cores: number; samples: number }>();
  let sample = 0;
  let offset = 0;
  for (const line of text.split('\n')) {
    const place = { file, start: offset, end: offset + line.trimEnd().length };
    offset += line.length + 1;
    const words = line.trim().split(/\s+/);
    if (words[0] === 'NAME') sample++;
    else if (sample > 0 && words.length > 1) {
      const state = words.findIndex(word => STATE.test(word));
      const percent = Number(words[state + 2] ?? NaN);
      if (state < 1 || words.length < state + 3 + FROM_END || !Number.isFinite(percent)) {
        // -v, -n and -x add lines of their own.
        if (!/^(VCPUs|Net\d|VBD|Tmem)/.test(words[0]!)) findings.report('line-skipped', place, { what: line.trim().slice(0, 60) });
        continue;
      }
      // The first sample has no time behind it: its share is 0.
      if (sample === 1) continue;
      const name = words.slice(0, state).join(' ');
      const known = sums.get(name) ?? { cores: 0, samples: 0 };
      sums.set(name, { cores: known.cores + percent / 100, samples: known.samples + 1 });
    }
  }
  if (sums.size === 0) {
    const what = sample === 1 ? 'only the first sample, which has no time behind it; use -i 2 or more' : 'no sample';
    findings.report('measured-empty', { file, start: 0, end: 0 }, { tool: 'xentop -b', what });
    return undefined;
  }
  return { ...blank(file, 'xentop'), domains: [...sums].map(([name, { cores, samples }]) => ({ name, cores: cores / samples, samples })) };
}

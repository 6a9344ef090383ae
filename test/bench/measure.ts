/** Benchmarks measure processor time, not wall time: other work on the machine then disturbs less. Medians of interleaved rounds. */

export interface Candidate {
  readonly name: string;
  /** Does the work once; answers how many units it did. */
  readonly run: () => number;
}

/** Units per second of processor time by candidate, median over rounds; the first round of each only warms up. */
export function compare(candidates: readonly Candidate[], rounds = 5): Map<string, number> {
  const seen = new Map<string, number[]>(candidates.map(each => [each.name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of candidates) {
      const before = process.cpuUsage();
      const units = run();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) seen.get(name)!.push(units / (Math.max(1, user + system) / 1e6));
    }
  }
  return new Map([...seen].map(([name, rates]) => [name, median(rates)]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** A table of rates, with their ratio to the first. */
export function print(title: string, unit: string, rates: ReadonlyMap<string, number>, digits = 2): void {
  const [first] = rates.values();
  console.log(`\n${title}`);
  for (const [name, rate] of rates)
    console.log(`  ${name.padEnd(44)} ${rate.toFixed(digits).padStart(10)} ${unit}   ${(rate / first!).toFixed(2)}x`);
}

/** Did you mean: the nearest of some names by edit distance. */

/** Damerau–Levenshtein distance (neighbours swapped count once), case apart; stops above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, substituted);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] as number) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length] as number;
}

/** The names most like the written one, nearest first, at most three; none when nothing comes near. */
export function nearest(written: string, names: Iterable<string>): string[] {
  if (written.length > 64) return [];
  const limit = written.length <= 3 ? 1 : written.length <= 6 ? 2 : 3;
  const lower = written.toLowerCase();
  const scored: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const distance = fold(name) === fold(written) ? 0 : editDistance(lower, name.toLowerCase(), limit);
    if (distance <= limit && name !== written && distance < Math.max(written.length, name.length)) scored.push({ name, distance });
  }
  return scored
    .sort((a, b) => a.distance - b.distance || sharedStart(b.name, written) - sharedStart(a.name, written) || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** How many letters two words begin with alike. */
function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** `rxQueues`, `rx-queues` and `rx_queues` are one word to a person. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

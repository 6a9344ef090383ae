/** What a reader of a point must know beside its numbers: what the engine said, and whether the warm-up was long enough. */
import type { Observation } from '../observation.ts';
import { suggestWarmup } from '../statistics/warmup.ts';
import type { ObservedPoint } from './points.ts';
import { formatQuantity } from '../../topology/quantity.ts';

/** Notes of all replications, each once, then whether they differ at all, then what MSER-5 finds about the warm-up. */
export function notesOf({ experiment, observations }: ObservedPoint): string[] {
  const said = new Set(observations.flatMap(one => one.notes));
  const alike = observations.every(one => one.fingerprint === observations[0]!.fingerprint);
  if (observations.length > 1 && alike) {
    said.add(`all ${observations.length} replications are identical: nothing here draws on chance, so intervals have no width`);
  }
  for (const note of warmupNotes(observations, experiment.warmup)) said.add(note);
  return [...said];
}

/**
 * Judged on the average of the replications, which makes the transient stand out (Welch), flow by flow. Nothing is cut.
 * @param warmup seconds that the file leaves out
 */
function warmupNotes(observations: readonly Observation[], warmup: number): string[] {
  const step = observations[0]?.stepSeconds;
  if (step === undefined) return [];
  const notes: string[] = [];
  observations[0]!.flows.forEach(({ name }, at) => {
    const series = averaged(observations.flatMap(one => (one.flows[at]?.series ? [one.flows[at].series] : [])));
    const suggestion = suggestWarmup(series);
    if (!suggestion) return;
    const seconds = suggestion.discard * step;
    if (!suggestion.settled) {
      notes.push(`${name} never left its warm-up: its rate still drifts at the end; a longer duration is needed`);
    } else if (seconds > warmup * 1.0001) {
      notes.push(
        `${name} settles after ${formatQuantity(seconds, 'time')} (MSER-5), later than the warm-up of ` +
          `${formatQuantity(warmup, 'time')}; nothing was cut`
      );
    }
  });
  return notes;
}

function averaged(lists: readonly (readonly number[])[]): number[] {
  const length = Math.min(...lists.map(list => list.length));
  if (!Number.isFinite(length)) return [];
  return Array.from({ length }, (_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}

/** A plan for a file whose only fault is that it has no experiment: its topology at the default parameters. */
import type { Experiment, Plan } from '../topology/plan.ts';
import type { Prepared } from './prepare.ts';

/**
 * Undefined when more is wrong with the file.
 * @param times simulated seconds, and how many of them are warm-up
 */
export function asItStands(
  { analysis, diagnostics, sha256, file }: Prepared,
  times: Pick<Experiment, 'duration' | 'warmup'>
): Plan | undefined {
  const errors = diagnostics.filter(one => one.severity === 'error');
  if (errors.length === 0 || errors.some(one => one.code !== 'no-experiments')) return undefined;
  return {
    file,
    sha256,
    experiments: [
      {
        name: 'topology',
        ...times,
        repeat: 1,
        seed: 1,
        confidence: 0.95,
        varies: [],
        dimensions: {},
        published: [],
        points: [{ parameters: {}, topology: analysis.topology, events: [], expectations: [] }]
      }
    ]
  };
}

/** Which replications can be recorded, and what can be captured there: the same for the command and for the editor's worker. */
import type { Task } from '../simulator/run/task.ts';
import type { Plan } from '../topology/plan.ts';
import { formatParameters } from '../topology/quantity.ts';

export interface RecordingPlace {
  readonly task: Task;
  /** `baseline at guests = 2`. */
  readonly label: string;
  readonly vifs: readonly string[];
}

/** The first replication at every point. */
export function recordingPlaces({ experiments }: Plan): RecordingPlace[] {
  return experiments.flatMap(({ name, points, dimensions }, experiment) =>
    points.map(({ parameters, topology }, point) => {
      const at = formatParameters(parameters, dimensions);
      return {
        task: { experiment, point, replication: 0 },
        label: at === '' ? name : `${name} at ${at}`,
        vifs: topology.hosts.flatMap(({ domains }) => domains.flatMap(({ vifs }) => vifs.map(vif => vif.name)))
      };
    })
  );
}

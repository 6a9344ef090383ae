/** What `at` lines do to a running replication: failures, repairs, crashes, restarts and changed rates. */
import type { ScheduledEvent } from '../../topology/plan.ts';
import type { EventList } from '../kernel/events.ts';
import { toPicoseconds } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { Cpu } from './cpu.ts';
import { Kind } from './kinds.ts';
import type { Migrations } from './migrations.ts';
import type { Network } from './network.ts';
import type { Sources } from './sources.ts';
import type { Tcp } from './tcp.ts';

/** Boot of a minimal driver domain and reconnection of its vifs: about a second (assumed; Xen driver-domain literature gives 0.5–2 s). */
const RESTART = 1;

export class Interventions {
  /** Domains that come back, appended behind the experiment's own events. */
  private readonly returning: number[] = [];
  /** What could not be done. */
  readonly notes: string[] = [];

  constructor(
    private readonly system: System,
    private readonly planned: readonly ScheduledEvent[],
    private readonly events: EventList,
    private readonly network: Network,
    private readonly cpu: Cpu,
    private readonly sources: Sources,
    private readonly tcp: Tcp,
    private readonly migrations: Migrations
  ) {}

  schedule(): void {
    this.planned.forEach((event, number) => this.events.schedule(toPicoseconds(event.at), Kind.scheduled, number));
  }

  act(number: number, now: number): void {
    const event = this.planned[number];
    if (!event) {
      this.cpu.setStopped(this.returning[number - this.planned.length]!, false, now);
      return;
    }
    switch (event.action) {
      case 'fail':
      case 'repair':
        this.setDown(event.target, event.action === 'fail');
        break;
      case 'crash':
      case 'restart':
        this.stopDomain(event.target, event.action === 'restart', now);
        break;
      case 'set':
        this.set(event.target, event.property, event.value, now);
        break;
      case 'migrate':
        this.migrations.begin(number, now);
        break;
    }
  }

  private setDown(target: string, down: boolean): void {
    this.system.stations.forEach((station, at) => {
      const { pipe } = station;
      if (pipe && (pipe.name === target || pipe.nics.some(nic => nic.name === target))) this.network.pipes.down[at] = down ? 1 : 0;
    });
  }

  private stopDomain(target: string, returns: boolean, now: number): void {
    const domain = this.system.domains.findIndex(each => each.name === target);
    if (domain < 0) return;
    this.migrations.abandon(domain);
    this.cpu.setStopped(domain, true, now);
    if (!returns) return;
    this.returning.push(domain);
    this.events.schedule(now + toPicoseconds(RESTART), Kind.scheduled, this.planned.length + this.returning.length - 1);
  }

  private set(target: string, property: string, value: unknown, now: number): void {
    const flows = this.system.flows.filter(flow => flow.name === target || flow.flow === target);
    const reclassed =
      typeof value === 'number' &&
      ((property === 'weight' && this.network.arbiters.reclass(target, { weight: value })) ||
        (property === 'priority' && this.network.arbiters.reclass(target, { priority: value })));
    if (reclassed) return;
    if (property !== 'rate' || typeof value !== 'number' || flows.length === 0) {
      this.notes.push(`setting ${target}.${property} has no effect while it runs`);
      return;
    }
    flows.forEach(flow => {
      for (const stream of flow.streams) {
        this.sources.setRate(stream, value / flow.streams.length, now);
        this.tcp.setRate(stream, value / flow.streams.length, now);
      }
    });
  }
}

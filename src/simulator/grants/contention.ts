/**
 * Cores that work on one guest's grant table at the same time take its lines from each other: an operation on a line that
 * another core held last pays a transfer. With n of them that is so n − 1 times out of n, so that how queues scale comes out.
 *
 * The table is the guest's, so everybody who serves it counts: netback's contexts for all its vifs and queues, and where the NIC
 * sorts packets (multi-queue) the driver domain's vCPUs that poll the guest's queues and map and unmap what they post.
 */
import type { Domain } from '../../topology/model.ts';
import type { Assembly } from '../model/assembly.ts';
import { attachVif } from '../model/attach.ts';
import { netbackContext, type Attachment } from '../model/attachment.ts';
import type { Charge } from '../model/stage.ts';

/**
 * Lines of locks and counts that an operation writes, and that the table's users share: locks of the table and of the page's
 * owner, reference and pin counts. With the one line a packet in any mode (the vif's state), chosen on the four-queue numbers of 2017.
 */
const SHARED_LINES: Readonly<Record<string, number>> = { grant_page: 4, grant_map: 4, grant_unmap: 4, grant_transfer: 4 };
const PACKET_LINES = 1;

/** Transfers that the back-end pays beside the grant operations of a crossing; none when one core serves the whole guest. */
export function contention(at: Attachment, crossing: readonly Charge[]): Charge[] {
  const cores = serversOf(at);
  if (cores <= 1) return [];
  const transfer = (per: Charge['per'], lines: number): Charge => ({
    component: 'grant contention',
    operation: 'line_transfer',
    per,
    times: (lines * (cores - 1)) / cores
  });
  const operations = crossing
    .filter(charge => SHARED_LINES[charge.operation] !== undefined && charge.per !== 'first_use')
    .map(charge => transfer(charge.per, SHARED_LINES[charge.operation]! * (charge.times ?? 1)));
  return [transfer('packet', PACKET_LINES), ...operations];
}

const known = new WeakMap<Assembly, Map<Domain, number>>();

/** vCPUs of driver domains that work on the guest's grant table. */
function serversOf(at: Attachment): number {
  const found = known.get(at.assembly) ?? new Map<Domain, number>();
  known.set(at.assembly, found);
  let servers = found.get(at.domain);
  if (servers === undefined) {
    const vcpus = at.domain.vifs.flatMap(vif => vcpusFor(attachVif(at.assembly, at.host, at.domain, vif, at.headers)));
    found.set(at.domain, (servers = new Set(vcpus).size));
  }
  return servers;
}

/** vCPUs that serve one vif, named with their domain. */
function vcpusFor(at: Attachment): string[] {
  const { driver, nicQueue } = at;
  if (!driver || !at.vif) return [];
  return Array.from({ length: Math.max(1, at.queues) }, (_, queue) => queue).flatMap(queue => {
    const polled = at.vif!.model === 'multiqueue' && nicQueue !== undefined ? [nicQueue + queue] : [];
    return [netbackContext(at, driver, queue), ...polled].map(context => `${driver.name} ${context % driver.vcpus}`);
  });
}

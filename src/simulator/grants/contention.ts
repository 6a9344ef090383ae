/**
 * Cores that work on one guest's grant table at the same time take its lines from each other: an operation on a line that
 * another core held last pays a transfer. With n of them that is so n − 1 times out of n, so that how queues scale comes out.
 */
import type { Domain } from '../../topology/model.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Charge } from '../model/stage.ts';

/**
 * Lines of locks and counts that an operation writes, and that the table's users share: locks of the table and of the page's
 * owner, reference and pin counts. With the one line a packet in any mode (the vif's state), chosen on the four-queue numbers of 2017.
 */
const SHARED_LINES: Readonly<Record<string, number>> = { grant_page: 4, grant_map: 4, grant_unmap: 4, grant_transfer: 4 };
const PACKET_LINES = 1;

/** Transfers that the back-end pays beside the grant operations of a crossing; none when one core serves all queues. */
export function contention(at: Attachment, crossing: readonly Charge[]): Charge[] {
  const cores = coresAt(at);
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

/** Back-end contexts that serve the vif's queues. */
function coresAt(at: Attachment): number {
  const driver: Domain = at.driver ?? at.domain;
  return Math.min(at.queues, at.host.hypervisor.netbackTasklets ?? driver.vcpus, driver.vcpus);
}

/**
 * `speculative`: every user posts straight to one shared hardware queue, and a full queue refuses.
 *
 * Nobody asks first: the device answers whether it took the post, and whoever was refused tries again. Compared with a lock
 * around the same queue (whoever waits for it burns its CPU, and the lock's line moves from core to core), and with a mediator
 * that is trapped into, checks and posts for everybody, one after the other. The device keeps no state of users, so that their
 * number costs nothing.
 */
import { frontThread, type Attachment, type PathModel, type Traffic } from '../model/attachment.ts';
import type { Charge, Path, Stage } from '../model/stage.ts';
import { complete, deviceReceive, deviceSend, isKernels, kernelReceive, kernelSend, post } from './user-level.ts';

/** Header and check of a small-message network's packet. */
const FRAMING = 16;

const build: Charge = { component: 'post', operation: 'post', per: 'item' };
const write: Charge = { component: 'post', operation: 'doorbell', per: 'item' };

/**
 * What one user at a time may do to the queue: the lock's line comes over from who had it last, the post is written, and the
 * line is touched again to give the lock up.
 */
function critical(at: Attachment, stage: string, work: readonly Charge[]): Stage {
  const place = `${at.nic!.name}.lock`;
  const worker = at.assembly.device(place, { name: place, kind: 'lock', host: at.host.name, units: 1, inOrder: false });
  return {
    name: stage,
    worker,
    holdsPrevious: true,
    context: { cache: place, owner: at.domain.name, capacity: 1, pinned: false },
    queue: { place, capacity: Infinity, full: 'drop', reason: 'lock taken' },
    work: [{ component: 'lock', operation: 'line_transfer', per: 'context_miss', times: 2 }, ...work]
  };
}

function postStages(at: Attachment, traffic: Traffic): Stage[] {
  switch (at.vif!.post) {
    case 'speculative': {
      const attempt: Stage = {
        name: 'speculative post',
        worker: frontThread(at, traffic, 'application'),
        budget: 1,
        wake: { kind: 'schedule' },
        queue: { place: `${at.vif!.name}.tx attempts`, capacity: Infinity, full: 'drop', reason: 'send queue full' },
        work: [write]
      };
      return [post(at, traffic, 'message build', [build]), attempt];
    }
    case 'locked':
      return [post(at, traffic, 'message build', [build]), critical(at, 'locked post', [write])];
    case 'mediated': {
      const trap: Charge =
        at.host.hypervisor.kind === 'none' || at.domain.role === 'native'
          ? { component: 'post', operation: 'syscall', per: 'item' }
          : { component: 'post', operation: 'hypercall', per: 'item' };
      return [post(at, traffic, 'trap to the mediator', [build, trap]), critical(at, 'mediated post', [build, write])];
    }
  }
}

function transmit(at: Attachment, traffic: Traffic): Path {
  if (isKernels(traffic)) return kernelSend(at, traffic);
  const full = at.vif!.post === 'speculative' ? 'refuse' : 'wait';
  return [...postStages(at, traffic), ...deviceSend(at, { capacity: at.nic!.ring, full, reason: 'shared queue full' }, [], 'no state')];
}

function receive(at: Attachment, traffic: Traffic): Path {
  if (isKernels(traffic)) return kernelReceive(at, traffic);
  return [...deviceReceive(at, true, 'no state'), complete(at, traffic)];
}

export const speculative: PathModel = {
  model: 'speculative',
  migrates: false,
  fabric: { name: 'shared queue', framing: FRAMING },
  entry: () => 'nic',
  receive,
  transmit
};

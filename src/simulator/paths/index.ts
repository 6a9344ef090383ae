/** The vif models, one file each. A new architecture is a new file and a line here. */
import type { VifModel } from '../../topology/model.ts';
import type { PathModel } from '../model/attachment.ts';
import { bypass } from './bypass.ts';
import { cdna } from './cdna.ts';
import { emulated } from './emulated.ts';
import { multiqueue } from './multiqueue.ts';
import { native } from './native.ts';
import { netfront } from './netfront.ts';
import { shared } from './shared.ts';
import { speculative } from './speculative.ts';
import { direct, sriov } from './sriov.ts';
import { vi } from './vi.ts';
import { virtio } from './virtio.ts';

export const paths: Readonly<Partial<Record<VifModel, PathModel>>> = {
  native,
  emulated,
  netfront,
  multiqueue,
  shared,
  virtio,
  cdna,
  sriov,
  direct,
  bypass,
  vi,
  speculative
};

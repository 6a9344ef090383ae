/** `rr` and `pinned`: whoever has waited longest is next, and nobody goes before anybody. */
import type { Scheduler } from './scheduler.ts';

export const turns: Scheduler = {
  comparesCredit: false,
  ticks: false,
  isMoreUrgent: () => false,
  isBoosted: () => false,
  woke: () => undefined,
  ran: () => undefined,
  chosen: () => undefined,
  account: () => undefined,
  joined: () => undefined
};

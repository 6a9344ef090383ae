/**
 * How packets of several streams lie in one batch: not one by one in turn, but in clumps.
 *
 * Whatever takes a batch hands on what belongs together in one piece, and a self-clocked sender answers in one piece: packets
 * of a stream that once met stay together. What takes them apart again is the end of a batch, which cuts one clump in two. So a
 * batch holds one clump more than it has kinds, and those of a kind are joined in it: D = Σ (1 − (1 − pᵢ)^(D+1)) kinds of
 * shares pᵢ. The packet engine shows 3.5 of 7 in a batch of 64 where this says 3.5, and even mixing would say 7. Where batches
 * are formed once only nothing cuts, D = Σ (1 − (1 − pᵢ)^D) has one solution, and every batch is of one kind.
 */
const ROUNDS = 40;

/**
 * Clumps in a batch.
 * @param shares of each kind, together 1
 * @param batch items
 * @param selfClocked whether senders send because something has come (TCP); others mix at random
 * @param cuts how often batches are cut anew on one way round: none where all take what one hands on as it is
 */
export function clumpsOf(shares: readonly number[], batch: number, selfClocked: boolean, cuts: 0 | 1 = 1): number {
  if (!selfClocked || shares.length <= 1) return batch;
  if (cuts === 0) return 1;
  let kinds = shares.length;
  for (let round = 0; round < ROUNDS; round++) {
    const next = shares.reduce((sum, share) => sum + presence(share, kinds + 1), 0);
    if (Math.abs(next - kinds) < 1e-6) break;
    kinds = next;
  }
  return Math.min(batch, kinds + 1);
}

/** Items of one kind in a batch that has any. */
export function together(share: number, batch: number, clumps: number): number {
  return Math.min(batch, Math.max(1, (batch * share) / presence(share, clumps)));
}

function presence(share: number, clumps: number): number {
  return share >= 1 ? 1 : Math.max(1e-12, 1 - (1 - share) ** clumps);
}

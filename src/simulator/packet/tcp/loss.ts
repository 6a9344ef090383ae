/** What a sender takes as lost: by selective acknowledgements (RFC 6675), retransmissions by their order, everything by timeout. */
import type { Connection } from './connection.ts';

/** Packets that must have arrived beyond one that has not. */
export const DUPLICATES = 3;

/** States of a packet in flight. */
export const SENT = 0;
export const SACKED = 1;
export const LOST = 2;

/** A retransmission is lost when something sent after it has arrived and it has not. */
export function detectAgain(tcp: Connection): void {
  while (tcp.resent.length > 0 && tcp.resent[0]!.order + DUPLICATES < tcp.acknowledgedOrder) {
    const { sequence, order } = tcp.resent.shift()!;
    const slot = sequence & tcp.mask;
    if (sequence < tcp.oldest || tcp.sender[slot] !== SENT || tcp.order[slot] !== order) continue;
    tcp.sender[slot] = LOST;
    tcp.inFlight--;
    tcp.resend.push(sequence);
  }
}

/** What lies three or more packets before something that arrived, and has not arrived, is taken as lost. */
export function detect(tcp: Connection, before: number): void {
  for (let sequence = Math.max(tcp.oldest, tcp.lossScan); sequence < before; sequence++) {
    tcp.lossScan = sequence + 1;
    if (tcp.sender[sequence & tcp.mask] !== SENT) continue;
    tcp.sender[sequence & tcp.mask] = LOST;
    tcp.inFlight--;
    tcp.resend.push(sequence);
    if (tcp.recovering) continue;
    tcp.recovering = true;
    tcp.recover = tcp.next;
    tcp.threshold = Math.max(2, tcp.window / 2);
    tcp.window = tcp.threshold;
  }
}

/** The timer ran out: whatever was not acknowledged is lost and sent again, from the beginning. */
export function loseAll(tcp: Connection): void {
  tcp.resend.length = 0;
  tcp.resent.length = 0;
  for (let sequence = tcp.oldest; sequence < tcp.next; sequence++) {
    if (tcp.sender[sequence & tcp.mask] === SACKED) continue;
    tcp.sender[sequence & tcp.mask] = LOST;
    tcp.resend.push(sequence);
  }
  tcp.inFlight = 0;
  tcp.lossScan = tcp.next;
}

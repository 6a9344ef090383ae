/**
 * Findings by the top-level member that they were made for. A member that stays what it was keeps its account from one version
 * of a file to the next, with the places moved along.
 */
import type { Diagnostic } from '../analysis.ts';
import { moveOffset } from '../syntax/move.ts';
import type { Move } from '../syntax/move.ts';
import type { Member, Span } from '../syntax/tree.ts';
import { diagnostic, placeKey } from './reporter.ts';
import type { Reporter } from './reporter.ts';

/** How the places of each file move, by URI; files that are not in it stay as they are. */
export type Moves = ReadonlyMap<string, Move>;

interface Account {
  readonly found: Map<string, Diagnostic>;
  /** One place was reported twice in different words: which come first depends on who asked first. */
  isDisputed: boolean;
}

export interface Ledger extends Reporter {
  /** Findings of these members, after those of no member; of two of one code and place the first. */
  findings(members: Iterable<Member>): readonly Diagnostic[];
  findingsOf(member: Member): readonly Diagnostic[];
  isDisputed(member: Member): boolean;
  /** Forgets all accounts but those of `kept`, to which nothing is added any more and whose places move. */
  next(kept: ReadonlySet<Member>, moves: Moves): void;
}

export function createLedger(): Ledger {
  let accounts = new Map<Member | undefined, Account>();
  let owner: Member | undefined;
  let closed: ReadonlySet<Member> = new Set();

  function account(): Account {
    let known = accounts.get(owner);
    if (known === undefined) accounts.set(owner, (known = { found: new Map(), isDisputed: false }));
    return known;
  }

  return {
    enter(next) {
      const before = owner;
      owner = next;
      return before;
    },
    report(code, place, values, extra) {
      // All that there is to be found for it has been found in an older version.
      if (owner !== undefined && closed.has(owner)) return;
      const { found, isDisputed } = account();
      const key = placeKey(code, place);
      const known = found.get(key);
      if (known === undefined) found.set(key, diagnostic(code, place, values, extra));
      else if (!isDisputed && !isSame(known, diagnostic(code, place, values, extra))) account().isDisputed = true;
    },
    knows: (code, place) => [...accounts.values()].some(({ found }) => found.has(placeKey(code, place))),
    get found() {
      return [...accounts.values()].flatMap(({ found }) => [...found.values()]);
    },
    get errors() {
      return this.found.filter(each => each.severity === 'error').length;
    },
    findings(members) {
      const all = new Map<string, Diagnostic>();
      for (const each of [undefined, ...members])
        for (const [key, finding] of accounts.get(each)?.found ?? []) if (!all.has(key)) all.set(key, finding);
      return [...all.values()];
    },
    findingsOf: member => [...(accounts.get(member)?.found.values() ?? [])],
    isDisputed: member => accounts.get(member)?.isDisputed === true,
    next(kept, moves) {
      const open = new Map<Member | undefined, Account>();
      for (const [member, { found }] of accounts) {
        if (member === undefined || !kept.has(member) || found.size === 0) continue;
        const standing = [...found.values()].map(each => movedFinding(each, moves));
        open.set(member, { found: new Map(standing.map(each => [placeKey(each.code, each), each])), isDisputed: false });
      }
      accounts = open;
      owner = undefined;
      // A param is worked out only when somebody reads it: there may be something to find yet.
      closed = new Set([...kept].filter(member => member.kind !== 'param'));
    }
  };
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  return one.message === other.message && JSON.stringify(one) === JSON.stringify(other);
}

function movedFinding(finding: Diagnostic, moves: Moves): Diagnostic {
  const { related, fixes } = finding;
  return {
    ...movedPlace(finding, moves),
    ...(related === undefined ? {} : { related: related.map(each => movedPlace(each, moves)) }),
    ...(fixes === undefined ? {} : { fixes: fixes.map(fix => ({ ...fix, edits: fix.edits.map(edit => movedPlace(edit, moves)) })) })
  };
}

function movedPlace<Place extends Span & { readonly uri: string }>(place: Place, moves: Moves): Place {
  const move = moves.get(place.uri);
  if (move === undefined || place.end <= move.behind) return place;
  return { ...place, start: moveOffset(place.start, move), end: moveOffset(place.end, move) };
}

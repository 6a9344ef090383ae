/**
 * Addresses for captures. A topology names no IP addresses, and MAC addresses only where somebody wrote them; the others come from
 * the endpoint's name, so that they are the same in every capture and on every machine, and one more guest shifts nobody's.
 */
import type { Topology } from '../../topology/model.ts';
import { hash32 } from '../kernel/random.ts';

export interface Address {
  /** Six bytes. */
  readonly mac: readonly number[];
  /** IPv4, four bytes: in 10.0.0.0/8. */
  readonly ip: readonly number[];
}

/** Hosts of 10.0.0.0/8, the network's own address and the broadcast address left out. */
const HOSTS = 2 ** 24 - 2;

/** The addresses of all ends of flows, and of all vifs, by name. */
export function addressesOf({ hosts, flows }: Topology): ReadonlyMap<string, Address> {
  const vifs = hosts.flatMap(({ domains }) => domains.flatMap(({ vifs: own }) => own));
  const declared = new Map(vifs.map(({ name, mac }) => [name, mac === undefined ? undefined : bytesOf(mac)]));
  const names = [...new Set([...declared.keys(), ...flows.flatMap(({ from, to }) => [from, to])])].sort();
  const taken = new Set<number>();
  return new Map(
    names.map((name): [string, Address] => {
      let number = (hash32(name, 0x1a2b3c4d) >>> 0) % HOSTS;
      while (taken.has(number)) number = (number + 1) % HOSTS;
      taken.add(number);
      return [name, { mac: declared.get(name) ?? localMac(name), ip: [10, ...bytes24(number + 1)] }];
    })
  );
}

/** Locally administered, unicast (IEEE 802): 02 and forty bits of the name's hash. */
function localMac(name: string): number[] {
  const low = hash32(name, 0x5e6f7a8b) >>> 0;
  return [0x02, (hash32(name, 0x9c0d1e2f) >>> 0) & 0xff, low >>> 24, ...bytes24(low)];
}

const bytes24 = (number: number): number[] => [(number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff];

/** `00:16:3e:12:34:56`; undefined when it is none. */
function bytesOf(mac: string): number[] | undefined {
  const parts = mac.split(/[:-]/).map(part => Number.parseInt(part, 16));
  return parts.length === 6 && parts.every(part => part >= 0 && part <= 255) ? parts : undefined;
}

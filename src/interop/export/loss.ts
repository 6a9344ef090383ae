/**
 * The loss report of an export: every property that is written in the topology and has no place in the target.
 * Systematic rather than remembered: what a format carries is a table, and everything else that somebody wrote is lost.
 */
import type { Analysis } from '../../language/analysis.ts';
import type { Span } from '../finding.ts';
import type { Declared, Host, Origin } from '../../topology/model.ts';

export interface ExportedFile {
  /** Relative, with `/`; a folder per host where there are several. */
  readonly name: string;
  readonly text: string;
}

export interface Exported {
  readonly files: readonly ExportedFile[];
  readonly losses: readonly Loss[];
}

export interface Loss {
  /** `server.guest[1].eth0.grants`, `flow rx`. */
  readonly what: string;
  readonly why: string;
  /** Where it is written. */
  readonly origin?: Origin;
}

/** What a format carries of each kind of thing, by property; and why not the rest: `''` for a kind as a whole. */
export interface Carried {
  readonly [kind: string]: { readonly carried: readonly string[]; readonly lost: Readonly<Record<string, string>> };
}

export interface Losses {
  add(loss: Loss): void;
  /** Everything written in a thing that the table does not carry. */
  of(thing: Declared, kind: string): void;
  readonly found: readonly Loss[];
}

export function collectLosses(carried: Carried): Losses {
  const found: Loss[] = [];
  const said = new Set<string>();
  const add = (loss: Loss): void => {
    // Elements of an array share their places: said once, for the first.
    const key = loss.origin === undefined ? loss.what : `${loss.origin.uri} ${loss.origin.start} ${loss.why}`;
    if (said.has(key)) return;
    said.add(key);
    found.push(loss);
  };
  return {
    found,
    add,
    of(thing, kind) {
      const row = carried[kind];
      const origins = Object.entries(thing.origins ?? {}).filter(([name]) => name !== '[]' && row?.carried.includes(name) !== true);
      for (const [name, origin] of origins) {
        add({ what: `${thing.name}.${name}`, why: row?.lost[name] ?? row?.lost[''] ?? 'it has no place there', origin });
      }
    }
  };
}

/** Hosts' hardware, and everything outside hosts: no format for virtual machines carries any of it. */
export function lostOutside({ uri, files, topology }: Analysis, losses: Losses): void {
  const { peers, links, flows, switches, routers } = topology;
  const whole = (thing: Declared, what: string, why: string): void => losses.add({ what, why, origin: thing.origin });
  for (const thing of flows) whole(thing, `flow ${thing.flow}`, 'the workload is not part of a configuration');
  for (const thing of [...peers, ...switches, ...routers]) whole(thing, thing.name, 'it is outside the host');
  for (const thing of links) whole(thing, `link ${thing.ends.join(' – ')}`, 'cables are outside the host');
  for (const member of files.get(uri)?.members ?? []) {
    if (member.kind === 'param' && member.name) {
      losses.add({
        what: `param ${member.name.text}`,
        why: 'one configuration is written, with the value it has by itself',
        origin: { uri, ...spanOf(member.name) }
      });
    }
    if (member.kind === 'declaration' && member.keyword.text === 'experiment') {
      const { name = member.keyword } = member;
      losses.add({
        what: `experiment ${name.text}`,
        why: 'the questions are not part of a configuration',
        origin: { uri, ...spanOf(name) }
      });
    }
  }
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

export function lostHardware(host: Host, losses: Losses): void {
  losses.of(host, 'host');
  losses.of(host.cpu, 'cpu');
  losses.of(host.hypervisor, 'hypervisor');
  for (const nic of host.nics) {
    losses.of(nic, 'nic');
    if (nic.engine !== undefined) losses.of(nic.engine, 'engine');
  }
}

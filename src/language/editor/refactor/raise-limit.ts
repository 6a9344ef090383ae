/** A limit that is not written is written, at the next sensible value: the finding's own mend covers those that are. */
import { grantNeed } from '../../../topology/grant-arithmetic.ts';
import type { Domain, Host } from '../../../topology/model.ts';
import { insertMember } from '../../check/insert.ts';
import type { Declaration } from '../../syntax/tree.ts';
import { walk } from '../../syntax/walk.ts';
import type { Proposal, Refactoring, Selected } from './proposal.ts';

/** Frame limits are given in powers of two. */
function nextPowerOfTwo(value: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, value)));
}

interface Limit {
  readonly property: string;
  /** What the domain's vifs, or those it serves, need. */
  readonly needed: (host: Host, domain: Domain) => number;
}

const limits: Readonly<Record<string, Limit>> = {
  'grant-frames': { property: 'max_grant_frames', needed: (host, domain) => grantNeed(domain, host.hypervisor).framesNeeded },
  'no-grants-left': { property: 'max_grant_frames', needed: (host, domain) => grantNeed(domain, host.hypervisor).framesNeeded }
};

export const raiseLimit: Refactoring = selected => {
  const { analysis, unit, span } = selected;
  const found = analysis.diagnostics.filter(
    each =>
      each.uri === unit.uri &&
      Object.hasOwn(limits, each.code) &&
      (each.fixes ?? []).length === 0 &&
      each.start <= span.end &&
      span.start <= each.end
  );
  return found.flatMap(({ code }) => {
    const limit = limits[code] as Limit;
    const hosts = analysis.topology.hosts.flatMap(host =>
      host.domains.map(domain => ({ host, domain, needed: limit.needed(host, domain) }))
    );
    const worst = hosts.reduce<(typeof hosts)[number] | undefined>(
      (most, each) => (most === undefined || each.needed > most.needed ? each : most),
      undefined
    );
    return worst === undefined ? [] : written(selected, code, worst.host, `${limit.property} = ${nextPowerOfTwo(worst.needed)}`);
  });
};

function written(selected: Selected, code: string, host: Host, text: string): readonly Proposal[] {
  const { analysis } = selected;
  for (const unit of analysis.program.units.values()) {
    if (unit.uri.startsWith('xnet:')) continue;
    let block: Declaration | undefined;
    walk(unit.tree, node => {
      if (node.kind !== 'declaration') return;
      const isHost = host.origin?.uri === unit.uri && (node.name ?? node.keyword).start === host.origin.start;
      const isHypervisor = host.hypervisor.origin?.uri === unit.uri && node.keyword.start === host.hypervisor.origin.start;
      if (isHypervisor || (isHost && block === undefined)) block = node;
    });
    if (block === undefined) continue;
    const insertion = insertMember(unit, block, block.keyword.text === 'hypervisor' ? text : `hypervisor { ${text} }`);
    if (insertion !== undefined) return [{ title: `Set \`${text}\``, kind: 'quickfix', edits: [insertion], mends: [code] }];
  }
  return [];
}

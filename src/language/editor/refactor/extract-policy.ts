/** A grant policy of its own: for a vif that has none, and out of a host to the file, where other hosts see it. */
import { insertMember } from '../../check/insert.ts';
import { usesGrants } from '../../../topology/agreement.ts';
import type { Declaration } from '../../syntax/tree.ts';
import { shapeOf } from '../../model/meaning.ts';
import { declarationAt, edit, freeName, lineBreakOf, placeBefore, textOf, topLevelAt, wholeLines } from './proposal.ts';
import type { Proposal, Refactoring, Selected } from './proposal.ts';

export const extractPolicy: Refactoring = selected => {
  const declaration = declarationAt(selected);
  if (declaration?.keyword.text === 'vif') return ownPolicy(selected, declaration);
  return declaration?.keyword.text === 'grants' ? toFile(selected, declaration) : [];
};

function ownPolicy(selected: Selected, vif: Declaration): readonly Proposal[] {
  const { analysis, unit } = selected;
  const shape = shapeOf(analysis, vif);
  const origin = vif.name;
  if (shape === undefined || origin === undefined || shape.properties().has('grants')) return [];
  const vifs = analysis.topology.hosts.flatMap(host => host.domains.flatMap(domain => domain.vifs));
  const element = vifs.find(each => each.origin?.uri === unit.uri && each.origin.start === origin.start);
  const member = topLevelAt(selected, vif);
  if (element === undefined || !usesGrants(element) || member === undefined) return [];
  const name = freeName(selected, `${origin.text}_grants`);
  const insertion = insertMember(unit, vif, `grants = ${name}`);
  if (insertion === undefined) return [];
  const newLine = lineBreakOf(unit);
  const at = placeBefore(unit, member);
  const declared = edit(unit, { start: at, end: at }, `grants ${name} { mode = copy }${newLine}${newLine}`);
  return [{ title: `Extract grant policy \`${name}\``, kind: 'refactor.extract', edits: [declared, insertion] }];
}

function toFile(selected: Selected, grants: Declaration): readonly Proposal[] {
  const { unit, path } = selected;
  const host = path[path.indexOf(grants) - 1];
  const member = topLevelAt(selected, grants);
  if (host?.kind !== 'declaration' || member !== host || grants.name === undefined) return [];
  // Under another name its users would have to be told; what is taken stays where it is.
  if (freeName(selected, grants.name.text) !== grants.name.text) return [];
  const newLine = lineBreakOf(unit);
  const documented = grants.doc !== undefined && grants.doc.end <= grants.start ? { start: grants.doc.start, end: grants.end } : grants;
  const at = placeBefore(unit, host);
  return [
    {
      title: `Move grant policy \`${grants.name.text}\` to the file`,
      kind: 'refactor.move',
      edits: [
        edit(unit, { start: at, end: at }, `${outdented(textOf(unit, documented))}${newLine}${newLine}`),
        edit(unit, wholeLines(unit, documented), '')
      ]
    }
  ];
}

/** One block further out: two blanks fewer before every line but the first. */
function outdented(text: string): string {
  return text.replace(/(\r\n|\r|\n) {1,2}/g, '$1');
}

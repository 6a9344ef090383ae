/** What a tree alone shows: unknown kinds and properties, things in the wrong place, names given twice. */
import type { Extra, Place, Reporter } from '../diagnostics/reporter.ts';
import type { Fix } from '../analysis.ts';
import { replacements } from '../evaluate/resolution.ts';
import { placeIn } from '../evaluate/context.ts';
import { nearest } from '../program/suggest.ts';
import type { FileUnit } from '../program/symbols.ts';
import { kindNames, kindRow, parentsOf, placesOf, propertyRow, topLevelKinds, withArticle } from '../schema/schema.ts';
import type { KindName, KindRow } from '../schema/types.ts';
import type { Declaration, Member, Name, Property, Span } from '../syntax/tree.ts';
import { either } from '../values/show.ts';

/** Checks every member of a file, whether anything uses it or not; of top-level ones only those that are `wanted`. */
export function checkStructure(unit: FileUnit, reporter: Reporter, wanted: (member: Member) => boolean = () => true): void {
  const { members } = unit.tree;
  checkDuplicates(unit, members, reporter);
  for (const member of members) {
    if (!wanted(member)) continue;
    reporter.enter(member);
    checkMember(unit, member, undefined, reporter);
  }
  reporter.enter(undefined);
}

function checkMembers(unit: FileUnit, members: readonly Member[], within: KindRow, reporter: Reporter): void {
  checkDuplicates(unit, members, reporter);
  for (const member of members) checkMember(unit, member, within, reporter);
}

function checkMember(unit: FileUnit, member: Member, within: KindRow | undefined, reporter: Reporter): void {
  switch (member.kind) {
    case 'declaration':
      checkDeclaration(unit, member, within, reporter);
      break;
    case 'property':
      checkProperty(unit, member, within, reporter);
      break;
    case 'import':
    case 'param':
      if (within !== undefined) misplaced(unit, member.keyword, 'at file level', reporter);
      break;
    default:
      if (within?.kind !== 'experiment') misplaced(unit, member.keyword, 'in an experiment', reporter);
  }
}

function misplaced(unit: FileUnit, name: Name, places: string, reporter: Reporter): void {
  reporter.report('misplaced-member', placeIn(unit, name), { name: name.text, places });
}

function checkDeclaration(unit: FileUnit, declaration: Declaration, within: KindRow | undefined, reporter: Reporter): void {
  const word = declaration.keyword;
  const row = kindRow(word.text);
  if (row === undefined) {
    const place = placeIn(unit, word);
    const fitting = within === undefined ? topLevelKinds : within.contains;
    const names = declaration.template !== undefined ? kindNames : [...nearest(word.text, fitting), ...nearest(word.text, kindNames)];
    const meant = otherWords.get(word.text.toLowerCase());
    const found = meant === undefined ? [...new Set(nearest(word.text, names))] : [meant];
    reporter.report('unknown-kind', place, { name: word.text }, { fixes: replacements(found, place) });
    return;
  }
  const free = declaration.template !== undefined;
  const legal = within === undefined ? free || row.topLevel : within.contains.includes(row.kind) || free;
  if (!legal) {
    reporter.report('misplaced-kind', placeIn(unit, word), {
      kind: withArticle(row.kind),
      here: within === undefined ? 'at file level' : `in ${withArticle(within.kind)}`,
      places: placesText(row)
    });
  }
  checkNaming(unit, declaration, row, reporter);
  checkMembers(unit, declaration.body?.members ?? [], row, reporter);
}

/** What other tools call a kind. */
const otherWords: ReadonlyMap<string, KindName> = new Map(
  Object.entries({
    domain: ['vm', 'guest', 'instance', 'machine', 'container', 'domu', 'dom'],
    host: ['server', 'node', 'hardware'],
    vif: ['interface', 'vnic', 'netif', 'nicfront', 'port'],
    nic: ['adapter', 'device', 'pnic', 'eth'],
    link: ['wire', 'cable', 'edge', 'connection', 'channel'],
    peer: ['client', 'endpoint', 'station', 'sink'],
    flow: ['traffic', 'stream', 'workload'],
    experiment: ['test', 'scenario', 'simulation', 'sim', 'run'],
    grants: ['grant', 'policy'],
    hypervisor: ['vmm', 'xen', 'kvm']
  } satisfies Partial<Record<KindName, readonly string[]>>).flatMap(([kind, words]) => words.map(word => [word, kind as KindName]))
);

function placesText(row: KindRow): string {
  const places = parentsOf(row.kind).map(kind => `in ${withArticle(kind)}`);
  return either(row.topLevel ? [...places, 'at file level'] : places.length === 0 ? [placesOf(row.kind)] : places);
}

function checkNaming(unit: FileUnit, declaration: Declaration, row: KindRow, reporter: Reporter): void {
  const { name, count, keyword } = declaration;
  const template = declaration.template !== undefined;
  if (name === undefined && (row.naming === 'required' || template))
    reporter.report('missing-name', placeIn(unit, keyword), { kind: template ? `template ${row.kind}` : row.kind });
  if (name !== undefined && row.naming === 'once' && !template) {
    reporter.report(
      'unexpected-name',
      placeIn(unit, name),
      { kind: row.kind },
      { fixes: [removal(unit, `Remove \`${name.text}\``, { start: keyword.end, end: name.end })] }
    );
  }
  if (count !== undefined && !row.array) reporter.report('not-an-array', placeIn(unit, count), { kind: withArticle(row.kind) });
}

function checkProperty(unit: FileUnit, property: Property, within: KindRow | undefined, reporter: Reporter): void {
  if (within === undefined) {
    misplacedProperty(unit, property, reporter);
    return;
  }
  const { name } = property;
  if (propertyRow(within, name.text) !== undefined) return;
  const place = placeIn(unit, name);
  reporter.report(
    'unknown-property',
    place,
    { kind: within.kind, name: name.text },
    { fixes: replacements(nearest(name.text, Object.keys(within.properties)), place) }
  );
}

function misplacedProperty(unit: FileUnit, property: Property, reporter: Reporter): void {
  const place = placeIn(unit, property.name);
  const fix: Fix = {
    title: 'Make it a param',
    edits: [{ uri: unit.uri, start: property.name.start, end: property.name.start, newText: 'param ' }]
  };
  reporter.report('misplaced-member', place, { name: property.name.text, places: 'in a block' }, { fixes: [fix] });
}

function removal(unit: FileUnit, title: string, span: Span): Fix {
  return { title, edits: [{ uri: unit.uri, start: span.start, end: span.end, newText: '' }] };
}

/** Names are unique within a block, whatever the kind; so are its properties. */
function checkDuplicates(unit: FileUnit, members: readonly Member[], reporter: Reporter): void {
  const names = new Map<string, Place>();
  const properties = new Map<string, Place>();
  for (const member of members) {
    if (member.kind === 'property') note(unit, properties, 'duplicate-property', member.name.text, member.name, reporter);
    else if (member.kind === 'param' && member.name !== undefined)
      note(unit, names, 'duplicate-name', member.name.text, member.name, reporter);
    else if (member.kind === 'declaration') noteDeclaration(unit, names, member, reporter);
  }
}

function noteDeclaration(unit: FileUnit, names: Map<string, Place>, declaration: Declaration, reporter: Reporter): void {
  const row = kindRow(declaration.keyword.text);
  if (row?.naming === 'once' && declaration.template === undefined)
    note(unit, names, 'duplicate-name', row.kind, declaration.keyword, reporter);
  else if (declaration.name !== undefined) note(unit, names, 'duplicate-name', declaration.name.text, declaration.name, reporter);
}

function note(
  unit: FileUnit,
  seen: Map<string, Place>,
  code: 'duplicate-name' | 'duplicate-property',
  name: string,
  span: Span,
  reporter: Reporter
): void {
  const place = placeIn(unit, span);
  const first = seen.get(name);
  if (first === undefined) {
    seen.set(name, place);
    return;
  }
  const extra: Extra = { related: [{ ...first, message: 'the first is here' }] };
  reporter.report(code, place, { name }, extra);
}

/** What inheritance settles once per declaration, whatever the params: are required properties there, are bases found. */
import type { Reporter } from '../diagnostics/reporter.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import { shapesIn } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';
import { kindNames, kinds } from '../schema/schema.ts';
import type { KindName, PropertyRow } from '../schema/types.ts';
import { exampleValue } from '../schema/examples.ts';
import { insertFix } from './insert.ts';

export function checkShapes(program: Program, reporter: Reporter): void {
  for (const unit of program.units.values()) {
    for (const top of unit.shapes) {
      const { declaration } = top.own;
      if (program.unchanged.has(declaration) || program.touched.members.has(declaration)) continue;
      reporter.enter(declaration);
      // Bases of templates are looked up too, so that an unused template with a wrong base is reported.
      if (top.template) resolveAll(top);
      for (const shape of shapesIn(top)) checkRequired(shape, reporter);
    }
  }
  reporter.enter(undefined);
}

function resolveAll(shape: Shape): void {
  shape.layers();
  for (const child of shape.children().values()) resolveAll(child);
}

const required = new Map(kindNames.map(kind => [kind, Object.values(kinds[kind].properties).filter(row => row.required === true)]));

function requiredOf(kind: KindName): readonly PropertyRow[] {
  return required.get(kind) ?? [];
}

function checkRequired(shape: Shape, reporter: Reporter): void {
  const { declaration, unit } = shape.own;
  if (declaration.body === undefined) return;
  const properties = shape.properties();
  for (const row of requiredOf(shape.kind)) {
    if (properties.has(row.name) || defaulted(shape, row)) continue;
    const at = declaration.name ?? declaration.keyword;
    reporter.report(
      'missing-property',
      placeIn(unit, at),
      { kind: shape.kind, name: nameOf(shape), property: row.name },
      {
        fixes: insertFix(unit, declaration, `Add \`${row.name}\``, `${row.name} = ${exampleValue(row)}`)
      }
    );
  }
  checkExclusive(shape, reporter);
  if (shape.kind === 'host' && ![...shape.children().values()].some(child => child.kind === 'cpu')) {
    const at = declaration.name ?? declaration.keyword;
    reporter.report(
      'missing-block',
      placeIn(unit, at),
      { name: shape.key },
      { fixes: insertFix(unit, declaration, 'Add `cpu`', 'cpu { cores = 8; clock = 2.66 GHz }') }
    );
  }
}

/** Properties of which only one makes sense. */
const exclusive: Readonly<Partial<Record<KindName, readonly [string, string]>>> = { metarouter: ['engines', 'share'] };

function checkExclusive(shape: Shape, reporter: Reporter): void {
  const [first, second] = exclusive[shape.kind] ?? [];
  if (first === undefined || second === undefined) return;
  const properties = shape.properties();
  const site = properties.get(second);
  const other = properties.get(first);
  if (site === undefined || other === undefined) return;
  reporter.report(
    'conflicting-properties',
    placeIn(site.unit, site.member.name),
    { first, second },
    { related: [{ ...placeIn(other.unit, other.member.name), message: `\`${first}\` is given here` }] }
  );
}

/** A bridge's domain has a default on some hypervisors; lowering says when it has not. */
function defaulted(shape: Shape, row: PropertyRow): boolean {
  return shape.kind === 'bridge' && row.name === 'domain';
}

function nameOf(shape: Shape): string {
  return shape.name?.text ?? shape.parent?.key ?? shape.kind;
}

/** Go to definition. */
import type { FullAnalysis } from '../analyse.ts';
import { symbolAt } from './symbol.ts';
import type { Definition } from './types.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** What the name at an offset stands for; for inherited blocks the own declaration first, then those it merges with. */
export function definitions(analysis: FullAnalysis, uri: string, offset: number): readonly Definition[] {
  const symbol = symbolAt(analysis, uri, offset);
  if (symbol === undefined) return [];
  const to = (unitUri: string, target: Place, name: Place | undefined): Definition => ({
    origin: { start: symbol.span.start, end: symbol.span.end },
    target: { uri: unitUri, start: target.start, end: target.end },
    selection: { uri: unitUri, start: (name ?? target).start, end: (name ?? target).end }
  });
  switch (symbol.kind) {
    case 'declaration':
      return [...symbol.shape.sources]
        .reverse()
        .map(({ declaration, unit }) => to(unit.uri, declaration, declaration.name ?? declaration.keyword));
    case 'hardware':
      return [
        to(
          symbol.shape.own.unit.uri,
          symbol.shape.own.declaration,
          symbol.shape.own.declaration.name ?? symbol.shape.own.declaration.keyword
        )
      ];
    case 'param':
      return [to(symbol.param.unit.uri, symbol.param.member, symbol.param.member.name)];
    case 'property': {
      const site = symbol.property === undefined ? symbol.shape?.properties().get(symbol.row.name) : undefined;
      return site === undefined ? [] : [to(site.unit.uri, site.member, site.member.name)];
    }
    case 'import':
      return symbol.edge.unit === undefined
        ? []
        : [to(symbol.edge.unit.uri, { start: 0, end: symbol.edge.unit.tree.end }, { start: 0, end: 0 })];
    default:
      return [];
  }
}

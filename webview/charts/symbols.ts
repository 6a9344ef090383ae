/** Marks of series and claims: a shape each, so that colour is never the only difference. */
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
  type SymbolType
} from 'd3-shape';
import { svg } from '../dom.ts';

const seriesShapes: readonly SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle, symbolCross, symbolStar, symbolWye];

export function shapeOf(slot: number): SymbolType {
  return seriesShapes[slot % seriesShapes.length] ?? symbolCircle;
}

/** Published numbers are diamonds: filled when the model was fitted on them, open when it predicted them. */
export const claimShape = symbolDiamond;

export { symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, type SymbolType };

export function mark(shape: SymbolType, size: number, x: number, y: number, className: string): SVGPathElement {
  return svg('path', { class: className, d: symbol(shape, size)() ?? '', transform: `translate(${x},${y})` });
}

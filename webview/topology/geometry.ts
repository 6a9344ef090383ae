/** Boxes and lines of a laid-out scene, in CSS pixels at zoom 1, from the top left of the whole picture. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

export interface Route {
  readonly points: readonly Point[];
  /** Where its label stands. */
  readonly label?: Box;
}

export interface Placement {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, Route>;
}

export function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Whether two boxes are closer than so many pixels. */
export function overlaps(a: Box, b: Box, apart = 0): boolean {
  return a.x < b.x + b.width + apart && b.x < a.x + a.width + apart && a.y < b.y + b.height + apart && b.y < a.y + a.height + apart;
}

/** The smallest box around everything that is drawn. */
export function bounds({ nodes, edges }: Placement): Box {
  const boxes = [...nodes.values(), ...[...edges.values()].flatMap(({ points, label }) => [...points.map(dot), ...(label ? [label] : [])])];
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map(box => box.x));
  const y = Math.min(...boxes.map(box => box.y));
  const right = Math.max(...boxes.map(box => box.x + box.width));
  const bottom = Math.max(...boxes.map(box => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function dot({ x, y }: Point): Box {
  return { x, y, width: 0, height: 0 };
}

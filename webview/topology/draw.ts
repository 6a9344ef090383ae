/** The picture of a laid-out scene in SVG. Colours and strokes are in picture.css; here are shapes and texts. */
import { svg, type Child } from '../dom.ts';
import { fitted, textWidth } from '../charts/text.ts';
import type { Box, Placement, Route } from './geometry.ts';
import { stackDepth } from './layout.ts';
import * as size from './measure.ts';
import type { Scene, SceneEdge, SceneNode } from './scene.ts';
import { mostCells, wordsOn, type CellRow, type Words } from './words.ts';

/** Elements by the id of what they show, so that marks and loads change no shape. */
export interface Drawing {
  readonly content: readonly SVGElement[];
  readonly nodes: ReadonlyMap<string, SVGElement>;
  readonly edges: ReadonlyMap<string, SVGElement>;
}

/** Containers at the bottom, edges over them, what stands in them and every text on top. */
export function draw(scene: Scene, placement: Placement, labels: ReadonlyMap<string, string>): Drawing {
  const frames: SVGElement[] = [];
  const nodes = new Map<string, SVGElement>();
  for (const node of scene.nodes) {
    const box = placement.nodes.get(node.id);
    if (box === undefined) continue;
    if (node.isFrame) frames.push(frame(node, box));
    nodes.set(node.id, drawNode(node, box));
  }
  const edges = new Map<string, SVGElement>();
  for (const edge of scene.edges) {
    const route = placement.edges.get(edge.id);
    if (route !== undefined && route.points.length > 1) edges.set(edge.id, drawEdge(edge, route, labels.get(edge.id)));
  }
  const content = [
    svg('g', { class: 'frames' }, frames),
    svg('g', { class: 'edges' }, [...edges.values()]),
    svg('g', { class: 'nodes' }, [...nodes.values()])
  ];
  return { content, nodes, edges };
}

/** The arrow at the end of a highlighted edge, referred to from picture.css. */
export function definitions(): SVGElement {
  const arrow = {
    viewBox: '0 0 8 8',
    refX: 7,
    refY: 4,
    markerWidth: 8,
    markerHeight: 8,
    markerUnits: 'userSpaceOnUse',
    orient: 'auto-start-reverse'
  };
  return svg('defs', {}, svg('marker', { id: 'arrow', ...arrow }, svg('path', { class: 'arrow', d: 'M0,0 L8,4 L0,8 Z' })));
}

function frame({ id, kind, members }: SceneNode, { x, y, width, height }: Box): SVGElement {
  const depth = members.length > 1 ? stackDepth : 0;
  const cards =
    depth === 0 ? [] : [svg('rect', { class: 'card behind', x: depth, y: depth, width: width - depth, height: height - depth, rx: 6 })];
  return svg(
    'g',
    { class: `frame ${kind}`, 'data-id': id, transform: `translate(${x},${y})` },
    cards,
    svg('rect', { class: 'card', width: width - depth, height: height - depth, rx: 6 })
  );
}

function drawNode(node: SceneNode, { x, y, width, height }: Box): SVGElement {
  const { isFrame } = node;
  const words = wordsOn(node);
  const depth = node.members.length > 1 ? stackDepth : 0;
  const card = { width: width - depth, height: height - depth };
  return svg(
    'g',
    { class: `node ${node.kind}`, 'data-id': node.id, transform: `translate(${x},${y})` },
    !isFrame && depth > 0 && svg('rect', { class: 'card behind', x: depth, y: depth, ...card, rx: 4 }),
    isFrame ? header(node, words) : svg('rect', { class: 'card', ...card, rx: 4 }),
    svg('rect', { class: 'ring', x: -2.5, y: -2.5, width: card.width + 5, height: card.height + 5, rx: 7 }),
    writing(node, words, card.width),
    svg('rect', { class: 'load-bar', x: 0, y: card.height - 4, height: 4, width: 0, 'data-width': card.width }),
    svg('text', { class: 'load', x: card.width - size.inset, y: 20, 'text-anchor': 'end' }),
    svg('g', { class: 'step' }, svg('circle', { cx: 0, cy: 0, r: 9 }), svg('text', { 'text-anchor': 'middle', dy: '0.35em' }))
  );
}

/** What a container's text stands on, so that an edge that enters there passes behind it. */
function header({ fold }: SceneNode, { title, detail }: Words): SVGElement {
  const left = fold === undefined ? 0 : size.foldWidth;
  const width = Math.max(textWidth(title, true) + left, detail === undefined ? 0 : textWidth(detail)) + 8;
  return svg('rect', { class: 'header', x: size.inset - 4, y: 6, width, height: (detail === undefined ? 1 : 2) * size.lineHeight + 2 });
}

function writing(node: SceneNode, { title, detail, chips, cells }: Words, width: number): Child {
  const left = size.inset + (node.fold === undefined ? 0 : size.foldWidth);
  let y = 8 + size.lineHeight - 4;
  const parts: Child[] = [
    node.fold !== undefined && foldMark(node),
    svg('text', { class: 'title', x: left, y }, fitted(title, width - left - size.inset, true))
  ];
  if (detail !== undefined) {
    y += size.lineHeight;
    parts.push(svg('text', { class: 'detail', x: size.inset, y }, detail));
  }
  y += 8;
  if (chips.length > 0) {
    let x = size.inset;
    for (const chip of chips) {
      const wide = size.chipWidth(chip, measure);
      parts.push(
        svg('rect', { class: 'chip', x, y, width: wide, height: size.chipHeight, rx: 3 }),
        svg('text', { class: 'chip-text', x: x + 5, y: y + 12 }, chip)
      );
      x += wide + size.chipGap;
    }
    y += size.chipHeight + 4;
  }
  for (const row of cells) {
    parts.push(cellRow(row, y));
    y += size.cellRowHeight;
  }
  return parts;
}

/** A triangle that points down at what is open, and right at what can be opened. */
function foldMark({ fold, isOpen }: SceneNode): SVGElement {
  const shape = isOpen ? 'M-4,-2.5 L4,-2.5 L0,3.5 Z' : 'M-2.5,-4 L-2.5,4 L3.5,0 Z';
  return svg(
    'g',
    { class: 'fold', 'data-fold': fold, transform: `translate(${size.inset + 4},16)` },
    svg('rect', { class: 'hit', x: -9, y: -10, width: 20, height: 20 }),
    svg('path', { d: shape })
  );
}

function cellRow({ name, count, filled }: CellRow, y: number): Child {
  const drawn = Math.min(count, mostCells);
  const cells = Array.from({ length: drawn }, (_, i) =>
    svg('rect', {
      class: i < filled ? 'cell taken' : 'cell',
      x: size.inset + size.cellNameWidth + i * (size.cellSize + size.cellGap) + 0.5,
      y: y + 3.5,
      width: size.cellSize - 1,
      height: size.cellSize - 1
    })
  );
  const end = size.inset + size.cellNameWidth + drawn * (size.cellSize + size.cellGap);
  return [
    svg('text', { class: 'cell-name', x: size.inset, y: y + 10 }, name),
    cells,
    count > drawn && svg('text', { class: 'cell-name', x: end + 2, y: y + 10 }, `… ${count}`)
  ];
}

function drawEdge({ id, kind, members }: SceneEdge, { points, label }: Route, text: string | undefined): SVGElement {
  const d = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)},${round(y)}`).join(' ');
  return svg(
    'g',
    { class: `edge ${kind}${members.length > 1 ? ' bundle' : ''}`, 'data-id': id },
    svg('path', { class: 'line-hit hit', d }),
    members.length > 1 && svg('path', { class: 'sheath', d }),
    svg('path', { class: 'line', d }),
    text !== undefined &&
      label !== undefined &&
      svg('text', { class: 'label', x: label.x + label.width / 2, y: label.y + label.height - 4, 'text-anchor': 'middle' }, text)
  );
}

/** Width of a text in the editor's font; sizes are few, and all text of one size is measured at the charts' size. */
export function measure(text: string, fontSize: number, bold: boolean): number {
  return (textWidth(text, bold) * fontSize) / size.titleSize;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

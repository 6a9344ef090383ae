/** Charts and tables as files: an SVG that stands alone, a PNG of it, CSV and JSON of the table. */
import { svg } from '../dom.ts';
import { csv, records, type Table } from '../model/table.ts';

/** What a saved picture or file says about where it comes from. */
export interface Provenance {
  /** File name without extension: `ram-2009-baseline-throughput`. */
  readonly name: string;
  readonly title: string;
  /** `ram-2009.xnet, baseline, guests = 7`. */
  readonly subtitle: string;
  /** Goes into JSON: tool, file, experiment, parameters. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** What the theme gives by style sheet and a picture on its own must carry, with the value that needs no saying. */
const paint = [
  ['fill', 'rgb(0, 0, 0)'],
  ['fill-opacity', '1']
] as const;
const carried: Readonly<Record<string, readonly (readonly [property: string, initial: string])[]>> = {
  text: [...paint, ['font-family', ''], ['font-size', ''], ['font-weight', '400'], ['text-anchor', 'start']],
  shape: [
    ...paint,
    ['stroke', 'none'],
    ['stroke-width', '1px'],
    ['stroke-dasharray', 'none'],
    ['stroke-opacity', '1'],
    ['stroke-linejoin', 'miter']
  ]
};

const headHeight = 46;
const margin = 12;

/** The picture as a document of its own: colours and fonts of the present theme as attributes, with heading and background. */
export function standaloneSvg(chart: SVGSVGElement, provenance: Provenance): string {
  const { width, height } = chart.viewBox.baseVal;
  const copy = copied(chart) as SVGSVGElement;
  const text = getComputedStyle(document.body);
  const size = { width: width + 2 * margin, height: height + headHeight + margin };
  const font = { 'font-family': text.fontFamily, fill: text.color };
  const whole = svg(
    'svg',
    { ...size, viewBox: `0 0 ${size.width} ${size.height}` },
    svg('title', {}, `${provenance.title}. ${provenance.subtitle}`),
    svg('rect', { ...size, fill: background() }),
    svg('text', { x: margin, y: 20, 'font-size': 14, 'font-weight': 600, ...font }, provenance.title),
    svg('text', { x: margin, y: 37, 'font-size': 11, 'fill-opacity': 0.8, ...font }, provenance.subtitle),
    svg(
      'g',
      { transform: `translate(${margin},${headHeight})` },
      [...copy.childNodes].map(node => node)
    )
  );
  whole.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(whole);
}

function copied(element: Element): Element | undefined {
  const style = getComputedStyle(element);
  if (style.display === 'none' || element.classList.contains('hit')) return undefined;
  const copy = element.cloneNode(false) as Element;
  for (const name of ['class', 'data-tip', 'role', 'aria-label']) copy.removeAttribute(name);
  const kind = element instanceof SVGTextElement ? 'text' : element instanceof SVGGeometryElement ? 'shape' : '';
  for (const [property, initial] of carried[kind] ?? []) {
    const value = style.getPropertyValue(property);
    // An attribute of the chart itself, such as a pattern's `fill`, is already in the copy and computes to the same.
    if (value === initial) copy.removeAttribute(property);
    else copy.setAttribute(property, value);
  }
  for (const child of element.childNodes) {
    const inner = child instanceof Element ? copied(child) : child.cloneNode();
    if (inner !== undefined) copy.append(inner);
  }
  return copy;
}

function background(): string {
  const color = getComputedStyle(document.body).backgroundColor;
  return color === '' || color === 'rgba(0, 0, 0, 0)' ? 'white' : color;
}

/** The picture in twice its size, base64 without the `data:` head. Rejects when the browser cannot draw it. */
export async function png(picture: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no canvas to draw on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

export function tableCsv(table: Table): string {
  return csv(table);
}

export function tableJson(table: Table, provenance: Provenance): string {
  return JSON.stringify({ title: provenance.title, ...provenance.about, rows: records(table) }, undefined, 2) + '\n';
}

/** The part of the page with the picture: what is seen of it, and what the pointer does there. */
import { html, svg } from '../dom.ts';
import { definitions } from './draw.ts';
import type { Box, Point, Size } from './geometry.ts';
import { fitted, overview, panned, showing, zoomed, zoomStep, type Viewport } from './viewport.ts';

export interface StageEvents {
  /** A node or edge was clicked, by id. */
  choose(id: string): void;
  /** … and is to be gone to. */
  enter(id: string): void;
  fold(fold: string, node: string): void;
}

export interface Stage {
  readonly element: HTMLElement;
  readonly picture: SVGSVGElement;
  /** Replaces what is drawn. */
  draw(content: readonly SVGElement[]): void;
  /** The picture so that it can be read, from its top. */
  fit(picture: Box): void;
  /** All of the picture, however small. */
  overview(picture: Box): void;
  /** Larger or smaller by one step, around the middle. */
  zoom(direction: 1 | -1): void;
  show(box: Box): void;
  /** Moves the view so that a place of the picture stands where another one stood. */
  keep(before: Point, after: Point): void;
  size(): Size;
}

/** A press that moves less than this is a click, CSS pixels. */
const clickSlack = 4;

export function stageView(tree: HTMLElement, events: StageEvents): Stage {
  const world = svg('g', { class: 'world' });
  const picture = svg('svg', { class: 'picture', 'aria-hidden': 'true', focusable: 'false' }, definitions(), world);
  const element = html('div', { class: 'stage' }, picture, tree);
  let viewport: Viewport = { x: 0, y: 0, zoom: 1 };

  function look(next: Viewport): void {
    viewport = next;
    world.setAttribute('transform', `translate(${next.x.toFixed(2)},${next.y.toFixed(2)}) scale(${next.zoom.toFixed(4)})`);
  }

  function size(): Size {
    return { width: element.clientWidth, height: element.clientHeight };
  }

  function placeOf(event: MouseEvent): Point {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  element.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) look(zoomed(viewport, Math.exp(-event.deltaY / 300), placeOf(event)));
      else look(panned(viewport, event.shiftKey ? { x: -event.deltaY, y: 0 } : { x: -event.deltaX, y: -event.deltaY }));
    },
    { passive: false }
  );

  let press: { readonly from: Point; last: Point; isPan: boolean } | undefined;
  element.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    press = { from: placeOf(event), last: placeOf(event), isPan: false };
  });
  element.addEventListener('pointermove', event => {
    if (press === undefined) return;
    const place = placeOf(event);
    if (!press.isPan && Math.hypot(place.x - press.from.x, place.y - press.from.y) < clickSlack) return;
    if (!press.isPan) element.setPointerCapture(event.pointerId);
    press.isPan = true;
    element.classList.add('panning');
    look(panned(viewport, { x: place.x - press.last.x, y: place.y - press.last.y }));
    press.last = place;
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(end, event => {
      const wasClick = press?.isPan === false && end === 'pointerup';
      press = undefined;
      element.classList.remove('panning');
      if (wasClick) clicked(event.target as Element);
    });
  }

  function clicked(target: Element): void {
    tree.focus({ preventScroll: true });
    const id = target.closest('[data-id]')?.getAttribute('data-id');
    const fold = target.closest('[data-fold]')?.getAttribute('data-fold');
    if (id && fold) events.fold(fold, id);
    else if (id) events.choose(id);
  }

  element.addEventListener('dblclick', event => {
    const target = event.target as Element;
    const id = target.closest('[data-id]')?.getAttribute('data-id');
    if (id && target.closest('[data-fold]') === null) events.enter(id);
  });

  return {
    element,
    picture,
    size,
    draw: content => world.replaceChildren(...content),
    fit: box => look(fitted(box, size())),
    overview: box => look(overview(box, size())),
    zoom(direction) {
      const { width, height } = size();
      look(zoomed(viewport, zoomStep ** direction, { x: width / 2, y: height / 2 }));
    },
    show: box => look(showing(viewport, box, size())),
    keep(before, after) {
      look(panned(viewport, { x: (before.x - after.x) * viewport.zoom, y: (before.y - after.y) * viewport.zoom }));
    }
  };
}

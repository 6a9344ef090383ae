/** Which part of the picture is seen, how large: picture coordinates times `zoom` plus the offset are pixels of the view. */
import type { Box, Point, Size } from './geometry.ts';

export interface Viewport extends Point {
  readonly zoom: number;
}

export const zoomStep = 1.25;
const smallest = 0.05;
const largest = 4;
/** Fitting makes nothing smaller than can be read; what does not fit then is panned to. */
const readable = 0.72;
const margin = 16;

/** The whole picture, or as much of it as stays readable, from its top. */
export function fitted(picture: Box, view: Size, least = readable): Viewport {
  const room = { width: Math.max(1, view.width - 2 * margin), height: Math.max(1, view.height - 2 * margin) };
  const whole = Math.min(room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height));
  const zoom = Math.min(1.25, Math.max(Math.min(least, 1), whole));
  const [width, height] = [picture.width * zoom, picture.height * zoom];
  return {
    zoom,
    x: (width > room.width ? margin : (view.width - width) / 2) - picture.x * zoom,
    y: (height > room.height ? margin : Math.min((view.height - height) / 2, 3 * margin)) - picture.y * zoom
  };
}

/** The whole picture, however small. */
export function overview(picture: Box, view: Size): Viewport {
  return fitted(picture, view, smallest);
}

/** Larger or smaller around a place of the view that stays where it is. */
export function zoomed({ x, y, zoom }: Viewport, factor: number, around: Point): Viewport {
  const next = Math.min(largest, Math.max(smallest, zoom * factor));
  const scale = next / zoom;
  return { zoom: next, x: around.x - (around.x - x) * scale, y: around.y - (around.y - y) * scale };
}

export function panned({ x, y, zoom }: Viewport, by: Point): Viewport {
  return { zoom, x: x + by.x, y: y + by.y };
}

/** Moved as little as it takes to have a box in view; its top left when it is larger than the view. */
export function showing(viewport: Viewport, box: Box, view: Size): Viewport {
  const { x, y, zoom } = viewport;
  const shift = (from: number, length: number, room: number): number => {
    if (from >= margin && from + length <= room - margin) return 0;
    if (length > room - 2 * margin) return from > margin || from + length < room - margin ? margin - from : 0;
    return from < margin ? margin - from : room - margin - (from + length);
  };
  return {
    zoom,
    x: x + shift(box.x * zoom + x, box.width * zoom, view.width),
    y: y + shift(box.y * zoom + y, box.height * zoom, view.height)
  };
}

/** The view of a map: its centre in map coordinates, and its zoom relative to the whole map fitted into the box. */
export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export type Range = readonly [low: number, high: number];

/** The visible part of the map. */
export interface Frame {
  x: Range;
  y: Range;
}

export const MAX_ZOOM = 60;

/** The visible part of the map for a camera; the whole map without one. */
export function frameOf(whole: Frame, camera: Camera | null): Frame {
  if (!camera) return whole;
  const around = ([low, high]: Range, center: number): Range => {
    const half = (high - low) / (2 * camera.zoom);
    return [center - half, center + half];
  };
  return { x: around(whole.x, camera.x), y: around(whole.y, camera.y) };
}

/**
 * Zooms by a factor, keeping the point at `at` (map coordinates) fixed in the box. Zooming out to the whole map removes the camera.
 */
export function zoomAt(
  whole: Frame,
  camera: Camera | null,
  at: { x: number; y: number },
  factor: number,
): Camera | null {
  const before = camera ?? centerOf(whole);
  const zoom = Math.max(1, Math.min(MAX_ZOOM, before.zoom * factor));
  const shrunk = before.zoom / zoom;
  return within(whole, { x: at.x + (before.x - at.x) * shrunk, y: at.y + (before.y - at.y) * shrunk, zoom });
}

/** Moves the camera by fractions of the visible part: 1 is a whole box to the right or upwards. */
export function panBy(whole: Frame, camera: Camera | null, dx: number, dy: number): Camera | null {
  const { x, y, zoom } = camera ?? centerOf(whole);
  return within(whole, { x: x + (dx * length(whole.x)) / zoom, y: y + (dy * length(whole.y)) / zoom, zoom });
}

/** The camera with its frame moved back inside the whole map; null when the frame is the whole map. */
function within(whole: Frame, { x, y, zoom }: Camera): Camera | null {
  if (zoom <= 1) return null;
  const inside = ([low, high]: Range, center: number) => {
    const half = (high - low) / (2 * zoom);
    return Math.max(low + half, Math.min(high - half, center));
  };
  return { x: inside(whole.x, x), y: inside(whole.y, y), zoom };
}

const length = ([low, high]: Range): number => high - low;
const middle = ([low, high]: Range): number => (low + high) / 2;
const centerOf = ({ x, y }: Frame): Camera => ({ x: middle(x), y: middle(y), zoom: 1 });

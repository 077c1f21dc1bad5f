/** Arithmetic of the viewport: which part of the map fills the canvas. Pure. */
import type { Viewport } from "../../state/cells.ts";
import type { Layout } from "./layout.ts";

/** A word is then 320 pixels wide: its name, its value and its address are readable. */
const SCALE_MAX = 2560;
const MARGIN = 12;
/** The buttons stand below what is fitted, unless the canvas is too low to spare that. */
const BUTTONS = { height: 52, share: 0.2 };

export interface Size {
  width: number;
  height: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The whole map. */
export function fitAll(layout: Layout, size: Size): Viewport {
  return fitBox({ left: 0, top: 0, right: layout.columns, bottom: layout.height }, size, SCALE_MAX);
}

/** A part of the map, no larger than `most` pixels a page. */
export function fitBox(box: Box, size: Size, most: number): Viewport {
  const across = Math.max(box.right - box.left, 1e-9);
  const down = Math.max(box.bottom - box.top, 1e-9);
  const foot = Math.min(BUTTONS.height, size.height * BUTTONS.share);
  const inner = { width: size.width - 2 * MARGIN, height: size.height - MARGIN - foot };
  const scale = Math.min(most, Math.max(1, inner.width) / across, Math.max(1, inner.height) / down);
  const lower = (foot - MARGIN) / 2 / scale;
  return centred((box.left + box.right) / 2, (box.top + box.bottom) / 2 + lower, scale, size);
}

export function centred(x: number, y: number, scale: number, size: Size): Viewport {
  return { x: x - size.width / 2 / scale, y: y - size.height / 2 / scale, scale };
}

/** Zooms by a factor; the point under (px, py) stays where it is. */
export function zoomAt(
  view: Viewport,
  factor: number,
  px: number,
  py: number,
  least: number,
): Viewport {
  const scale = Math.max(least, Math.min(SCALE_MAX, view.scale * factor));
  return {
    x: view.x + px / view.scale - px / scale,
    y: view.y + py / view.scale - py / scale,
    scale,
  };
}

export function panBy(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
}

/** A point in the middle, or as near to it as leaves no more beside the map's edges than a fitted map has. */
export function broughtToMiddle(
  x: number,
  y: number,
  scale: number,
  layout: Layout,
  size: Size,
): Viewport {
  const view = centred(x, y, scale, size);
  const across = size.width / scale;
  const down = size.height / scale;
  const margin = MARGIN / scale;
  return {
    scale,
    x: edgeToEdge(view.x, across, layout.columns, margin, margin),
    y: edgeToEdge(view.y, down, layout.height, margin, BUTTONS.height / scale),
  };
}

/** A map that is smaller than the canvas stands in its middle. */
function edgeToEdge(
  from: number,
  visible: number,
  length: number,
  before: number,
  after: number,
): number {
  const last = length + after - visible;
  if (last < -before) return (length - visible) / 2;
  return Math.max(-before, Math.min(from, last));
}

/** True when nothing of the map lies outside the canvas. */
export function showsAll(view: Viewport, layout: Layout, size: Size): boolean {
  const all = { left: 0, top: 0, right: layout.columns, bottom: layout.height };
  return isVisible(view, all, size, 0);
}

/** Keeps at least a part of the map in sight. */
export function clamped(view: Viewport, layout: Layout, size: Size): Viewport {
  const across = size.width / view.scale;
  const down = size.height / view.scale;
  return {
    scale: view.scale,
    x: clampAxis(view.x, across, layout.columns),
    y: clampAxis(view.y, down, layout.height),
  };
}

/** The middle of the canvas stays over the map. */
function clampAxis(from: number, visible: number, length: number): number {
  return Math.max(-visible / 2, Math.min(from, length - visible / 2));
}

/** True when a box lies within the canvas, `margin` pixels from its edges. */
export function isVisible(view: Viewport, box: Box, size: Size, margin: number): boolean {
  return (
    (box.left - view.x) * view.scale >= margin &&
    (box.top - view.y) * view.scale >= margin &&
    (box.right - view.x) * view.scale <= size.width - margin &&
    (box.bottom - view.y) * view.scale <= size.height - margin
  );
}

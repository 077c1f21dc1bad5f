/** Arithmetic of the viewport: which part of the map fills the canvas. Pure. */
import type { Viewport } from "../../state/cells.ts";
import type { Layout } from "./layout.ts";

/** A word is then 320 pixels wide: its name, its value and its address are readable. */
const SCALE_MAX = 2560;
const MARGIN = 12;

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
  const inner = { width: size.width - 2 * MARGIN, height: size.height - 2 * MARGIN };
  const scale = Math.min(most, Math.max(1, inner.width) / across, Math.max(1, inner.height) / down);
  return centred((box.left + box.right) / 2, (box.top + box.bottom) / 2, scale, size);
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

/** What the canvas above the picture draws, and how it finds its way from addresses to pixels. */
import type { Instant } from "../../../workers/protocol.ts";
import type { TrailEvent, Viewport } from "../../state/cells.ts";
import type { Size } from "./camera.ts";
import { type Layout, wordRect } from "./layout.ts";
import type { Palette } from "./palette.ts";
import type { MemoryStore, PageSpan } from "./store.ts";

export interface Scene {
  layout: Layout;
  view: Viewport;
  size: Size;
  palette: Palette;
  store: MemoryStore;
  pages: readonly PageSpan[];
  instant: Instant | null;
  trail: readonly TrailEvent[];
  current: number | null;
  selected: number | null;
  hovered: number | null;
  /** Draw the references of all list slots on screen. */
  arrows: boolean;
}

export interface Pen {
  draw: CanvasRenderingContext2D;
  scene: Scene;
}

/** A rectangle in CSS pixels. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const UI_FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
export const MONO_FONT = "ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace";
/** The CSS rectangle of a word, null when its page is not spread out. */
export function rectOf({ scene }: Pen, addr: number): Rect | null {
  const rect = wordRect(scene.layout, addr);
  if (rect === null) return null;
  const { view } = scene;
  return {
    x: (rect.x - view.x) * view.scale,
    y: (rect.y - view.y) * view.scale,
    width: rect.width * view.scale,
    height: rect.height * view.scale,
  };
}

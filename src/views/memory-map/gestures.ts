/** Wheel, drag, pinch, double click and keys, as changes of the map's camera. */
import { hasFamily, machineOpen, selection, viewport } from "../../state/cells.ts";
import { panBy, zoomAt } from "./camera.ts";
import type { MapController } from "./controller.ts";

/** A pointer that moved less than this clicks. */
const CLICK_SLOP = 4;
const KEY_PAN = 64;
const KEY_ZOOM = 1.4;
/** Pixels per page at which an int block of about 1,000 bytes fills a laptop's map. */
export const BLOCK_SCALE = 1500;

interface Grip {
  x: number;
  y: number;
  moved: boolean;
}

/** Connects an element's events with the camera; the answer disconnects them. */
export function listen(element: HTMLElement, map: MapController): () => void {
  const grips = new Map<number, Grip>();
  const here = (event: MouseEvent): [number, number] => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    passive = true,
  ) => element.addEventListener(type, listener, { signal: stop.signal, passive });

  on(
    "wheel",
    (event) => {
      event.preventDefault();
      const [x, y] = here(event);
      // A pinch on a touchpad arrives as a wheel with ctrl and small steps.
      const speed = event.ctrlKey ? 0.01 : event.deltaMode === 1 ? 0.05 : 0.0016;
      const factor = Math.exp(-event.deltaY * speed);
      zoom(map, factor, x, y);
    },
    false,
  );
  on("pointerdown", (event) => {
    const [x, y] = here(event);
    element.setPointerCapture(event.pointerId);
    grips.set(event.pointerId, { x, y, moved: false });
  });
  on("pointermove", (event) => {
    const [x, y] = here(event);
    const grip = grips.get(event.pointerId);
    if (grip === undefined) {
      map.hover(map.addressAt(x, y));
      return;
    }
    const other = [...grips.entries()].find(([id]) => id !== event.pointerId)?.[1];
    if (other !== undefined) pinch(map, grip, other, x, y);
    else if (grip.moved || Math.hypot(x - grip.x, y - grip.y) >= CLICK_SLOP) {
      const [dx, dy] = [x - grip.x, y - grip.y];
      map.look((view) => panBy(view, dx, dy));
      Object.assign(grip, { x, y, moved: true });
    }
  });
  on("pointerup", (event) => {
    const grip = grips.get(event.pointerId);
    grips.delete(event.pointerId);
    if (grip !== undefined && !grip.moved) selection.value = map.addressAt(grip.x, grip.y);
  });
  on("pointercancel", (event) => void grips.delete(event.pointerId));
  on("pointerleave", () => map.hover(null));
  on("dblclick", (event) => {
    const addr = map.addressAt(...here(event));
    if (addr !== null) map.zoomTo(addr, BLOCK_SCALE, false);
  });
  on("keydown", (event) => onKey(event, map), false);
  return () => stop.abort();
}

function pinch(map: MapController, grip: Grip, other: Grip, x: number, y: number): void {
  const before = Math.hypot(grip.x - other.x, grip.y - other.y);
  const after = Math.hypot(x - other.x, y - other.y);
  const factor = before > 0 ? after / before : 1;
  const [middleX, middleY] = [(x + other.x) / 2, (y + other.y) / 2];
  const [dx, dy] = [(x - grip.x) / 2, (y - grip.y) / 2];
  map.look((view) => zoomAt(panBy(view, dx, dy), factor, middleX, middleY, map.leastScale));
  Object.assign(grip, { x, y, moved: true });
  other.moved = true;
}

/** Keys of the focused map. Arrows move it here; elsewhere they step. */
function onKey(event: KeyboardEvent, map: MapController): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
    if (event.key !== "+") return;
  }
  const pans: Record<string, [number, number]> = {
    ArrowLeft: [KEY_PAN, 0],
    ArrowRight: [-KEY_PAN, 0],
    ArrowUp: [0, KEY_PAN],
    ArrowDown: [0, -KEY_PAN],
  };
  const pan = pans[event.key];
  if (pan !== undefined) map.look((view) => panBy(view, ...pan));
  else if (event.key === "+" || event.key === "=") zoomMiddle(map, KEY_ZOOM);
  else if (event.key === "-") zoomMiddle(map, 1 / KEY_ZOOM);
  else if (event.key === "Enter") selectMiddle(map);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function zoomMiddle(map: MapController, factor: number): void {
  const size = map.scene()?.size;
  if (size !== undefined) zoom(map, factor, size.width / 2, size.height / 2);
}

/** Zooms around a point. What lies outside of the whole address space is the machine with its processes. */
function zoom(map: MapController, factor: number, x: number, y: number): void {
  const scale = viewport.peek()?.scale ?? 0;
  if (factor < 1 && scale <= map.leastScale && hasFamily.peek()) machineOpen.value = true;
  else map.look((view) => zoomAt(view, factor, x, y, map.leastScale));
}

function selectMiddle(map: MapController): void {
  const scene = map.scene();
  if (scene === null || viewport.peek() === null) return;
  selection.value = map.addressAt(scene.size.width / 2, scene.size.height / 2);
}

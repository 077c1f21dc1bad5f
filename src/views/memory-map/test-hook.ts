/** `window.__rangescope`, present only on pages opened with `?test=1`: how tests look at the map. */
import type { Instant } from "../../../workers/protocol.ts";
import { instant, isDark, summary, viewport } from "../../state/cells.ts";
import type { MapController } from "./controller.ts";
import { wordRect } from "./layout.ts";
import { LOOKS, Mark, type State, STATE_COUNT, SURFACE } from "./states.ts";

export interface TestHook {
  /** The word's centre in CSS pixels of the page, and its size. */
  mapRect(addr: number): { x: number; y: number; width: number; height: number } | null;
  /** The colour of a word's (or page's) centre, drawn and read in one task. */
  readPixel(addr: number): [number, number, number, number] | null;
  zoomTo(addr: number, scale: number): void;
  /** True when nothing visible is older than the instant. */
  settled(): boolean;
  instant(): Instant | null;
  /** The text of the run on screen. */
  program(): string | null;
  /** The colour a state is drawn with, or, for hollow states, filled with. */
  stateColour(name: string): [number, number, number];
  /** Milliseconds of the main thread for a render call of all pages, and how many pages the map has. */
  timeDraw(): { ms: number; pages: number };
  loseContext(): void;
  restoreContext(): void;
}

declare global {
  interface Window {
    __rangescope?: TestHook;
  }
}

export function exposeForTests(map: MapController): () => void {
  if (new URLSearchParams(location.search).get("test") !== "1") return () => undefined;
  const surface = document.querySelector(".map-surface");
  const canvas = document.querySelector<HTMLCanvasElement>(".map-picture");
  const loss = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context") ?? null;
  const centre = (addr: number) => {
    const scene = map.scene();
    const rect = scene === null ? null : wordRect(scene.layout, addr);
    if (scene === null || rect === null) return null;
    const { view } = scene;
    return {
      x: (rect.x + rect.width / 2 - view.x) * view.scale,
      y: (rect.y + rect.height / 2 - view.y) * view.scale,
      width: rect.width * view.scale,
      height: rect.height * view.scale,
    };
  };
  window.__rangescope = {
    mapRect: (addr) => {
      const rect = centre(addr);
      const box = surface?.getBoundingClientRect();
      return rect && box ? { ...rect, x: rect.x + box.left, y: rect.y + box.top } : null;
    },
    readPixel: (addr) => {
      const rect = centre(addr);
      return rect === null ? null : map.readPixel(rect.x, rect.y);
    },
    zoomTo: (addr, scale) => map.zoomTo(addr, scale, true),
    settled: () => viewport.value !== null && map.isSettled(),
    instant: () => instant.value,
    program: () => summary.value?.text ?? null,
    stateColour,
    timeDraw: () => ({ ms: map.timeDraw(), pages: map.scene()?.layout.pages ?? 0 }),
    loseContext: () => loss?.loseContext(),
    restoreContext: () => loss?.restoreContext(),
  };
  return () => {
    delete window.__rangescope;
  };
}

/** How much of a state's colour its cell has between the strokes of its mark. */
const SHARES: Partial<Record<Mark, number>> = {
  [Mark.DOTS]: 0,
  [Mark.HOLLOW]: 0.22,
  [Mark.HOLLOW_DASHED]: 0.1,
  [Mark.CROSSED]: 0.38,
};

function stateColour(name: string): [number, number, number] {
  const dark = isDark.value;
  for (let state = 0; state < STATE_COUNT; state++) {
    const look = LOOKS[state as State];
    if (look.name !== name) continue;
    const share = SHARES[look.mark] ?? 1;
    return mix(dark ? SURFACE.dark : SURFACE.light, dark ? look.dark : look.light, share);
  }
  throw new Error(`no state is called ${name}`);
}

function mix(from: string, to: string, share: number): [number, number, number] {
  const part = (at: number) => {
    const a = Number.parseInt(from.slice(at, at + 2), 16);
    const b = Number.parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * share);
  };
  return [part(1), part(3), part(5)];
}

/** The whole map in a corner: one dot or less a page, and a frame around what is on screen. */
import { pixelRatio } from "../canvas.ts";
import type { Scene } from "./scene.ts";
import { State, STATE_COUNT } from "./states.ts";
import { TEXEL } from "./textures.ts";

/** Points read for one pixel of the minimap, at most, along each axis. */
const SAMPLES = 3;
const MINIMAP = { width: 168, height: 124 };

/** States that count before others when several share a pixel: small things must not vanish. */
const WEIGHT: Partial<Record<State, number>> = {
  [State.FRONT]: 9,
  [State.GARBAGE]: 8,
  [State.JUDGED]: 8,
  [State.REACHED]: 7,
  [State.LIVE]: 6,
  [State.FREE]: 5,
  [State.ITEM_OWN]: 6,
  [State.LIST]: 6,
  [State.OTHER]: 2,
  [State.FREE_CHUNK]: 2,
  [State.TOP]: 1,
};

export function drawMinimap(draw: CanvasRenderingContext2D, scene: Scene): void {
  const ratio = pixelRatio();
  const scale = minimapScale(scene) * ratio;
  fitCanvas(draw.canvas, scene, ratio);
  const image = draw.createImageData(draw.canvas.width, draw.canvas.height);
  paint(image, scene, scale);
  draw.putImageData(image, 0, 0);
  const { view, size, palette } = scene;
  const place = (value: number) => value * scale;
  const left = Math.max(1, place(view.x));
  const top = Math.max(1, place(view.y));
  const right = Math.min(image.width - 1, place(view.x + size.width / view.scale));
  const bottom = Math.min(image.height - 1, place(view.y + size.height / view.scale));
  draw.lineWidth = 1.5 * ratio;
  draw.strokeStyle = palette.css.accent;
  draw.strokeRect(left, top, Math.max(4, right - left), Math.max(4, bottom - top));
}

/** The minimap is as wide and high as the map's shape needs within its limits. */
function fitCanvas(canvas: HTMLCanvasElement, scene: Scene, ratio: number): void {
  const scale = minimapScale(scene);
  const width = Math.ceil(scene.layout.columns * scale);
  const height = Math.ceil(scene.layout.height * scale);
  if (canvas.width === width * ratio && canvas.height === height * ratio) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

/** Minimap pixels per page. */
export function minimapScale({ layout }: Pick<Scene, "layout">): number {
  const share = innerWidth <= 760 ? 0.6 : 1;
  return share * Math.min(MINIMAP.width / layout.columns, MINIMAP.height / layout.height);
}

function paint(image: ImageData, scene: Scene, scale: number): void {
  const { layout, palette } = scene;
  const back = palette.beyond.map((part) => part * 255);
  for (let at = 0; at < image.data.length; at += 4) {
    image.data.set([back[0] ?? 0, back[1] ?? 0, back[2] ?? 0, 255], at);
  }
  for (const band of layout.bands) {
    if (band.kind === "fold" || band.start < 0) continue;
    const from = Math.floor(band.y * scale);
    const to = Math.min(image.height, Math.ceil((band.y + band.rows) * scale));
    const pages = (band.end - band.start) / 4096;
    for (let y = from; y < to; y++) {
      const right = Math.min(image.width, Math.ceil(layout.columns * scale));
      for (let x = 0; x < right; x++) {
        const state = stateAt(scene, band.firstPage, pages, (y + 0.5) / scale - band.y, x, scale);
        if (state === null) continue;
        const colour = palette.states.subarray(state * 4, state * 4 + 3);
        const faint = state === State.ABSENT || state === State.UNKNOWN ? 0.35 : 1;
        for (let part = 0; part < 3; part++) {
          const mixed = (colour[part] ?? 0) * faint + (palette.surface[part] ?? 0) * (1 - faint);
          image.data[(y * image.width + x) * 4 + part] = mixed * 255;
        }
      }
    }
  }
}

/** The weightiest state among the pages under a pixel. */
function stateAt(
  scene: Scene,
  firstPage: number,
  pages: number,
  down: number,
  x: number,
  scale: number,
): State | null {
  let best: State | null = null;
  const across = Math.min(SAMPLES, Math.max(1, Math.ceil(1 / scale)));
  for (let sample = 0; sample < across; sample++) {
    const column = Math.floor((x + (sample + 0.5) / across) / scale);
    const page = Math.max(0, Math.floor(down)) * scene.layout.columns + column;
    if (column >= scene.layout.columns || page >= pages) continue;
    const state = scene.store.pageTexels[(firstPage + page) * TEXEL] ?? 0;
    if (state >= STATE_COUNT) continue;
    if (best === null || (WEIGHT[state as State] ?? 0) > (WEIGHT[best] ?? 0)) best = state as State;
  }
  return best;
}

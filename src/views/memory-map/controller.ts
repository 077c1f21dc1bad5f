/**
 * Ties the map together: cells -> layout, store, camera -> one frame of picture, text and minimap.
 * It draws when a cell changed, when memory arrived, or while a short camera move lasts.
 */
import { pixelRatio } from "../canvas.ts";
import { effect } from "@preact/signals";
import {
  arrows,
  currentAddress,
  entryVmas,
  follow,
  instant,
  isDark,
  selection,
  summary,
  theme,
  trail,
  type Viewport,
  viewport,
  wantedView,
} from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { beginning } from "../../state/moments.ts";
import { decodeRecords } from "../../state/trail.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { invalidate, onFrame } from "../frame.ts";
import {
  type Box,
  broughtToMiddle,
  centred,
  clamped,
  fitAll,
  fitBox,
  isVisible,
  showsAll,
  type Size,
} from "./camera.ts";
import { hotWords } from "./hot.ts";
import { HotMarks } from "./hot-marks.ts";
import { addressAt, type Layout, layOut, pagePlace, type WordRect, wordRect } from "./layout.ts";
import { drawMinimap } from "./minimap.ts";
import { drawOverlay } from "./overlay.ts";
import { paletteOf } from "./palette.ts";
import { MapRenderer } from "./renderer.ts";
import type { Scene } from "./scene.ts";
import { visiblePages, visibleSpans } from "./spans.ts";
import { MemoryStore } from "./store.ts";
import { WORD_PAGES } from "./textures.ts";

/** A camera move of the map's own is over after this long. */
const MOVE_MS = 160;
/** Pages of a freshly opened run are shown no larger than this. */
const HOME_SCALE = 168;
/** A new run's first frame comes at latest after this long. */
const OPENING_MS = 300;
/** From this scale on words are told apart, where there is memory for all words on screen: below what a laptop opens with. */
const WORDS_SCALE = 48;
/** From this scale on values are pulled: for text, and for the free list's arrows. */
const VALUES_SCALE = 150;

export interface Canvases {
  picture: HTMLCanvasElement;
  overlay: HTMLCanvasElement;
  minimap: HTMLCanvasElement;
}

export class MapController {
  private layout: Layout | null = null;
  private shown: { run: RunSummary; key: string } | null = null;
  private readonly store = new MemoryStore(invalidate);
  private readonly hot = new HotMarks(this.store);
  private readonly ends: (() => void)[] = [];
  private move: { from: Viewport; to: Viewport; start: number } | null = null;
  private size: Size = { width: 1, height: 1 };
  private hovered: number | null = null;
  /** Nothing is drawn of a new run until its home is known and its memory is there, or this time is over. */
  private opensUntil = 0;
  private isHomeKnown = true;

  private constructor(
    private readonly canvases: Canvases,
    private readonly renderer: MapRenderer,
  ) {
    this.ends.push(
      effect(() => this.takeInstant()),
      effect(() => this.takeTrail()),
      effect(() => {
        void [viewport.value, selection.value, isDark.value, theme.value];
        void [currentAddress.value, arrows.value];
        invalidate();
      }),
      onFrame(() => this.paint()),
    );
  }

  /** Throws when the browser cannot draw the map. */
  static async create(canvases: Canvases): Promise<MapController> {
    return new MapController(canvases, await MapRenderer.create(canvases.picture));
  }

  destroy(): void {
    for (const end of this.ends) end();
    this.renderer.destroy();
  }

  resize(size: Size): void {
    const wasEmpty = this.size.width <= 1;
    const ratio = pixelRatio();
    const { overlay } = this.canvases;
    overlay.width = Math.round(size.width * ratio);
    overlay.height = Math.round(size.height * ratio);
    this.renderer.resize(size);
    const view = viewport.peek();
    if (view !== null && !wasEmpty) {
      // The middle stays in the middle.
      const x = view.x + this.size.width / 2 / view.scale;
      const y = view.y + this.size.height / 2 / view.scale;
      viewport.value = centred(x, y, view.scale, size);
    }
    this.size = size;
    this.store.nearScale = Math.max(
      WORDS_SCALE,
      Math.sqrt((size.width * size.height * 1.6) / WORD_PAGES),
    );
    invalidate();
  }

  private takeInstant(): void {
    const now = instant.value;
    const run = summary.value;
    if (now === null || run === null) return;
    const isNewRun = this.shown?.run !== run;
    const key = now.vmas.map(({ start, end }) => `${start}-${end}`).join();
    if (isNewRun || key !== this.shown?.key) {
      this.takeLayout(layOut(now.vmas, entryVmas.peek(), run));
    }
    this.shown = { run, key };
    this.store.advance();
    if (isNewRun) this.beginAt(run);
    else if (follow.peek()) this.followCurrent();
    invalidate();
  }

  /** Buffers are replaced only when a page would lie elsewhere among the texels. */
  private takeLayout(next: Layout): void {
    const places = (layout: Layout | null) =>
      layout?.bands.map(({ start, firstPage }) => `${start}@${firstPage}`).join();
    const isSame = this.layout?.pages === next.pages && places(this.layout) === places(next);
    if (!isSame) this.store.reset(next, this.layout);
    this.layout = next;
  }

  private takeTrail(): void {
    const run = summary.value;
    if (run === null) return;
    const marks = trail.value.flatMap(({ event, age }) => {
      return hotWords(event, run.layout).map((words) => ({ ...words, age }));
    });
    this.hot.set(marks);
    invalidate();
  }

  /**
   * One frame of the whole picture instead of one for each answer: on a machine without a graphics card a
   * frame takes half a second, in which no key is heard.
   */
  private beginAt(run: RunSummary): void {
    this.opensUntil = performance.now() + OPENING_MS;
    this.isHomeKnown = false;
    setTimeout(invalidate, OPENING_MS);
    void this.goHome(run).finally(() => {
      this.isHomeKnown = true;
      invalidate();
    });
  }

  private isOpening(): boolean {
    if (performance.now() >= this.opensUntil) return false;
    if (this.isSettled()) this.opensUntil = 0;
    return this.opensUntil > 0;
  }

  /** The pages that the run's next events touch, in the heap: where the story begins. */
  private async goHome(run: RunSummary): Promise<void> {
    const wanted = wantedView.peek();
    if (wanted !== null && this.layout !== null) {
      wantedView.value = null;
      viewport.value = clamped(wanted, this.layout, this.size);
      return;
    }
    if (this.layout !== null) viewport.value = fitAll(this.layout, this.size);
    const from = Math.max(beginning(run), instant.peek()?.ir ?? 0);
    const records = await ask((api) => api.window(from, 4096));
    if (records === null || this.shown?.run !== run || this.layout === null) return;
    const heap = this.layout.bands.find(({ label }) => label === "[heap]");
    const places = decodeRecords(records)
      .filter(({ addr }) => heap !== undefined && addr >= heap.start && addr < heap.end)
      .flatMap(({ addr }) => (this.layout && pagePlace(this.layout, addr)) ?? []);
    const box = boxAround(places);
    if (box !== null) viewport.value = fitBox(box, this.size, HOME_SCALE);
  }

  private followCurrent(): void {
    const addr = currentAddress.peek();
    const view = this.move?.to ?? viewport.peek();
    if (addr === null || view === null || this.layout === null) return;
    const word = wordRect(this.layout, addr);
    if (word === null) return;
    const box = {
      left: word.x,
      top: word.y,
      right: word.x + word.width,
      bottom: word.y + word.height,
    };
    if (isVisible(view, box, this.size, 28)) return;
    this.glide(this.around(word, view.scale));
  }

  /** Moves the camera in a short time, or at once for those who want no motion. */
  glide(to: Viewport): void {
    const from = viewport.peek();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (from === null || still) {
      viewport.value = to;
      return;
    }
    this.move = { from, to, start: performance.now() };
    invalidate();
  }

  private continueMove(): void {
    if (this.move === null) return;
    const { from, to, start } = this.move;
    const t = Math.min(1, (performance.now() - start) / MOVE_MS);
    if (t >= 1) this.move = null;
    viewport.value = t >= 1 ? to : between(from, to, 1 - (1 - t) ** 3, this.size);
    if (t < 1) invalidate();
  }

  /** Sets the camera by hand: a move under way ends. */
  look(change: (view: Viewport, size: Size, layout: Layout) => Viewport): void {
    const view = this.move?.to ?? viewport.peek();
    this.move = null;
    if (view === null || this.layout === null) return;
    viewport.value = clamped(change(view, this.size, this.layout), this.layout, this.size);
  }

  fit(): void {
    if (this.layout !== null) this.glide(fitAll(this.layout, this.size));
  }

  /** The least useful scale: half of what shows everything. */
  get leastScale(): number {
    return this.layout === null ? 1 : fitAll(this.layout, this.size).scale / 2;
  }

  /** Brings an address to the middle at a scale in pixels per page; at once, or in a short move. */
  zoomTo(addr: number, scale: number, atOnce: boolean): void {
    const word = this.layout === null ? null : wordRect(this.layout, addr);
    if (word === null) return;
    const to = this.around(word, scale);
    if (atOnce) {
      this.move = null;
      viewport.value = to;
    } else this.glide(to);
  }

  /** A word in the middle of the canvas, or near it at the map's edges. */
  private around(word: WordRect, scale: number): Viewport {
    const x = word.x + word.width / 2;
    const y = word.y + word.height / 2;
    if (this.layout === null) return centred(x, y, scale, this.size);
    return broughtToMiddle(x, y, scale, this.layout, this.size);
  }

  addressAt(x: number, y: number): number | null {
    const view = viewport.peek();
    if (view === null || this.layout === null) return null;
    return addressAt(this.layout, view.x + x / view.scale, view.y + y / view.scale);
  }

  hover(addr: number | null): void {
    if (addr === this.hovered) return;
    this.hovered = addr;
    invalidate();
  }

  /** What is on screen now; null before the first instant. */
  scene(): Scene | null {
    const view = viewport.peek();
    if (view === null || this.layout === null) return null;
    return {
      layout: this.layout,
      view,
      size: this.size,
      palette: paletteOf(isDark.peek()),
      store: this.store,
      pages: visiblePages(this.layout, view, this.size),
      instant: instant.peek(),
      trail: trail.peek(),
      current: currentAddress.peek(),
      selected: selection.peek(),
      hovered: this.hovered,
      arrows: arrows.peek(),
    };
  }

  private paint(): void {
    this.continueMove();
    const scene = this.scene();
    if (scene === null || this.size.width <= 1) return;
    const { layout, view, size } = scene;
    this.store.pull(...this.needs(scene));
    if (this.isOpening()) return;
    this.hot.write(layout);
    this.renderer.draw(this.store, layout, view, size, scene.palette);
    const overlay = this.canvases.overlay.getContext("2d");
    if (overlay !== null) drawOverlay(overlay, scene);
    this.paintMinimap(scene);
  }

  /** Beside a map that is seen whole it would say nothing. */
  private paintMinimap(scene: Scene): void {
    const { minimap } = this.canvases;
    minimap.hidden = showsAll(scene.view, scene.layout, scene.size);
    // Its pixels are written one by one: a canvas in the graphics card's memory loses them in WebKit.
    const draw = minimap.getContext("2d", { willReadFrequently: true });
    if (draw !== null && !minimap.hidden) drawMinimap(draw, scene);
  }

  /** What is drawn of a scene: pages with words, pages, and whether values are drawn. */
  private needs({ layout, view, size, pages }: Scene): Parameters<MemoryStore["pull"]> {
    const isNear = view.scale >= this.store.nearScale;
    return [isNear ? pages : [], visibleSpans(layout, view, size), view.scale >= VALUES_SCALE];
  }

  /** True when everything on screen shows the present. */
  isSettled(): boolean {
    const scene = this.scene();
    const isStill = this.isHomeKnown && this.move === null;
    return scene !== null && isStill && this.store.isCurrent(...this.needs(scene));
  }

  /** Milliseconds that this thread spends on one render call, with all page texels sent anew: for the benchmark. */
  timeDraw(): number {
    const scene = this.scene();
    if (scene === null) return Number.NaN;
    this.store.touchPages();
    const started = performance.now();
    this.renderer.draw(this.store, scene.layout, scene.view, scene.size, scene.palette);
    return performance.now() - started;
  }

  /** Draws now and reads the colour at a point, for tests. */
  readPixel(x: number, y: number): [number, number, number, number] {
    this.paint();
    return this.renderer.readPixel(x, y);
  }
}

/** The smallest box around whole pages; null around none. */
function boxAround(places: readonly { x: number; y: number }[]): Box | null {
  if (places.length === 0) return null;
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs) + 1,
    bottom: Math.max(...ys) + 1,
  };
}

/** Between two cameras: zooms evenly, the middle on a straight line. */
function between(from: Viewport, to: Viewport, t: number, size: Size): Viewport {
  const scale = from.scale * (to.scale / from.scale) ** t;
  const middle = (view: Viewport) => [
    view.x + size.width / 2 / view.scale,
    view.y + size.height / 2 / view.scale,
  ];
  const [fromX = 0, fromY = 0] = middle(from);
  const [toX = 0, toY = 0] = middle(to);
  return centred(fromX + (toX - fromX) * t, fromY + (toY - fromY) * t, scale, size);
}

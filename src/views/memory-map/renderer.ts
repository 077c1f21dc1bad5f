/**
 * The picture itself, and the only code that talks to Pixi: a mesh over three data textures, drawn
 * when it is asked for. There is no ticker and no scene.
 */
// Pixi builds functions from strings unless this is imported: a strict CSP forbids that.
import { pixelRatio } from "../canvas.ts";
import "pixi.js/unsafe-eval";
import "pixi.js/mesh";
import {
  BufferImageSource,
  Container,
  GlProgram,
  Mesh,
  MeshGeometry,
  Shader,
  Ticker,
  UniformGroup,
  WebGLRenderer,
} from "pixi.js";
import type { Viewport } from "../../state/cells.ts";
import type { Size } from "./camera.ts";
import type { Layout } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { FRAGMENT, VERTEX } from "./shader.ts";
import { HOT_COUNT, STATE_COUNT } from "./states.ts";
import type { MemoryStore } from "./store.ts";
import { BANDS_MAX, TEXTURE_WIDTH, WORD_PAGES, WORDS_WIDTH } from "./textures.ts";

function source(resource: Uint8Array, width: number, height: number): BufferImageSource {
  return new BufferImageSource({
    resource,
    width,
    height,
    format: "rgba8uint",
    scaleMode: "nearest",
    alphaMode: "no-premultiply-alpha",
    autoGenerateMipmaps: false,
  });
}

function uniforms() {
  return new UniformGroup({
    uSize: { value: new Float32Array(2), type: "vec2<f32>" },
    uBase: { value: new Float32Array(2), type: "vec2<f32>" },
    uFraction: { value: new Float32Array(2), type: "vec2<f32>" },
    uScale: { value: 1, type: "f32" },
    uNear: { value: 1, type: "f32" },
    uLine: { value: 1, type: "f32" },
    uColumns: { value: 1, type: "f32" },
    uBandCount: { value: 0, type: "f32" },
    uBands: { value: new Float32Array(4 * BANDS_MAX), type: "vec4<f32>", size: BANDS_MAX },
    uPalette: { value: new Float32Array(4 * STATE_COUNT), type: "vec4<f32>", size: STATE_COUNT },
    uSurface: { value: new Float32Array(3), type: "vec3<f32>" },
    uBeyond: { value: new Float32Array(3), type: "vec3<f32>" },
    uInk: { value: new Float32Array(3), type: "vec3<f32>" },
    uHots: { value: new Float32Array(4 * HOT_COUNT), type: "vec4<f32>", size: HOT_COUNT },
  });
}

export class MapRenderer {
  private readonly stage = new Container();
  private readonly values = uniforms();
  private pages: BufferImageSource | null = null;
  private extra: BufferImageSource | null = null;
  private words: BufferImageSource | null = null;
  private shader: Shader | null = null;

  private constructor(
    private readonly renderer: WebGLRenderer,
    readonly canvas: HTMLCanvasElement,
  ) {}

  /** Throws when the browser has no WebGL 2. */
  static async create(canvas: HTMLCanvasElement): Promise<MapRenderer> {
    // Pixi's own clock would ask for sixty frames a second for collecting textures that nobody drew: here
    // the few that there are are destroyed when they are replaced.
    for (const ticker of [Ticker.system, Ticker.shared]) {
      ticker.autoStart = false;
      ticker.stop();
    }
    const renderer = new WebGLRenderer();
    await renderer.init({
      // One mesh is drawn: no filters, events, DOM or accessibility layers are fetched for it.
      skipExtensionImports: true,
      canvas,
      preferWebGLVersion: 2,
      antialias: false,
      autoDensity: true,
      resolution: pixelRatio(),
      width: Math.max(1, canvas.clientWidth),
      height: Math.max(1, canvas.clientHeight),
      powerPreference: "high-performance",
    });
    return new MapRenderer(renderer, canvas);
  }

  resize(size: Size): void {
    this.renderer.resize(Math.max(1, size.width), Math.max(1, size.height));
  }

  /** Draws the store's memory as the viewport sees it. */
  draw(store: MemoryStore, layout: Layout, view: Viewport, size: Size, palette: Palette): void {
    this.bind(store);
    if (store.takePagesChanged()) {
      this.pages?.update();
      this.extra?.update();
    }
    if (store.takeWordsChanged()) this.words?.update();
    this.setCamera(layout, view, size, store.nearScale);
    this.setPalette(palette);
    this.renderer.render({ container: this.stage, clear: true });
  }

  /** Makes the textures and the mesh anew when the store's buffers were replaced. */
  private bind(store: MemoryStore): void {
    if (this.pages?.resource === store.pageTexels && this.shader !== null) return;
    const height = store.pageTexels.length / (4 * TEXTURE_WIDTH);
    for (const old of [this.pages, this.extra, this.words]) old?.destroy();
    this.pages = source(store.pageTexels, TEXTURE_WIDTH, height);
    this.extra = source(store.extraTexels, TEXTURE_WIDTH, height);
    this.words = source(store.wordTexels, WORDS_WIDTH, WORD_PAGES);
    this.stage.removeChildren();
    this.shader = new Shader({
      glProgram: GlProgram.from({ vertex: VERTEX, fragment: FRAGMENT, name: "memory-map" }),
      resources: {
        values: this.values,
        uPages: this.pages,
        uExtra: this.extra,
        uWords: this.words,
      },
    });
    const geometry = new MeshGeometry({
      positions: new Float32Array([-1, -1, 1, -1, 1, 1, -1, 1]),
      uvs: new Float32Array(8),
      indices: new Uint32Array([0, 1, 2, 0, 2, 3]),
    });
    this.stage.addChild(new Mesh<MeshGeometry, Shader>({ geometry, shader: this.shader }));
  }

  private setCamera(layout: Layout, view: Viewport, size: Size, nearScale: number): void {
    const u = this.values.uniforms;
    const baseX = Math.floor(view.x);
    const baseY = Math.floor(view.y);
    u.uSize.set([size.width, size.height]);
    u.uBase.set([baseX, baseY]);
    u.uFraction.set([view.x - baseX, view.y - baseY]);
    u.uScale = view.scale;
    u.uNear = nearScale;
    u.uLine = 1;
    u.uColumns = layout.columns;
    const spread = layout.bands.filter(({ kind }) => kind === "pages").slice(0, BANDS_MAX);
    u.uBandCount = spread.length;
    for (const [index, band] of spread.entries()) {
      const pages = (band.end - band.start) / 4096;
      u.uBands.set([band.y - baseY, band.rows, band.firstPage, pages], 4 * index);
    }
  }

  private setPalette(palette: Palette): void {
    const u = this.values.uniforms;
    u.uPalette.set(palette.states);
    u.uSurface.set(palette.surface);
    u.uBeyond.set(palette.beyond);
    u.uInk.set(palette.ink);
    u.uHots.set(palette.hots);
  }

  /** The colour that was just drawn at a CSS pixel. Valid only in the task that drew it. */
  readPixel(x: number, y: number): [number, number, number, number] {
    const { gl, resolution } = this.renderer;
    const out = new Uint8Array(4);
    const row = gl.drawingBufferHeight - 1 - Math.floor(y * resolution);
    gl.readPixels(Math.floor(x * resolution), row, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
    return [out[0] ?? 0, out[1] ?? 0, out[2] ?? 0, out[3] ?? 0];
  }

  destroy(): void {
    this.renderer.destroy();
  }
}

/** The centre of the window: picture, text, minimap, legend and tooltip, or the table instead. */
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  arrows,
  currentAddress,
  follow,
  instant,
  legendOpen,
  mapProblem,
  selection,
  tableOpen,
  viewport,
} from "../../state/cells.ts";
import { openPalette } from "../commands.ts";
import { address } from "../format.ts";
import { sentence } from "../sentence.ts";
import { BlockTable } from "../panels/BlockTable.tsx";
import { type Canvases, MapController } from "./controller.ts";
import { listen, zoomMiddle } from "./gestures.ts";
import { Legend } from "./Legend.tsx";
import { minimapScale } from "./minimap.ts";
import { exposeForTests } from "./test-hook.ts";
import { Tooltip } from "./Tooltip.tsx";
import { commandMap, showCurrent } from "./commands.ts";

export function MemoryMap() {
  const isTable = tableOpen.value || mapProblem.value !== null;
  return (
    <section class="map" aria-label="Memory map">
      {mapProblem.value !== null && (
        <p class="map-problem" role="alert">
          {mapProblem.value}{" "}
          {supportsWebGL2() && (
            <button
              type="button"
              data-testid="map-again"
              onClick={() => {
                mapProblem.value = null;
              }}
            >
              try again
            </button>
          )}
        </p>
      )}
      {mapProblem.value === null && <Picture hidden={isTable} />}
      {isTable && <BlockTable />}
      {legendOpen.value && !isTable && <Legend />}
      <p class="visually-hidden" aria-live="polite">
        {sentence.value}
      </p>
    </section>
  );
}

function supportsWebGL2(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function Picture({ hidden }: { hidden: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const [map, setMap] = useState<MapController | null>(null);
  const [isLost, setLost] = useState(false);

  useEffect(() => {
    if (!frame.current || !picture.current || !overlay.current || !minimap.current) return;
    const canvases = {
      picture: picture.current,
      overlay: overlay.current,
      minimap: minimap.current,
    };
    return start(frame.current, canvases, setMap, setLost);
  }, []);

  return (
    <div class={hidden ? "picture is-hidden" : "picture"}>
      {/* The layer takes the gestures and the focus; the canvases only show. */}
      <div
        class="map-surface"
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map pans and zooms by keys.
        tabIndex={0}
        role="img"
        aria-label={mapLabel()}
        data-testid="map"
      >
        <canvas ref={picture} class="map-picture" />
        <canvas ref={overlay} class="map-overlay" />
      </div>
      {map === null && (
        <p class="map-coming">
          {instant.value === null ? "The map comes with the run." : "The map is fetched."}
        </p>
      )}
      {map !== null && <Tooltip map={map} />}
      <div class="map-corner" hidden={map === null}>
        {map !== null && <MapButtons map={map} />}
        <canvas
          ref={minimap}
          class="minimap"
          role="img"
          aria-label="The whole map; the frame is what is on screen"
          onPointerDown={(event) => map !== null && jump(map, event)}
          onPointerMove={(event) => map !== null && event.buttons === 1 && jump(map, event)}
        />
      </div>
      {isLost && (
        <p class="map-lost" role="alert">
          The graphics card took the picture away. It comes back by itself; the run goes on.
        </p>
      )}
    </div>
  );
}

function mapLabel(): string {
  const at = currentAddress.value;
  const where = at === null ? "" : ` The current event is at ${address(at)}.`;
  const picked = selection.value === null ? "" : ` Selected: ${address(selection.value)}.`;
  return `Map of the simulated memory. Arrow keys move, plus and minus zoom, 0 shows all, T opens the same as a table.${where}${picked}`;
}

/** The run comes first over a slow connection: program, clock and steps work before the picture is there. */
function whenRunIsShown(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (instant.value === null) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** Creates the map when the browser can draw it; says why when it cannot. */
function start(
  frame: HTMLDivElement,
  canvases: Canvases,
  setMap: (map: MapController | null) => void,
  setLost: (isLost: boolean) => void,
): () => void {
  let map: MapController | null = null;
  let ended = false;
  const ends: (() => void)[] = [];
  if (!supportsWebGL2()) {
    mapProblem.value =
      "This browser has no WebGL 2, which the map is drawn with. The table shows the same memory.";
    return () => undefined;
  }
  whenRunIsShown()
    .then(() => MapController.create(canvases))
    .then(
      (made) => {
        map = made;
        if (ended) return made.destroy();
        const measure = () => {
          const { clientWidth: width, clientHeight: height } = frame;
          if (width > 0 && height > 0) made.resize({ width, height });
        };
        const observer = new ResizeObserver(measure);
        observer.observe(frame);
        measure();
        ends.push(() => observer.disconnect(), listen(frame, made), exposeForTests(made));
        commandMap(made);
        setMap(made);
      },
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        mapProblem.value = `The map cannot be drawn: ${why}. The table shows the same memory.`;
      },
    );
  ends.push(watchContext(canvases.picture, setLost));
  return () => {
    ended = true;
    for (const end of ends) end();
    map?.destroy();
  };
}

function watchContext(canvas: HTMLCanvasElement, setLost: (isLost: boolean) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  canvas.addEventListener("webglcontextlost", () => setLost(true), { signal });
  canvas.addEventListener(
    "webglcontextrestored",
    () => {
      setLost(false);
      // Pixi uploads its textures again at the next frame.
      viewport.value = viewport.value === null ? null : { ...viewport.value };
    },
    { signal },
  );
  return () => stop.abort();
}

function jump(map: MapController, event: PointerEvent): void {
  const scene = map.scene();
  if (scene === null) return;
  const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect();
  const scale = minimapScale(scene);
  const x = (event.clientX - box.left) / scale;
  const y = (event.clientY - box.top) / scale;
  map.look((view, size) => ({
    ...view,
    x: x - size.width / 2 / view.scale,
    y: y - size.height / 2 / view.scale,
  }));
}

function MapButtons({ map }: { map: MapController }) {
  const target = () => selection.value ?? currentAddress.value;
  return (
    <div class="map-buttons">
      <button
        type="button"
        title="Keep the current event in sight (F)"
        aria-pressed={follow.value}
        onClick={() => {
          follow.value = !follow.value;
        }}
      >
        follow
      </button>
      <button
        type="button"
        title="Arrows from all list slots on screen to their ints (A)"
        aria-pressed={arrows.value}
        onClick={() => {
          arrows.value = !arrows.value;
        }}
      >
        arrows
      </button>
      <button
        type="button"
        title="Find an address, a value or a name (/)"
        onClick={() => openPalette("@")}
      >
        find
      </button>
      <button
        type="button"
        title="Zoom in (+)"
        aria-label="Zoom in"
        onClick={() => zoomMiddle(map, 1.6)}
      >
        +
      </button>
      <button
        type="button"
        title="Zoom out (−)"
        aria-label="Zoom out"
        onClick={() => zoomMiddle(map, 1 / 1.6)}
      >
        −
      </button>
      <button type="button" title="Show the whole map (0)" onClick={() => map.fit()}>
        all
      </button>
      <button
        type="button"
        title="Zoom to the current event's words (Z)"
        disabled={instant.value === null || target() === null}
        onClick={showCurrent}
      >
        word
      </button>
    </div>
  );
}

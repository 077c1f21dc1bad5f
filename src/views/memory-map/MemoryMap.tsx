/** The centre of the window: picture, text, minimap, legend and tooltip, or the table instead. */
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  currentAddress,
  hasFamily,
  instant,
  legendOpen,
  machineOpen,
  mapProblem,
  pinned,
  selection,
  tableOpen,
  viewport,
} from "../../state/cells.ts";
import { prepare } from "../../state/engine.ts";
import { address } from "../format.ts";
import { nextFrame } from "../frame.ts";
import { whenIdle } from "../idle.ts";
import { Lazy } from "../Lazy.tsx";
import { sentence } from "../sentence.ts";
import type { Canvases } from "./controller.ts";
import { Legend } from "./Legend.tsx";
import type { LiveMap } from "./live.tsx";

function loadMachine() {
  return import("./Machine.tsx").then(({ Machine }) => Machine);
}

function loadBeside() {
  return import("./Beside.tsx").then(({ Beside }) => Beside);
}

export function MemoryMap() {
  const isMachine = machineOpen.value && hasFamily.value;
  const isTable = !isMachine && (tableOpen.value || mapProblem.value !== null);
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
      {mapProblem.value === null && <Picture hidden={isTable || isMachine} />}
      {isMachine && <Lazy name="machine" load={loadMachine} />}
      {isTable && <Lazy name="table" load={loadTable} />}
      {pinned.value !== null && !isMachine && <Lazy name="comparison of pages" load={loadBeside} />}
      {legendOpen.value && !isTable && !isMachine && <Legend />}
      <p class="visually-hidden" aria-live="polite">
        {sentence.value}
      </p>
    </section>
  );
}

function loadTable() {
  return import("../panels/BlockTable.tsx").then(({ BlockTable }) => BlockTable);
}

function supportsWebGL2(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function Picture({ hidden }: { hidden: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const [map, setMap] = useState<LiveMap | null>(null);
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
      {map !== null && <map.Tooltip />}
      <div class="map-corner" hidden={map === null}>
        {map !== null && <map.Buttons />}
        <canvas
          ref={minimap}
          class="minimap"
          role="img"
          aria-label="The whole map; the frame is what is on screen"
          onPointerDown={(event) => map?.jump(event)}
          onPointerMove={(event) => event.buttons === 1 && map?.jump(event)}
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

/**
 * The run comes first over a slow connection: program, clock and steps work before the picture is there.
 * They also come first on a slow machine: the picture waits until they are on screen and nobody presses
 * anything.
 */
function whenRunIsShown(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (instant.value === null) return;
      nextFrame().then(() => whenIdle(resolve));
      queueMicrotask(() => stop());
    });
  });
}

/** Creates the map when the browser can draw it; says why when it cannot. */
function start(
  frame: HTMLDivElement,
  canvases: Canvases,
  setMap: (map: LiveMap | null) => void,
  setLost: (isLost: boolean) => void,
): () => void {
  let map: LiveMap | null = null;
  let ended = false;
  const ends: (() => void)[] = [];
  if (!supportsWebGL2()) {
    mapProblem.value =
      "This browser has no WebGL 2, which the map is drawn with. The table shows the same memory.";
    whenRunIsShown().then(prepare);
    return () => undefined;
  }
  whenRunIsShown()
    .then(() => fetchLive())
    .then(({ createLive }) => createLive(frame, canvases))
    .then(
      (made) => {
        map = made;
        if (ended) return made.end();
        setMap(made);
      },
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        mapProblem.value = `The map cannot be drawn: ${why}. The table shows the same memory.`;
      },
    )
    .finally(() => whenIdle(prepare));
  ends.push(watchContext(canvases.picture, setLost));
  return () => {
    ended = true;
    for (const end of ends) end();
    map?.end();
  };
}

/** The drawing library and all that draws with it: the largest part of the window. */
function fetchLive() {
  return import("./live.tsx").catch(() => {
    throw new Error("its part of the page could not be fetched, the connection may be gone");
  });
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

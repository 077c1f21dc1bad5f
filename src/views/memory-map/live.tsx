/** The map once it can be drawn: fetched after the first run is shown, with the drawing library. */
import {
  arrows,
  currentAddress,
  follow,
  hasFamily,
  instant,
  selection,
} from "../../state/cells.ts";
import { openPalette } from "../commands.ts";
import { commandMap, showCurrent, toggleMachine } from "./commands.ts";
import { type Canvases, MapController } from "./controller.ts";
import { BLOCK_SCALE, listen, zoomMiddle } from "./gestures.ts";
import { minimapScale } from "./minimap.ts";
import { exposeForTests } from "./test-hook.ts";
import { Tooltip } from "./Tooltip.tsx";

/** What the frame around the map needs of it. */
export interface LiveMap {
  Tooltip(): preact.JSX.Element | null;
  Buttons(): preact.JSX.Element;
  /** Brings the place under a pointer on the minimap to the middle. */
  jump(event: PointerEvent): void;
  end(): void;
}

/** Throws when the browser cannot draw the map. */
export async function createLive(frame: HTMLDivElement, canvases: Canvases): Promise<LiveMap> {
  const map = await MapController.create(canvases);
  const measure = () => {
    const { clientWidth: width, clientHeight: height } = frame;
    if (width > 0 && height > 0) map.resize({ width, height });
  };
  const observer = new ResizeObserver(measure);
  observer.observe(frame);
  measure();
  const ends = [() => observer.disconnect(), listen(frame, map), exposeForTests(map)];
  commandMap({
    fit: () => map.fit(),
    zoom: (factor) => zoomMiddle(map, factor),
    show: (addr, scale = BLOCK_SCALE) => map.zoomTo(addr, scale, false),
  });
  return {
    Tooltip: () => <Tooltip map={map} />,
    Buttons: () => <MapButtons map={map} />,
    jump: (event) => jump(map, event),
    end: () => {
      for (const end of ends) end();
      map.destroy();
    },
  };
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
      {hasFamily.value && (
        <button type="button" title="All processes of the machine (V)" onClick={toggleMachine}>
          machine
        </button>
      )}
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

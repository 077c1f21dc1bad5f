/**
 * The pinned run's pages and this run's, side by side below the map: same address, same place, same marks
 * as on the map; pages that differ are framed.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { instant, isDark, pinned, request, type Shown, summary } from "../../state/cells.ts";
import { pinnedPages } from "../../state/compare.ts";
import { ask } from "../../state/engine.ts";
import { parseManager } from "../../state/manager-text.ts";
import { watchCanvas } from "../canvas.ts";
import { group, plural } from "../format.ts";
import { cellsOf, differing, type Region, regionsOf, statesOf } from "./beside-cells.ts";
import { paletteOf } from "./palette.ts";
import { drawState } from "./draw-state.ts";
import { LOOKS, type State, STATE_COUNT } from "./states.ts";
import { showAddress } from "./commands.ts";
import "./beside.css";

/** Squares of one side; more pages share them. */
const CELLS_MAX = 1400;
const SIZE = 8;
const PAGE = 4096;
/** Asked for in one message: a part of what the machine's output buffer holds. */
const PAGES_AT_ONCE = 1 << 17;

interface Sides {
  regions: Region[];
  perCell: number;
  /** State of each page, region after region: of the pinned run and of this one. */
  pages: readonly [Uint8Array, Uint8Array];
  cells: readonly [Uint8Array, Uint8Array];
}

type Read = (addr: number, pages: number) => Promise<Uint8Array | null>;

async function statesOfRun(
  regions: readonly Region[],
  vmas: Shown["instant"]["vmas"],
  read: Read,
): Promise<Uint8Array | null> {
  const total = regions.reduce((sum, { pages }) => sum + pages, 0);
  const all = new Uint8Array(total);
  let at = 0;
  for (const region of regions) {
    for (let done = 0; done < region.pages; done += PAGES_AT_ONCE) {
      const pages = Math.min(PAGES_AT_ONCE, region.pages - done);
      const part = { start: region.start + done * PAGE, pages };
      const texels = await read(part.start, pages);
      if (texels === null) return null;
      all.set(statesOf(part, texels, vmas), at);
      at += pages;
    }
  }
  return all;
}

/** Both runs at their instants; the newest pair that was read. */
function useSides(): Sides | null {
  const [sides, setSides] = useState<Sides | null>(null);
  const [run, now, pin] = [summary.value, instant.value, pinned.value];
  useEffect(() => {
    let isOld = false;
    const read = async () => {
      if (run === null || now === null || pin === null) return;
      const regions = regionsOf([pin.instant.vmas, now.vmas]);
      const there = await statesOfRun(regions, pin.instant.vmas, pinnedPages);
      const here = await statesOfRun(regions, now.vmas, (addr, pages) =>
        ask((api) => api.pages(addr, pages)),
      );
      if (isOld || there === null || here === null) return;
      const perCell = Math.max(1, Math.ceil(here.length / CELLS_MAX));
      const cells = [cellsOf(there, perCell), cellsOf(here, perCell)] as const;
      setSides({ regions, perCell, pages: [there, here], cells });
    };
    // A run that has ended in the meantime is followed by another answer.
    read().catch(() => undefined);
    return () => {
      isOld = true;
    };
  }, [run, now, pin]);
  return sides;
}

export function Beside() {
  const sides = useSides();
  const [pin, run] = [pinned.value, summary.value];
  if (pin === null || run === null) return null;
  const differ = sides === null ? null : differing(...sides.pages);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="beside" tabIndex={0} aria-label="Pages of both runs" data-testid="beside-maps">
      <p class="small">
        {differ === null || sides === null ? (
          "Pages of both runs are read."
        ) : (
          <>
            {differ === 0 ? "No page differs" : `${plural(differ, "page")} differ, framed`}, of{" "}
            {group(sides.pages[0].length)} <span title="simulated">◐</span>
            {sides.perCell > 1 && `; a square stands for ${sides.perCell} pages`}
          </>
        )}
      </p>
      <div class="beside-sides">
        {(["pinned", "here"] as const).map((name, which) => (
          <figure key={name}>
            <figcaption class="small">
              <strong>{name}</strong> <span class="quiet">{titleOf(which === 0 ? pin : null)}</span>
            </figcaption>
            {sides !== null && <Side sides={sides} which={which === 0 ? 0 : 1} />}
          </figure>
        ))}
      </div>
    </section>
  );
}

/** What tells the runs apart; null stands for the one on screen. */
function titleOf(pin: Shown | null): string {
  const shown = pin?.summary ?? summary.value;
  const asked = pin?.request ?? request.value;
  const isOther = pinned.value?.request.manager !== request.value.manager;
  const manager = isOther ? (parseManager(asked.manager)?.name ?? "refcount") : "";
  const process = shown !== null && shown.processes.length > 1 ? `process ${shown.process}` : "";
  return [shown?.build, manager, process].filter(Boolean).join(" · ");
}

function Side({ sides, which }: { sides: Sides; which: 0 | 1 }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(sides);
  latest.current = sides;
  const cells = sides.cells[which];
  const [columns, setColumns] = useState(40);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    return watchCanvas(
      element,
      (draw) => {
        setColumns(columnsOf(element));
        drawSide(draw, element, latest.current, which);
      },
      () => undefined,
    );
  }, [sides]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={spoken(sides.pages[which])}
      style={{ height: `${Math.ceil(cells.length / columns) * SIZE}px` }}
      onClick={({ offsetX, offsetY, currentTarget }) => {
        const wide = columnsOf(currentTarget);
        const addr = addressOf(
          sides,
          Math.floor(offsetY / SIZE) * wide + Math.floor(offsetX / SIZE),
        );
        if (addr !== null) showAddress(addr);
      }}
    />
  );
}

function columnsOf(canvas: HTMLCanvasElement): number {
  return Math.max(1, Math.floor(canvas.clientWidth / SIZE));
}

function addressOf({ regions, perCell }: Sides, cell: number): number | null {
  let page = cell * perCell;
  for (const { start, pages } of regions) {
    if (page < pages) return start + page * PAGE;
    page -= pages;
  }
  return null;
}

/** The picture in numbers, for those who do not see it. */
function spoken(pages: Uint8Array): string {
  const counts = new Array<number>(STATE_COUNT).fill(0);
  for (const state of pages) counts[state] = (counts[state] ?? 0) + 1;
  const named = counts
    .map((count, state) => [count, LOOKS[state as State].name] as const)
    .filter(([count]) => count > 0);
  return `Pages: ${named.map(([count, name]) => `${group(count)} ${name}`).join(", ")}`;
}

function drawSide(
  draw: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  { cells, perCell, pages }: Sides,
  which: 0 | 1,
): void {
  const ratio = canvas.width / Math.max(1, canvas.clientWidth);
  const columns = columnsOf(canvas);
  const dark = isDark.peek();
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  draw.strokeStyle = paletteOf(dark).css.accent;
  cells[which].forEach((state, cell) => {
    const x = (cell % columns) * SIZE;
    const y = Math.floor(cell / columns) * SIZE;
    drawState(draw, state as State, dark, [x, y, SIZE - 1]);
    const isOther = pages[0]
      .subarray(cell * perCell, (cell + 1) * perCell)
      .some((one, i) => one !== pages[1][cell * perCell + i]);
    if (isOther) draw.strokeRect(x + 0.5, y + 0.5, SIZE - 2, SIZE - 2);
  });
}

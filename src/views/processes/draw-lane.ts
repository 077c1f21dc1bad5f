/** A lane: a square a page, with the mark of its owner and of what wrote first. */
import type { PageLane } from "../../../workers/protocol-processes.ts";
import { paletteOf } from "../memory-map/palette.ts";
import { cellCount, type Grid, pageOfCell, stateOfCell } from "./grid.ts";
import { drawPage } from "./looks.ts";

/** Smaller squares have no room for the mark of a write. */
const MARKED = 9;

export function drawLane(
  draw: CanvasRenderingContext2D,
  grid: Grid,
  lane: PageLane,
  dark: boolean,
  selected: number,
): void {
  const { css } = paletteOf(dark);
  const { size, columns } = grid;
  for (let cell = 0; cell < cellCount(grid); cell++) {
    const [x, y] = [(cell % columns) * size, Math.floor(cell / columns) * size];
    drawPage(draw, stateOfCell(grid, lane.states, cell), dark, [x, y, size]);
    if (size < MARKED) continue;
    const kind = lane.kinds[pageOfCell(grid, lane.states, cell)] ?? 0;
    if (kind > 0) drawWrite(draw, kind, x + (size - 1) / 2, y + (size - 1) / 2, css.ink);
  }
  if (selected < 0) return;
  draw.strokeStyle = css.accent;
  draw.lineWidth = 2;
  draw.strokeRect(
    (selected % columns) * size - 0.5,
    Math.floor(selected / columns) * size - 0.5,
    size,
    size,
  );
  draw.lineWidth = 1;
}

/** Numbers as in PageLane.kinds: reference count, allocator, collector, data. */
function drawWrite(
  draw: CanvasRenderingContext2D,
  kind: number,
  x: number,
  y: number,
  colour: string,
): void {
  draw.fillStyle = colour;
  if (kind === 1) {
    draw.beginPath();
    draw.arc(x, y, 1.5, 0, 2 * Math.PI);
    draw.fill();
  } else if (kind === 2) draw.fillRect(x - 1, y - 2.5, 2, 5);
  else if (kind === 3) {
    draw.fillRect(x - 2.5, y - 0.5, 5, 1.2);
    draw.fillRect(x - 0.5, y - 2.5, 1.2, 5);
  } else draw.fillRect(x - 1.5, y - 1.5, 3, 3);
}

/** A state as a small square on a canvas: the marks of the legend, as far as they fit. */
import { LOOKS, Mark, type State } from "./states.ts";

/** How much of a state's colour its square has under the mark; the rest have all of it. */
const GROUND: Partial<Record<Mark, number>> = {
  [Mark.DOTS]: 0,
  [Mark.HOLLOW]: 0.22,
  [Mark.HOLLOW_DASHED]: 0.1,
  [Mark.HAIRLINES]: 0.3,
  [Mark.BACKLINES]: 0.16,
  [Mark.SPARSE]: 0.38,
  [Mark.CROSSED]: 0.38,
};

/** Draws a square of `size` CSS pixels. */
export function drawState(
  draw: CanvasRenderingContext2D,
  state: State,
  dark: boolean,
  [x, y, size]: readonly [number, number, number],
): void {
  const look = LOOKS[state];
  draw.save();
  draw.fillStyle = dark ? look.dark : look.light;
  draw.strokeStyle = draw.fillStyle;
  draw.globalAlpha = GROUND[look.mark] ?? 1;
  draw.fillRect(x, y, size, size);
  draw.globalAlpha = 1;
  drawMark(draw, look.mark, x, y, size);
  draw.restore();
}

function drawMark(
  draw: CanvasRenderingContext2D,
  mark: Mark,
  x: number,
  y: number,
  size: number,
): void {
  const middle = Math.floor(size / 2);
  draw.lineWidth = 1;
  draw.beginPath();
  if (mark === Mark.DOTS) draw.fillRect(x + middle, y + middle, 1, 1);
  else if (mark === Mark.SPARSE) draw.fillRect(x + 1, y + middle, size - 3, 1);
  else if (mark === Mark.HOLLOW || mark === Mark.HOLLOW_DASHED) {
    if (mark === Mark.HOLLOW_DASHED) draw.setLineDash([2, 2]);
    draw.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  } else if (mark === Mark.HAIRLINES) {
    draw.moveTo(x, y + size);
    draw.lineTo(x + size, y);
  } else if (mark === Mark.BACKLINES) {
    draw.moveTo(x, y);
    draw.lineTo(x + size, y + size);
  } else if (mark === Mark.CROSSED) {
    draw.moveTo(x, y);
    draw.lineTo(x + size, y + size);
    draw.moveTo(x, y + size);
    draw.lineTo(x + size, y);
  } else if (mark === Mark.CORNER || mark === Mark.BARRED) {
    draw.fillStyle = "rgb(0 0 0 / 0.6)";
    draw.fillRect(x + size - 3, y + 1, 2, mark === Mark.CORNER ? 2 : size - 2);
  }
  draw.stroke();
}

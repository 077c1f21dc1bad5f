/** The strips of the system monitor: Σ PSS on top, then one a process, all on one scale. */
import { pixelRatio } from "../canvas.ts";
import type { Family, FamilySeries } from "../../../workers/protocol-processes.ts";
import { bytes } from "../format.ts";
import { paletteOf } from "../memory-map/palette.ts";
import { canvasText } from "../theme.ts";
import { type ClockPiece, clockAxis, clockPixel, scaleChanges } from "./axis.ts";

const PAGE = 4096;
const SUM_HEIGHT = 46;
const STRIP_HEIGHT = 28;
const GAP = 4;
/** More strips than this are drawn lower. */
const STRIPS_MAX = 8;
const FONT = "system-ui, sans-serif";

/** Lines of the strips, for the picture and its legend. */
export const DASHES = { rss: [], pss: [4, 2], uss: [1.5, 1.5] };

export const COLOURS = {
  light: { rss: "#5a6067", pss: "#0072b2", uss: "#c44e00", fork: "#009e73" },
  dark: { rss: "#a3abb3", pss: "#5fb2ee", uss: "#f07a2b", fork: "#1fb88c" },
};

export function monitorHeight(processes: number): number {
  return SUM_HEIGHT + Math.min(processes, STRIPS_MAX) * (STRIP_HEIGHT + GAP);
}

interface Strip {
  draw: CanvasRenderingContext2D;
  axis: readonly ClockPiece[];
  ticks: Float64Array;
  top: number;
  height: number;
  most: number;
}

export function drawMonitor(
  draw: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  family: Family,
  series: FamilySeries | null,
  now: number,
  dark: boolean,
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = pixelRatio();
  const { css } = paletteOf(dark);
  const colours = dark ? COLOURS.dark : COLOURS.light;
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  const axis = clockAxis(family, width);
  for (const piece of axis) if (piece.idle) drawIdle(draw, piece, height, css.quiet);
  draw.fillStyle = css.quiet;
  for (const change of scaleChanges(family).slice(0, -1)) {
    draw.fillRect(Math.round(clockPixel(axis, change)), 0, 1, height);
  }
  draw.font = `${canvasText(10.5)}px ${FONT}`;
  draw.textBaseline = "top";
  if (series === null) return;
  const { ticks, sumPss, processes } = series;
  const mostSum = sumPss.reduce((most, value) => Math.max(most, value), 1);
  const sum: Strip = { draw, axis, ticks, top: 0, height: SUM_HEIGHT - GAP, most: mostSum };
  fillUnder(sum, sumPss, colours.pss, 0.25);
  line(sum, sumPss, colours.pss, []);
  label(draw, `Σ PSS, at most ${bytes(mostSum * PAGE)}`, 0, css.ink);
  const most = processes.reduce(
    (all, { rss }) => rss.reduce((peak, value) => (value > peak ? value : peak), all),
    1,
  );
  const each = (height - SUM_HEIGHT) / processes.length;
  processes.forEach(({ pid, rss, pss, uss }, i) => {
    const top = SUM_HEIGHT + i * each;
    const strip: Strip = { draw, axis, ticks, top, height: each - GAP, most };
    fillUnder(strip, uss, colours.uss, 0.3);
    hatchUnder(strip, uss, colours.uss);
    line(strip, rss, colours.rss, DASHES.rss);
    line(strip, pss, colours.pss, DASHES.pss);
    line(strip, uss, colours.uss, DASHES.uss);
    draw.fillStyle = css.quiet;
    draw.globalAlpha = 0.5;
    draw.fillRect(0, Math.round(top + each - GAP), width, 1);
    draw.globalAlpha = 1;
    const info = family.processes[i];
    label(draw, `${pid} ${info?.role ?? ""}`, top, css.ink);
    const born = clockPixel(axis, info?.start ?? 0);
    draw.fillStyle = colours.fork;
    if (i > 0) draw.fillRect(born - 1, top, 2, each - GAP);
  });
  draw.fillStyle = css.accent;
  draw.fillRect(Math.max(0, Math.min(width - 2, clockPixel(axis, now) - 1)), 0, 2, height);
}

function label(draw: CanvasRenderingContext2D, text: string, top: number, colour: string): void {
  draw.fillStyle = colour;
  draw.fillText(text, 3, top + 1);
}

/** Nobody computes: slanting lines, as for whatever takes no instruction. */
function drawIdle(
  draw: CanvasRenderingContext2D,
  { left, right }: ClockPiece,
  height: number,
  colour: string,
): void {
  draw.save();
  draw.beginPath();
  draw.rect(left, 0, right - left, height);
  draw.clip();
  draw.strokeStyle = colour;
  draw.globalAlpha = 0.35;
  draw.beginPath();
  for (let y = -height; y < height; y += 6) {
    draw.moveTo(left, y + height);
    draw.lineTo(right, y + height - (right - left));
  }
  draw.stroke();
  draw.restore();
}

/** Stretches of values that are numbers, as steps. */
function eachStep(strip: Strip, values: Float64Array, visit: (x: number, y: number) => void): void {
  const { axis, ticks, top, height, most } = strip;
  let before = Number.NaN;
  for (let i = 0; i < ticks.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const x = clockPixel(axis, ticks[i] ?? 0);
    const y = top + height - (value / most) * (height - 12);
    if (!Number.isNaN(before)) visit(x, before);
    visit(x, y);
    before = y;
  }
}

function line(strip: Strip, values: Float64Array, colour: string, dash: number[]): void {
  const { draw } = strip;
  draw.strokeStyle = colour;
  draw.lineWidth = 1.3;
  draw.setLineDash(dash);
  draw.beginPath();
  let isFirst = true;
  eachStep(strip, values, (x, y) => {
    if (isFirst) draw.moveTo(x, y);
    else draw.lineTo(x, y);
    isFirst = false;
  });
  draw.stroke();
  draw.setLineDash([]);
  draw.lineWidth = 1;
}

function under(strip: Strip, values: Float64Array): Path2D {
  const path = new Path2D();
  const floor = strip.top + strip.height;
  let [isFirst, last] = [true, 0];
  eachStep(strip, values, (x, y) => {
    if (isFirst) path.moveTo(x, floor);
    path.lineTo(x, y);
    isFirst = false;
    last = x;
  });
  path.lineTo(last, floor);
  path.closePath();
  return path;
}

function fillUnder(strip: Strip, values: Float64Array, colour: string, alpha: number): void {
  strip.draw.globalAlpha = alpha;
  strip.draw.fillStyle = colour;
  strip.draw.fill(under(strip, values));
  strip.draw.globalAlpha = 1;
}

function hatchUnder(strip: Strip, values: Float64Array, colour: string): void {
  const { draw, top, height, axis } = strip;
  const right = axis.at(-1)?.right ?? 0;
  draw.save();
  draw.clip(under(strip, values));
  draw.strokeStyle = colour;
  draw.globalAlpha = 0.5;
  draw.beginPath();
  for (let x = -height; x < right; x += 5) {
    draw.moveTo(x, top + height);
    draw.lineTo(x + height, top);
  }
  draw.stroke();
  draw.restore();
}

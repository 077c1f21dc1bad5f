/** The timeline's picture: phases, marks, counters, and the cursor. */
import { pixelRatio } from "../canvas.ts";
import { Gauge } from "../../../assembly/abi/samples.ts";
import type { Mark, RunSummary } from "../../../workers/protocol.ts";
import { chaptersOf } from "../../state/moments.ts";
import type { Palette } from "../memory-map/palette.ts";
import { type Piece, pixelOf } from "./axis.ts";
import { drawShape, GLYPHS } from "./glyphs.ts";
import { type Lane, lanesOf, rangeOf, rowAt } from "./lanes.ts";
import { canvasText } from "../theme.ts";

export interface Picture {
  draw: CanvasRenderingContext2D;
  run: RunSummary;
  axis: readonly Piece[];
  /** What is marked: the run's marks, or every event of the part that is shown. */
  marks: readonly Pick<Mark, "ir" | "kind">[];
  palette: Palette;
  width: number;
  height: number;
  /** The clock of the instant, and of the pointer if it is there. */
  now: number;
  hovered: number | null;
  /** The part that is being chosen with the pointer. */
  brush: readonly [number, number] | null;
}

/** The strip of phase names: dragging over it chooses a part of the clock. */
export const PHASE_HEIGHT = 17;
const MARK_ROW = 9;
const LANE_GAP = 3;
/** A lower lane cannot carry its name. */
const LANE_MIN = 13;
/** The strip below all lanes that says which part of the run is shown. */
const OVERVIEW_HEIGHT = 4;
const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";

export function drawTimeline(picture: Picture): void {
  const { draw, width, height, palette, axis, run } = picture;
  const ratio = pixelRatio();
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  const isPart = (axis[0]?.from ?? 0) > 0 || (axis.at(-1)?.to ?? 0) < run.total;
  const bottom = height - (isPart ? OVERVIEW_HEIGHT + 1 : 0);
  for (const piece of axis) drawPiece(picture, piece, bottom);
  drawNames(picture);
  drawMarks(picture);
  const top = PHASE_HEIGHT + 2 * MARK_ROW + 2;
  const lanes = lanesOf(run).slice(
    0,
    Math.max(1, Math.floor((bottom - top) / canvasText(LANE_MIN))),
  );
  const laneHeight = (bottom - top) / lanes.length;
  for (const [index, lane] of lanes.entries()) {
    drawLane(picture, lane, top + index * laneHeight, laneHeight);
  }
  if (isPart) drawOverview(picture);
  if (picture.brush !== null) drawBrush(picture, picture.brush);
  if (picture.hovered !== null) drawCursor(picture, picture.hovered, palette.css.quiet, 1);
  drawCursor(picture, picture.now, palette.css.accent, 2);
}

function drawPiece({ draw, palette }: Picture, piece: Piece, height: number): void {
  const { left, right, recorded } = piece;
  if (recorded) {
    draw.save();
    draw.beginPath();
    draw.rect(left, 0, right - left, height);
    draw.clip();
    draw.strokeStyle = palette.css.quiet;
    draw.globalAlpha = 0.35;
    draw.lineWidth = 1;
    draw.beginPath();
    for (let x = left - height; x < right; x += 6) {
      draw.moveTo(x, height);
      draw.lineTo(x + height, 0);
    }
    draw.stroke();
    draw.restore();
  }
  draw.fillStyle = palette.css.quiet;
  draw.globalAlpha = 0.3;
  draw.fillRect(Math.round(right) - 1, 0, 1, height);
  draw.globalAlpha = 1;
}

/** Names of stretches and of the run's chapters, each where it fits. */
function drawNames(picture: Picture): void {
  const { axis, run } = picture;
  for (const [index, piece] of axis.entries()) {
    if (piece.name === "run") continue;
    const isFirst = axis.findIndex(({ name }) => name === piece.name) === index;
    const isShown =
      axis.findIndex(({ name, recorded }) => name === piece.name && !recorded) === index;
    if (!piece.recorded && !isShown) continue;
    const long = !piece.recorded ? piece.name : isFirst ? `${piece.name}, recorded` : "recorded";
    drawName(picture, [long, isFirst ? piece.name : ""], piece.left, piece.right, piece.recorded);
  }
  for (const { name, from, to } of chaptersOf(run)) {
    if (to <= (axis[0]?.from ?? 0) || from >= (axis.at(-1)?.to ?? 0)) continue;
    const [left, right] = [pixelOf(axis, from), pixelOf(axis, to)];
    picture.draw.fillStyle = picture.palette.css.quiet;
    picture.draw.fillRect(Math.round(left), 0, 1, PHASE_HEIGHT - 2);
    drawName(picture, [name], left, right, false);
  }
}

function drawName(
  { draw, palette }: Picture,
  names: readonly string[],
  left: number,
  right: number,
  quiet: boolean,
): void {
  draw.textBaseline = "middle";
  draw.textAlign = "left";
  draw.font = `${quiet ? "" : "600 "}${canvasText(10.5)}px ${FONT}`;
  const room = right - left - 6;
  const text = names.find((name) => draw.measureText(name).width <= room) ?? "";
  if (text === "") return;
  draw.fillStyle = palette.css.surface;
  draw.fillRect(left + 2, 1, draw.measureText(text).width + 6, PHASE_HEIGHT - 3);
  draw.fillStyle = quiet ? palette.css.quiet : palette.css.ink;
  draw.fillText(text, left + 5, PHASE_HEIGHT / 2);
}

/** Marks in two rows: objects above, memory below. Of marks that would cover each other one is drawn. */
function drawMarks({ draw, axis, marks, palette, width }: Picture): void {
  const [first, last] = [axis[0]?.from ?? 0, axis.at(-1)?.to ?? 0];
  const taken = new Map<string, number>();
  const shown = marks.filter(({ ir }) => ir >= first && ir <= last);
  // Rare kinds are drawn last, over the dense ones.
  const ordered = [...shown].sort((a, b) => rarity(a) - rarity(b));
  draw.lineWidth = 1.2;
  for (const { ir, kind } of ordered) {
    const glyph = GLYPHS[kind];
    if (glyph === undefined) continue;
    const x = Math.min(width - 3, Math.max(3, pixelOf(axis, ir)));
    const slot = `${kind}.${Math.round(x / 3)}`;
    if (taken.has(slot)) continue;
    taken.set(slot, x);
    const y = PHASE_HEIGHT + MARK_ROW * (glyph.row + 0.5);
    draw.globalAlpha = glyph.faint ? 0.35 : 1;
    draw.fillStyle = palette.css.ink;
    draw.strokeStyle = palette.css.ink;
    drawShape(draw, glyph.shape, x, y, glyph.faint ? 2.5 : 3.5);
  }
  draw.globalAlpha = 1;
}

function rarity({ kind }: Pick<Mark, "kind">): number {
  return GLYPHS[kind]?.faint ? 0 : 1;
}

function drawLane(picture: Picture, lane: Lane, top: number, height: number): void {
  const { draw, run, axis, palette } = picture;
  const { samples } = run;
  const [from, to] = [axis[0]?.from ?? 0, axis.at(-1)?.to ?? run.total];
  const [least, most] = rangeOf(run, lane, from, to);
  // From zero, unless that would flatten what changes: then the label says where the lane begins.
  const base = least > 0.8 * most && most > least ? least - (most - least) * 0.25 : 0;
  const bottom = top + height - 1;
  const room = height - LANE_GAP - 1;
  const colour = palette.dark ? lane.colour.dark : lane.colour.light;
  if (most > 0) {
    draw.beginPath();
    // Before the first sample nothing is known: the lane stays empty there.
    const start = Math.max(pixelOf(axis, Math.max(from, samples[Gauge.IR] ?? 0)), 0);
    draw.moveTo(start, bottom);
    let y = bottom;
    for (let row = rowAt(run, from); row < samples.length; row += Gauge.COUNT) {
      const ir = samples[row] ?? 0;
      if (ir > to) break;
      const x = Math.max(start, pixelOf(axis, Math.max(ir, from)));
      // A counter keeps its value until it changes: steps, not slopes.
      draw.lineTo(x, y);
      y = bottom - Math.max(0, (lane.read(run, row) - base) / (most - base)) * room;
      draw.lineTo(x, y);
    }
    draw.lineTo(picture.width, y);
    draw.lineTo(picture.width, bottom);
    draw.closePath();
    draw.fillStyle = colour;
    draw.globalAlpha = 0.18;
    draw.fill();
    draw.globalAlpha = 1;
    draw.strokeStyle = colour;
    draw.lineWidth = 1;
    draw.stroke();
  }
  const range = base > 0 ? `${lane.print(least)} … ${lane.print(most)}` : `max ${lane.print(most)}`;
  laneLabel(picture, `${lane.name}  ${range}`, top + height / 2, Math.min(canvasText(14), height));
}

function laneLabel({ draw, palette }: Picture, text: string, middle: number, height: number): void {
  draw.font = `${canvasText(10.5)}px ${FONT}`;
  draw.textAlign = "left";
  draw.textBaseline = "middle";
  draw.fillStyle = palette.css.surface;
  draw.globalAlpha = 0.85;
  draw.fillRect(2, middle - height / 2, draw.measureText(text).width + 6, height);
  draw.globalAlpha = 1;
  draw.fillStyle = palette.css.quiet;
  draw.fillText(text, 5, middle);
}

/** Which part of the whole run is on screen. */
function drawOverview({ draw, axis, run, palette, width, height }: Picture): void {
  const [from, to] = [axis[0]?.from ?? 0, axis.at(-1)?.to ?? 0];
  const y = height - OVERVIEW_HEIGHT;
  draw.fillStyle = palette.css.quiet;
  draw.globalAlpha = 0.25;
  draw.fillRect(0, y, width, OVERVIEW_HEIGHT);
  draw.globalAlpha = 1;
  const left = (from / run.total) * width;
  draw.fillStyle = palette.css.ink;
  draw.fillRect(left, y, Math.max(4, ((to - from) / run.total) * width), OVERVIEW_HEIGHT);
}

function drawBrush(
  { draw, axis, palette, height }: Picture,
  part: readonly [number, number],
): void {
  const [a, b] = [pixelOf(axis, part[0]), pixelOf(axis, part[1])];
  draw.fillStyle = palette.css.accent;
  draw.globalAlpha = 0.16;
  draw.fillRect(Math.min(a, b), 0, Math.abs(b - a), height);
  draw.globalAlpha = 1;
  for (const x of [a, b]) draw.fillRect(x - 0.5, 0, 1, height);
}

function drawCursor(picture: Picture, ir: number, colour: string, width: number): void {
  const { draw, axis, height } = picture;
  const [from, to] = [axis[0]?.from ?? 0, axis.at(-1)?.to ?? 0];
  if (ir < from || ir > to) return;
  const x = Math.min(picture.width - 1, Math.max(1, pixelOf(axis, ir)));
  draw.fillStyle = colour;
  draw.fillRect(x - width / 2, 0, width, height);
  if (width < 2) return;
  draw.beginPath();
  draw.moveTo(x - 5, 0);
  draw.lineTo(x + 5, 0);
  draw.lineTo(x, 7);
  draw.closePath();
  draw.fill();
}

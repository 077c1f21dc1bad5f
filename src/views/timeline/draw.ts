/** The timeline's picture: phases, marks, counters, and the cursor. */
import { Ev } from "../../../assembly/abi/events.ts";
import { Gauge } from "../../../assembly/abi/samples.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { bytes, group } from "../format.ts";
import type { Palette } from "../memory-map/palette.ts";
import { type Piece, pixelOf } from "./axis.ts";

export interface Picture {
  draw: CanvasRenderingContext2D;
  run: RunSummary;
  axis: readonly Piece[];
  palette: Palette;
  width: number;
  height: number;
  /** The clock of the instant, and of the pointer if it is there. */
  now: number;
  hovered: number | null;
}

const PHASE_HEIGHT = 17;
const MARK_HEIGHT = 11;
const LANE_GAP = 3;
/** A lower lane cannot carry its name. */
const LANE_MIN = 17;
const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";

interface Lane {
  gauge: Gauge;
  name: string;
  colour: { light: string; dark: string };
  print(value: number): string;
}

const LANES: readonly Lane[] = [
  {
    gauge: Gauge.HEAP,
    name: "heap",
    colour: { light: "#6b7178", dark: "#9aa1a9" },
    print: bytes,
  },
  {
    gauge: Gauge.LIVE_INTS,
    name: "live ints",
    colour: { light: "#0072b2", dark: "#3d9be0" },
    print: group,
  },
  {
    gauge: Gauge.FREE_INTS,
    name: "free slots",
    colour: { light: "#2f9bd8", dark: "#6bbcf0" },
    print: group,
  },
];

/** Where the counters begin and how high each is. */
export function drawTimeline(picture: Picture): void {
  const { draw, width, height, palette } = picture;
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  for (const piece of picture.axis) drawPiece(picture, piece);
  drawNames(picture);
  drawMarks(picture);
  const top = PHASE_HEIGHT + MARK_HEIGHT;
  const lanes = LANES.slice(0, Math.max(1, Math.floor((height - top) / LANE_MIN)));
  const laneHeight = (height - top) / lanes.length;
  for (const [index, lane] of lanes.entries()) {
    drawLane(picture, lane, top + index * laneHeight, laneHeight);
  }
  if (picture.hovered !== null) drawCursor(picture, picture.hovered, palette.css.quiet, 1);
  drawCursor(picture, picture.now, palette.css.accent, 2);
}

function drawPiece({ draw, palette, height }: Picture, piece: Piece): void {
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

/** The stretch's name where it fits: once over its modelled part, or over its recorded one. */
function drawNames({ draw, axis, palette }: Picture): void {
  draw.textBaseline = "middle";
  for (const [index, piece] of axis.entries()) {
    const isFirst = axis.findIndex(({ name }) => name === piece.name) === index;
    const isShown =
      axis.findIndex(({ name, recorded }) => name === piece.name && !recorded) === index;
    if (!piece.recorded && !isShown) continue;
    const name = !piece.recorded ? piece.name : isFirst ? `${piece.name}, recorded` : "recorded";
    draw.font = `${piece.recorded ? "" : "600 "}10.5px ${FONT}`;
    const room = piece.right - piece.left - 6;
    const text = draw.measureText(name).width <= room ? name : isFirst ? piece.name : "";
    const textWidth = draw.measureText(text).width;
    if (text === "" || textWidth > room) continue;
    draw.fillStyle = palette.css.panel;
    draw.fillRect(piece.left + 1, 1, textWidth + 7, PHASE_HEIGHT - 3);
    draw.fillStyle = piece.recorded ? palette.css.quiet : palette.css.ink;
    draw.textAlign = "left";
    draw.fillText(text, piece.left + 4, PHASE_HEIGHT / 2);
  }
}

function drawMarks({ draw, run, axis, palette }: Picture): void {
  for (const { ir, kind } of run.marks) {
    const x = pixelOf(axis, ir);
    const isBlock = kind === Ev.INT_BLOCK || kind === Ev.BLOCK_FREE || kind === Ev.BLOCK_KEEP;
    draw.fillStyle = isBlock ? palette.css.quiet : palette.css.ink;
    draw.globalAlpha = isBlock ? 0.45 : 1;
    const height = isBlock ? 5 : MARK_HEIGHT - 2;
    draw.fillRect(x - 0.5, PHASE_HEIGHT + MARK_HEIGHT - height - 1, isBlock ? 1 : 1.5, height);
  }
  draw.globalAlpha = 1;
}

function drawLane(picture: Picture, lane: Lane, top: number, height: number): void {
  const { draw, run, axis, palette } = picture;
  const { samples } = run;
  let most = 0;
  for (let at: number = lane.gauge; at < samples.length; at += Gauge.COUNT) {
    most = Math.max(most, samples[at] ?? 0);
  }
  const base = top + height - 1;
  const room = height - LANE_GAP - 1;
  const colour = palette.dark ? lane.colour.dark : lane.colour.light;
  if (most > 0) {
    draw.beginPath();
    // Before the first sample nothing is known: the lane stays empty there.
    draw.moveTo(pixelOf(axis, samples[Gauge.IR] ?? 0), base);
    let y = base;
    for (let row = 0; row < samples.length; row += Gauge.COUNT) {
      const x = pixelOf(axis, samples[row + Gauge.IR] ?? 0);
      // A counter keeps its value until it changes: steps, not slopes.
      draw.lineTo(x, y);
      y = base - ((samples[row + lane.gauge] ?? 0) / most) * room;
      draw.lineTo(x, y);
    }
    draw.lineTo(picture.width, y);
    draw.lineTo(picture.width, base);
    draw.closePath();
    draw.fillStyle = colour;
    draw.globalAlpha = 0.18;
    draw.fill();
    draw.globalAlpha = 1;
    draw.strokeStyle = colour;
    draw.lineWidth = 1;
    draw.stroke();
  }
  laneLabel(picture, `${lane.name}  max ${lane.print(most)}`, top + height / 2);
}

function laneLabel({ draw, palette }: Picture, text: string, middle: number): void {
  draw.font = `10.5px ${FONT}`;
  draw.textAlign = "left";
  draw.textBaseline = "middle";
  draw.fillStyle = palette.css.surface;
  draw.globalAlpha = 0.85;
  draw.fillRect(2, middle - 7, draw.measureText(text).width + 6, 14);
  draw.globalAlpha = 1;
  draw.fillStyle = palette.css.quiet;
  draw.fillText(text, 5, middle);
}

function drawCursor(picture: Picture, ir: number, colour: string, width: number): void {
  const { draw, axis, height } = picture;
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

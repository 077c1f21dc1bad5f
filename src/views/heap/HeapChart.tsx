/** What the heap is made of, over time: a stack of areas, and the same as numbers. */
import { pixelRatio, watchCanvas } from "../canvas.ts";
import { useEffect, useRef } from "preact/hooks";
import { Gauge } from "../../../assembly/abi/samples.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { instant, isDark, span, summary } from "../../state/cells.ts";
import { seek } from "../../state/engine.ts";
import { bytes, ir } from "../format.ts";
import { Provenance } from "../Provenance.tsx";
import { SaveButton } from "../SaveButton.tsx";
import { paletteOf } from "../memory-map/palette.ts";
import { canvasText } from "../theme.ts";
import { instantOf, makeAxis, pixelOf } from "../timeline/axis.ts";
import { rowAt } from "../timeline/lanes.ts";
import "../instrument-parts.css";

/** Lines through an area: none, level, slanting. */
type Hatch = 0 | 1 | 2;

interface Part {
  name: string;
  what: string;
  light: string;
  dark: string;
  /** Lines through the area, so that parts differ without colour. */
  hatch: Hatch;
  bytes(run: RunSummary, row: number): number;
}

function gauge(run: RunSummary, row: number, which: Gauge): number {
  return run.samples[row + which] ?? 0;
}

const PARTS: readonly Part[] = [
  {
    name: "other",
    what: "everything else below the top chunk: strings, dictionaries, code, free chunks",
    light: "#b9bdc2",
    dark: "#4a5057",
    hatch: 0,
    bytes: (run, row) =>
      Math.max(
        0,
        gauge(run, row, Gauge.HEAP) -
          (gauge(run, row, Gauge.LIVE_INTS) + gauge(run, row, Gauge.FREE_INTS)) *
            run.layout.intBytes,
      ),
  },
  {
    name: "live ints",
    what: "int objects in use",
    light: "#0072b2",
    dark: "#3d9be0",
    hatch: 0,
    bytes: (run, row) => gauge(run, row, Gauge.LIVE_INTS) * run.layout.intBytes,
  },
  {
    name: "free slots",
    what: "slots of int blocks that hold no int",
    light: "#8cc6ea",
    dark: "#2c6a94",
    hatch: 1,
    bytes: (run, row) => gauge(run, row, Gauge.FREE_INTS) * run.layout.intBytes,
  },
  {
    name: "own mappings",
    what: "malloc chunks with a mapping each: long lists' arrays",
    light: "#d9bf1f",
    dark: "#9a861f",
    hatch: 2,
    bytes: (run, row) => gauge(run, row, Gauge.MMAPPED),
  },
];

const HEIGHT = 190;
/** When more than this share of the peak was there before the program, the axis begins higher. */
const BASE_SHARE = 0.5;
/** So much of what was there before is still drawn, below the program's own. */
const BASE_SHOWN = 0.02;

export function HeapChart() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const run = summary.value;
  // A link may open this pane before its run is there: then the canvas comes later than the pane.
  const hasRun = run !== null;
  useEffect(() => (canvas.current === null ? undefined : watch(canvas.current)), [hasRun]);
  if (run === null) return <p class="quiet">No run is loaded.</p>;
  const now = rowAt(run, instant.value?.ir ?? 0);
  const peak = peakRow(run);
  return (
    <div class="heap-pane" data-testid="heap">
      <div class="tools">
        <SaveButton kind="massif" />
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label="The heap over the clock, as a stack of areas. The table below has the numbers"
        style={{ height: `clamp(96px, 21vh, ${HEIGHT}px)` }}
        onClick={(event) => {
          const { clientWidth } = event.currentTarget;
          void seek(instantOf(makeAxis(run, clientWidth, span.value), event.offsetX));
        }}
      />
      <table>
        <thead>
          <tr>
            <th scope="col">part</th>
            <th scope="col">now</th>
            <th scope="col">at the peak</th>
            <th scope="col" class="mark">
              <span class="visually-hidden">basis</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...PARTS].reverse().map((part) => (
            <tr key={part.name} title={part.what}>
              <th scope="row">
                <Swatch part={part} /> {part.name}
              </th>
              <td class="mono number">{bytes(part.bytes(run, now))}</td>
              <td class="mono number">{bytes(part.bytes(run, peak))}</td>
              <td class="mark">
                <Provenance of="heap" />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">all</th>
            <td class="mono number">{bytes(sumOf(run, now))}</td>
            <td class="mono number">{bytes(sumOf(run, peak))}</td>
            <td class="mark">
              <Provenance of="heap" />
            </td>
          </tr>
        </tbody>
      </table>
      <p class="quiet small">
        {baseOf(run) > 0 &&
          `The picture's lower edge is at ${bytes(baseOf(run))}: the rest was there before the program. `}
        The peak is at{" "}
        <button type="button" class="link mono" onClick={() => void seek(run.samples[peak] ?? 0)}>
          {ir(run.samples[peak] ?? 0)}
        </button>
        , among {run.samples.length / Gauge.COUNT} samples. Before the first one nothing is
        modelled.
      </p>
    </div>
  );
}

function Swatch({ part }: { part: Part }) {
  const colour = isDark.value ? part.dark : part.light;
  return (
    <svg width="14" height="10" aria-hidden="true" class="swatch">
      <rect width="14" height="10" fill={colour} />
      {part.hatch > 0 && (
        <path d={part.hatch === 1 ? "M0 5h14" : "M2 10L12 0"} stroke="currentColor" />
      )}
    </svg>
  );
}

function sumOf(run: RunSummary, row: number): number {
  return PARTS.reduce((sum, part) => sum + part.bytes(run, row), 0);
}

function peakRow(run: RunSummary): number {
  let peak = 0;
  for (let row = 0; row < run.samples.length; row += Gauge.COUNT) {
    if (sumOf(run, row) > sumOf(run, peak)) peak = row;
  }
  return peak;
}

/** Bytes at the lower edge: 0, or nearly all of the heap that start-up left. */
function baseOf(run: RunSummary): number {
  const other = PARTS[0];
  if (other === undefined || run.samples.length === 0) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < run.samples.length; row += Gauge.COUNT) {
    least = Math.min(least, other.bytes(run, row));
  }
  const top = sumOf(run, peakRow(run));
  return least > BASE_SHARE * top ? least - BASE_SHOWN * top : 0;
}

function watch(canvas: HTMLCanvasElement): () => void {
  const paint = (draw: CanvasRenderingContext2D) => {
    const run = summary.peek();
    if (run !== null) drawHeap(draw, canvas, run);
  };
  return watchCanvas(canvas, paint, () => {
    void [summary.value, instant.value, span.value];
  });
}

function drawHeap(
  draw: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  run: RunSummary,
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = pixelRatio();
  const palette = paletteOf(isDark.peek());
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  const axis = makeAxis(run, width, span.peek());
  const top = sumOf(run, peakRow(run)) || 1;
  const base = baseOf(run);
  const y = (value: number) =>
    height - 1 - (Math.max(0, value - base) / (top - base)) * (height - 18);
  const below = new Float64Array(run.samples.length / Gauge.COUNT);
  for (const part of PARTS) {
    const path = new Path2D();
    const start = pixelOf(axis, run.samples[0] ?? 0);
    path.moveTo(start, y(below[0] ?? 0));
    const back: [number, number][] = [];
    let last: [number, number] = [y(below[0] ?? 0), y(below[0] ?? 0)];
    for (let i = 0; i < below.length; i++) {
      const row = i * Gauge.COUNT;
      const x = pixelOf(axis, run.samples[row] ?? 0);
      const floor = below[i] ?? 0;
      const upper = floor + part.bytes(run, row);
      path.lineTo(x, last[0]);
      path.lineTo(x, y(upper));
      back.push([x, last[1]], [x, y(floor)]);
      last = [y(upper), y(floor)];
      below[i] = upper;
    }
    path.lineTo(width, last[0]);
    path.lineTo(width, last[1]);
    for (const [x, at] of back.reverse()) path.lineTo(x, at);
    path.closePath();
    draw.fillStyle = palette.dark ? part.dark : part.light;
    draw.fill(path);
    if (part.hatch > 0) hatch(draw, path, width, height, part.hatch, palette.css.surface);
  }
  draw.fillStyle = palette.css.quiet;
  draw.font = `${canvasText(10.5)}px system-ui, sans-serif`;
  draw.textBaseline = "top";
  draw.fillText(bytes(top), 3, 2);
  if (base > 0) markBase(draw, `${bytes(base)}, not 0`, height, palette.css);
  const at = pixelOf(axis, instant.peek()?.ir ?? 0);
  draw.fillStyle = palette.css.accent;
  draw.fillRect(Math.min(width - 2, at - 1), 0, 2, height);
}

/** A lower edge that is not zero says so where it is, on a ground of its own. */
function markBase(
  draw: CanvasRenderingContext2D,
  text: string,
  height: number,
  { surface, ink }: { surface: string; ink: string },
): void {
  const line = canvasText(10.5) + 4;
  draw.fillStyle = surface;
  draw.fillRect(0, height - line, draw.measureText(text).width + 8, line);
  draw.fillStyle = ink;
  draw.fillText(text, 3, height - line + 2);
}

function hatch(
  draw: CanvasRenderingContext2D,
  path: Path2D,
  width: number,
  height: number,
  kind: Hatch,
  colour: string,
): void {
  draw.save();
  draw.clip(path);
  draw.strokeStyle = colour;
  draw.globalAlpha = 0.55;
  draw.beginPath();
  if (kind === 1) {
    for (let y = 3; y < height; y += 5) {
      draw.moveTo(0, y);
      draw.lineTo(width, y);
    }
  } else {
    for (let x = -height; x < width; x += 7) {
      draw.moveTo(x, height);
      draw.lineTo(x + height, 0);
    }
  }
  draw.stroke();
  draw.restore();
}

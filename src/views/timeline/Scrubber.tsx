/** The run as a picture one can scrub over, and choose a part of to look at. */
import { watchCanvas } from "../canvas.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { markLabel } from "../../instruments/narrate.ts";
import { instant, isDark, span, summary } from "../../state/cells.ts";
import { seek } from "../../state/engine.ts";
import { chaptersOf } from "../../state/moments.ts";
import { followShares, shares } from "../../state/shares.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { ir } from "../format.ts";
import { invalidate } from "../frame.ts";
import { paletteOf } from "../memory-map/palette.ts";
import { instantOf, makeAxis, pixelOf } from "./axis.ts";
import { drawTimeline, PHASE_HEIGHT } from "./draw.ts";
import { eventsShown, watchEvents } from "./events.ts";
import { lanesOf, rowAt } from "./lanes.ts";
import { panTime, showAllOfTime, showSpan, zoomTime } from "./zoom.ts";

/** A brush that moved less than this is a click. */
const BRUSH_MIN_PX = 5;
/** How near a mark must be to the pointer to be named. */
const NEAR_PX = 4;

/** What the pointer does and where it is, in clock values. */
interface Pointer {
  hovered: number | null;
  /** Where a part began to be chosen, in clock values and pixels. */
  brushFrom: number | null;
  brushX: number;
}

const AWAY: Pointer = { hovered: null, brushFrom: null, brushX: 0 };

export function Scrubber() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointer, setPointer] = useState(AWAY);
  const latest = useRef(pointer);
  latest.current = pointer;
  useEffect(() => (canvas.current === null ? undefined : watch(canvas.current, latest)), []);
  useEffect(watchEvents, []);
  useEffect(followShares, []);
  useEffect(() => (canvas.current === null ? undefined : listenToWheel(canvas.current)), []);
  useEffect(invalidate, [pointer]);
  const run = summary.value;
  const { hovered, brushFrom } = pointer;
  return (
    <div class="scrubber">
      <canvas
        ref={canvas}
        data-testid="scrubber"
        role="slider"
        tabIndex={0}
        aria-label="Clock of the run. Drag over the names above to zoom in, I and O zoom by keys"
        aria-valuemin={0}
        aria-valuemax={run?.total ?? 0}
        aria-valuenow={instant.value?.ir ?? 0}
        aria-valuetext={instant.value === null ? "no run" : ir(instant.value.ir)}
        onPointerDown={(event) => {
          const target = instantAt(event);
          if (target === null || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          if (event.offsetY < PHASE_HEIGHT || event.shiftKey) {
            setPointer({ hovered: target, brushFrom: target, brushX: event.offsetX });
          } else void seek(target);
        }}
        onPointerMove={(event) => {
          const target = instantAt(event);
          setPointer((before) => ({ ...before, hovered: target }));
          if (target !== null && event.buttons === 1 && brushFrom === null) void seek(target);
        }}
        onPointerUp={(event) => {
          const target = instantAt(event);
          if (brushFrom !== null && target !== null) {
            if (Math.abs(event.offsetX - pointer.brushX) < BRUSH_MIN_PX) void seek(target);
            else showSpan(Math.min(brushFrom, target), Math.max(brushFrom, target));
          }
          setPointer({ ...AWAY, hovered: target });
        }}
        onPointerCancel={() => setPointer(AWAY)}
        onPointerLeave={() => brushFrom === null && setPointer(AWAY)}
        onDblClick={(event) => {
          const target = instantAt(event);
          if (target !== null && run !== null) zoomToPhase(run, target);
        }}
      />
      {hovered !== null && run !== null && <Hint run={run} at={hovered} canvas={canvas.current} />}
    </div>
  );
}

function instantAt(event: MouseEvent): number | null {
  const element = event.currentTarget as HTMLCanvasElement;
  const run = summary.value;
  if (run === null) return null;
  return instantOf(makeAxis(run, element.clientWidth, span.value), event.offsetX);
}

/** Zooms to the chapter or stretch under the pointer; out again when it is shown already. */
function zoomToPhase(run: RunSummary, at: number): void {
  const chapter =
    chaptersOf(run).find(({ from, to }) => at >= from && at < to) ??
    run.stretches.find(({ from, to }) => at >= from && at < to);
  if (chapter === undefined || span.value !== null) showAllOfTime();
  else showSpan(chapter.from, chapter.to);
}

/** The wheel zooms around the pointer; sideways it moves the part that is shown. */
function listenToWheel(canvas: HTMLCanvasElement): () => void {
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const at = instantAt(event);
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) panTime(event.deltaX / canvas.clientWidth);
    else if (at !== null) zoomTime(Math.exp(event.deltaY * 0.002), at);
  };
  canvas.addEventListener("wheel", onWheel, { passive: false });
  return () => canvas.removeEventListener("wheel", onWheel);
}

/** The clock under the pointer, what is marked near it, and the counters there. */
function Hint(props: { run: RunSummary; at: number; canvas: HTMLCanvasElement | null }) {
  const { run, at, canvas } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = canvas?.clientWidth ?? 1;
  const axis = makeAxis(run, width, span.value);
  const x = pixelOf(axis, at);
  const isNear = (mark: { ir: number }) => Math.abs(pixelOf(axis, mark.ir) - x) < NEAR_PX;
  const event = eventsShown.value?.findLast(isNear);
  const label =
    event === undefined
      ? run.marks.findLast(isNear)?.label
      : markLabel(event.kind, event.addr, event.a);
  const row = rowAt(run, at);
  const counters = lanesOf(run).map((lane) => `${lane.name} ${lane.print(lane.read(run, row))}`);
  useEffect(() => {
    if (box.current === null) return;
    const left = Math.max(4, Math.min(x + 10, width - box.current.offsetWidth - 4));
    box.current.style.left = `${left}px`;
  }, [x, width, label]);
  return (
    <div class="scrub-hint mono" ref={box}>
      {ir(at)}
      {label === undefined ? "" : ` · ${label}`}
      <span class="quiet"> · {counters.join(" · ")}</span>
    </div>
  );
}

/** Draws the canvas when a cell it shows or its size changes. */
function watch(canvas: HTMLCanvasElement, pointer: { current: Pointer }): () => void {
  const paint = (draw: CanvasRenderingContext2D) => {
    const run = summary.peek();
    if (run === null) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    const axis = makeAxis(run, width, span.peek());
    const palette = paletteOf(isDark.peek());
    const now = instant.peek()?.ir ?? 0;
    const { hovered, brushFrom } = pointer.current;
    const brush = brushFrom !== null && hovered !== null ? ([brushFrom, hovered] as const) : null;
    const marks = eventsShown.peek() ?? run.marks;
    drawTimeline({ draw, run, axis, marks, palette, width, height, now, hovered, brush });
  };
  return watchCanvas(canvas, paint, () => {
    void [summary.value, instant.value, span.value, eventsShown.value, shares.value];
  });
}

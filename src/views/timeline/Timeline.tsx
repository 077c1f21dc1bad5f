/** Bottom: transport, grain, clock, and the run as a picture one can scrub over. */
import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { Phase } from "../../../assembly/abi/stop.ts";
import type { Grain } from "../../../workers/protocol.ts";
import {
  grain,
  GRAINS,
  instant,
  isDark,
  playing,
  sampledOneIn,
  speed,
  summary,
} from "../../state/cells.ts";
import { naturalSpeed, pause, play, runToBoundary, seek, step } from "../../state/engine.ts";
import { group, ir } from "../format.ts";
import { invalidate, onFrame } from "../frame.ts";
import { paletteOf } from "../memory-map/palette.ts";
import { instantOf, makeAxis, pixelOf } from "./axis.ts";
import { drawTimeline } from "./draw.ts";

export function Timeline() {
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="transport">
        <Transport />
        <GrainField />
        <SpeedField />
        <Clock />
      </div>
      <Scrubber />
    </section>
  );
}

function Transport() {
  const now = instant.value;
  const run = summary.value;
  const isEnd = now !== null && run !== null && now.ir >= run.total;
  const start = run?.stretches.find(({ name }) => name === "run")?.from ?? 0;
  const none = now === null;
  return (
    <fieldset class="buttons" aria-label="Transport">
      <IconButton name="to the start of the program (Home)" disabled={none} act={() => seek(start)}>
        <path d="M3 3h2v10H3zM13 3v10L6 8z" />
      </IconButton>
      <IconButton
        name="to the boundary before (Shift Space)"
        disabled={none}
        act={() => runToBoundary(-1)}
      >
        <path d="M8 3v10L2 8zM14 3v10L8 8z" />
      </IconButton>
      <IconButton name="one step back (←)" disabled={none} act={() => step(grain.value, -1)}>
        <path d="M11 3v10L4 8z" />
      </IconButton>
      <button
        type="button"
        class="play"
        data-testid="play"
        title={playing.value ? "pause (P)" : "play on (P)"}
        aria-label={playing.value ? "pause" : "play"}
        disabled={none || (isEnd && !playing.value)}
        onClick={() => void (playing.value ? pause() : play())}
      >
        <svg width="16" height="16" aria-hidden="true">
          {playing.value ? <path d="M4 3h3v10H4zM9 3h3v10H9z" /> : <path d="M4 2v12l10-6z" />}
        </svg>
      </button>
      <IconButton
        name="one step forward (→)"
        disabled={none || isEnd}
        act={() => step(grain.value, 1)}
      >
        <path d="M5 3l7 5l-7 5z" />
      </IconButton>
      <IconButton
        name="run to the next boundary (Space)"
        disabled={none || isEnd}
        act={() => runToBoundary(1)}
      >
        <path d="M2 3l6 5l-6 5zM8 3l6 5l-6 5z" />
      </IconButton>
      <IconButton
        name="to the end (End)"
        disabled={none || isEnd}
        act={() => seek(run?.total ?? 0)}
      >
        <path d="M11 3h2v10h-2zM3 3l7 5l-7 5z" />
      </IconButton>
    </fieldset>
  );
}

interface IconButtonProps {
  name: string;
  disabled: boolean;
  act(): Promise<void>;
  children: preact.ComponentChildren;
}

function IconButton({ name, disabled, act, children }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon"
      title={name}
      aria-label={name}
      disabled={disabled}
      onClick={() => void act()}
    >
      <svg width="16" height="16" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}

const GRAIN_NAMES: Record<Grain, string> = {
  bytecode: "bytecode",
  call: "C function",
  allocator: "allocator event",
  phase: "phase",
};

function GrainField() {
  return (
    <label class="field" title="How far one step goes ([ and ])">
      <span>grain</span>
      <select
        data-testid="grain"
        value={grain.value}
        onChange={(event) => {
          const chosen = GRAINS.find((one) => one === event.currentTarget.value);
          if (chosen !== undefined) grain.value = chosen;
        }}
      >
        {GRAINS.map((one) => (
          <option key={one} value={one}>
            {GRAIN_NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

const SPEEDS = [100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000] as const;

function SpeedField() {
  const run = summary.value;
  const natural = run === null ? "" : `${group(naturalSpeed(run))} Ir/s`;
  return (
    <label class="field is-speed" title="How fast playback runs">
      <span>speed</span>
      <select
        value={speed.value ?? "auto"}
        onChange={(event) => {
          const { value } = event.currentTarget;
          speed.value = value === "auto" ? null : Number(value);
        }}
      >
        <option value="auto">the run in a minute ({natural})</option>
        {SPEEDS.map((one) => (
          <option key={one} value={one}>
            {group(one)} Ir/s
          </option>
        ))}
      </select>
    </label>
  );
}

const PHASE_NAMES: Record<Phase, string> = {
  [Phase.START]: "start",
  [Phase.COMPILE]: "compile",
  [Phase.RUN]: "run",
  [Phase.EXIT]: "exit",
  [Phase.ENDED]: "ended",
};

function Clock() {
  const now = instant.value;
  if (now === null) return null;
  return (
    <p class="clock mono" title="Instructions since the process began">
      <strong data-testid="clock">{ir(now.ir)}</strong>
      <span class="quiet of"> of {group(now.total)}</span>
      {playing.value && sampledOneIn.value > 1 && (
        <span class="quiet"> · one event in {group(sampledOneIn.value)} shown</span>
      )}
      <span class="phase">
        {PHASE_NAMES[now.phase]}
        {now.recorded === null ? "" : ", recorded"}
      </span>
    </p>
  );
}

function Scrubber() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const hover = useRef<number | null>(null);
  hover.current = hovered;
  useEffect(() => (canvas.current === null ? undefined : watch(canvas.current, hover)), []);
  useEffect(invalidate, [hovered]);
  const at = (event: PointerEvent) => {
    const element = event.currentTarget as HTMLCanvasElement;
    const run = summary.value;
    if (run === null) return null;
    return instantOf(makeAxis(run, element.clientWidth), event.offsetX);
  };
  const run = summary.value;
  return (
    <div class="scrubber">
      <canvas
        ref={canvas}
        data-testid="scrubber"
        role="slider"
        tabIndex={0}
        aria-label="Clock of the run"
        aria-valuemin={0}
        aria-valuemax={run?.total ?? 0}
        aria-valuenow={instant.value?.ir ?? 0}
        aria-valuetext={instant.value === null ? "no run" : ir(instant.value.ir)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const target = at(event);
          if (target !== null) void seek(target);
        }}
        onPointerMove={(event) => {
          const target = at(event);
          setHovered(target);
          if (target !== null && event.buttons === 1) void seek(target);
        }}
        onPointerLeave={() => setHovered(null)}
      />
      {hovered !== null && run !== null && <Hint run={run} at={hovered} canvas={canvas.current} />}
    </div>
  );
}

/** The clock under the pointer, and the mark that is near it. */
function Hint(props: {
  run: NonNullable<typeof summary.value>;
  at: number;
  canvas: HTMLCanvasElement | null;
}) {
  const { run, at, canvas } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = canvas?.clientWidth ?? 1;
  const axis = makeAxis(run, width);
  const x = pixelOf(axis, at);
  const near = run.marks.findLast((mark) => Math.abs(pixelOf(axis, mark.ir) - x) < 4);
  useEffect(() => {
    if (box.current === null) return;
    const left = Math.max(4, Math.min(x + 10, width - box.current.offsetWidth - 4));
    box.current.style.left = `${left}px`;
  }, [x, width]);
  return (
    <div class="scrub-hint mono" ref={box}>
      {ir(at)}
      {near === undefined ? "" : ` · ${near.label}`}
    </div>
  );
}

/** Draws the canvas when a cell it shows or its size changes. */
function watch(canvas: HTMLCanvasElement, hover: { current: number | null }): () => void {
  const paint = () => {
    const run = summary.peek();
    const draw = canvas.getContext("2d");
    if (run === null || draw === null || canvas.clientWidth === 0) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    const axis = makeAxis(run, width);
    const palette = paletteOf(isDark.peek());
    const now = instant.peek()?.ir ?? 0;
    drawTimeline({ draw, run, axis, palette, width, height, now, hovered: hover.current });
  };
  const observer = new ResizeObserver(() => {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    invalidate();
  });
  observer.observe(canvas);
  const stopFrame = onFrame(paint);
  const stopEffect = effect(() => {
    void [summary.value, instant.value, isDark.value];
    invalidate();
  });
  return () => {
    observer.disconnect();
    stopFrame();
    stopEffect();
  };
}

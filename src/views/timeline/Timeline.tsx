/** Bottom: transport, grain, clock, and the run as a picture one can scrub over. */
import { Phase } from "../../../assembly/abi/stop.ts";
import type { Grain } from "../../../workers/protocol.ts";
import {
  grain,
  GRAINS,
  instant,
  pausesAtBoundaries,
  playing,
  sampledOneIn,
  span,
  speed,
  summary,
} from "../../state/cells.ts";
import { canGoBack, canGoForward, goBack, goForward } from "../../state/history.ts";
import { pause, play, runToBoundary, seek, step } from "../../state/engine.ts";
import { naturalSpeed, SPEEDS } from "../../state/speed.ts";
import { Provenance } from "../Provenance.tsx";
import { group, ir } from "../format.ts";
import { Scrubber } from "./Scrubber.tsx";
import { showAllOfTime, zoomTime } from "./zoom.ts";

export function Timeline() {
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="transport">
        <Transport />
        <GrainField />
        <SpeedField />
        <History />
        <ZoomButtons />
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
        title={
          playing.value
            ? "pause (P)"
            : `play on ${pausesAtBoundaries.value ? "to the next boundary" : "to the end"} (P)`
        }
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

/** Back and forward through what was looked at. */
function History() {
  return (
    <fieldset class="buttons" aria-label="Places">
      <IconButton name="back to where you were (U)" disabled={!canGoBack.value} act={goBack}>
        <path d="M7 3v3h3a4 4 0 0 1 0 8H6v-2h4a2 2 0 0 0 0-4H7v3L2 7z" />
      </IconButton>
      <IconButton name="forward again (Shift U)" disabled={!canGoForward.value} act={goForward}>
        <path d="M9 3v3H6a4 4 0 0 0 0 8h4v-2H6a2 2 0 0 1 0-4h3v3l5-4z" />
      </IconButton>
    </fieldset>
  );
}

/** What dragging over the names does, for those who do not drag. */
function ZoomButtons() {
  return (
    <fieldset class="buttons is-zoom" aria-label="Zoom of the timeline">
      <IconButton name="zoom the timeline in (I)" disabled={false} act={async () => zoomTime(0.4)}>
        <path d="M7 3h2v4h4v2H9v4H7V9H3V7h4z" />
      </IconButton>
      <IconButton
        name="zoom the timeline out (O)"
        disabled={span.value === null}
        act={async () => zoomTime(2.5)}
      >
        <path d="M3 7h10v2H3z" />
      </IconButton>
      <IconButton
        name="the whole run (Shift O)"
        disabled={span.value === null}
        act={async () => showAllOfTime()}
      >
        <path d="M2 4h2v8H2zM12 4h2v8h-2zM5 7h6v2H5z" />
      </IconButton>
    </fieldset>
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

function SpeedField() {
  const run = summary.value;
  const natural = run === null ? "" : `${group(naturalSpeed(run))} Ir/s`;
  return (
    <span class="field is-speed">
      <select
        aria-label="speed"
        title="How fast playback runs (< and >)"
        value={speed.value ?? "auto"}
        onChange={(event) => {
          const { value } = event.currentTarget;
          speed.value = value === "auto" ? null : Number(value);
        }}
      >
        <option value="auto">run in a minute{natural === "" ? "" : ` (${natural})`}</option>
        {SPEEDS.map((one) => (
          <option key={one} value={one}>
            {group(one)} Ir/s
          </option>
        ))}
      </select>
      <label title="Playing stops where something begins, ends or is filled (Shift P)">
        <input
          type="checkbox"
          checked={pausesAtBoundaries.value}
          onChange={(event) => {
            pausesAtBoundaries.value = event.currentTarget.checked;
          }}
        />{" "}
        stop at boundaries
      </label>
    </span>
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
      <span class="quiet of"> of {group(now.total)}</span> <Provenance of="Ir" />
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

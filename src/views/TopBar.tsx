/** What is simulated: the program, n, the build, how it was started. */
import { useEffect, useState } from "preact/hooks";
import { BUILDS } from "../state/builds.ts";
import {
  layer,
  type Pane,
  PANES,
  panes,
  pinned,
  problem,
  request,
  summary,
  theme,
  togglePane,
} from "../state/cells.ts";
import { togglePin } from "../state/compare.ts";
import { changeLength, draft } from "../state/draft.ts";
import { findLength, isLength, N_MAX } from "../state/length.ts";
import { group } from "./format.ts";
import { keyHint, openPalette } from "./commands.ts";
import { shareLink, shareSaid } from "./share.ts";
import { Settings } from "./Settings.tsx";
import { Examples } from "./source/Examples.tsx";
import { change } from "./change.ts";
import { nextTheme } from "./theme.ts";

/** The slider is logarithmic: 0, then 1 … 10^8 in steps of a 20th of a power of ten. */
const SLIDER_STEPS = 161;

function sliderOf(n: number): number {
  return n < 1 ? 0 : 1 + Math.round(Math.log10(n) * 20);
}

/** Round numbers at every position: two digits. */
function lengthOf(position: number): number {
  if (position === 0) return 0;
  const exact = 10 ** ((position - 1) / 20);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return Math.min(N_MAX, Math.round(exact / unit) * unit);
}

export function TopBar() {
  return (
    <header class="top-bar">
      <h1>rangescope</h1>
      <Examples />
      <LengthOfRange />
      <BuildField />
      <ProcessField />
      <div class="spacer" />
      <PaneButtons />
      <button
        type="button"
        title="Find a command, an address, a value, an instruction (Ctrl K or :)"
        data-testid="palette-button"
        onClick={() => openPalette("")}
      >
        find
      </button>
      <button
        type="button"
        aria-pressed={pinned.value !== null}
        title={`Pin this run to compare others with it${keyHint(PIN_TITLE)}`}
        data-testid="pin"
        onClick={() => void togglePin()}
      >
        compare
      </button>
      <ShareButton />
      <Settings />
      <button
        type="button"
        class="icon"
        title="Keys (?)"
        data-testid="help"
        aria-label="Help: keys"
        aria-expanded={layer.value === "help"}
        onClick={() => {
          layer.value = layer.value === "help" ? null : "help";
        }}
      >
        ?
      </button>
      <button
        type="button"
        class="icon"
        title={`Theme: ${theme.value} (D)`}
        aria-label={`Theme: ${theme.value}. Press to change`}
        onClick={nextTheme}
      >
        ◐
      </button>
    </header>
  );
}

const PIN_TITLE = "pin this run to compare with it, or let go of it";

const PANE_NAMES: Record<Pane, readonly [string, string]> = {
  source: ["Program (1)", "M2 3h12v10H2zM3 4v8h3V4z"],
  inspector: ["Inspector (2)", "M2 3h12v10H2zM10 4v4h3V4z"],
  instrument: ["Instruments (3 … 9)", "M2 3h12v10H2zM10 8v4h3V8z"],
};

/** Which panes are open. */
function PaneButtons() {
  return (
    <fieldset class="buttons is-panes" aria-label="Panes">
      {PANES.map((name) => {
        const [title, path] = PANE_NAMES[name];
        const isOpen = panes.value.includes(name);
        return (
          <button
            key={name}
            type="button"
            class="icon"
            title={`${title}: ${isOpen ? "close" : "open"}`}
            aria-label={title}
            aria-pressed={isOpen}
            onClick={() => togglePane(name)}
          >
            <svg width="16" height="16" aria-hidden="true">
              <path d={path} fill-rule="evenodd" />
            </svg>
          </button>
        );
      })}
    </fieldset>
  );
}

function ShareButton() {
  return (
    <span class="share">
      <button
        type="button"
        title="Copy a link to this moment (S)"
        data-testid="share"
        onClick={() => void shareLink()}
      >
        share
      </button>
      <span class="said" role="status">
        {shareSaid.value}
      </span>
    </span>
  );
}

/** The number in the program's first `range(N)`; a program without one has no such control. */
function LengthOfRange() {
  const n = findLength(draft.value)?.n;
  return n === undefined ? <div class="length" /> : <LengthField n={n} />;
}

function LengthField({ n }: { n: number }) {
  /** What is typed and not yet taken, or null. */
  const [typed, setTyped] = useState<string | null>(null);
  /** Where the slider was put: near 1 several positions stand for the same number. */
  const [position, setPosition] = useState(0);
  useEffect(() => setTyped(null), [n]);
  const isInvalid = problem.value?.field === "n";
  const enter = (value: string) => {
    if (isLength(value)) {
      setTyped(null);
      changeLength(Number(value));
      return;
    }
    problem.value = {
      field: "n",
      message: `n is “${value.trim()}”: range(n) is simulated for whole numbers 0 … ${group(N_MAX)}.`,
      remedy: `The run of range(${n}) stays.`,
    };
  };
  return (
    <div class="length">
      <label class="program mono">
        range(
        <input
          type="text"
          inputMode="numeric"
          size={9}
          aria-label="n, a whole number from 0 to 100 000 000"
          aria-invalid={isInvalid}
          data-testid="n"
          title="n (Shift R)"
          value={typed ?? String(n)}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onChange={(event) => enter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setTyped(null)}
        />
        )
      </label>
      <input
        type="range"
        aria-label="n on a logarithmic scale"
        title="n (Shift R)"
        min={0}
        max={SLIDER_STEPS}
        value={lengthOf(position) === n ? position : sliderOf(n)}
        aria-valuetext={group(n)}
        onInput={(event) => {
          const next = Number(event.currentTarget.value);
          setPosition(next);
          setTyped(null);
          changeLength(lengthOf(next));
        }}
      />
    </div>
  );
}

/** Which process the window shows; a program of one has no such control. */
function ProcessField() {
  const run = summary.value;
  if (run === null || run.processes.length < 2) return null;
  return (
    <label class="field is-process">
      <span>process</span>
      <select
        aria-label="process"
        data-testid="process"
        title="process (Shift V)"
        value={run.process}
        onChange={({ currentTarget }) => {
          const pid = Number(currentTarget.value);
          currentTarget.value = String(run.process);
          void import("../state/family.ts").then(({ chooseProcess }) => chooseProcess(pid));
        }}
      >
        {run.processes.map((pid) => (
          <option key={pid} value={pid}>
            {pid}
          </option>
        ))}
      </select>
    </label>
  );
}

function BuildField() {
  return (
    <label class="field">
      <span>build</span>
      <select
        aria-label="build"
        data-testid="build"
        title="build (Shift B)"
        aria-invalid={problem.value?.field === "build"}
        value={request.value.build}
        onChange={(event) => {
          const { value } = event.currentTarget;
          // The field shows what runs; it changes when the build is there.
          event.currentTarget.value = request.value.build;
          change({ build: value });
        }}
      >
        {BUILDS.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is simulated: the program, n, the build, how it was started. */
import { useEffect, useState } from "preact/hooks";
import { BUILDS } from "../state/builds.ts";
import { layer, problem, type Request, request, theme } from "../state/cells.ts";
import { changeLength, draft } from "../state/draft.ts";
import { open } from "../state/engine.ts";
import { findLength, isLength, N_MAX } from "../state/length.ts";
import { group } from "./format.ts";
import { Examples } from "./source/Examples.tsx";
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

function change(part: Partial<Request>): void {
  void open({ ...request.value, ...part }, null);
}

export function TopBar() {
  return (
    <header class="top-bar">
      <h1>rangescope</h1>
      <Examples />
      <LengthOfRange />
      <BuildField />
      <div class="spacer" />
      <Settings />
      <button
        type="button"
        class="icon"
        title="Keys (?)"
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
        title={`Theme: ${theme.value}`}
        aria-label={`Theme: ${theme.value}. Press to change`}
        onClick={nextTheme}
      >
        ◐
      </button>
    </header>
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

function BuildField() {
  return (
    <label class="field">
      <span>build</span>
      <select
        aria-label="build"
        data-testid="build"
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

const LAUNCHES = [
  ["recipe", "-S -E -B p.py"],
  ["site", "-B p.py"],
  ["c", "-S -E -c TEXT"],
] as const;
const UNDERS = [
  ["native", "native: the heap grows freely"],
  ["callgrind", "callgrind: valgrind's heap ends early"],
] as const;

function Settings() {
  const { launch, under } = request.value;
  return (
    <div class="settings">
      <button
        type="button"
        aria-expanded={layer.value === "settings"}
        onClick={() => {
          layer.value = layer.value === "settings" ? null : "settings";
        }}
      >
        run settings
      </button>
      {layer.value === "settings" && (
        <div class="popover">
          <Choice
            name="launch"
            title="python2.7 was started with"
            options={LAUNCHES}
            value={launch}
            choose={(value) => change({ launch: value })}
          />
          <Choice
            name="under"
            title="the kernel's rules"
            options={UNDERS}
            value={under}
            choose={(value) => change({ under: value })}
          />
        </div>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  title: string;
  options: readonly (readonly [T, string])[];
  value: T;
  choose(value: T): void;
}

function Choice<T extends string>({ name, title, options, value, choose }: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {options.map(([option, label]) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            checked={option === value}
            onChange={() => choose(option)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

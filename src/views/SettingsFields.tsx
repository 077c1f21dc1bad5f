/** How the program is run: launch, kernel, malloc. Each is an experiment that keeps the moment. Fetched when it is opened. */
import { useEffect, useRef, useState } from "preact/hooks";
import { parseMalloc } from "../../workers/malloc-parameters.ts";
import { request } from "../state/cells.ts";
import { change } from "./change.ts";

const LAUNCHES = [
  ["recipe", "-S -E -B p.py"],
  ["site", "-B p.py"],
  ["c", "-S -E -c TEXT"],
] as const;
const UNDERS = [
  ["native", "native: the heap grows freely"],
  ["callgrind", "callgrind: valgrind's heap ends early"],
] as const;

const SCHEDULES = [
  ["parallel", "parent and child at once"],
  ["parent-first", "the parent, until it pauses"],
  ["child-first", "the child, until it pauses"],
] as const;

const THPS = [
  ["madvise", "none: policy madvise, as measured"],
  ["always", "where 2 MiB are free: policy always"],
] as const;

export function SettingsFields() {
  const { launch, under, schedule, thp } = request.value;
  return (
    <>
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
      <Choice
        name="schedule"
        title="after a fork runs"
        options={SCHEDULES}
        value={schedule}
        choose={(value) => change({ schedule: value })}
      />
      <Choice
        name="thp"
        title="the kernel’s transparent huge pages"
        options={THPS}
        value={thp}
        choose={(value) => change({ thp: value })}
      />
      <MallocField />
    </>
  );
}

const PRESETS = [
  ["", "as the build’s glibc has it"],
  ["tcache=off", "no tcache"],
  ["top_pad=0", "top_pad=0: brk for every block"],
  ["glibc=2.23", "glibc 2.23, the article’s"],
] as const;

/** malloc's parameters: presets, or any list as the command line takes it. */
function MallocField() {
  const { malloc } = request.value;
  const [typed, setTyped] = useState(malloc);
  const [problem, setProblem] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(malloc), [malloc]);
  const enter = (value: string) => {
    try {
      if (value !== "") parseMalloc(value);
      setProblem("");
      if (value !== malloc) change({ malloc: value });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <fieldset>
      <legend>malloc’s parameters</legend>
      <select
        aria-label="malloc’s parameters, presets"
        value={PRESETS.some(([preset]) => preset === malloc) ? malloc : "other"}
        onChange={(event) => enter(event.currentTarget.value)}
      >
        {PRESETS.map(([preset, label]) => (
          <option key={preset} value={preset}>
            {label}
          </option>
        ))}
        <option value="other" disabled>
          as below
        </option>
      </select>
      <input
        type="text"
        class="mono"
        ref={field}
        data-testid="malloc"
        aria-label="malloc’s parameters: glibc, tcache, top_pad, trim_threshold, mmap_threshold"
        aria-invalid={problem !== ""}
        placeholder="tcache=off,top_pad=0"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => enter(event.currentTarget.value.trim())}
      />
      {problem !== "" && (
        <p class="failure" role="alert">
          {problem}. The run stays.
        </p>
      )}
    </fieldset>
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

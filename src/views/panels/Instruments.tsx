/** Right, below: one instrument at a time. What is large is fetched when it is opened first. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Instrument,
  INSTRUMENTS,
  instrument,
  showInstrument,
  wide,
} from "../../state/cells.ts";
import { INSTRUMENT_NAMES, instrumentKey } from "../commands.ts";
import { Lazy } from "../Lazy.tsx";
import { Counters } from "./Counters.tsx";

const PARTS: Partial<Record<Instrument, () => Promise<ComponentType>>> = {
  profile: () => import("../profile/Profile.tsx").then(({ Profile }) => Profile),
  heap: () => import("../heap/HeapChart.tsx").then(({ HeapChart }) => HeapChart),
  sites: () => import("../calls/Sites.tsx").then(({ Sites }) => Sites),
  calls: () => import("../calls/Calls.tsx").then(({ Calls }) => Calls),
  compare: () => import("../compare/Compare.tsx").then(({ Compare }) => Compare),
  calibration: () =>
    import("../calibration/Calibration.tsx").then(({ Calibration }) => Calibration),
  managers: () => import("../managers/Managers.tsx").then(({ Managers }) => Managers),
  output: () => import("../output/Output.tsx").then(({ Output }) => Output),
  processes: () => import("../processes/Processes.tsx").then(({ Processes }) => Processes),
};

export function Instruments() {
  const shown = instrument.value;
  const load = PARTS[shown];
  return (
    <section class="instruments" aria-label="Instruments">
      <Tabs shown={shown} />
      {shown === "counters" && <Counters />}
      {load !== undefined && <Lazy key={shown} name={INSTRUMENT_NAMES[shown][0]} load={load} />}
    </section>
  );
}

/** In a low window the names have one row, which scrolls; "all" unfolds it until one is chosen. */
function Tabs({ shown }: { shown: Instrument }) {
  const tabs = useRef<HTMLDivElement>(null);
  const [isUnfolded, setUnfolded] = useState(false);
  useEffect(() => {
    const chosen = tabs.current?.querySelector('[aria-pressed="true"]');
    chosen?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown, isUnfolded]);
  useEffect(() => (tabs.current === null ? undefined : watchOverflow(tabs.current)), []);
  return (
    <div class={isUnfolded ? "tab-row is-unfolded" : "tab-row"}>
      <div class="tabs" ref={tabs}>
        {INSTRUMENTS.map((name, index) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown === name}
            title={`${INSTRUMENT_NAMES[name][1]} (${instrumentKey(index).toUpperCase()})`}
            onClick={() => {
              setUnfolded(false);
              showInstrument(name);
            }}
          >
            {INSTRUMENT_NAMES[name][0]}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="is-unfold"
        aria-expanded={isUnfolded}
        data-testid="all-instruments"
        title={`All ${INSTRUMENTS.length} instruments`}
        onClick={() => setUnfolded(!isUnfolded)}
      >
        all
      </button>
      <button
        type="button"
        class="is-wide-toggle"
        aria-pressed={wide.value}
        title="Half of the window for this instrument (W)"
        onClick={() => {
          wide.value = !wide.value;
        }}
      >
        wide
      </button>
    </div>
  );
}

/** Says in `data-more` at which ends of a scrolling row there is more: the style sheet fades it out there. */
function watchOverflow(row: HTMLElement): () => void {
  const look = () => {
    const { scrollLeft, scrollWidth, clientWidth } = row;
    const ends = [scrollLeft > 1 && "left", scrollLeft + clientWidth < scrollWidth - 1 && "right"];
    row.dataset.more = ends.filter(Boolean).join(" ");
  };
  const observer = new ResizeObserver(look);
  observer.observe(row);
  row.addEventListener("scroll", look, { passive: true });
  return () => {
    observer.disconnect();
    row.removeEventListener("scroll", look);
  };
}

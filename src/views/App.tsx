/** The frame: top bar, three columns, timeline. On a phone the columns become one sheet with tabs. */
import { fault, instrument, layer, summary, tab, type Tab, waiting } from "../state/cells.ts";
import { stopOpening } from "../state/engine.ts";
import { MemoryMap } from "./memory-map/MemoryMap.tsx";
import { FaultMessage, Help, ProblemMessage } from "./Messages.tsx";
import { Inspector } from "./panels/Inspector.tsx";
import { Instruments } from "./panels/Instruments.tsx";
import { SourceColumn } from "./source/SourceColumn.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { TopBar } from "./TopBar.tsx";

const TABS: readonly (readonly [Tab, string])[] = [
  ["source", "Program"],
  ["inspector", "Inspector"],
  ["instrument", "Counters"],
  ["output", "Output"],
];

/** A sheet of its own on a phone, one of the instruments elsewhere. */
function showSheet(name: Tab): void {
  tab.value = name;
  if (name === "output") instrument.value = "output";
  if (name === "instrument" && instrument.value === "output") instrument.value = "counters";
}

export function App() {
  const shown = tab.value === "map" ? "source" : tab.value;
  return (
    <div class="frame" data-sheet={shown} data-testid={summary.value === null ? "empty" : "ready"}>
      <TopBar />
      <div class="messages">
        <FaultMessage />
        <ProblemMessage />
      </div>
      <SourceColumn />
      <MemoryMap />
      <nav class="sheet-tabs" aria-label="Sheet">
        {TABS.map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown === name}
            onClick={() => showSheet(name)}
          >
            {label}
          </button>
        ))}
      </nav>
      <div class="right">
        <Inspector />
        <Instruments />
      </div>
      <Timeline />
      {layer.value === "help" && <Help />}
      {waiting.value !== null && fault.value === null && <Waiting />}
    </div>
  );
}

/** What the window waits for; a run on screen means that the wait can be given up. */
function Waiting() {
  return (
    <div class="waiting">
      <span role="status">{waiting.value}</span>
      {summary.value !== null && (
        <button type="button" data-testid="stop" onClick={() => void stopOpening()}>
          stop
        </button>
      )}
    </div>
  );
}

/** The frame: top bar, three columns, timeline. On a phone the columns become one sheet with tabs. */
import { useEffect, useRef } from "preact/hooks";
import { inspectorHeight, leftWidth, rightWidth } from "../state/arrangement.ts";
import { instrument, layer, type Pane, panes, sheet, summary, wide } from "../state/cells.ts";
import { Lazy } from "./Lazy.tsx";
import { MemoryMap } from "./memory-map/MemoryMap.tsx";
import { ExperimentMessage, FaultMessage, ProblemMessage } from "./Messages.tsx";
import { Inspector } from "./panels/Inspector.tsx";
import { Instruments } from "./panels/Instruments.tsx";
import { isPhone } from "./phone.ts";
import { SourceColumn } from "./source/SourceColumn.tsx";
import { Splitter } from "./Splitter.tsx";
import { Timeline } from "./timeline/Timeline.tsx";
import { TopBar } from "./TopBar.tsx";
import { Waiting } from "./Waiting.tsx";

/** The map keeps at least this width. */
const MAP_MIN = 320;
const COLUMN_MIN = 220;

function loadHelp() {
  return import("./Help.tsx").then(({ Help }) => Help);
}

function loadPalette() {
  return import("./palette/Palette.tsx").then(({ Palette }) => Palette);
}

export function App() {
  const frame = useRef<HTMLDivElement>(null);
  const isOpen = (name: Pane) => isPhone.value || panes.value.includes(name);
  const hasLeft = isOpen("source");
  const hasRight = isOpen("inspector") || isOpen("instrument");
  useEffect(() => {
    if (frame.current === null) return;
    const { style } = frame.current;
    setSize(style, "--left", hasLeft ? leftWidth.value : 0);
    setSize(style, "--right", hasRight ? (wide.value ? null : rightWidth.value) : 0);
    setSize(style, "--inspector", inspectorHeight.value);
  });
  useEffect(() => {
    // In a small, low window the page scrolls: what was asked for comes into sight.
    const opened = document.querySelector(sheet.value === "source" ? ".source" : ".right");
    if (isPhone.value && summary.value !== null) opened?.scrollIntoView({ block: "nearest" });
  }, [sheet.value, instrument.value]);
  // The focus goes the way the eye goes: on a phone the map and the tabs stand above the program's sheet.
  const middle = [
    hasLeft && <SourceColumn key="source" />,
    hasLeft && <LeftSplitter key="splitter" />,
    <SheetTabs key="tabs" />,
    <MemoryMap key="map" />,
  ];
  const names = [hasRight && wide.value ? "is-wide" : "", "frame"].join(" ").trim();
  return (
    <div
      class={names}
      ref={frame}
      data-sheet={sheet.value}
      data-tool={instrument.value}
      data-testid={summary.value === null ? "empty" : "ready"}
    >
      <TopBar />
      <div class="messages">
        <FaultMessage />
        <ProblemMessage />
        <ExperimentMessage />
      </div>
      {isPhone.value ? middle.toReversed() : middle}
      {hasRight && !wide.value && <RightSplitter />}
      {hasRight && (
        <div class="right">
          {isOpen("inspector") && <Inspector />}
          {isOpen("inspector") && isOpen("instrument") && <InspectorSplitter />}
          {isOpen("instrument") && <Instruments />}
        </div>
      )}
      <Timeline />
      {layer.value === "help" && <Lazy name="help" load={loadHelp} />}
      {layer.value === "palette" && <Lazy name="palette" load={loadPalette} />}
      {/* The palette is modal: what takes long is said inside of it. */}
      {layer.value !== "palette" && <Waiting />}
    </div>
  );
}

/** Null takes the size that the style sheet gives. */
function setSize(style: CSSStyleDeclaration, name: string, size: number | null): void {
  if (size === null) style.removeProperty(name);
  else style.setProperty(name, `${size}px`);
}

function widthOf(selector: string): number {
  return document.querySelector(selector)?.clientWidth ?? COLUMN_MIN;
}

function LeftSplitter() {
  return (
    <Splitter
      label="Width of the program's column"
      size={leftWidth}
      side="left"
      least={COLUMN_MIN}
      most={() => innerWidth - MAP_MIN - widthOf(".right")}
      measure={() => widthOf(".source")}
    />
  );
}

function RightSplitter() {
  return (
    <Splitter
      label="Width of the right column"
      size={rightWidth}
      side="right"
      least={COLUMN_MIN}
      most={() => innerWidth - MAP_MIN - widthOf(".source")}
      measure={() => widthOf(".right")}
    />
  );
}

function InspectorSplitter() {
  return (
    <Splitter
      label="Height of the inspector"
      size={inspectorHeight}
      side="above"
      least={96}
      most={() => (document.querySelector(".right")?.clientHeight ?? 600) - 160}
      measure={() => document.querySelector(".inspector")?.clientHeight ?? 200}
    />
  );
}

const SHEETS: readonly (readonly [Pane, string])[] = [
  ["source", "Program"],
  ["inspector", "Inspector"],
  ["instrument", "Instruments"],
];

/** On a phone: which sheet lies below the map. */
function SheetTabs() {
  const isOutput = sheet.value === "instrument" && instrument.value === "output";
  return (
    <nav class="sheet-tabs" aria-label="Sheet">
      {SHEETS.map(([name, label]) => (
        <button
          key={name}
          type="button"
          aria-pressed={sheet.value === name && !(isOutput && name === "instrument")}
          onClick={() => {
            sheet.value = name;
            if (isOutput && name === "instrument") instrument.value = "counters";
          }}
        >
          {label}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={isOutput}
        onClick={() => {
          sheet.value = "instrument";
          instrument.value = "output";
        }}
      >
        Output
      </button>
    </nav>
  );
}

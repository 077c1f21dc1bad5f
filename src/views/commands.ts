/**
 * Everything that can be done with one key or from the palette: one list, which the keyboard, the help and
 * the palette read. A key is written as the browser names it, with Shift+ and Alt+ in front of it.
 */
import { computed } from "@preact/signals";
import { Ev } from "../../assembly/abi/events.ts";
import {
  arrows,
  experiment,
  follow,
  grain,
  GRAINS,
  type Instrument,
  instant,
  INSTRUMENTS,
  layer,
  legendOpen,
  mapProblem,
  pausesAtBoundaries,
  playing,
  selection,
  showInstrument,
  summary,
  tableOpen,
  togglePane,
  wide,
} from "../state/cells.ts";
import { busy } from "../state/busy.ts";
import { togglePin } from "../state/compare.ts";
import { runDraft } from "../state/draft.ts";
import { giveUp, pause, play, runToBoundary, seek, step, stepToEvent } from "../state/engine.ts";
import { goBack, goForward } from "../state/history.ts";
import { beginning } from "../state/moments.ts";
import { changeSpeed } from "../state/speed.ts";
import { collectHere } from "./managers/collect.ts";
import { fitMap, showCurrent, toggleMachine, zoomMap } from "./memory-map/commands.ts";
import type { Side, Written } from "./panels/writers.ts";
import { EXPORTS, saveExport } from "./save.ts";
import { shareLink } from "./share.ts";
import { nextTheme } from "./theme.ts";
import { showAllOfTime, zoomTime } from "./timeline/zoom.ts";

export interface Command {
  id: string;
  group: "time" | "memory" | "panes" | "window";
  title: string;
  /** Keys that do it; none for what only the palette offers. */
  keys: readonly string[];
  act(): void;
}

/** The grain `by` places coarser (positive) or finer than the chosen one, within the list. */
export function grainBeside(by: number): (typeof GRAINS)[number] {
  const at = Math.max(0, Math.min(GRAINS.length - 1, GRAINS.indexOf(grain.value) + by));
  return GRAINS[at] ?? grain.value;
}

/** The kind of event that N goes to next: the current event's. */
export const currentKind = computed(() => instant.value?.event?.kind ?? Ev.NONE);

function likeThis(direction: 1 | -1): void {
  if (currentKind.value !== Ev.NONE) void stepToEvent(currentKind.value, direction);
}

const TIME: readonly Command[] = [
  command("time", "one step forward, at the chosen grain", ["ArrowRight"], () =>
    step(grain.value, 1),
  ),
  command("time", "one step back", ["ArrowLeft"], () => step(grain.value, -1)),
  command("time", "a coarser step forward", ["Shift+ArrowRight"], () => step(grainBeside(1), 1)),
  command("time", "a coarser step back", ["Shift+ArrowLeft"], () => step(grainBeside(1), -1)),
  command("time", "a finer step forward", ["Alt+ArrowRight"], () => step(grainBeside(-1), 1)),
  command("time", "a finer step back", ["Alt+ArrowLeft"], () => step(grainBeside(-1), -1)),
  command("time", "run to the next boundary; stop playing", [" "], () =>
    playing.value ? pause() : runToBoundary(1),
  ),
  command("time", "back to the boundary before", ["Shift+ "], () => runToBoundary(-1)),
  command("time", "next event of the same kind", ["n"], () => likeThis(1)),
  command("time", "last event of the same kind", ["Shift+n"], () => likeThis(-1)),
  command("time", "go to the k-th event of a kind: block 5, brk 2, fault 10", ["g"], () =>
    openPalette("block 1"),
  ),
  command("time", "next event of a kind: next fault, next copy", ["Shift+g"], () =>
    openPalette("next "),
  ),
  command("time", "event of a kind before: previous brk", ["Shift+j"], () =>
    openPalette("previous "),
  ),
  command("time", "run on until a condition: live ints ≥ 300", ["q"], () =>
    openPalette("until ints >= "),
  ),
  command("time", "run back to where a condition began", ["Shift+q"], () =>
    openPalette("back until ints >= "),
  ),
  command("time", "named moments: first fault, list made", ["j"], () => openPalette("moment ")),
  command("time", "play on, pause", ["p"], () => (playing.value ? pause() : play())),
  command("time", "playing stops at boundaries, or goes on to the end", ["Shift+p"], () => {
    pausesAtBoundaries.value = !pausesAtBoundaries.value;
  }),
  command("time", "play slower", ["<"], () => changeSpeed(-1)),
  command("time", "play faster", [">"], () => changeSpeed(1)),
  command("time", "to the start of the program", ["Home"], () =>
    seek(summary.value === null ? 0 : beginning(summary.value)),
  ),
  command("time", "to the end", ["End"], () => seek(summary.value?.total ?? 0)),
  command("time", "a finer grain", ["["], () => {
    grain.value = grainBeside(-1);
  }),
  command("time", "a coarser grain", ["]"], () => {
    grain.value = grainBeside(1);
  }),
  command("time", "back to where you were", ["u", "Backspace"], goBack),
  command("time", "forward again", ["Shift+u", "Shift+Backspace"], goForward),
  command("time", "zoom the timeline in around the instant", ["i"], () => zoomTime(0.4)),
  command("time", "zoom the timeline out", ["o"], () => zoomTime(2.5)),
  command("time", "the whole run on the timeline", ["Shift+o"], showAllOfTime),
];

/** What the selected address, or else the current event's, is looked at for. */
const WRITES = [
  ["word", "x", "this word"],
  ["page", "y", "to this page"],
  ["count", "h", "this object's reference count"],
] as const;

function goToWrite(what: Written, at: Side): Promise<void> {
  return import("./panels/writers.ts").then(({ goToWriteOf }) => goToWriteOf(what, at));
}

const MEMORY: readonly Command[] = [
  command("memory", "find an address, a value or a name", ["/"], () => openPalette("@")),
  command("memory", "the whole map", ["0"], fitMap),
  command("memory", "zoom to the selected or the current word", ["z"], showCurrent),
  command("memory", "zoom in", ["+", "="], () => zoomMap(1.6)),
  command("memory", "zoom out", ["-"], () => zoomMap(1 / 1.6)),
  command("memory", "follow the current event", ["f"], () => {
    follow.value = !follow.value;
  }),
  command("memory", "arrows from list slots to their ints", ["a"], () => {
    arrows.value = !arrows.value;
  }),
  command("memory", "the machine: all processes, or one address space", ["v"], toggleMachine),
  command("memory", "legend", ["l"], () => {
    legendOpen.value = !legendOpen.value;
  }),
  ...WRITES.flatMap(([what, key, name]) => [
    command("memory", `who wrote ${name} last`, [key], () => goToWrite(what, "previous")),
    command("memory", `who writes ${name} next`, [`Shift+${key}`], () => goToWrite(what, "next")),
  ]),
  command(
    "memory",
    "a full collection before the next bytecode; back takes it out",
    ["r"],
    collectHere,
  ),
  command("memory", "the map as a table", ["t"], () => {
    if (mapProblem.value === null) tableOpen.value = !tableOpen.value;
  }),
];

/** What the instruments are called, and what each is for. */
export const INSTRUMENT_NAMES: Record<Instrument, readonly [string, string]> = {
  counters: ["counters", "memory at this instant, in numbers"],
  profile: ["profile", "what each function costs, who calls it, when"],
  heap: ["heap", "what the heap is made of, over time"],
  sites: ["sites", "which paths asked malloc for memory"],
  calls: ["calls", "malloc, free and system calls, one by one"],
  output: ["output", "what the program writes"],
  compare: ["compare", "a pinned run beside this one"],
  calibration: ["calibration", "simulated beside recorded figures, per function"],
  processes: ["processes", "memory and pages of every process"],
  managers: ["managers", "memory managers, and two of them side by side"],
};

/** Digits 1 and 2 are the program and the inspector; the instruments follow. 0 is taken: after 9 come k, m and b. */
export function instrumentKey(index: number): string {
  return "3456789kmb"[index] ?? "";
}

const PANE_COMMANDS: readonly Command[] = [
  command("panes", "the program", ["1"], () => togglePane("source")),
  command("panes", "the inspector", ["2"], () => togglePane("inspector")),
  ...INSTRUMENTS.map((name, index) => {
    const [title, what] = INSTRUMENT_NAMES[name];
    return command("panes", `${title}: ${what}`, [instrumentKey(index)], () =>
      showInstrument(name, true),
    );
  }),
  command("panes", "a wide instrument", ["w"], () => {
    wide.value = !wide.value;
  }),
  command("panes", "pin this run to compare with it, or let go of it", ["c"], () => togglePin()),
];

/** Fields and lists that a key leads to; arrows or digits change them from there. */
const FIELDS = [
  [
    "write in the program's text",
    "Shift+e",
    '.cm-content, [data-testid="plain-text"], .plain-field',
  ],
  ["the length n of range(n)", "Shift+r", '[data-testid="n"]'],
  ["choose the build", "Shift+b", '[data-testid="build"]'],
  ["choose the process", "Shift+v", '[data-testid="process"]'],
] as const;

const WINDOW: readonly Command[] = [
  command("window", "all commands", ["Ctrl+k", ":"], () => openPalette("")),
  command("window", "run the program's text; Esc leaves the text", ["Ctrl+Enter"], runDraft),
  ...FIELDS.map(([title, key, selector]) =>
    command("window", title, [key], () => document.querySelector<HTMLElement>(selector)?.focus()),
  ),
  command("window", "run settings", [","], () => toggleLayer("settings")),
  command("window", "examples", ["e"], () => toggleLayer("examples")),
  command("window", "copy a link to this moment", ["s"], shareLink),
  ...(
    [
      ["callgrind", "Shift+c"],
      ["massif", "Shift+m"],
      ["dhat", "Shift+d"],
    ] as const
  ).map(([kind, key]) =>
    command("window", `save ${EXPORTS[kind].file}, for ${EXPORTS[kind].reader}`, [key], () =>
      saveExport(kind),
    ),
  ),
  command("window", "light, dark, projector", ["d"], nextTheme),
  command("window", "this help", ["?"], () => toggleLayer("help")),
  command("window", "give up what takes long; close what is open", ["Escape"], () => {
    if (busy.value !== null) return giveUp();
    if (layer.value !== null) layer.value = null;
    else if (experiment.value !== null) experiment.value = null;
    else selection.value = null;
    return undefined;
  }),
];

export const COMMANDS: readonly Command[] = [...TIME, ...MEMORY, ...PANE_COMMANDS, ...WINDOW];

function command(
  group: Command["group"],
  title: string,
  keys: readonly string[],
  act: () => unknown,
): Command {
  return { id: `${group}: ${title}`, group, title, keys, act: () => void act() };
}

/** What the palette's field holds when it opens: "@" looks into memory, "#" goes to an instruction. */
export let paletteStart = "";

export function openPalette(start: string): void {
  paletteStart = start;
  layer.value = "palette";
}

function toggleLayer(name: NonNullable<typeof layer.value>): void {
  layer.value = layer.value === name ? null : name;
}

const NAMES: Record<string, string> = {
  ArrowRight: "→",
  ArrowLeft: "←",
  " ": "Space",
  Backspace: "⌫",
  Escape: "Esc",
  "-": "−",
};

/** A key as people read it: "Shift →". */
export function keyName(key: string): string {
  const parts = key === "+" ? ["+"] : key.split("+");
  return parts
    .map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

/** "(N)" for a tooltip: the first key of the command that has this title. */
export function keyHint(title: string): string {
  const found = COMMANDS.find((one) => one.title === title);
  return found?.keys[0] === undefined ? "" : ` (${keyName(found.keys[0])})`;
}

/**
 * The few facts the window holds. Everything else is computed from them or asked from the session.
 * Views read cells; only actions.ts writes the ones that follow from the simulation.
 */
import { computed, signal } from "@preact/signals";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { ScheduleName, ThpName } from "../../workers/process-port.ts";
import { parseMalloc } from "../../workers/malloc-parameters.ts";
import type {
  CallTree,
  EventRecord,
  FunctionRow,
  Grain,
  Instant,
  Launch,
  MallocParameters,
  Problem,
  RunSummary,
  Under,
  Vma,
} from "../../workers/protocol.ts";

/** What is simulated. */
export interface Request {
  /** The Python 2.7 program. */
  text: string;
  build: string;
  launch: Launch;
  under: Under;
  /** malloc's parameters, as the command line writes them: "tcache=off,top_pad=0"; "" for the build's. */
  malloc: string;
  /** The memory manager with its settings, as manager-text.ts writes it; "" for CPython's own. */
  manager: string;
  /** Whose turn it is after a fork. */
  schedule: ScheduleName;
  /** The kernel's policy for transparent huge pages. */
  thp: ThpName;
  /** The process that is looked at; null: the first one. */
  process: number | null;
}

/** A problem the person can mend, and the control it belongs to. */
export interface ShownProblem extends Problem {
  field?: "n" | "build" | "link" | "program" | "manager";
}

/** An event and how many steps ago it happened: 0 is the current step. */
export interface TrailEvent {
  event: EventRecord;
  age: number;
}

/** The part of the map that is on screen: pages from the map's corner, CSS pixels per page. */
export interface Viewport {
  x: number;
  y: number;
  scale: number;
}

export type Theme = "system" | "light" | "dark" | "projector";
/** The panes beside the map; on a phone one of them is the sheet. */
export type Pane = "source" | "inspector" | "instrument";
export type Instrument = (typeof INSTRUMENTS)[number];
export type Layer = "help" | "settings" | "examples" | "palette" | null;
/** What the profile shows, and of which part of the clock. */
export type ProfileView = (typeof PROFILE_VIEWS)[number];
export type ProfileScope = (typeof PROFILE_SCOPES)[number];

export const PANES: readonly Pane[] = ["source", "inspector", "instrument"];
export const INSTRUMENTS = [
  "counters",
  "profile",
  "heap",
  "sites",
  "calls",
  "output",
  "compare",
  "calibration",
  "processes",
  "managers",
] as const;
export const PROFILE_VIEWS = ["list", "tree", "flame"] as const;
export const PROFILE_SCOPES = ["process", "run", "span", "past"] as const;

export const GRAINS: readonly Grain[] = ["bytecode", "call", "allocator", "phase"];

/** The program the window opens with, at any length. */
export function rangeProgram(n: number): string {
  return `range(${n})\n`;
}

export const DEFAULT_REQUEST: Request = {
  text: rangeProgram(300),
  build: "2.7.18-debian-release",
  launch: "recipe",
  under: "native",
  malloc: "",
  manager: "",
  schedule: "parallel",
  thp: "madvise",
  process: null,
};

/** The parameters that a request asks for. */
export function mallocOf({ malloc }: Request): MallocParameters {
  return malloc === "" ? {} : parseMalloc(malloc);
}

export const request = signal<Request>(DEFAULT_REQUEST);
export const summary = signal<RunSummary | null>(null);
export const instant = signal<Instant | null>(null);
/** The mappings the process had when the program's code began. */
export const entryVmas = signal<readonly Vma[]>([]);
/** The counters (`Stat`) at that instant. */
export const entryStats = signal<Instant["stats"] | null>(null);
/** Recent events, oldest first. */
export const trail = signal<readonly TrailEvent[]>([]);
/** The selected address, a word's. */
export const selection = signal<number | null>(null);
export const viewport = signal<Viewport | null>(null);
export const grain = signal<Grain>("allocator");
export const playing = signal(false);
/** Instructions per second of wall time; null chooses a speed that shows the run in a minute. */
export const speed = signal<number | null>(null);
/** While playing: one event in so many is shown. */
export const sampledOneIn = signal(1);
/** The profile of the whole run; null until it is asked for. */
export const profile = signal<readonly FunctionRow[] | null>(null);

/** The call tree that the profile shows; null until it is asked for. */
export const tree = signal<CallTree | null>(null);
/** A run and one of its instants. */
export interface Shown {
  request: Request;
  summary: RunSummary;
  instant: Instant;
}
/** What was on screen before the last change of a setting: shown until it is dismissed. */
export const experiment = signal<Shown | null>(null);
/** The run that stands beside the one on screen, at the same moment. */
export const pinned = signal<Shown | null>(null);

export const problem = signal<ShownProblem | null>(null);
/** Why the worker is gone, in its own words. */
export const fault = signal<string | null>(null);
/** What the window waits for, if that takes long enough to be said. */
export const waiting = signal<string | null>("The simulator starts.");
/** Why the map cannot be drawn. */
export const mapProblem = signal<string | null>(null);

export const theme = signal<Theme>("system");
export const systemIsDark = signal(false);
export const isDark = computed(() =>
  theme.value === "system" ? systemIsDark.value : theme.value === "dark",
);
/** A small window has no room for the legend until it is asked for. */
export const legendOpen = signal(globalThis.innerWidth > 1000 && globalThis.innerHeight > 640);
export const tableOpen = signal(false);
/** The map shows the machine: every process's pages; zooming in leads back to one address space. */
export const machineOpen = signal(false);
/** Whether the run has more than one process. */
export const hasFamily = computed(() => (summary.value?.processes.length ?? 1) > 1);
export const follow = signal(true);
export const layer = signal<Layer>(null);
/** The open panes: three at most. */
export const panes = signal<readonly Pane[]>(PANES);
/** The sheet of a phone. */
export const sheet = signal<Pane>("source");
export const instrument = signal<Instrument>("counters");
/** The instrument has half of the window. */
export const wide = signal(false);
export const profileView = signal<ProfileView>("list");
export const profileScope = signal<ProfileScope>("run");
/** The function whose callers and callees are shown. */
export const chosenFunction = signal<string | null>(null);
/** The part of the clock that the timeline shows; null for all of it. */
export const span = signal<readonly [number, number] | null>(null);
/** Playback stops at the next boundary. */
export const pausesAtBoundaries = signal(true);
/** Arrows from list slots to the ints they refer to, for all slots on screen. */
export const arrows = signal(false);
/** Where the map shall open the next run, from a link. */
export const wantedView = signal<Viewport | null>(null);

/** Opens an instrument, or closes its pane when it is what is shown. */
export function showInstrument(name: Instrument, toggle = false): void {
  const isShown = instrument.value === name && panes.value.includes("instrument");
  instrument.value = name;
  if (toggle && isShown) togglePane("instrument");
  else if (!panes.value.includes("instrument")) togglePane("instrument");
  sheet.value = "instrument";
}

export function togglePane(name: Pane): void {
  const open = panes.value;
  panes.value = PANES.filter((one) => open.includes(one) !== (one === name));
  if (panes.value.includes(name)) sheet.value = name;
}

/**
 * The address the current event is about, if any. A list that is made or dies is about its items: the
 * object itself is five words in an arena that nobody looks at.
 */
export const currentAddress = computed(() => {
  const event = instant.value?.event;
  if (!event || event.addr === 0) return null;
  const items = instant.value?.stats[Stat.ITEMS_ADDR] ?? 0;
  if (event.kind === Ev.LIST_NEW && event.b > 0) return event.b;
  if (event.kind === Ev.LIST_DEALLOC && items > 0) return items;
  return event.addr;
});

/**
 * The few facts the window holds. Everything else is computed from them or asked from the session.
 * Views read cells; only actions.ts writes the ones that follow from the simulation.
 */
import { computed, signal } from "@preact/signals";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type {
  EventRecord,
  FunctionRow,
  Grain,
  Instant,
  Launch,
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
}

/** A problem the person can mend, and the control it belongs to. */
export interface ShownProblem extends Problem {
  field?: "n" | "build" | "link" | "program";
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

export type Theme = "system" | "light" | "dark";
export type Tab = "map" | "source" | "inspector" | "instrument" | "output";
export type Instrument = "counters" | "profile" | "output";
export type Layer = "help" | "settings" | "examples" | null;

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
};

export const request = signal<Request>(DEFAULT_REQUEST);
export const summary = signal<RunSummary | null>(null);
export const instant = signal<Instant | null>(null);
/** The mappings the process had when the program's code began. */
export const entryVmas = signal<readonly Vma[]>([]);
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
export const follow = signal(true);
export const layer = signal<Layer>(null);
export const tab = signal<Tab>("map");
export const instrument = signal<Instrument>("counters");

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

/**
 * The memory managers as the host knows them: names, settings with their limits, and the build that a
 * manager makes of a measured one: its prices added, its layout in the place of CPython's. A manager is
 * added here, in assembly/collectors/manager.ts and with a price table (docs/collectors.md).
 */
import { Collector, CollectorStat, FORCED_MAX, SHADOW_BITS } from "../assembly/abi/collectors.ts";
import { Cfg } from "../assembly/abi/layout.ts";
import { Ev } from "../assembly/abi/events.ts";
import bitmap from "../src/tables/collectors/bitmap.json" with { type: "json" };
import generational from "../src/tables/collectors/generational.json" with { type: "json" };
import immortal from "../src/tables/collectors/immortal.json" with { type: "json" };
import markSweep from "../src/tables/collectors/mark-sweep.json" with { type: "json" };
import type { Build, PriceEntry } from "../src/tables/build.ts";
import type { Machine } from "./machine.ts";
import { ProgramProblem } from "./program.ts";
import type { CollectorChoice } from "./protocol.ts";
import type { ManagerInfo, ManagerSetting } from "./protocol-collectors.ts";

/** A manager's price table: low, typical and high instructions of each of its steps. */
export interface PriceTable {
  name: string;
  title: string;
  about: string;
  basis: string;
  source: string;
  layout: { headBytes: number; intBytes: number; intSlots: number; blockBytes: number };
  /**
   * What the copy and the drop of a reference cost more than in CPython 2.7's own steps, where they are contained:
   * low, typical, high. A manager that does not count takes them off.
   */
  references: { copy: number[]; drop: number[] };
  prices: Record<string, number[]>;
}

interface Manager {
  number: Collector;
  title: string;
  about: string;
  basis: "calibrated" | "estimated";
  table: PriceTable | null;
}

function estimated(number: Collector, table: PriceTable): Manager {
  return { number, title: table.title, about: table.about, basis: "estimated", table };
}

/** All managers, by name. */
const MANAGERS: Record<string, Manager> = {
  refcount: {
    number: Collector.REFCOUNT,
    title: "reference counting and a cyclic collector",
    about: "What CPython 2.7 does.",
    basis: "calibrated",
    table: null,
  },
  "mark-sweep": estimated(Collector.MARK_SWEEP, markSweep),
  bitmap: estimated(Collector.BITMAP, bitmap),
  generational: estimated(Collector.GENERATIONAL, generational),
  immortal: estimated(Collector.IMMORTAL, immortal),
};

export const DEFAULT_COLLECTOR = "refcount";
export const COLLECTOR_NAMES: readonly string[] = Object.keys(MANAGERS);

/** Name, title and basis of each manager: what `rangescope list` shows. */
export function collectorList(): ManagerInfo[] {
  return Object.entries(MANAGERS).map(([name, { title, about, basis }]) => ({
    name,
    title,
    about,
    basis,
  }));
}

/** A setting of a manager's heap: its limits, its value when nobody chose one. */
interface Setting {
  least: number;
  most: number;
  usual: number;
  /** A value that is allowed must be one of these, where they are given. */
  values?: readonly number[];
  /** It must be a multiple of this; any number where it is not given. */
  step?: number;
  meaning: string;
}

const MIB = 1024 * 1024;
/** A nursery is a mapping: whole pages. */
const PAGE = 4096;

/** The settings that a person may choose. */
export function settingList(): ManagerSetting[] {
  const names = ["threshold", "growth", "countArrays", "granularity", "nursery"] as const;
  return names.map((name) => ({ name, ...SETTINGS[name] }));
}

/** The settings by name; each belongs to all managers that trace. */
export const SETTINGS: Record<Exclude<keyof CollectorChoice, "name" | "collectAt">, Setting> = {
  threshold: {
    ...{ least: 65536, most: 1024 * MIB, usual: 4 * MIB, step: 1 },
    meaning: "bytes that are allocated before a collection, at least",
  },
  growth: {
    ...{ least: 1.1, most: 16, usual: 2 },
    meaning: "a collection comes when the heap is so many times as large as after the last one",
  },
  countArrays: {
    ...{ least: 0, most: 1, usual: 1, values: [0, 1] },
    meaning: "1: item arrays count as allocated bytes",
  },
  granularity: {
    ...{ least: 4, most: 16, usual: 16, values: [4, 8, 16] },
    meaning: "bytes of the heap for each bit of a bitmap",
  },
  nursery: {
    ...{ least: 65536, most: 256 * MIB, usual: 4 * MIB, step: PAGE },
    meaning: "bytes of the nursery",
  },
  oracle: {
    ...{ least: 0, most: 1, usual: 0, values: [0, 1] },
    meaning: "1: reachability is worked out once more after every collection, for tests",
  },
};

/** PyPy's old space grows by so much before a major collection. */
const PYPY_GROWTH = 1.82;
const PER_MILLE = 1000;

function refuse(message: string, remedy: string): never {
  throw new ProgramProblem({ message, remedy });
}

function settingOf(name: keyof typeof SETTINGS, choice: CollectorChoice): number {
  const { least, most, usual, values, step } = SETTINGS[name];
  const value = choice[name] ?? usual;
  const listed = values === undefined || values.includes(value);
  const fits = value >= least && value <= most && (step === undefined || value % step === 0);
  if (listed && fits) return value;
  const steps = step === undefined ? "" : step === 1 ? ", whole numbers" : `, in steps of ${step}`;
  const allowed = values === undefined ? `from ${least} to ${most}${steps}` : values.join(", ");
  return refuse(`the heap setting ${name} is ${value}`, `Allowed: ${allowed}.`);
}

/** Builds under managers, by what was chosen: prices and entry state are worked out once a build. */
const managed = new WeakMap<Build, Map<string, Build>>();

/** The build under the chosen manager; the build itself for CPython's own. Throws a ProgramProblem. */
export function underManager(build: Build, asked: CollectorChoice | undefined): Build {
  // Where a run collects besides is no property of the build.
  const { collectAt = [], ...choice } = asked ?? { name: DEFAULT_COLLECTOR };
  checkPlaces(collectAt);
  const known = managed.get(build) ?? new Map<string, Build>();
  managed.set(build, known);
  const key = JSON.stringify(choice);
  const found = known.get(key) ?? managedBuild(build, choice);
  known.set(key, found);
  return found;
}

function managedBuild(build: Build, settings: CollectorChoice): Build {
  const { name } = settings;
  const manager = MANAGERS[name];
  if (manager === undefined)
    refuse(`"${name}" is no collector`, `Valid: ${COLLECTOR_NAMES.join(", ")}.`);
  const grown = manager.number === Collector.GENERATIONAL ? { growth: PYPY_GROWTH } : {};
  const growth = Math.round((settingOf("growth", { ...grown, ...settings }) - 1) * PER_MILLE);
  const cfg = {
    [Cfg.GC_THRESHOLD]: settingOf("threshold", settings),
    [Cfg.GC_GROWTH]: growth,
    [Cfg.GC_COUNT_ARRAYS]: settingOf("countArrays", settings),
    [Cfg.GC_GRANULE]: settingOf("granularity", settings),
    [Cfg.GC_ORACLE]: settingOf("oracle", settings),
    [Cfg.GC_NURSERY]: settingOf("nursery", settings),
  };
  const { table, number } = manager;
  if (table === null)
    return settings.oracle === 1 ? { ...build, manager: checked(build, name) } : build;
  if (build.layout.traceRefs) {
    refuse(
      `not simulated: the collector ${name} with a pydebug build`,
      "Choose a release build, or the collector refcount.",
    );
  }
  const { headBytes, ...ints } = table.layout;
  return {
    ...build,
    layout: { ...build.layout, ...ints, refcntOffset: counts(number) ? 0 : SHADOW_OFFSET },
    prices: { ...build.prices, ...pricesOf(table) },
    manager: {
      name,
      floatBytes: build.layout.intBytes,
      cfg: {
        ...cfg,
        [Cfg.COLLECTOR]: number,
        [Cfg.HEAD_BYTES]: headBytes,
        [Cfg.BLOCK_HEAD]: 0,
        [Cfg.INT_ASCENDING]: 1,
      },
    },
  };
}

/** CPython's own manager, with an oracle after every collection. */
function checked({ layout }: Build, name: string): NonNullable<Build["manager"]> {
  return {
    name,
    floatBytes: layout.intBytes,
    cfg: { [Cfg.COLLECTOR]: Collector.REFCOUNT, [Cfg.GC_ORACLE]: 1 },
  };
}

/** Refuses places of forced collections that are no rising numbers of bytecodes. */
function checkPlaces(places: readonly number[]): void {
  if (places.length > FORCED_MAX)
    refuse(`${places.length} collections are asked for`, `At most ${FORCED_MAX} in one run.`);
  places.forEach((place, i) => {
    if (!Number.isSafeInteger(place) || place < 1 || place <= (places[i - 1] ?? 0))
      refuse(
        `a collection is asked for after bytecode ${place}`,
        "A place is a whole number from 1 on, and each is later than the one before.",
      );
  });
}

/** Refuses a heap that the process has no room for from the start. */
export function checkRoom(choice: CollectorChoice | undefined, limitBytes: number): void {
  const manager = MANAGERS[choice?.name ?? DEFAULT_COLLECTOR];
  if (choice === undefined || manager?.number !== Collector.GENERATIONAL) return;
  const nursery = settingOf("nursery", choice);
  if (nursery >= limitBytes)
    refuse(
      `the nursery of ${nursery} bytes does not fit into ${limitBytes} bytes of address space`,
      "Give the process more, or choose a smaller nursery.",
    );
}

/** Refuses a collection at a place that the run that was measured did not come to. */
export function checkForced(
  choice: CollectorChoice | undefined,
  events: Float64Array,
  language: "python" | "c",
): void {
  const last = choice?.collectAt?.at(-1);
  if (last === undefined) return;
  if (language === "c")
    refuse("a collection is asked for in a C program", "It has no memory manager: choose Python.");
  const bytecodes = events[Ev.OPCODE] ?? 0;
  if (last < bytecodes) return;
  refuse(
    `a collection is asked for after bytecode ${last}, and the program has ${bytecodes}`,
    `A collection runs between two bytecodes of the program: from 1 to ${bytecodes - 1}.`,
  );
}

/** Whether the manager writes reference counts. */
function counts(number: Collector): boolean {
  return number === Collector.REFCOUNT || number === Collector.IMMORTAL;
}

const SHADOW_OFFSET = 2 ** SHADOW_BITS;

function pricesOf(table: PriceTable): Record<string, PriceEntry> {
  const entries = Object.entries(table.prices).map(([segment, range]): [string, PriceEntry] => [
    segment,
    { price: range[1] ?? 0, basis: "estimated" },
  ]);
  return Object.fromEntries(entries);
}

/** What a run tells about its manager (shared contract). */
export interface CollectorReport {
  name: string;
  basis: "calibrated" | "estimated";
  collections: number;
  /** Instructions of each collection, the first 4,096 of them. */
  pauses_ir: number[];
  writes: { refcount: number; mark: number; link: number; barrier: number };
  /** Under a manager with a nursery; null elsewhere. */
  nursery: { minor: number; moved_bytes: number; lazy_ranges: number; written_out: number } | null;
  /** Objects given back, and objects that are there at the end, garbage that waits included. */
  freed: number;
  live: number;
  /** Bytes of objects and item arrays that were live after the last collection, and allocated since. */
  live_bytes: number;
  allocated_since: number;
  /** Instructions of the whole run: what the steps cost at their lowest, typical and highest price. */
  ir_estimate: { low: number; typical: number; high: number } | null;
}

/** Reads the manager's counters of a machine that stands at the end of its run. */
export function collectorReport(
  machine: Machine,
  name: string,
  executed: Map<string, number>,
  events: Float64Array,
  total: number,
): CollectorReport {
  const stats = machine.collectorStats();
  const at = (stat: CollectorStat) => stats[stat] ?? 0;
  const manager = MANAGERS[name];
  if (manager === undefined) throw new Error(`no manager is called ${name}`);
  const { table, basis, number } = manager;
  const changes = (events[Ev.INCREF] ?? 0) + (events[Ev.DECREF] ?? 0) - at(CollectorStat.SKIPPED);
  const written = changes + at(CollectorStat.BIRTHS) + at(CollectorStat.DEATHS);
  return {
    name,
    basis,
    collections: at(CollectorStat.COLLECTIONS),
    pauses_ir: [...machine.pauses()],
    writes: {
      refcount: counts(number) ? written : 0,
      mark: at(CollectorStat.MARK_WRITES),
      link: at(CollectorStat.LINK_WRITES),
      barrier: at(CollectorStat.BARRIER_WRITES),
    },
    nursery:
      number === Collector.GENERATIONAL
        ? {
            minor: at(CollectorStat.MINORS),
            moved_bytes: at(CollectorStat.MOVED_BYTES),
            lazy_ranges: at(CollectorStat.LAZY_RANGES),
            written_out: at(CollectorStat.WRITTEN_OUT),
          }
        : null,
    freed: at(CollectorStat.FREED),
    live: at(CollectorStat.LIVE),
    live_bytes: at(CollectorStat.LIVE_BYTES),
    allocated_since: at(CollectorStat.SINCE),
    ir_estimate: table === null ? null : estimate(table, executed, events, stats, total),
  };
}

function estimate(
  table: PriceTable,
  executed: Map<string, number>,
  events: Float64Array,
  stats: Float64Array,
  total: number,
): CollectorReport["ir_estimate"] {
  const dropped = (events[Ev.DECREF] ?? 0) + (stats[CollectorStat.DEATHS] ?? 0);
  const copied = events[Ev.INCREF] ?? 0;
  const { copy, drop } = table.references;
  const at = (index: number) => {
    const steps = Object.entries(table.prices).reduce(
      (sum, [segment, range]) =>
        sum + (executed.get(segment) ?? 0) * ((range[index] ?? 0) - (range[1] ?? 0)),
      0,
    );
    return Math.round(total + steps + copied * (copy[index] ?? 0) + dropped * (drop[index] ?? 0));
  };
  return { low: at(0), typical: at(1), high: at(2) };
}

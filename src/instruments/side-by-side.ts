/**
 * Two memory managers that run the same program, as rows of a table: whole runs, and the bytecode at which both stand.
 * The window's managers pane and the command line's --compare read the same rows. Pure.
 */
import { Gauge } from "../../assembly/abi/samples.ts";
import type { ManagerFigures, RunSummary } from "../../workers/protocol.ts";

const PAGE = 4096;

/** One manager's run, and the instant at which it stands. */
export interface Side {
  run: Pick<RunSummary, "total" | "samples">;
  /** The clock at the instant. */
  ir: number;
  figures: ManagerFigures;
}

/** A figure; two of them where it is an estimate between two; null where the manager has none. */
export type Figure = number | readonly [number, number] | null;

export interface Row {
  /** The figure's name in JSON. */
  key: string;
  /** Its name and its meaning for people. */
  name: string;
  what: string;
  unit: "count" | "bytes";
  of(side: Side): Figure;
  /** True where the figure is an estimate unless the manager is calibrated. */
  estimated?: true;
}

/** The most of a gauge in the whole run. */
function peak({ samples }: Side["run"], gauge: Gauge): number {
  let most = 0;
  for (let row = 0; row < samples.length; row += Gauge.COUNT) {
    most = Math.max(most, samples[row + gauge] ?? 0);
  }
  return most;
}

/** The heap and its mappings at the start, and the address space that was added since, at most. */
function peakHeap({ run, figures: { start } }: Side): number {
  return start.heapBytes + (peak(run, Gauge.VMS) - start.vmsPages) * PAGE;
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}

function longest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

/** What belongs to the whole run. */
export const WHOLE: readonly Row[] = [
  {
    key: "ir",
    name: "instructions",
    what: "of the first process’s whole run",
    unit: "count",
    of: ({ run, figures }) =>
      figures.estimate === null ? run.total : [figures.estimate.low, figures.estimate.high],
    estimated: true,
  },
  {
    key: "peak_heap_bytes",
    name: "peak heap",
    what: "address space of the heap and of anonymous mappings, at most",
    unit: "bytes",
    of: peakHeap,
  },
  {
    key: "peak_resident_bytes",
    name: "peak of resident pages",
    what: "modelled pages only",
    unit: "bytes",
    of: ({ run }) => peak(run, Gauge.RSS) * PAGE,
  },
  {
    key: "collections",
    name: "collections",
    what: "in the whole run",
    unit: "count",
    of: ({ figures }) => figures.collections,
  },
  {
    key: "longest_pause_ir",
    name: "longest pause",
    what: "instructions of the longest collection",
    unit: "count",
    of: ({ figures }) => (figures.pauses.length === 0 ? null : longest(figures.pauses)),
    estimated: true,
  },
  {
    key: "all_pauses_ir",
    name: "all pauses",
    what: "instructions of all collections",
    unit: "count",
    of: ({ figures }) => (figures.pauses.length === 0 ? null : sum(figures.pauses)),
    estimated: true,
  },
  {
    key: "writes_refcount",
    name: "writes: counts ●",
    what: "reference counts written",
    unit: "count",
    of: ({ figures }) => figures.writes.refcount,
  },
  {
    key: "writes_mark",
    name: "writes: marks ✚",
    what: "mark bits",
    unit: "count",
    of: ({ figures }) => figures.writes.mark,
  },
  {
    key: "writes_link",
    name: "writes: links ▮",
    what: "links of free cells",
    unit: "count",
    of: ({ figures }) => figures.writes.link,
  },
  {
    key: "writes_barrier",
    name: "writes: barriers ◆",
    what: "old objects that a write barrier remembers",
    unit: "count",
    of: ({ figures }) => figures.writes.barrier,
  },
  {
    key: "freed",
    name: "objects freed",
    what: "by the manager",
    unit: "count",
    of: ({ figures }) => figures.freed,
  },
];

/** What belongs to the bytecode at which both stand. */
export const NOW: readonly Row[] = [
  {
    key: "ir",
    name: "clock, Ir",
    what: "instructions up to here",
    unit: "count",
    of: ({ ir }) => ir,
    estimated: true,
  },
  {
    key: "bytecodes",
    name: "bytecodes",
    what: "begun up to here",
    unit: "count",
    of: ({ figures }) => figures.bytecodes,
  },
  {
    key: "collections",
    name: "collections",
    what: "up to here",
    unit: "count",
    of: ({ figures }) => figures.now.collections,
  },
  {
    key: "collections_asked_for",
    name: "… asked for",
    what: "by a person, up to here",
    unit: "count",
    of: ({ figures }) => figures.forced,
  },
  {
    key: "live",
    name: "objects there",
    what: "garbage that waits included",
    unit: "count",
    of: ({ figures }) => figures.now.live,
  },
  {
    key: "garbage_waiting",
    name: "garbage that waits",
    what: "objects that a full collection here would free; worked out by running one and forgetting it",
    unit: "count",
    of: ({ figures }) => figures.waiting,
  },
  {
    key: "allocated_since_bytes",
    name: "allocated since",
    what: "bytes since the last collection: garbage that waits is among them",
    unit: "bytes",
    of: ({ figures }) => (figures.estimate === null ? null : figures.now.since),
  },
];

/** Processes that both runs have, by number, with the pages that each side's child copied until its end. */
export function childRows(sides: readonly Side[]): { pid: number; pages: (number | null)[] }[] {
  const pids = new Set(sides.flatMap(({ figures }) => figures.copied.map(({ pid }) => pid)));
  return [...pids].map((pid) => ({
    pid,
    pages: sides.map(
      ({ figures }) => figures.copied.find((each) => each.pid === pid)?.pages ?? null,
    ),
  }));
}

/** The article's question, answered from the manager's counters; null where ranges are lists like others. */
export function rangeSentence({ ranges }: Pick<ManagerFigures, "ranges">): string | null {
  if (ranges === null) return null;
  const { lazy, writtenOut } = ranges;
  if (lazy + writtenOut === 0) return "range() has made no list up to here.";
  const lists = (count: number) => (count === 1 ? "1 list" : `${count} lists`);
  const never =
    lazy === 0
      ? ""
      : `${lists(lazy)} that range() made ${lazy === 1 ? "is" : "are"} never materialised up to here: no int and no item array is in memory.`;
  const written =
    writtenOut === 0
      ? ""
      : `A write brought ${lists(writtenOut)} of range() into memory, as plain numbers.`;
  return [never, written].filter((part) => part !== "").join(" ");
}

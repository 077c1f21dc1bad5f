/**
 * What the window and the command line may ask of a simulation. One object implements it
 * (session.ts); in the browser it lives in a Web Worker behind comlink (sim.worker.ts).
 *
 * Calls are coarse: one per gesture or per frame. Buffers are transferred, never cloned. All clock
 * values are net Ir since the process started (f64, exact), all addresses are simulated addresses
 * (f64, exact below 2^53).
 */
import type { Ev } from "../assembly/abi/events.ts";
import type { VmaKind } from "../assembly/abi/layout.ts";
import type { Phase } from "../assembly/abi/stop.ts";
import type { RangeAccesses } from "../src/instruments/accesses.ts";
import type { ExportKind, ExportedFile } from "./exports.ts";
import type { CollectorApi } from "./protocol-collectors.ts";
import type { ScheduleName, ThpName } from "./process-port.ts";
import type { ProcessApi } from "./protocol-processes.ts";

export type { ManagerFigures } from "./protocol-collectors.ts";

export type Launch = "recipe" | "site" | "c";
export type Under = "native" | "callgrind";

/** malloc's parameters; they hold from the module's first instruction on. */
export interface MallocParameters {
  /** "2.36", or "2.23": no tcache, no mangled links. */
  glibc?: string;
  /** Chunks that a bin of the tcache keeps. */
  tcache?: number;
  /** Bytes. Setting one of these fixes all of them, as mallopt and the environment do. */
  top_pad?: number;
  trim_threshold?: number;
  mmap_threshold?: number;
}

/** What to simulate. */
export interface RunRequest {
  /** Text of `public/builds/<build>.json`. */
  buildJson: string;
  /** The Python 2.7 program. */
  text: string;
  launch: Launch;
  under: Under;
  /** Parameters of the C library's malloc that differ from the build's. */
  malloc?: MallocParameters;
  /** Instructions after which the program is stopped; a default when absent. */
  limitIr?: number | null;
  /** Bytes of address space beyond which it is stopped; a default when absent. */
  limitBytes?: number | null;
  /** Number of the process to look at; the first one when absent. */
  process?: number | undefined;
  /** Whose turn it is after a fork; each has a processor of its own when absent. */
  schedule?: ScheduleName;
  /** The kernel's policy for transparent huge pages; madvise, as it was measured, when absent. */
  thp?: ThpName;
  /** The memory manager; CPython's own when absent. */
  collector?: CollectorChoice | undefined;
}

/** A memory manager and the settings of its heap; defaults and limits stand in workers/collectors.ts. */
export interface CollectorChoice {
  name: string;
  threshold?: number;
  growth?: number;
  countArrays?: number;
  granularity?: number;
  nursery?: number;
  oracle?: number;
  /** Collections that were asked for: each comes after so many bytecodes of the first process; rising. */
  collectAt?: readonly number[];
}

/** A problem that the person can mend: shown as it is, the previous run stays. */
export interface Problem {
  /** What is wrong and where, with the offending value. */
  message: string;
  /** What is allowed or what to do. */
  remedy: string;
  /** 1-based position in the program, when the program is at fault. */
  line?: number;
  column?: number;
}

/** A stretch of the clock. `recorded` stretches were measured, not stepped through. */
export interface Stretch {
  name: "start" | "compile" | "run" | "exit";
  phase: Phase;
  from: number;
  to: number;
  /** Sub-stretches [from, to) inside that hold no modelled step: a seek lands on the nearer end. */
  recorded: [number, number][];
}

/** A moment worth a mark on the timeline. */
export interface Mark {
  ir: number;
  kind: Ev;
  /** Plain words: "list array of 2 400 bytes", "block 8 filled". */
  label: string;
}

/** Facts about a whole run, known before the first seek. */
export interface RunSummary {
  build: string;
  text: string;
  /** The process that is looked at, and all that the run has, the first one first. */
  process: number;
  processes: number[];
  total: number;
  stretches: Stretch[];
  /** Rows of counters over the clock: columns as in `Gauge` (abi/samples.ts). */
  samples: Float64Array;
  /** At most about 200 marks; the densest kinds are thinned. */
  marks: Mark[];
  /** How many events of each kind (`Ev`) the whole run has. */
  eventCounts: Float64Array;
  /** Names of C functions by their number in records. */
  functions: string[];
  /** The module's code first, then every function's, in the order of their constants. */
  codes: CodeListing[];
  /** Everything the program wrote to stdout; an instant says how much of it was written by then. */
  stdout: string;
  exit: ExitReport;
  /** Recorded when the module starts: resident memory that is not modelled page by page; faults. */
  recorded: { residentKb: number; pssKb: number; ussKb: number; faults: number };
  layout: {
    intBytes: number;
    intSlots: number;
    blockBytes: number;
    /** Undefined under a manager that keeps no counts: an object then begins with its type. */
    refcntOffset: number | undefined;
    traceRefs: boolean;
  };
  /** Where the type objects lie, and what they are called. */
  types: [number, string][];
  /** Milliseconds from reset to exit of the measuring run, and bytes of linear memory. */
  wallMs: number;
  wasmBytes: number;
}

/** How the simulated process ended. */
export interface ExitReport {
  status: number;
  /** What the interpreter wrote to stderr: a traceback, a warning. */
  stderr: string;
  /** The limit that stopped the program, in words, or null. */
  limit: string | null;
}

/** The bytecode of one code object. */
export interface CodeListing {
  /** "<module>" or the function's name. */
  name: string;
  lines: BytecodeLine[];
}

export interface BytecodeLine {
  offset: number;
  /** Source line, 1-based. */
  line: number;
  name: string;
  argument: number | null;
  /** What the argument stands for: "range", "300". */
  meaning: string;
}

/** One frame of the simulated C call stack, outermost first. */
export interface StackFrame {
  fn: string;
  /** False where this build inlines the function into its caller: its cost is the caller's. */
  hasSymbol: boolean;
  /** Clock at entry. */
  since: number;
}

/** One event. */
export interface EventRecord {
  ir: number;
  kind: Ev;
  fn: string;
  depth: number;
  addr: number;
  a: number;
  b: number;
}

/** The machine at one instant. */
export interface Instant {
  ir: number;
  total: number;
  phase: Phase;
  /** Inside a recorded stretch: its name; the state is the one at its start. */
  recorded: string | null;
  /** The bytecode that runs, null outside the run phase. */
  place: Place | null;
  /** Bytes of `RunSummary.stdout` that are written by now. */
  stdoutBytes: number;
  stack: StackFrame[];
  /**
   * The segment that runs at this instant, with its price (null where the price depends on a count or
   * size); null at the end.
   */
  segment: { name: string; ir: number | null; basis: "measured" | "estimated" } | null;
  /** The last event at or before this instant. */
  event: EventRecord | null;
  /** Counters: index by `Stat` (abi/layout.ts). */
  stats: Float64Array;
  vmas: Vma[];
  /** Bytecodes that began until now: a position that runs under different managers have in common. */
  bytecodes: number;
  /** State hash, 16 hexadecimal digits; empty above 100,000 ints, where it takes long. */
  hash: string;
}

/** Where in the program an instant lies. */
export interface Place {
  /** Index into `RunSummary.codes`. */
  code: number;
  offset: number;
  /** Source line, 1-based. */
  line: number;
}

export interface Vma {
  start: number;
  end: number;
  kind: VmaKind;
}

/** How far one step goes. */
export type Grain = "bytecode" | "call" | "allocator" | "phase";

/** Events that a search can be for. */
export type EventName =
  | ("block" | "block-freed" | "brk" | "mmap" | "munmap" | "mremap" | "fault" | "copy")
  | ("collection" | "list" | "list-freed" | "malloc" | "free" | "bytecode" | "call" | "output");

/** Quantities that a condition can be about: resident pages, live ints, free int slots. */
export type GaugeName = "rss" | "ints" | "free-ints";
export type Compare = ">=" | "<=" | ">" | "<";

/** An instant by what happens there. `next` and `previous` are seen from where one stands. */
export type Moment =
  | { at: "instruction"; ir: number }
  | { at: "phase"; name: "start" | "compile" | "run" | "exit" | "end" }
  /** The k-th event of a kind in the process's life, from 1. */
  | { at: "event"; kind: EventName; k: number }
  | { at: "next" | "previous"; kind: EventName }
  /** A write to a range of addresses: 8 bytes for a word, 4,096 for a page. */
  | { at: "next" | "previous"; addr: number; bytes: number }
  /** A gauge begins to fulfil a condition (changes back and forth within 1/1024 of the run may be missed). */
  | { at: "next" | "previous"; gauge: GaugeName; compare: Compare; value: number };

/** Described words: four 32-bit numbers each: Word, Owner, value low, value high. */
export type ValueWords = Uint32Array;

/** A batch of events while playing. */
export interface PlayBatch {
  /** Records as in abi/events.ts, RECORD_FIELDS floats each. */
  records: Float64Array;
  /** 1 when every event is there; k when only about one in k is shown. */
  sampledOneIn: number;
  /** Where the clock stands after the batch. */
  instant: Instant;
}

export interface PlayOptions {
  /** Instructions per second of wall time. */
  speed: number;
  /** Playback stops at this instant; at the end of the process when null. */
  until: number | null;
}

/** What a page of the map shows: see `fill_pages` in assembly/inspect/pages.ts. */
export const PAGE_TEXEL_BYTES = 4;
/** Two bytes a word: Word, Owner with its Look above (LOOK_SHIFT). */
export const WORD_TEXEL_BYTES = 2;

/** One row of the profile at the current instant. */
export interface FunctionRow {
  name: string;
  file: string;
  self: number;
  inclusive: number;
  calls: number;
  selfRun: number;
  callsRun: number;
  basis: "exact" | "bounded" | "estimated";
}

/**
 * The true call tree of the modelled clock at some instants. A node is a path of functions that have a
 * symbol in this build; parents come before their children, node 0 is the path of nobody.
 */
export interface CallTree {
  /** Function of each node, and the node of its caller (-1 for node 0). */
  names: string[];
  parent: Int32Array;
  /**
   * The instants, growing: the clock before the step that would have passed the one asked for. The tables
   * below hold a row for each: value[cut * nodes + node].
   */
  cuts: number[];
  /** Own Ir, calls, and bytes asked of malloc from the start of the process up to the cut. */
  self: Float64Array;
  calls: Float64Array;
  bytes: Float64Array;
  /** Events of each kind up to the cut: events[cut * EV_COUNT + kind]. */
  events: Float64Array;
  /** Calls whose path found no room: their cost stays with the caller. */
  lost: number;
}

/** What libraries and the kernel were asked for in the whole process. */
export interface CallCounts {
  /** malloc requests by size, recorded start-up included: [bytes, times]. */
  mallocSizes: [number, number][];
  /** System calls by name, recorded ones included; and those of the modelled part. */
  syscalls: [string, number, number][];
}

export interface SimApi extends ProcessApi, CollectorApi {
  /** Compiles and measures a run. On a problem the previous run stays loaded. */
  open(request: RunRequest): Promise<{ summary: RunSummary } | { problem: Problem }>;
  /** Goes to an instant. A newer seek cancels an older one, which then resolves to null. */
  seek(ir: number): Promise<Instant | null>;
  /** The instant of the next or previous event of a grain, seen from `ir`. */
  step(ir: number, grain: Grain, direction: 1 | -1): Promise<Instant | null>;
  /**
   * Goes to a moment, seen from `ir`: null where there is none, or when a newer seek cancelled it. `writer`
   * is the C function that wrote, after a search for a write.
   */
  go(ir: number, moment: Moment): Promise<{ instant: Instant; writer: string } | null>;
  /** Up to 4,096 records from `ir` on; with a negative `count` the last ones before `ir`. */
  window(ir: number, count: number): Promise<Float64Array>;
  /** Page texels of [addr, addr + pages * 4096) at the current instant. */
  pages(addr: number, pages: number): Promise<Uint8Array>;
  /** Word texels of the words from `addr` on, at the current instant. */
  words(addr: number, words: number): Promise<Uint8Array>;
  /** The words themselves. */
  values(addr: number, words: number): Promise<ValueWords>;
  /** The profile of the whole run. */
  functions(): Promise<FunctionRow[]>;
  /** Files that callgrind_annotate, dh_view or ms_print read: one for each process. */
  exportFiles(kind: ExportKind): Promise<ExportedFile[]>;
  /** Reads and writes of each word of the blocks of one `range(n)`; null for other programs. */
  accesses(): Promise<RangeAccesses | null>;
  /** The call tree at growing instants; other calls may be answered in between. Null when the run changed. */
  callTree(cuts: readonly number[]): Promise<CallTree | null>;
  /**
   * Up to `count` records of the kinds whose bit is set in `kinds`, from `ir` on; with a negative count
   * the last ones before `ir`.
   */
  events(ir: number, count: number, kinds: number): Promise<Float64Array>;
  /** What was asked of malloc and of the kernel. */
  callCounts(): Promise<CallCounts>;
  /** The lowest address above `after` of a live int with this value; null for none. */
  findInt(value: number, after: number): Promise<number | null>;
  /** Starts playback; `sink` gets one batch at a time and the next one only after it resolved. */
  play(
    from: number,
    options: PlayOptions,
    sink: (batch: PlayBatch) => Promise<void>,
  ): Promise<Instant | null>;
  /** Stops playback after the batch under way. */
  pause(): Promise<void>;
}

/** What the worker of the browser answers besides. */
export interface WorkerApi extends SimApi {
  /** Fetches the whole machine while nobody waits for it. */
  prepare(): Promise<void>;
}

/**
 * One simulated machine: the wasm instance, the build and launch it is set up for, and what can be
 * read out of it. session.ts and the converter drive it; nobody else touches the instance.
 *
 *   new Machine(core) -> use(build) -> load(entry, program, recorded) -> run(...)* -> read*
 */
import { FreeContainers } from "../assembly/abi/compiler_heap.ts";
import { NODE_BYTES } from "../assembly/abi/call_tree.ts";
import { CollectorStat } from "../assembly/abi/collectors.ts";
import { EV_COUNT, RECORD_FIELDS } from "../assembly/abi/events.ts";
import { FN_COUNT, Fn } from "../assembly/abi/functions.ts";
import { HEAP_PIECE, HeapRecord } from "../assembly/abi/heap_log.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { LedgerTable, TallyKey, TallyKind } from "../assembly/abi/ledger.ts";
import { Gauge } from "../assembly/abi/samples.ts";
import { SEG_COUNT, Seg } from "../assembly/abi/segments.ts";
import { Fault, Stop } from "../assembly/abi/stop.ts";
import type { Build } from "../src/tables/build.ts";
import type { TreeRows } from "./call-tree.ts";
import type { CoreExports } from "./core.ts";
import { Forced } from "./forced.ts";
import { type RecordedStretches, writeEntry, writePrices } from "./image.ts";
import { ProcessPort } from "./process-port.ts";
import type { Program, ProgramEntry } from "./program.ts";
import type { StackFrame, Vma } from "./protocol.ts";
import { type Pacing, type RunOptions, Runner } from "./runner.ts";

export type { RunOptions } from "./runner.ts";

/** The writes that a watch saw; in strides, when exactly is not known. */
export interface Written {
  times: number;
  first: { ir: number; fn: string; addr: number };
  last: { ir: number; fn: string };
}

/** Counts and costs per function and segment, by name. */
export interface Ledger {
  /** Self Ir, inclusive Ir, calls per modelled function. */
  functions: Map<string, [number, number, number]>;
  /** Executions per segment. */
  executed: Map<string, number>;
}

/** How often a step ran or a call was made in the module's own run. */
export interface TallyCell {
  kind: TallyKind;
  /** Segment, or called function. */
  name: string;
  /** The function charged for the step, or the charged caller. */
  where: string;
  /** Table index or turns of the loop. */
  index: number;
  times: number;
}

/** The machine found a state that must not exist, or a program did what is not simulated. */
export class MachineFault extends Error {
  override name = "MachineFault";
  constructor(
    readonly fault: Fault,
    readonly detail: bigint,
    /** What is not simulated, after Fault.NOT_SIMULATED. */
    readonly missing = "",
  ) {
    super(`the machine stopped with ${Fault[fault]} (${missing || `0x${detail.toString(16)}`})`);
  }
}

const FRAME_BYTES = 32;
const PAGE = 4096;
/** Address space that a process may have unless the request says otherwise: 10^8 ints fit. */
export const LIMIT_BYTES = 8 * 2 ** 30;
/** Bytes of output read at once. */
const CONSOLE_BYTES = 65536;

export class Machine {
  private build: Build | null = null;
  /** Whose runs they are, what they are told and what they tell. */
  readonly port: ProcessPort;

  /** Collections that are asked for besides. */
  readonly forced: Forced;
  /** Checkpoints, and pauses of long runs. */
  readonly runner: Runner;
  /** What is switched on for the runs that follow. */
  private readonly instruments = new Set<"tally" | "tree" | "heap">();

  constructor(
    private readonly core: CoreExports,
    pacing?: Pacing | null,
  ) {
    this.port = new ProcessPort(core);
    this.runner = new Runner(core, pacing);
    this.forced = new Forced(core, () => this.runner.checkpoints.clear());
  }

  private turned(instrument: "tally" | "tree" | "heap", on: boolean): number {
    if (on) this.instruments.add(instrument);
    else this.instruments.delete(instrument);
    return on ? 1 : 0;
  }

  /** Sets the machine up for a build: its prices and inlined calls. */
  use(build: Build): void {
    this.runner.checkpoints.clear();
    writePrices(this.core, build);
    this.build = build;
  }

  /** Writes the state at entry, the program and the recorded stretches of the clock. */
  load(
    entry: ProgramEntry,
    program: Program,
    recorded: RecordedStretches,
    limitBytes = LIMIT_BYTES,
  ): void {
    if (this.build === null) throw new Error("no build was set up");
    this.forced.at([]);
    this.runner.checkpoints.clear();
    writeEntry(this.core, this.build, entry, program, recorded, Math.floor(limitBytes / PAGE));
  }

  /** How many runs there were: whoever left the machine somewhere sees whether it is still there. */
  runs = 0;

  /** Runs from the start of the process, or as if it did, and returns why it stopped. */
  run(options: RunOptions = {}): Stop {
    this.runs += 1;
    // What is gathered from the start on is gathered again.
    const whole = this.instruments.size > 0;
    this.runner.checkpoints.attend(this.port.about);
    const stop = this.runner.run(options, {
      whole,
      first: this.port.isFirst,
      tell: () => this.port.tell(),
    });
    // The machine's own memory is a limit of the run, not a defect: what it holds can be looked at.
    if (stop === Stop.FAULT && this.core.fault() !== Fault.OUT_OF_WASM_MEMORY) throw this.faulted();
    return stop;
  }

  /** What the last run's watch saw. */
  writes(): Written {
    const at = this.core.watched();
    const [times = 0, first = 0, last = 0, firstFn = 0, lastFn = 0, addr = 0] = new Float64Array(
      this.core.memory.buffer,
      at,
      6,
    );
    const name = (fn: number) => (times === 0 ? "" : (Fn[fn] ?? ""));
    return {
      times,
      first: { ir: first, fn: name(firstFn), addr },
      last: { ir: last, fn: name(lastFn) },
    };
  }

  /** Counters, indexed by `Stat`. */
  stats(): Float64Array {
    return new Float64Array(this.core.memory.buffer, this.core.stats(), Stat.COUNT).slice();
  }

  /** What the process wrote to stdout (1) or stderr (2) so far, one character a byte. */
  written(stream: 1 | 2): string {
    const stat = stream === 1 ? Stat.STDOUT_BYTES : Stat.STDERR_BYTES;
    const total = this.stats()[stat] ?? 0;
    let text = "";
    for (let from = 0; from < total; from += CONSOLE_BYTES) {
      const count = Math.min(CONSOLE_BYTES, total - from);
      const at = this.core.console_at(stream, from, count);
      const bytes = new Uint8Array(this.core.memory.buffer, at, count);
      text += bytes.reduce((part, byte) => part + String.fromCharCode(byte), "");
    }
    return text;
  }

  private faulted(): MachineFault {
    const fault = this.core.fault();
    const detail = this.core.fault_detail();
    if (fault !== Fault.NOT_SIMULATED) return new MachineFault(fault, detail);
    // The detail is the address of a static text: UTF-16, its length in bytes before it.
    const at = Number(detail);
    const bytes = new DataView(this.core.memory.buffer).getUint32(at - 4, true);
    const text = new Uint16Array(this.core.memory.buffer, at, bytes / 2);
    return new MachineFault(fault, detail, String.fromCharCode(...text));
  }

  /** Counters of the memory manager, indexed by `CollectorStat`. */
  collectorStats(): Float64Array {
    const { memory } = this.core;
    return new Float64Array(memory.buffer, this.core.collector(), CollectorStat.COUNT).slice();
  }

  /** Counts of the collector's generations and dead containers on free lists, indexed by `FreeContainers`. */
  freeContainers(): Float64Array {
    const { memory } = this.core;
    return new Float64Array(memory.buffer, this.core.containers(), FreeContainers.COUNT).slice();
  }

  /** Instructions of each collection so far. */
  pauses(): Float64Array {
    const count = this.collectorStats()[CollectorStat.PAUSES] ?? 0;
    return new Float64Array(this.core.memory.buffer, this.core.pauses(), count).slice();
  }

  hash(): string {
    return BigInt.asUintN(64, this.core.hash()).toString(16).padStart(16, "0");
  }

  /** The hash of what the naive twin of tests/reference models, with its list at `list`. */
  hashForTwin(list: number): string {
    return BigInt.asUintN(64, this.core.hash_for_twin(list)).toString(16).padStart(16, "0");
  }

  /** Events so far, indexed by `Ev`. */
  eventCounts(): Float64Array {
    const words = new BigUint64Array(this.core.memory.buffer, this.core.counts(), EV_COUNT);
    return Float64Array.from(words, Number);
  }

  /** Where the clock stood when each kind was last announced: in a stride, at one of its ends. */
  eventClocks(): Float64Array {
    const at = this.core.counts() + 8 * EV_COUNT;
    return Float64Array.from(new BigUint64Array(this.core.memory.buffer, at, EV_COUNT), Number);
  }

  /** Events recorded by the last run. */
  records(): Float64Array {
    const length = this.core.record_count() * RECORD_FIELDS;
    return new Float64Array(this.core.memory.buffer, this.core.records(), length).slice();
  }

  /** Rows of gauges sampled by the last run. */
  samples(): Float64Array {
    const length = this.core.sample_count() * Gauge.COUNT;
    return new Float64Array(this.core.memory.buffer, this.core.samples(), length).slice();
  }

  /** malloc requests by size. */
  requests(): Map<number, number> {
    const words = new BigUint64Array(
      this.core.memory.buffer,
      this.core.requests(),
      2 * this.core.request_slots(),
    );
    const sizes = new Map<number, number>();
    for (let i = 0; i < words.length; i += 2) {
      const key = Number(words[i]);
      if (key !== 0) sizes.set(key - 1, Number(words[i + 1]));
    }
    return sizes;
  }

  ledger(): Ledger {
    const read = (table: LedgerTable, count: number) =>
      Float64Array.from(
        new BigUint64Array(this.core.memory.buffer, this.core.ledger(table), count),
        Number,
      );
    const self = read(LedgerTable.SELF, FN_COUNT);
    const inclusive = read(LedgerTable.INCLUSIVE, FN_COUNT);
    const calls = read(LedgerTable.CALLS, FN_COUNT);
    const executions = read(LedgerTable.EXECUTED, SEG_COUNT);
    const functions = new Map<string, [number, number, number]>();
    for (let fn = 0; fn < FN_COUNT; fn++) {
      functions.set(Fn[fn] ?? "", [self[fn] ?? 0, inclusive[fn] ?? 0, calls[fn] ?? 0]);
    }
    const executed = new Map<string, number>();
    for (let seg = 0; seg < SEG_COUNT; seg++) executed.set(Seg[seg] ?? "", executions[seg] ?? 0);
    return { functions, executed };
  }

  /** Switches the tally on or off for the runs that follow. */
  setTally(on: boolean): void {
    this.core.tally(this.turned("tally", on));
  }

  /** The tally of the last run's module: see assembly/meter/tally.ts. */
  tally(): TallyCell[] {
    const words = new BigUint64Array(
      this.core.memory.buffer,
      this.core.tallied(),
      2 * this.core.tally_slots(),
    );
    const cells: TallyCell[] = [];
    for (let i = 0; i < words.length; i += 2) {
      if (words[i] === 0n) continue;
      const key = (words[i] ?? 0n) - 1n;
      const field = (from: number, to: number) =>
        Number((key >> BigInt(from)) & ((1n << BigInt(to - from)) - 1n));
      const kind: TallyKind = field(TallyKey.KIND_SHIFT, 64);
      const what = field(TallyKey.WHAT_SHIFT, TallyKey.KIND_SHIFT);
      const where = Fn[field(TallyKey.WHERE_SHIFT, TallyKey.WHAT_SHIFT)] ?? "";
      const name = (kind === TallyKind.EDGE ? Fn[what] : Seg[what]) ?? "";
      const index = field(0, TallyKey.WHERE_SHIFT);
      cells.push({ kind, name, where, index, times: Number(words[i + 1]) });
    }
    return cells;
  }

  /** Switches the call tree on or off for the runs that follow. */
  setCallTree(on: boolean): void {
    this.core.call_tree(this.turned("tree", on));
  }

  /** The call tree of the last run: see assembly/meter/call_tree.ts. A view, valid until the next run. */
  callTree(): TreeRows {
    const nodes = this.core.call_tree_nodes();
    const at = this.core.call_tree_at();
    const view = new DataView(this.core.memory.buffer, at, nodes * NODE_BYTES);
    return { view, nodes, lost: Number(this.core.call_tree_lost()) };
  }

  /** Switches the log of malloc's calls on or off for the runs that follow. */
  setHeapLog(on: boolean): void {
    this.core.heap_log(this.turned("heap", on));
  }

  /** The log of the last run: HeapRecord.WORDS numbers a call (assembly/abi/heap_log.ts). */
  heapLog(): Float64Array {
    const records = this.core.heap_records();
    const rows = new Float64Array(records * HeapRecord.WORDS);
    for (let first = 0; first < records; first += HEAP_PIECE) {
      const count = Math.min(HEAP_PIECE, records - first) * HeapRecord.WORDS;
      const at = this.core.heap_piece(first);
      const words = new BigUint64Array(this.core.memory.buffer, at, count);
      for (let i = 0; i < count; i++) rows[first * HeapRecord.WORDS + i] = Number(words[i]);
    }
    return rows;
  }

  /** The simulated call stack, outermost frame first. */
  stack(): StackFrame[] {
    const depth = this.stats()[Stat.DEPTH] ?? 0;
    const view = new DataView(
      this.core.memory.buffer,
      this.core.ledger(LedgerTable.FRAMES),
      depth * FRAME_BYTES,
    );
    return Array.from({ length: depth }, (_, i) => {
      const fn = view.getUint32(i * FRAME_BYTES, true);
      const charged = view.getUint32(i * FRAME_BYTES + 4, true);
      const since = Number(view.getBigUint64(i * FRAME_BYTES + 8, true));
      return { fn: Fn[fn] ?? "", hasSymbol: fn === charged, since };
    });
  }

  vmas(): Vma[] {
    const count = this.core.vmas();
    const rows = new Float64Array(this.core.memory.buffer, this.core.view_vmas(), 3 * count);
    return Array.from({ length: count }, (_, i) => ({
      start: rows[3 * i] ?? 0,
      end: rows[3 * i + 1] ?? 0,
      kind: rows[3 * i + 2] ?? 0,
    }));
  }

  pages(addr: number, pages: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(
      this.core.memory.buffer,
      this.core.view_pages(addr, pages),
      4 * pages,
    ).slice();
  }

  /** A sum of each page's defined words: equal pages have equal sums. */
  sums(addr: number, pages: number): BigUint64Array {
    const at = this.core.view_sums(addr, pages);
    return new BigUint64Array(this.core.memory.buffer, at, pages).slice();
  }

  words(addr: number, words: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(
      this.core.memory.buffer,
      this.core.view_words(addr, words),
      2 * words,
    ).slice();
  }

  values(addr: number, words: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(
      this.core.memory.buffer,
      this.core.view_values(addr, words),
      4 * words,
    ).slice();
  }

  /** Bytes of linear memory that the last run uses: the same instant may need more or less, as it was run to. */
  memoryUsed(): number {
    return this.core.memory_used();
  }

  /** Bytes of linear memory now, which never shrinks. */
  wasmBytes(): number {
    return this.core.memory.buffer.byteLength;
  }
}

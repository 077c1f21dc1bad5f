/**
 * The twin of the machine: every int, every item, every word by itself, driven by the trace of one
 * run of the machine. A record says which operation was done; the twin does it too and says what had
 * to come out of it: which slot, which address, which faults. Where the trace says otherwise it throws.
 *
 * Records of malloc, free and the kernel are not operations here but outcomes: they are collected and
 * compared with what the twin's own malloc and kernel did when the operation that they belong to ends.
 */
import { Ev, FaultKind, FreePath, MallocPath } from "../../assembly/abi/events.ts";
import { Phase } from "../../assembly/abi/stop.ts";
import type { Build, EntryState } from "../../src/tables/build.ts";
import type { ProgramEntry } from "../../workers/program.ts";
import { arenaAt, memoryAt } from "./entry.ts";
import { stateHash } from "./hash.ts";
import { Ints } from "./ints.ts";
import { ListTwin } from "./list.ts";
import { Malloc } from "./malloc.ts";
import { Buffers } from "./buffers.ts";
import { type Memory, hex } from "./memory.ts";
import { Pools } from "./pools.ts";

/** One record of the trace (assembly/abi/events.ts). */
export interface TraceRecord {
  ir: number;
  kind: Ev;
  addr: number;
  a: number;
  b: number;
}

/** Kinds that the twin follows: everything that happens to memory but the filling of buffers. */
export const FOLLOWED: readonly Ev[] = [
  ...[Ev.PHASE, Ev.MALLOC, Ev.FREE, Ev.BRK, Ev.MMAP, Ev.MUNMAP, Ev.FAULT],
  ...[Ev.INT_BLOCK, Ev.INT_TAKE, Ev.INT_FREE, Ev.INCREF, Ev.DECREF],
  ...[Ev.LIST_NEW, Ev.LIST_SET, Ev.LIST_DEALLOC],
  ...[Ev.CLEAR_BEGIN, Ev.BLOCK_KEEP, Ev.BLOCK_FREE, Ev.CLEAR_END],
];

/** The outcome that a record of malloc or the kernel reports, or null for an operation. */
function outcomeOf({ kind, addr, a, b }: TraceRecord): string | null {
  switch (kind) {
    case Ev.MALLOC:
      return `MALLOC ${hex(addr)} ${a} ${MallocPath[b]}`;
    case Ev.FREE:
      return `FREE ${hex(addr)} ${a} ${FreePath[b]}`;
    case Ev.BRK:
      return `BRK ${hex(addr)} ${a}`;
    case Ev.MMAP:
      return `MMAP ${hex(addr)} ${a}`;
    case Ev.MUNMAP:
      return `MUNMAP ${hex(addr)} ${a}`;
    case Ev.FAULT:
      return `FAULT ${hex(addr)} ${FaultKind[a]}`;
    default:
      return null;
  }
}

/** The machine numbers its blocks; the twin has none, so these numbers are left out. */
function withoutNumber(record: TraceRecord): TraceRecord {
  if (record.kind === Ev.INT_BLOCK) return { ...record, a: 0 };
  return record.kind === Ev.INT_TAKE ? { ...record, b: 0 } : record;
}

export class Twin {
  protected readonly memory: Memory;
  protected readonly ints: Ints;
  private readonly malloc: Malloc;
  private readonly list: ListTwin;
  /** Outcomes of the trace since the last operation ended. */
  private readonly reported: string[] = [];
  private collections = 0;
  private codeIsDead = false;
  private constantDrops = 0;

  constructor(
    build: Build,
    private readonly entry: ProgramEntry,
    length: number,
  ) {
    this.memory = memoryAt(entry);
    const arena = arenaAt(this.memory, build, entry);
    const pools = new Pools(this.memory, entry, build.layout.poolAlignment, entry.poolsBypassed);
    this.malloc = new Malloc(this.memory, arena, build.libc);
    const buffers = new Buffers(this.memory, this.malloc, pools, build.layout, entry.serialno);
    this.ints = this.makeInts(build, entry, buffers);
    this.list = new ListTwin(this.memory, build, entry, this.ints, buffers, length);
    // Writing the recorded state down is not the process's work.
    this.memory.effects.length = 0;
    this.memory.faults = 0;
  }

  protected makeInts(build: Build, entry: EntryState, buffers: Buffers): Ints {
    return new Ints(this.memory, build, entry, buffers);
  }

  /** Where the list object lies: the machine's hash takes its fields from there. */
  get listAddress(): number {
    return this.list.addr;
  }

  hash(): string {
    return stateHash(this.memory, { live: this.ints.live, head: this.ints.head });
  }

  /** Does what the record says was done. */
  follow(record: TraceRecord): void {
    const outcome = outcomeOf(record);
    if (outcome !== null) {
      this.reported.push(outcome);
      return;
    }
    if (this.isForeign(record)) {
      // Whatever else happens after the last item was dropped happens after the array was freed.
      if (this.list.isEmptied()) {
        this.list.settle();
        this.compareOutcomes();
      } else if (this.handleOthers(record.kind)) this.compareOutcomes();
      return;
    }
    try {
      this.handleOthers(record.kind);
      this.operate(record);
      this.compareOutcomes();
    } catch (error) {
      const { ir, kind, addr, a, b } = record;
      throw new Error(
        `at ${ir}, ${Ev[kind]} ${hex(addr)} a=${a} b=${b}: ${(error as Error).message}`,
      );
    }
  }

  /**
   * Where pools are bypassed the interpreter's own objects are malloc's, too: before the list is made the
   * frame, and what the code object held when it dies. Who asked is not in the trace; what malloc and free
   * had to do is compared.
   */
  private handleOthers(next: Ev): boolean {
    const before = next === Ev.INCREF && !this.list.exists;
    const after = this.codeIsDead && [Ev.DECREF, Ev.INT_FREE, Ev.CLEAR_BEGIN].includes(next);
    if (!before && !after) return false;
    for (const outcome of this.reported) {
      const [what, addr = "", request] = outcome.split(" ");
      if (what === "MALLOC") this.malloc.malloc(Number(request));
      if (what === "FREE") this.malloc.free(Number(addr));
    }
    return true;
  }

  private compareOutcomes(): void {
    const ours = this.memory.effects.splice(0);
    const theirs = this.reported.splice(0);
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      if (ours[i] === theirs[i]) continue;
      throw new Error(
        `the twin expects ${ours[i] ?? "nothing more"}, the trace has ${theirs[i] ?? "nothing more"}`,
      );
    }
  }

  /** Counts of other objects than ints: the interpreter's own, which the twin does not have. */
  private isForeign({ kind, addr }: TraceRecord): boolean {
    const counts = kind === Ev.INCREF || kind === Ev.DECREF;
    return counts && (addr === this.list.addr || !this.ints.knows(addr));
  }

  private operate(record: TraceRecord): void {
    const { kind, a, addr } = record;
    const counts = kind === Ev.INCREF || kind === Ev.DECREF || kind === Ev.INT_FREE;
    if (counts && addr === this.entry.constant?.addr) {
      this.same(record, this.changeConstant(kind));
    } else if (kind !== Ev.PHASE) this.same(withoutNumber(record), this.done(kind));
    else if (a === Phase.EXIT) {
      this.list.settle();
      this.codeIsDead = true;
    }
  }

  /**
   * The program's int: the stack and the argument tuple hold it for a while; at exit the dying code drops
   * its own reference, and then what compiling still held goes at once.
   */
  private changeConstant(kind: Ev): Outcome {
    const { constant } = this.entry;
    if (constant === null) throw new Error("this program has no constant");
    const { addr } = constant;
    const value = this.ints.value(addr);
    let drop = 1;
    if (this.codeIsDead) {
      drop = this.constantDrops === 0 ? 1 : constant.references - 1;
      this.constantDrops += 1;
    }
    if (kind !== Ev.INCREF && this.ints.refcnt(addr) === drop) {
      this.ints.die(addr);
      return { kind: Ev.INT_FREE, addr, a: value, b: 0 };
    }
    const count = this.ints.changeCount(addr, kind === Ev.INCREF ? 1 : -drop);
    return { kind: kind === Ev.INCREF ? Ev.INCREF : Ev.DECREF, addr, a: value, b: count };
  }

  /** Does an operation of a kind and says what its record must be. */
  private done(kind: Ev): Outcome {
    switch (kind) {
      case Ev.LIST_NEW:
        return this.list.create();
      case Ev.INCREF:
        return this.list.share();
      case Ev.INT_BLOCK:
        return this.ints.fill();
      case Ev.INT_TAKE:
        return this.list.take();
      case Ev.LIST_SET:
        return this.list.store();
      case Ev.LIST_DEALLOC:
        return this.list.beginDeath();
      case Ev.DECREF:
      case Ev.INT_FREE:
        return this.list.dropLast();
      case Ev.CLEAR_BEGIN:
        return this.beginCollection();
      case Ev.BLOCK_KEEP:
        return this.ints.keepNext();
      case Ev.BLOCK_FREE:
        return this.ints.freeNext();
      case Ev.CLEAR_END:
        return this.ints.endCollection();
      default:
        throw new Error("the twin does not know this operation");
    }
  }

  private beginCollection(): Outcome {
    this.collections += 1;
    // The second collection is PyInt_Fini's, which drops the shared ints first.
    if (this.collections === 2) this.ints.dropShared();
    return this.ints.beginCollection();
  }

  private same(record: TraceRecord, ours: Outcome): void {
    for (const field of ["kind", "addr", "a", "b"] as const) {
      if (record[field] === ours[field]) continue;
      const show = (value: number) =>
        field === "kind" ? Ev[value] : field === "addr" ? hex(value) : value;
      throw new Error(`${field} is ${show(record[field])}, the twin expects ${show(ours[field])}`);
    }
  }
}

/** What an operation must report: a record without its instant. */
export interface Outcome {
  kind: Ev;
  addr: number;
  a: number;
  b: number;
}

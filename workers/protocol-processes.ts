/**
 * What may be asked about the processes of a run. Ticks are the machine's clock: instructions, and a
 * nanosecond of sleep each (ADR 0007). Memory is in pages of 4,096 bytes.
 */
import type { Place, StackFrame } from "./protocol.ts";

/** A moment in the life of a process at which something happened that concerns others. */
export interface ProcessMoment {
  kind: "fork" | "sleep" | "wait" | "message";
  ir: number;
  /** Where it begins, and where the process goes on. */
  tick: number;
  until: number;
  /** The child of a fork or a wait. */
  pid: number;
}

/** One process of a run. */
export interface ProcessInfo {
  pid: number;
  parent: number | null;
  role: "main" | "child" | "worker";
  /** Ticks of its birth and of its end. */
  start: number;
  end: number;
  /** Its own clock at its end, from 0 at its birth. */
  ir: number;
  /** Wait status; null for a process that did not end. */
  status: number | null;
  moments: ProcessMoment[];
}

/** All processes of a run, the first one first. */
export interface Family {
  processes: ProcessInfo[];
  /** The tick at which the last of them ends. */
  end: number;
  /** Stretches of the machine's clock in which no process computes: all sleep or wait. */
  idle: [number, number][];
}

/** Memory of one process at an instant. */
export interface ProcessMemory {
  pid: number;
  /** Its own clock. */
  ir: number;
  rss: number;
  pss: number;
  uss: number;
  vms: number;
  faults: number;
  copies: number;
  reuses: number;
  /** Pages of `rss` that were recorded, not modelled: files, and what the library's code writes. */
  recorded: number;
}

/** Memory of all processes that live at a tick. */
export interface FamilyMemory {
  tick: number;
  processes: ProcessMemory[];
}

/** Memory over the machine's clock; a process that does not live has NaN. */
export interface FamilySeries {
  ticks: Float64Array;
  sumPss: Float64Array;
  processes: {
    pid: number;
    rss: Float64Array;
    pss: Float64Array;
    uss: Float64Array;
    vms: Float64Array;
    faults: Float64Array;
  }[];
}

/** Whose a page is, in one process. */
export enum PageState {
  /** The process has no mapping there. */
  NONE,
  /** Mapped, without a frame of the process: never touched, or a page of a file. */
  UNTOUCHED,
  /** Its frame is mapped by other processes, too. */
  SHARED,
  /** A frame that only this process maps and that it did not copy. */
  ORIGINAL,
  /** A copy that the process made by writing; what it holds differs from the original. */
  COPY,
  /** A copy whose content is what the original held when it was copied. */
  SAME_COPY,
  /** A copy that was not compared: there are too many. */
  COPY_NOT_COMPARED,
  /** A page of a shared mapping: writes to it copy nothing. */
  SHARED_MAPPING,
}

/** What wrote to a page first. */
export type WriteKind = "refcount" | "allocator" | "collector" | "data";

/** The order in which lanes number the kinds of write; 0 stands for none. */
export const WRITE_KINDS: readonly WriteKind[] = ["refcount", "allocator", "collector", "data"];

/** All pages of one process: as many as the regions have together. */
export interface PageLane {
  pid: number;
  /** PageState of each page. */
  states: Uint8Array<ArrayBuffer>;
  /** Who made it private: 1 + index in WRITE_KINDS, 0 where nobody did. */
  kinds: Uint8Array<ArrayBuffer>;
  /** Pages by state. */
  counts: number[];
  /** Copies that were compared with their originals, of all copies. */
  compared: number;
}

/** Page by page, process by process. */
export interface FamilyPages {
  tick: number;
  regions: { start: number; pages: number; kind: number }[];
  /** Owner (abi/layout.ts) of each page as one living process sees it. */
  owners: Uint8Array<ArrayBuffer>;
  lanes: PageLane[];
}

/** The write that made a page private. */
export interface FirstWrite {
  pid: number;
  ir: number;
  tick: number;
  addr: number;
  kind: WriteKind;
  /** What was written: "an int", "ob_refcnt". */
  object: string;
  field: string;
  /** The C function, and the simulated stack above it, outermost first. */
  fn: string;
  stack: StackFrame[];
  /** Where in the program; null outside of it. */
  place: Place | null;
}

/** Why a page is as it is in one process. */
export interface PageReason {
  pid: number;
  page: number;
  state: PageState;
  /** Processes that map the same frame now, this one included. */
  users: number[];
  /** The first write since the last fork, null without one. */
  write: FirstWrite | null;
  /** Whether that write copied the page; false: its process was the frame's last user and kept it. */
  copied: boolean;
  /** Processes that made a copy of this page, with the tick: they left the frame to the others. */
  copies: { pid: number; tick: number }[];
  /** Bytes of a copy that differ from the original, and bytes that could be compared. */
  differing: number;
  comparable: number;
}

/** Questions about the processes of the open run. */
export interface ProcessApi {
  family(): Promise<Family>;
  /** Memory of each living process at a tick. */
  familyMemory(tick: number): Promise<FamilyMemory>;
  familySeries(): Promise<FamilySeries>;
  familyPages(tick: number): Promise<FamilyPages>;
  /** Why the page of an address is private in a process, or why not; null where it does not live. */
  whyPrivate(pid: number, tick: number, addr: number): Promise<PageReason | null>;
}

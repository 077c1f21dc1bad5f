/** The part of a machine that is about processes (ADR 0007): identity and facts in, logs and facts out. */
import {
  FACT_HEAD,
  FactKind,
  LOG_WORDS,
  PAGE_FN_SHIFT,
  PAGE_LOG_WORDS,
  PAGE_WORD_SHIFT,
  type ProcessLog,
  SELF_WORDS,
  Schedule,
  Self,
} from "../assembly/abi/process.ts";
import { Fn } from "../assembly/abi/functions.ts";
import type { CoreExports } from "./core.ts";
import type { Fact, Facts } from "./facts.ts";

/** Whose run it is: the process's way from the first one, and what it may not find out itself. */
export interface Identity {
  /** Numbers of the processes on the way to this one, the first process left out, this one last. */
  path: readonly number[];
  /** The number for its next child. */
  nextPid: number;
  /** Living processes besides it and the children it makes. */
  others: number;
}

/** A row of the process log. */
export interface LogRow {
  kind: ProcessLog;
  ir: number;
  tick: number;
  x: number;
  y: number;
}

/** What wrote to a page first since a fork. */
export interface PageWriter {
  /** The word of the page, 0 to 511. */
  index: number;
  fn: string;
}

/** The part of a row's first word that is the clock; the word's number in its page. */
const CLOCK = (1n << BigInt(PAGE_WORD_SHIFT)) - 1n;
const WORD_INDEX = (1n << BigInt(PAGE_FN_SHIFT - PAGE_WORD_SHIFT)) - 1n;

/** Number of the first process. */
export const FIRST_PID = 1000;
/** The first process, alone. */
export const FIRST_PROCESS: Identity = { path: [], nextPid: FIRST_PID + 1, others: 0 };
/** Ticks of the machine's clock a microsecond: a tick is an instruction, and a nanosecond of sleep. */
export const TICKS_PER_MICROSECOND = 1000;

/** Whose turn it is after a fork (Schedule), by the name that requests have for it; the first is the default. */
export const SCHEDULES = {
  parallel: Schedule.PARALLEL,
  "parent-first": Schedule.PARENT_FIRST,
  "child-first": Schedule.CHILD_FIRST,
} as const;
export type ScheduleName = keyof typeof SCHEDULES;
export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as ScheduleName[];
export const DEFAULT_SCHEDULE: ScheduleName = "parallel";

/** The kernel's policies for transparent huge pages (/sys/kernel/mm/transparent_hugepage/enabled); the first is the default. */
export const THP_NAMES = ["madvise", "always"] as const;
export type ThpName = (typeof THP_NAMES)[number];
export const DEFAULT_THP: ThpName = "madvise";

/** No facts: their number. */
const NOTHING = new Uint8Array(8);

export class ProcessPort {
  /** Whether the runs that follow are about the first process. */
  isFirst = true;
  /** Whom they are about and what it is told: the same text stands for the same. */
  about = "";
  /** Holds for all processes of the run that is loaded. */
  schedule: ScheduleName = DEFAULT_SCHEDULE;
  thp: ThpName = DEFAULT_THP;
  private identity = FIRST_PROCESS;
  private image: Uint8Array = NOTHING;

  constructor(private readonly core: CoreExports) {
    this.become(FIRST_PROCESS, null);
  }

  /** The runs that follow are about this process, and its calls are answered from these facts. */
  become({ path, nextPid, others }: Identity, facts: Facts | null): void {
    this.isFirst = path.length === 0;
    // That it ends is what a process tells others: it answers none of its own calls.
    const own = facts?.get(FactKind.END, FIRST_PID, 0) === undefined ? 0 : 1;
    const known = (facts?.size ?? 0) - own;
    this.about = [this.schedule, this.thp, nextPid, others, known, ...path].join(" ");
    this.identity = { path, nextPid, others };
    this.image = facts === null || facts.size === 0 ? NOTHING : facts.encoded();
    this.tell();
  }

  /** Writes whose run it is and what is known into the machine's memory. */
  tell(): void {
    const { path, nextPid, others } = this.identity;
    const words = new BigUint64Array(this.core.memory.buffer, this.core.self(), SELF_WORDS);
    words[Self.FIRST_PID] = BigInt(FIRST_PID);
    words[Self.NEXT_PID] = BigInt(nextPid);
    words[Self.OTHERS] = BigInt(others);
    words[Self.TICKS_PER_MICROSECOND] = BigInt(TICKS_PER_MICROSECOND);
    words[Self.SCHEDULE] = BigInt(SCHEDULES[this.schedule]);
    words[Self.HUGE_PAGES] = this.thp === "always" ? 1n : 0n;
    words[Self.DEPTH] = BigInt(path.length);
    if (Self.PATH + path.length > SELF_WORDS) throw new RangeError("too many generations");
    path.forEach((pid, i) => {
      words[Self.PATH + i] = BigInt(pid);
    });
    const at = this.core.facts(this.image.length);
    new Uint8Array(this.core.memory.buffer, at, this.image.length).set(this.image);
  }

  /** What the last run established that others may be answered. */
  published(): Fact[] {
    const { buffer } = this.core.memory;
    return Array.from({ length: this.core.published() }, (_, index) => {
      const at = this.core.published_at(index);
      const [kind = 0n, a = 0n, b = 0n, count = 0n] = new BigUint64Array(buffer, at, FACT_HEAD);
      const words = new BigUint64Array(buffer, at + 8 * FACT_HEAD, Number(count)).slice();
      return { kind: Number(kind), a: Number(a), b: Number(b), words };
    });
  }

  /** The fact that the last run stopped for, after Stop.BLOCKED. */
  waitsFor(): Omit<Fact, "words"> {
    const number = (index: number) => Number(BigInt.asUintN(64, this.core.waits_for(index)));
    return { kind: number(0), a: number(1), b: number(2) };
  }

  /** The number for the next child of the process that the last run was about. */
  nextPid(): number {
    return this.core.next_process();
  }

  /** What the process did that concerns others, in the order of its clock. */
  processLog(): LogRow[] {
    const words = this.log(0, LOG_WORDS);
    return Array.from({ length: words.length / LOG_WORDS }, (_, row) => {
      const [kind = 0, ir = 0, tick = 0, x = 0, y = 0] = Array.from(
        words.subarray(row * LOG_WORDS, (row + 1) * LOG_WORDS),
        Number,
      );
      return { kind, ir, tick, x, y };
    });
  }

  /** What happened to its pages: PageLog rows, as the machine wrote them. */
  pageLog(): BigUint64Array {
    const words = this.log(1, PAGE_LOG_WORDS);
    for (let at = 0; at < words.length; at += PAGE_LOG_WORDS) words[at] = (words[at] ?? 0n) & CLOCK;
    return words;
  }

  /** For each row of the page log: the word of the page that was written first, and the C function. */
  pageWriters(): PageWriter[] {
    const words = this.log(1, PAGE_LOG_WORDS);
    return Array.from({ length: words.length / PAGE_LOG_WORDS }, (_, row) => {
      const word = words[row * PAGE_LOG_WORDS] ?? 0n;
      const index = Number((word >> BigInt(PAGE_WORD_SHIFT)) & WORD_INDEX);
      return { index, fn: Fn[Number(word >> BigInt(PAGE_FN_SHIFT))] ?? "" };
    });
  }

  private log(which: number, rowWords: number): BigUint64Array {
    const rows = this.core.log_rows(which);
    const all = new BigUint64Array(rows * rowWords);
    for (let row = 0; row < rows; ) {
      const together = this.core.log_together(which, row);
      const at = this.core.log_at(which, row);
      all.set(new BigUint64Array(this.core.memory.buffer, at, together * rowWords), row * rowWords);
      row += together;
    }
    return all;
  }
}

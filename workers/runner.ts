/**
 * How the machine is made to run to an instant: from the start of the process, or from the nearest
 * checkpoint before it (ADR 0021). A run that nothing but its end is asked of pauses now and then between
 * two bytecodes: to tell how far it is, and to leave checkpoints behind.
 */
import { RECORDS_MAX } from "../assembly/abi/events.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { Stop } from "../assembly/abi/stop.ts";
import { Checkpoints, type Spacing } from "./checkpoints.ts";
import type { CoreExports } from "./core.ts";

/** What one run shall do. */
export interface RunOptions {
  /** Ir at which it parks; the end when absent. */
  target?: number;
  /** Ir from which on events are recorded. */
  recordFrom?: number;
  /** Bits of the event kinds to record (default all). */
  kinds?: number;
  /** Records after which the run stops (default and most: RECORDS_MAX); 0: it goes on with the first kept. */
  limit?: number;
  /** Ir between samples of the gauges. */
  sampleStep?: number;
  /** Writes to watch: see `writes`. */
  watch?: WatchOptions;
  /** False makes every loop turn a step of its own; only the slow proof needs it. */
  strides?: boolean;
}

/** Addresses whose writes are of interest. */
export interface WatchOptions {
  addr: number;
  bytes: number;
  /** Writes later than this instant are meant. */
  from: number;
  /** True makes the instants exact: turns of loops go singly from `from` on. */
  exact?: boolean;
}

/** The process that a run is about. */
export interface About {
  /** What is gathered from the start on must begin there. */
  whole: boolean;
  /** It is the machine's first process: instants are its own. */
  first: boolean;
  /** Writes into memory whose run it is and what it is told. */
  tell(): void;
}

/** How often a run pauses, in milliseconds, and how near to each other checkpoints lie. */
export interface Pacing extends Spacing {
  pollMs: number;
}

export const PACING: Pacing = { pollMs: 2, spacingMs: 2, worth: 1, budgetBytes: 256 * 2 ** 20 };

/** A bit for every event kind. */
const ALL_KINDS = 0xffffffff;
/** Ir until the first pause. */
const FIRST_STEP = 2 ** 24;
/** Ir between two pauses where every chance shall be taken. */
const EAGER_STEP = 2 ** 16;
/**
 * Least Ir between two others: a share of the clock within these bounds. Where a pause itself takes longer than
 * what shall lie between two, there must not be ever more of them.
 */
const LEAST_STEPS = [2 ** 22, 2 ** 28] as const;
const LEAST_SHARE = 64;
/** The step grows or shrinks by at most this at a time. */
const CHANGE_MAX = 4;

/** When a run pauses next: about `pollMs` of running from here, as the clock went so far. */
class Pace {
  private step: number;
  private resumedAt = performance.now();
  /** Milliseconds of running since the last checkpoint. */
  worked = 0;

  constructor(
    private readonly pollMs: number,
    private at: number,
  ) {
    this.step = pollMs === 0 ? EAGER_STEP : FIRST_STEP;
  }

  private get least(): number {
    const [low, high] = LEAST_STEPS;
    return this.pollMs === 0 ? EAGER_STEP : Math.min(high, Math.max(low, this.at / LEAST_SHARE));
  }

  get next(): number {
    return this.at + this.step;
  }

  paused(ir: number): void {
    const passed = performance.now() - this.resumedAt;
    this.worked += passed;
    const wanted = this.pollMs / Math.max(passed, Number.MIN_VALUE);
    const change = Math.min(CHANGE_MAX, Math.max(1 / CHANGE_MAX, wanted));
    this.at = ir;
    this.step = Math.max(this.least, this.step * change);
  }

  goesOn(): void {
    this.resumedAt = performance.now();
  }
}

export class Runner {
  readonly checkpoints: Checkpoints;
  /** Called when a run pauses, with its clock and how many ints live. */
  onPause: ((ir: number, ints: number) => void) | null = null;

  constructor(
    private readonly core: CoreExports,
    /** null: runs never pause and leave no checkpoints. */
    private readonly pacing: Pacing | null = PACING,
  ) {
    this.checkpoints = new Checkpoints(core, pacing ?? PACING);
  }

  /** Runs and returns why it stopped; `about` says what the run may begin with. */
  run(options: RunOptions, about: About): Stop {
    const { core } = this;
    const { target = -1, recordFrom = -1, kinds = ALL_KINDS, limit = RECORDS_MAX } = options;
    const { sampleStep = 0, strides = true, watch } = options;
    const plain = strides && !about.whole && (sampleStep === 0 || !about.first);
    const concerned = [target, recordFrom, watch?.from ?? -1].filter((at) => at >= 0);
    // Of an instant's events some happen before a checkpoint at that instant: records begin behind an earlier one.
    const behind = recordFrom < 0 ? Number.POSITIVE_INFINITY : recordFrom - 1;
    // Before the first instant that it is about, a run is like any other: there it may pause.
    const begins = Math.min(...concerned);
    const until = concerned.length === 0 ? -1 : begins;
    const pauses = plain && about.first && this.pacing !== null;
    // What it is about lies in a later process: up to the first fork all of them are one.
    const nearest = about.first ? Math.min(begins, behind) : "common";
    const from = plain ? this.checkpoints.restore(nearest, about.tell) : null;
    const pace = new Pace(this.pacing?.pollMs ?? 0, from ?? 0);
    const nextPause = () => (pauses && pace.next < begins ? pace.next : -1);
    let stop = this.trapped(() => {
      if (from === null) core.reset();
      if (watch !== undefined) {
        const { addr, bytes, from: since, exact = false } = watch;
        core.watch(addr, addr + bytes, since, exact ? 1 : 0);
      }
      core.pause_from(nextPause(), until);
      if (from !== null) core.resume(target, recordFrom, kinds | 0, limit);
      else core.run(target, recordFrom, kinds | 0, limit, sampleStep, strides ? 1 : 0);
    });
    while (stop === Stop.PAUSED) {
      this.paused(pace);
      stop = this.trapped(() => {
        core.pause_from(nextPause(), until);
        core.resume(target, recordFrom, kinds | 0, limit);
      });
    }
    return stop;
  }

  private paused(pace: Pace): void {
    const stats = new Float64Array(this.core.memory.buffer, this.core.stats(), Stat.COUNT);
    const ir = stats[Stat.IR] ?? 0;
    pace.paused(ir);
    const used = this.core.memory_used();
    if (this.checkpoints.isDue(pace.worked, used)) {
      this.checkpoints.keep(ir, used, pace.worked);
      pace.worked = 0;
    }
    this.onPause?.(ir, stats[Stat.LIVE_INTS] ?? 0);
    pace.goesOn();
  }

  /** Why a call of the module came back, by a trap or not. */
  private trapped(call: () => void): Stop {
    try {
      call();
    } catch (error) {
      // A stop inside a step is a trap; anything without a reason is a real failure.
      const stop = this.core.stop();
      if (!(error instanceof WebAssembly.RuntimeError) || stop === Stop.READY) throw error;
    }
    return this.core.stop();
  }
}

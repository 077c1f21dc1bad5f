/**
 * The ledger: how often each named segment ran, what that cost in the binary of the loaded build,
 * and to whom the cost belongs. It is the only reader of prices and the owner of the clock.
 *
 *   enter(Fn.f)            a frame on the call stack, a call of f
 *     retire(Seg.f__step)  the clock moves by the step's price; self Ir of f grows
 *   leave()                inclusive Ir of f grows
 *
 * A function that the build inlines into its caller has no symbol in a profile: its frame stays on
 * the stack for people to see, but its cost is charged to the caller, as callgrind sees it.
 *
 * Every action takes a multiplicity: `times` calls or steps in a row that all take this path. That is
 * what makes strides possible with one implementation of each algorithm (ADR 0003).
 *
 * A step is retired first and acted out afterwards. A run that must stop at an instruction inside a
 * step therefore stops with the state after the last completed step.
 */
import { Ev } from "../abi/events";
import { FN_COUNT, Fn } from "../abi/functions";
import { Inlined, TallyKind } from "../abi/ledger";
import { SEG_COUNT, Seg } from "../abi/segments";
import { Fault, Phase, Stop } from "../abi/stop";
import { check, fail, halt } from "../base/fault";
import { logging } from "../events/process_log";
import { emit } from "../events/ring";
import { growing, tree_cost, tree_enter, tree_leave, tree_reset } from "./call_tree";
import { heap_logging } from "./heap_log";
import { take_sample } from "./samples";
import { tally, tally_reset, tallying } from "./tally";

/** The clock and the limits of the current run. */
@unmanaged
export class Clock {
  /** Net Ir since the process started. */
  ir: u64;
  /** The run parks before the step that would pass this. */
  target: u64;
  /** From this instant on every event is recorded, so strides are single steps. */
  record_from: u64;
  /** The next instant at which counters are sampled for the timeline. */
  sample_at: u64;
  depth: u32;
  phase: u32;
  /** The segment that did not fit before the target. */
  parked_segment: u32;
  /** 0 where strides are switched off, to prove that they change nothing. */
  strides: u32;
  /** Distance between samples. */
  sample_step: u64;
  /** From this instant on strides are single turns, because dense events are recorded. */
  single_from: u64;
  /** Executions of segments that the build has no price for: they cost nothing. */
  unpriced: u64;
  /** Ir of modelled steps: the clock without its recorded stretches. Self and inclusive Ir are of these. */
  modelled: u64;
  /** Where on the clock: abi/layout.ts, Stat.RUN_AT to Stat.CLEARED_AT. */
  run_at: u64;
  exit_at: u64;
  finalize_at: u64;
  cleared_at: u64;
  /**
   * How many equal turns of a loop what runs now stands for: 1 but for the turns that end a stride of
   * the evaluation loop, 0 while it only looks (interp/ceval/stride).
   */
  turns: u64;
  /** A stride ends here, because what follows is counted from here (meter/watch.ts). */
  pause_at: u64;
  /** The machine's clock less this process's: when it began, and how long it slept and waited. */
  tick_offset: u64;
  /** The run pauses between two bytecodes from this instant on (interp/ceval/resume.ts), and before that one. */
  pause_from: u64;
  pause_until: u64;
}

const CLOCK_BYTES: usize = 152;

/** A frame of the simulated C call stack. */
@unmanaged
export class Frame {
  fn: u32;
  /** The function that a profile of this build charges: fn, or the caller it is inlined in. */
  charged: u32;
  entry_ir: u64;
  times: u64;
  entry_modelled: u64;
}

/** A thousand Python frames, the recursion limit, have some ten C frames each. */
const DEPTH_MAX: u32 = 16384;
const FRAME_BYTES: usize = 32;

/** How a price is written in the pool: its first word. */
const PRICE_FLAT: u32 = 0;
const PRICE_TABLE: u32 = 1;
const PRICE_LOOP: u32 = 2;

/**
 * An iteration of any modelled loop retires fewer instructions than this (checked at each stride).
 * It decides how near to a stop single stepping begins, and nothing else.
 */
const ITERATION_IR_MAX: u64 = 8192;
/** The same for loops whose iterations are known to be short, and some of them longer by at most the above. */
export const ITEM_IR_MAX: u64 = 256;
export const NEW_ITEM_IR_MAX: u64 = 1024;

/** What the ticker may add to a turn, as a share of the turn and in Ir: it only decides when to go singly. */
const TURN_MARGIN: u64 = 8;
const CHECK_IR_MAX: u64 = 64;

const clock_at: usize = memory.data(152, 8);
const frames_at: usize = memory.data(16384 * 32, 8);
const executed_at: usize = memory.data(8 * SEG_COUNT, 8);
const self_at: usize = memory.data(8 * FN_COUNT, 8);
const calls_at: usize = memory.data(8 * FN_COUNT, 8);
const inclusive_at: usize = memory.data(8 * FN_COUNT, 8);
const inlined_at: usize = memory.data(FN_COUNT * FN_COUNT, 8);
const price_index_at: usize = memory.data(4 * SEG_COUNT, 8);
const price_pool_at: usize = memory.data(4 * 65536, 8);
/** The price of what has none: PRICE_FLAT, 0 Ir. */

export function clock(): Clock {
  return changetype<Clock>(clock_at);
}

export function frame(index: u32): Frame {
  return changetype<Frame>(frames_at + <usize>index * FRAME_BYTES);
}

/** Addresses of the ledger's tables, for the host: see `LedgerTable` in abi/ledger.ts. */
export function ledger_table(index: u32): usize {
  switch (index) {
    case 0:
      return executed_at;
    case 1:
      return self_at;
    case 2:
      return calls_at;
    case 3:
      return inclusive_at;
    case 4:
      return inlined_at;
    case 5:
      return price_index_at;
    case 6:
      return price_pool_at;
    default:
      return frames_at;
  }
}

/** Counts of steps, calls and Ir start again from zero. */
export function clear_counts(): void {
  tally_reset();
  memory.fill(executed_at, 0, 8 * SEG_COUNT);
  memory.fill(self_at, 0, 8 * FN_COUNT);
  memory.fill(calls_at, 0, 8 * FN_COUNT);
  memory.fill(inclusive_at, 0, 8 * FN_COUNT);
}

/** The machine's clock, in ticks: one an instruction, and what sleeping and waiting took. */
export function tick(): u64 {
  return clock().ir + clock().tick_offset;
}

/** Forgets all counts; prices stay, they belong to the build. */
export function ledger_reset(): void {
  memory.fill(clock_at, 0, CLOCK_BYTES);
  clear_counts();
  tree_reset();
  clock().target = u64.MAX_VALUE;
  clock().record_from = u64.MAX_VALUE;
  clock().sample_at = u64.MAX_VALUE;
  clock().single_from = u64.MAX_VALUE;
  clock().strides = 1;
  clock().turns = 1;
  clock().pause_at = u64.MAX_VALUE;
  clock().pause_from = u64.MAX_VALUE;
}

function add(table: usize, index: usize, value: u64): void {
  store<u64>(table + (index << 3), load<u64>(table + (index << 3)) + value);
}

/** The function that the innermost frame's cost belongs to. */
function charged(): u32 {
  return clock().depth === 0 ? Fn.main : frame(clock().depth - 1).charged;
}

/**
 * The pool address of the price of `seg`, which runs now, so many times. The pool holds, for each priced segment, how
 * many functions it is charged to and for each of them where the price is; a segment without a price
 * costs nothing (the pool's first price), and the host says so.
 */
function price_of(seg: Seg, times: u64): usize {
  const entry = <usize>load<u32>(price_index_at + ((<usize>seg) << 2));
  if (entry === 0) return unpriced(times);
  const owner = charged();
  const at = price_pool_at + (entry << 2);
  const owners = load<u32>(at);
  for (let i: u32 = 0; i < owners; i++) {
    const pair = at + 4 + ((<usize>i) << 3);
    if (load<u32>(pair) === owner) return price_pool_at + ((<usize>load<u32>(pair, 4)) << 2);
  }
  unpriced(times);
  // No recorded program has it there: what it costs elsewhere is nearer than nothing.
  return owners === 0 ? price_pool_at : price_pool_at + ((<usize>load<u32>(at, 8)) << 2);
}

function unpriced(times: u64): usize {
  clock().unpriced += times * clock().turns;
  return price_pool_at;
}

/** Ir of `iterations` turns of the loop priced at `price`. */
function loop_cost(price: usize, iterations: u64): u64 {
  const kind = load<u32>(price);
  if (kind === PRICE_FLAT) return iterations * <u64>load<u32>(price, 4);
  check(kind === PRICE_LOOP, kind);
  const fixed = <u64>load<u32>(price, 4);
  const round = <u64>load<u32>(price, 8);
  const unroll = <u64>load<u32>(price, 12);
  const rest = <u64>load<u32>(price, 16);
  return fixed + (iterations / unroll) * round + (iterations % unroll) * rest;
}

/** Moves the clock by `cost`, or parks where that would pass the target. */
function charge(seg: Seg, once: u64, cost_once: u64): void {
  const c = clock();
  const times = once * c.turns;
  const cost = cost_once * c.turns;
  if (cost > c.target - c.ir) {
    check(c.turns === 1, seg);
    c.parked_segment = seg;
    halt(Stop.TARGET);
  }
  c.ir += cost;
  c.modelled += cost;
  add(executed_at, seg, times);
  add(self_at, charged(), cost);
  if (growing()) tree_cost(cost);
}

function tally_step(kind: u32, seg: Seg, index: u64, times: u64): void {
  if (clock().phase === Phase.RUN && clock().turns > 0)
    tally(kind, seg, charged(), index, times * clock().turns);
}

/** `times` executions of a straight-line segment. */
export function retire(seg: Seg, times: u64 = 1): void {
  if (tallying()) tally_step(TallyKind.FLAT, seg, 0, times);
  const price = price_of(seg, times);
  check(load<u32>(price) === PRICE_FLAT, seg);
  charge(seg, times, times * <u64>load<u32>(price, 4));
}

/** `times` executions of a segment whose price depends on a small index. */
export function retire_table(seg: Seg, index: u32, times: u64 = 1): void {
  if (tallying()) tally_step(TallyKind.TABLE, seg, index, times);
  const price = price_of(seg, times);
  const kind = load<u32>(price);
  if (kind === PRICE_FLAT) {
    charge(seg, times, times * <u64>load<u32>(price, 4));
    return;
  }
  check(kind === PRICE_TABLE, seg);
  // An index that no recorded program reached costs what the last one does.
  const last = load<u32>(price, 4) - 1;
  const at = (<usize>(index < last ? index : last)) << 2;
  charge(seg, times, times * <u64>load<u32>(price + at, 8));
}

/** `times` executions of a loop of `iterations` turns that leaves nothing to see between them. */
export function retire_loop(seg: Seg, iterations: u64, times: u64 = 1): void {
  if (tallying()) tally_step(TallyKind.LOOP, seg, iterations, times);
  charge(seg, times * iterations, times * loop_cost(price_of(seg, times), iterations));
}

/** A stretch of the clock that was recorded and is not stepped through: `ir` instructions at once. */
export function retire_recorded(seg: Seg, ir: u64): void {
  const c = clock();
  check(c.turns === 1, seg);
  if (ir > c.target - c.ir) {
    c.parked_segment = seg;
    halt(Stop.TARGET);
  }
  c.ir += ir;
  add(executed_at, seg, 1);
}

/** `times` calls of `fn` in a row begin, all of which will take the same path. */
export function enter(fn: Fn, times: u64 = 1): void {
  begin(fn, times, Inlined.QUICK);
}

/** As `enter`, for a path that compilers split off: where only the quick path is inlined, this is a call. */
export function enter_slow(fn: Fn, times: u64 = 1): void {
  begin(fn, times, Inlined.WHOLE);
}

function begin(fn: Fn, times: u64, least: Inlined): void {
  const c = clock();
  const caller = charged();
  if (c.depth >= DEPTH_MAX) fail(Fault.STACK_OVERFLOW, fn);
  const f = frame(c.depth);
  const inlined = load<u8>(inlined_at + <usize>fn * FN_COUNT + <usize>caller) >= <u8>least;
  f.fn = fn;
  f.charged = inlined ? caller : fn;
  f.entry_ir = c.ir;
  f.entry_modelled = c.modelled;
  f.times = times;
  if (growing() && c.turns > 0) tree_enter(c.depth, fn, inlined, times * c.turns);
  c.depth += 1;
  if (!inlined) {
    add(calls_at, fn, times * c.turns);
    if (tallying() && c.phase === Phase.RUN && c.turns > 0)
      tally(TallyKind.EDGE, fn, caller, 0, times * c.turns);
  }
  emit(Ev.CALL, 0, fn, 0, times);
}

/** The innermost function returns. */
export function leave(): void {
  const c = clock();
  check(c.depth > 0, 0);
  const f = frame(c.depth - 1);
  emit(Ev.RETURN, 0, f.fn, 0, f.times);
  c.depth -= 1;
  if (growing() && c.turns > 0) tree_leave(c.depth);
  if (f.charged !== f.fn) return;
  add(inclusive_at, f.fn, c.modelled - f.entry_modelled);
}

/** Takes a sample if one is due, or at any rate when `always`, and sets when the next one is. */
export function sample(always: bool): void {
  const c = clock();
  if (c.sample_step === 0 || (!always && c.ir < c.sample_at)) return;
  c.sample_at = take_sample(c.ir) ? c.ir + c.sample_step : u64.MAX_VALUE;
}

/**
 * The clock that no stride may pass. When a run pauses is a matter of time: what is logged of pages tells when
 * strides end, so that none ends for a pause where that is logged.
 */
function next_stop(): u64 {
  const c = clock();
  let limit = c.target < c.single_from ? c.target : c.single_from;
  if (c.sample_at < limit) limit = c.sample_at;
  // These are behind us once they were met; a loop of C pauses where it can.
  if (c.pause_at > c.ir && c.pause_at < limit) limit = c.pause_at;
  if (c.pause_from > c.ir && c.pause_from < limit && !logging()) limit = c.pause_from;
  return limit;
}

/**
 * How many of `wanted` equal iterations, each of at most `most` Ir, may run as one stride: all of them far
 * from any stop, one near a stop or while events are recorded.
 */
export function stride(wanted: u64, most: u64 = ITERATION_IR_MAX): u64 {
  const c = clock();
  sample(false);
  if (c.strides === 0 || wanted <= 1) return wanted === 0 ? 0 : 1;
  const limit = next_stop();
  if (limit <= c.ir) return 1;
  const room = limit - c.ir;
  const fit = room <= ITERATION_IR_MAX ? 1 : (room - ITERATION_IR_MAX) / most;
  if (fit >= wanted) return wanted;
  return fit > 1 ? fit : 1;
}

/** How many of `wanted` turns that cost `turn_ir` each, or little more, end before any stop. */
export function turns_allowed(wanted: u64, turn_ir: u64): u64 {
  const c = clock();
  if (c.strides === 0 || heap_logging()) return 0;
  // Between two bytecodes it pauses first.
  if (c.pause_from <= c.ir && !logging()) return 0;
  const limit = next_stop();
  if (limit <= c.ir) return 0;
  const fit = (limit - c.ir) / (turn_ir + turn_ir / TURN_MARGIN + CHECK_IR_MAX);
  return fit < wanted ? fit : wanted;
}

/** Checks that a stride that began at `from` kept to the bound that `stride` relied on. */
export function stride_done(from: u64, iterations: u64, most: u64 = ITERATION_IR_MAX): void {
  check(clock().ir - from <= ITERATION_IR_MAX + iterations * most, clock().ir - from);
}

/**
 * Strides of the evaluation loop: k equal turns of a program's loop at once (ADR 0011).
 *
 *   WATCH     turns pass; now and then the turn that comes next is looked at (turn.ts)
 *   OBSERVE   ints that a turn makes lie in changing slots: after how many turns in the same ones?
 *   FINISH    the state went ahead by all but the last such turns, without a count; these run as ever,
 *             and the ledger takes each of them for as many as it stands for
 *
 * What a turn overwrites is right again after the last turns; what it only adds to is moved ahead here:
 * the iterator, the ints that a turn hands to the next one, the pages of the items passed over.
 */
import { Ty } from "../../../abi/types";
import { check } from "../../../base/fault";
import { forced_allows, forced_turn } from "../../../collectors/forced";
import { has_own_ints } from "../../../collectors/manager";
import { clock, turns_allowed } from "../../../meter/ledger";
import { block_of } from "../../../objects/intobject/block_pages";
import {
  SLOT_LIVE,
  materialise,
  set_slot,
  slot_of,
  slot_refcnt,
} from "../../../objects/intobject/blocks";
import { free_slot } from "../../../objects/intobject/free_list";
import { iterator_skip } from "../../../objects/listobject/iter";
import { Py_TYPE } from "../../../objects/object/refcount";
import { rangeiter_skip } from "../../../objects/rangeobject";
import { Op } from "../../../abi/opcodes";
import { CHECK_INTERVAL, peek, r, set_ticker, ticker, ticks } from "../state";
import { check_interval } from "../ticker";
import { polynomial_at } from "./polynomial";
import { skip_appends, skip_reads } from "./appends";
import { appends_made, path_of_turns, turn } from "./alike";
import { turns_alike } from "./turn";
import { Kind, at_start, law, now, variable, variables } from "./values";

const WATCH: u32 = 0;
const OBSERVE: u32 = 1;
const FINISH: u32 = 2;

@unmanaged
class Loop {
  frame: u64;
  header: u32;
  state: u32;
  /** Turns in a row that took the path `path`. */
  alike: u32;
  path: u32;
  /** Turns until the next look, and how many to wait after a look in vain. */
  wait: u32;
  pause: u32;
  /** After so many turns ints lie in the same slots again. */
  period: u32;
  /** OBSERVE: turns since `slots` was taken; FINISH: turns that are left. */
  count: u32;
  /** Which slots the ints in play lay in when observing began. */
  slots: u64;
  /** Where the clock and the ticker stood when the last turn ended. */
  ir: u64;
  ticks: u64;
  /** What the last turn cost, and how often the ticker counted in it. */
  turn_ir: u64;
  turn_ticks: u64;
  /** FINISH: where the clock stood and turns that it shall count. */
  turns: u64;
  /** OBSERVE: `fixed` of the turn that was looked at first. */
  fixed: i64;
  /** Turns whose paths repeat together are looked at as one turn: how many, how many of them passed, their paths. */
  unit: u32;
  round: u32;
  paths: u32;
  /** Turns in a row that did not take the path of the one before. */
  others: u32;
  /** Paths of the last turns, the last one first. */
  last: u32;
}

const LOOP_BYTES: usize = 184;
const loop_at: usize = memory.data(184, 8);
/** How many paths are kept from `last` on, and how many turns may be one. */
const LAST_PATHS: u32 = 12;
const UNIT_MAX: u32 = 4;
/** Turns of changing paths before it is looked whether they repeat. */
const OTHERS_MAX: u32 = 8;

/** Turns of one path before the first look. */
const ALIKE_MIN: u32 = 3;
/** A stride of fewer turns is not worth a look. */
const TURNS_MIN: u64 = 8;
const TURNS_MAX: u64 = 1 << 26;
const PERIOD_MAX: u32 = 8;
const PAUSE_MAX: u32 = 512;
/** Free slots that a turn may take before it gives some back. */
const MADE_MAX: u32 = 8;

function loop(): Loop {
  return changetype<Loop>(loop_at);
}

/** Forgets the run before. */
export function strides_reset(): void {
  memory.fill(loop_at, 0, LOOP_BYTES);
}

/** Control went elsewhere: what was observed of a loop holds no longer. */
export function forget_loop(): void {
  check(loop().state !== FINISH, loop().header);
  loop().frame = 0;
  loop().state = WATCH;
}

/** A turn of the loop that begins at `header` is over. */
export function turn_ends(header: u32): void {
  const l = loop();
  const c = clock();
  const path_of_one = r().path;
  r().path = 0;
  forced_turn();
  // Strides rely on dead ints whose slots come back, and on counts that are written: CPython's manager.
  if (has_own_ints()) return;
  if (l.frame !== r().frame || l.header !== header) return begin(header);
  l.paths = path_of_turns(l.paths, path_of_one);
  l.round += 1;
  if (l.state !== FINISH) keep_path(path_of_one);
  if (l.round < l.unit) return;
  const path = l.paths;
  l.paths = 0;
  l.round = 0;
  if (l.state === FINISH) {
    check(path === l.path, header);
    l.count -= 1;
    if (l.count > 0) return;
    c.turns = 1;
    l.state = WATCH;
    l.ir = c.ir;
    l.ticks = ticks();
    look();
    return;
  }
  l.turn_ir = c.ir - l.ir;
  l.turn_ticks = ticks() - l.ticks;
  l.ir = c.ir;
  l.ticks = ticks();
  if (path !== l.path) {
    l.path = path;
    l.alike = 1;
    l.state = WATCH;
    l.period = 0;
    l.others += 1;
    if (l.others >= OTHERS_MAX) choose_unit();
    return;
  }
  l.others = 0;
  l.alike += 1;
  if (l.wait > 0) l.wait -= 1;
  else if (l.state === OBSERVE) observe();
  else if (l.alike >= ALIKE_MIN) look();
}

function begin(header: u32): void {
  const l = loop();
  check(l.state !== FINISH, header);
  l.frame = r().frame;
  l.header = header;
  l.state = WATCH;
  l.alike = 0;
  l.path = 0;
  l.wait = 0;
  l.pause = 1;
  l.period = 0;
  l.unit = 1;
  l.round = 0;
  l.paths = 0;
  l.others = 0;
  l.ir = clock().ir;
  l.ticks = ticks();
}

function path_before(turns: u32): usize {
  return loop_at + offsetof<Loop>("last") + ((<usize>turns) << 2);
}

function keep_path(path: u32): void {
  memory.copy(path_before(1), path_before(0), (<usize>LAST_PATHS - 1) << 2);
  store<u32>(path_before(0), path);
}

/** Paths change from turn to turn: perhaps those of a few turns together do not. */
function choose_unit(): void {
  const l = loop();
  l.others = 0;
  l.unit = 1;
  for (let unit: u32 = 2; unit <= UNIT_MAX; unit++) {
    let repeats = true;
    for (let i: u32 = 0; i + unit < LAST_PATHS; i++) {
      if (load<u32>(path_before(i)) !== load<u32>(path_before(i + unit))) repeats = false;
    }
    if (!repeats) continue;
    l.unit = unit;
    return;
  }
}

/** Nothing to gain now: the next look is later. */
function give_up(): void {
  const l = loop();
  l.state = WATCH;
  l.period = 0;
  l.wait = l.pause;
  if (l.pause < PAUSE_MAX) l.pause *= 2;
}

/** How many turns would go as one stride, 0 for too few. */
function turns_ahead(behind: u64): u64 {
  const l = loop();
  const c = clock();
  const allowed = forced_allows(turns_allowed(TURNS_MAX, l.turn_ir));
  // Turns of several lengths: how many lie before a place in the run is not known.
  if (l.unit > 1 && forced_allows(u64.MAX_VALUE) !== u64.MAX_VALUE) return 0;
  if (allowed < TURNS_MIN) return 0;
  c.turns = 0;
  turn().unit = l.unit;
  const k = turns_alike(l.header, allowed, behind);
  c.turns = 1;
  return k < TURNS_MIN || turn().path !== l.path || turn().made > MADE_MAX ? 0 : k;
}

function look(): void {
  const l = loop();
  const behind: u64 = l.period > 0 ? l.period : 1;
  const k = turns_ahead(behind);
  if (k === 0) return give_up();
  if (turn().made === 0 || appends_made()) l.period = 1;
  if (l.period > 0) return stride(k);
  l.state = OBSERVE;
  l.count = 0;
  l.slots = slots_in_play();
  l.fixed = turn().fixed;
}

/** Waits until ints lie in the slots they lay in before. */
function observe(): void {
  const l = loop();
  l.count += 1;
  const k = turns_ahead(l.count);
  if (k === 0 || l.count > PERIOD_MAX || turn().fixed !== l.fixed) return give_up();
  if (slots_in_play() !== l.slots) return;
  l.period = l.count;
  l.state = WATCH;
  stride(k);
}

/** A hash of where the ints lie that turns make, and of the free slots they would take next. */
function slots_in_play(): u64 {
  let hash: u64 = 0;
  for (let depth: u32 = 0; depth < MADE_MAX; depth++) hash = mix(hash, free_slot(depth));
  for (let i: u32 = 0; i < variables(); i++) {
    const v = variable(i);
    if (v.written !== 0 && now(v).kind === Kind.INT && now(v).made !== 0)
      hash = mix(hash, v.object);
  }
  return hash;
}

function mix(hash: u64, value: u64): u64 {
  return (rotl<u64>(hash, 17) ^ value) * 0x9e3779b97f4a7c15;
}

/** `most` turns or a few less go as one: the state is moved ahead, the last turns count for all. */
function stride(most: u64): void {
  const l = loop();
  const times = most / l.period;
  if (times < 2 || most < TURNS_MIN) return give_up();
  const k = times * l.period;
  const skipped = k - l.period;
  l.pause = 1;
  skip_reads(skipped);
  skip_appends(skipped);
  skip_items(skipped * l.unit);
  skip_ints(skipped);
  skip_ticks(k);
  l.state = FINISH;
  l.count = l.period;
  clock().turns = times;
}

/** The iterator passes over the items of the turns that are skipped. */
function skip_items(turns: u64): void {
  if (load<u8>(r().bytes + <usize>loop().header) !== <u8>Op.FOR_ITER) return;
  const iterator = peek(1);
  if (Py_TYPE(iterator) === Ty.rangeiterator) rangeiter_skip(iterator, turns);
  else iterator_skip(iterator, turns);
}

/** Ints that a turn hands to the next one: each made one has its value of so many turns later. */
function skip_ints(turns: u64): void {
  for (let i: u32 = 0; i < variables(); i++) {
    const v = variable(i);
    if (v.carried === 0 || v.written === 0) continue;
    const number = block_of(v.object);
    const slot = slot_of(number, v.object);
    materialise(number);
    const value = polynomial_at(law(at_start(v)), <i64>turns);
    set_slot(number, slot, SLOT_LIVE, slot_refcnt(number, slot), value);
  }
}

/** The ticker counts as in `turns` turns, of which the last ones will count for themselves. */
function skip_ticks(turns: u64): void {
  const l = loop();
  const all = <i64>(turns * l.turn_ticks);
  let left = <i64>ticker() - all;
  if (left < 0) {
    const beyond = -left - 1;
    const round = <i64>CHECK_INTERVAL + 1;
    check_interval(<u64>(1 + beyond / round));
    left = <i64>CHECK_INTERVAL - (beyond % round);
  }
  set_ticker(<i32>(left + <i64>(l.turn_ticks * l.period)));
}

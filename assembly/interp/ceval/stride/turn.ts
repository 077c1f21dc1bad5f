/**
 * One turn of a loop, looked at before it runs: the same opcodes on laws instead of objects. The
 * answer is for how many turns the path cannot change, and what changes from turn to turn.
 *
 *   pass    run the turn's opcodes on values; an opcode that is not understood ends the attempt
 *   laws    an int that a turn reads and writes gets the law its change suggests; again, until the
 *           turn maps every law on itself one turn later: then it holds by induction
 *
 * A condition on an int that only grows or only falls holds in between where it holds at both ends.
 */
import { Cmp, HAVE_ARGUMENT, Op } from "../../../abi/opcodes";
import { Ty } from "../../../abi/types";
import { PyDict_GetItem } from "../../../objects/dictobject/dictobject";
import { slots } from "../../../objects/intobject/blocks";
import { free_list_length } from "../../../objects/intobject/free_list";
import { is_small, steady_blocks } from "../../../objects/intobject/intobject";
import { list_room } from "../../../objects/listobject/listobject";
import { Py_None } from "../../../objects/singletons";
import { string_is } from "../../../objects/stringobject/text";
import { iterator_index, iterator_left, iterator_list } from "../../../objects/listobject/iter";
import { ints_in_row, row_step, row_value } from "../../../objects/listobject/walk";
import { Py_TYPE } from "../../../objects/object/refcount";
import { rangeiter_left, rangeiter_step, rangeiter_value } from "../../../objects/rangeobject";
import { PyTuple_GET_ITEM } from "../../../objects/tupleobject/tupleobject";
import { get_local, name_at, peek, r } from "../state";
import {
  Polynomial,
  is_monotone,
  polynomial_add,
  polynomial_at,
  polynomial_copy,
  polynomial_set,
  polynomial_subtract,
} from "./polynomial";
import {
  Kind,
  Value,
  Variable,
  at_start,
  entry,
  law,
  now,
  stack_clear,
  stack_depth,
  stack_drop,
  stack_has_room,
  stack_push,
  value_copy,
  value_of_object,
  variable,
  variable_add,
  variable_find,
  variables,
  variables_clear,
  variables_rewind,
} from "./values";

@unmanaged
export class Turn {
  /** Turns whose path is that of the first. */
  k: u64;
  /** Turns before now that must have taken it, too. */
  behind: u64;
  /** Hash of the offsets that the turn runs, as the loop computes it. */
  path: u32;
  /** Ints that a turn makes. */
  made: u32;
  /** 1 where the values of the list's items matter. */
  values: u32;
  header: u32;
  /** The list that a turn appends to, 0 for none, and what: law and object are of `appended`. */
  list: u64;
  /** 1 where the iterator makes the int that is made, as PyInt_FromLong's caller. */
  by_iterator: u32;
}

const turn_at: usize = memory.data(56, 8);
const appended_at: usize = memory.data(40, 8);
const scratch_at: usize = memory.data(24, 8);
const scratch2_at: usize = memory.data(24, 8);

/** In the place of an object's address: an item of the list that the loop walks. */
export const SOME_ITEM: u64 = 1;
/** Opcodes in a turn that is looked at. */
const OPCODES_MAX: u32 = 64;
/** What is tried where more turns are not understood. */
const FEW: u64 = 4096;
/** Passes until every law must have been found: sums of sums need one more each. */
const PASSES_MAX: u32 = 4;

export function turn(): Turn {
  return changetype<Turn>(turn_at);
}

/** What each turn appends. */
export function appended(): Value {
  return changetype<Value>(appended_at);
}

/** Whether each turn makes one int and appends it: it stays. */
export function appends_made(): bool {
  return turn().list !== 0 && appended().made !== 0;
}

/** How the loop hashes a path: offset after offset. */
export function path_after(path: u32, offset: u32): u32 {
  return path * 31 + offset;
}

/**
 * Looks at the turn that begins at `header` now: turns at once, `behind` earlier ones taken into
 * account, at most `most`; 0 where it is not understood.
 */
export function turns_alike(header: u32, most: u64, behind: u64): u64 {
  const t = turn();
  t.header = header;
  t.behind = behind;
  t.values = 0;
  let found = find_laws(most);
  // The items' values turned out to matter: once more with them.
  if (!found && t.values !== 0) found = find_laws(most);
  // So many turns may lead too far to decide anything.
  if (!found && most > FEW) found = find_laws(FEW);
  return found ? t.k : 0;
}

function find_laws(most: u64): bool {
  variables_clear();
  const values = turn().values;
  for (let passes: u32 = 0; passes < PASSES_MAX; passes++) {
    turn().k = most;
    if (!pass() || turn().values !== values) return false;
    if (laws_hold()) return turn().k > 0;
    variables_rewind();
  }
  return false;
}

/** Compares each carried int with its law one turn later; where they differ, suggests another law. */
function laws_hold(): bool {
  let hold = true;
  for (let i: u32 = 0; i < variables(); i++) {
    const v = variable(i);
    if (v.carried === 0 || v.written === 0) continue;
    const before = law(at_start(v));
    const change = changetype<Polynomial>(scratch_at);
    polynomial_copy(change, law(now(v)));
    polynomial_subtract(change, before);
    if (change.a === before.d && change.d === before.e && change.e === 0) continue;
    if (change.e !== 0) return false;
    before.d = change.a;
    before.e = change.d;
    hold = false;
  }
  return hold;
}

/** Whether a variable that a turn hands to the next one is an int that the turn makes. */
function may_be_carried(v: Variable): bool {
  return v.written === 0 || (now(v).kind === Kind.INT && now(v).made !== 0);
}

/** Runs the turn's opcodes on values. */
function pass(): bool {
  const t = turn();
  const regs = r();
  t.path = 0;
  t.made = 0;
  t.list = 0;
  t.by_iterator = 0;
  stack_clear();
  let offset = t.header;
  for (let count: u32 = 0; count < OPCODES_MAX; count++) {
    t.path = path_after(t.path, offset);
    const at = regs.bytes + <usize>offset;
    const opcode = <i32>load<u8>(at);
    const argument = opcode >= HAVE_ARGUMENT ? <u32>load<u16>(at, 1) : 0;
    const next = offset + (opcode >= HAVE_ARGUMENT ? 3 : 1);
    if (!stack_has_room()) return false;
    if (opcode === Op.JUMP_ABSOLUTE || opcode === Op.JUMP_FORWARD) {
      offset = opcode === Op.JUMP_ABSOLUTE ? argument : next + argument;
      if (offset === t.header) return ends_well();
      if (offset < next) return false;
    } else if (opcode === Op.POP_JUMP_IF_FALSE || opcode === Op.POP_JUMP_IF_TRUE) {
      if (!is_truth()) return false;
      const truth = law(entry(1)).a !== 0;
      stack_drop(1);
      offset = truth === (opcode === Op.POP_JUMP_IF_TRUE) ? argument : next;
      if (offset === t.header) return ends_well();
      if (offset < next) return false;
    } else {
      if (!apply(opcode, argument, offset)) return false;
      offset = next;
    }
  }
  return false;
}

function ends_well(): bool {
  if (stack_depth() !== 0) return false;
  for (let i: u32 = 0; i < variables(); i++) {
    if (variable(i).carried !== 0 && !may_be_carried(variable(i))) return false;
    // What is appended in every turn is no variable's passing value.
    if (turn().list === 0 || variable(i).written === 0) continue;
    if (appends_made() && variable(i).carried !== 0) return false;
    if (appended().object !== 0 && appended().object === variable(i).object) return false;
  }
  return !appends_made() || turn().made === 1;
}

/** True and False are marked by an object of their own and their value in the law. */
function is_truth(): bool {
  return stack_depth() > 0 && entry(1).kind === Kind.OBJECT && entry(1).made !== 0;
}

function apply(opcode: i32, argument: u32, offset: u32): bool {
  switch (opcode) {
    case Op.FOR_ITER:
      return offset === turn().header && take_item();
    case Op.LOAD_CONST: {
      value_of_object(stack_push(), PyTuple_GET_ITEM(r().consts, argument));
      return true;
    }
    case Op.LOAD_FAST:
    case Op.LOAD_NAME:
    case Op.LOAD_GLOBAL:
      return load_variable(opcode, argument);
    case Op.STORE_FAST:
    case Op.STORE_NAME:
    case Op.STORE_GLOBAL:
      return store_variable(opcode, argument);
    case Op.BINARY_ADD:
    case Op.INPLACE_ADD:
      return sum(true);
    case Op.BINARY_SUBTRACT:
    case Op.INPLACE_SUBTRACT:
      return sum(false);
    case Op.COMPARE_OP:
      return compare(<Cmp>argument);
    case Op.LOAD_ATTR:
      return load_append(argument);
    case Op.CALL_FUNCTION:
      return argument === 1 && call_append();
    case Op.LIST_APPEND: {
      // Below what the turn has pushed lies what was there when it began.
      const below = <i32>argument - <i32>(stack_depth() - 1);
      return below > 0 && append(peek(below));
    }
    case Op.POP_TOP:
      if (stack_depth() === 0) return false;
      stack_drop(1);
      return true;
    case Op.NOP:
      return true;
    default:
      return false;
  }
}

/** What the iterator on the stack yields turn by turn. */
function take_item(): bool {
  const t = turn();
  const iterator = peek(1);
  const type = Py_TYPE(iterator);
  const value = stack_push();
  value.object = 0;
  value.made = 0;
  if (type === Ty.rangeiterator) {
    value.kind = Kind.INT;
    polynomial_set(law(value), rangeiter_value(iterator), rangeiter_step(iterator), 0);
    keep_below(rangeiter_left(iterator));
    t.by_iterator = 1;
    return make(value);
  }
  if (type !== Ty.listiterator) return false;
  const left = iterator_left(iterator);
  keep_below(left);
  value.kind = Kind.ITEM;
  polynomial_set(law(value), 0, 0, 0);
  if (t.values === 0) return true;
  const index = iterator_index(iterator);
  if (index < t.behind) return false;
  const found = ints_in_row(iterator_list(iterator), index - t.behind, t.k + t.behind);
  if (found <= t.behind) return false;
  keep_below(found - t.behind);
  value.kind = Kind.INT;
  value.object = SOME_ITEM;
  polynomial_set(law(value), row_value() + row_step() * <i64>t.behind, row_step(), 0);
  return true;
}

function keep_below(limit: u64): void {
  if (limit < turn().k) turn().k = limit;
}

/** The int on the stack is a new object each turn: never one of the shared ones. */
function make(value: Value): bool {
  const t = turn();
  value.made = 1;
  value.object = 0;
  t.made += 1;
  const p = law(value);
  const from = -(<i64>t.behind);
  if (t.k === 0 || !is_monotone(p, from, <i64>t.k - 1)) return false;
  const first = polynomial_at(p, from);
  if (is_small(first)) return false;
  const above = first > 0;
  // Both ends on one side of the shared ints: so is what lies between.
  let low: u64 = 0;
  let high = t.k;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const last = polynomial_at(p, <i64>middle - 1);
    if (!is_small(last) && last > 0 === above) low = middle;
    else high = middle - 1;
  }
  t.k = low;
  return low > 0;
}

/** list.append, which every turn looks up. */
function load_append(argument: u32): bool {
  if (stack_depth() === 0) return false;
  const value = entry(1);
  if (value.kind !== Kind.OBJECT || value.object === 0) return false;
  if (Py_TYPE(value.object) !== Ty.list || !string_is(name_at(argument), "append")) return false;
  value.kind = Kind.APPEND;
  return true;
}

function call_append(): bool {
  if (stack_depth() < 2 || entry(2).kind !== Kind.APPEND) return false;
  const list = entry(2).object;
  if (!append(list)) return false;
  value_of_object(entry(1), Py_None());
  return true;
}

/** The top goes to the end of `list`: as long as there is room, and a new int finds a slot. */
function append(list: u64): bool {
  const t = turn();
  const value = entry(1);
  if (t.list !== 0 || Py_TYPE(list) !== Ty.list || stack_depth() === 0) return false;
  const moves =
    value.kind === Kind.INT &&
    value.object !== SOME_ITEM &&
    (law(value).d !== 0 || law(value).e !== 0);
  if (value.kind === Kind.APPEND || (moves && value.made === 0)) return false;
  if (value.kind !== Kind.ITEM && value.made === 0 && value.object === 0) return false;
  if (value.kind === Kind.OBJECT && value.made !== 0) return false;
  if (value.made !== 0 && (law(value).e !== 0 || !has_slots())) return false;
  keep_below(list_room(list));
  t.list = list;
  value_copy(appended(), value);
  stack_drop(1);
  return t.k > 0;
}

/** Free slots, and blocks that malloc hands out as it did before, are enough for the turns. */
function has_slots(): bool {
  const t = turn();
  let free = free_list_length();
  // New blocks cost more than the turn that was measured: half as many turns keep clear of a stop.
  if (t.k > 1) t.k >>= 1;
  if (free < t.k) {
    const wanted = (t.k - free) / slots() + 1;
    free += steady_blocks(wanted) * slots();
  }
  keep_below(free);
  return t.k > 0;
}

function both_ints(): bool {
  if (stack_depth() < 2) return false;
  if (entry(1).kind === Kind.ITEM || entry(2).kind === Kind.ITEM) turn().values = 1;
  return entry(1).kind === Kind.INT && entry(2).kind === Kind.INT;
}

function sum(plus: bool): bool {
  if (!both_ints()) return false;
  const right = law(entry(1));
  if (plus) polynomial_add(law(entry(2)), right);
  else polynomial_subtract(law(entry(2)), right);
  stack_drop(1);
  return make(entry(1));
}

/** How the difference of two ints lies to zero. */
function holds_for(op: Cmp, difference: i64): bool {
  switch (op) {
    case Cmp.LT:
      return difference < 0;
    case Cmp.LE:
      return difference <= 0;
    case Cmp.EQ:
      return difference === 0;
    case Cmp.NE:
      return difference !== 0;
    case Cmp.GT:
      return difference > 0;
    default:
      return difference >= 0;
  }
}

function sign(value: i64): i64 {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

function compare(op: Cmp): bool {
  if (op > Cmp.GE || !both_ints()) return false;
  const t = turn();
  const difference = changetype<Polynomial>(scratch2_at);
  polynomial_copy(difference, law(entry(2)));
  polynomial_subtract(difference, law(entry(1)));
  stack_drop(1);
  const now_ = polynomial_at(difference, 0);
  if (t.k === 0 || !is_monotone(difference, 0, <i64>t.k)) return false;
  let low: u64 = 1;
  let high = t.k;
  // The longest stretch of turns in which the two lie to each other as they do now.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sign(polynomial_at(difference, <i64>middle - 1)) === sign(now_)) low = middle;
    else high = middle - 1;
  }
  t.k = low;
  const truth = entry(1);
  truth.kind = Kind.OBJECT;
  truth.made = 1;
  truth.object = 0;
  polynomial_set(law(truth), holds_for(op, now_) ? 1 : 0, 0, 0);
  return true;
}

const IN_FAST: u64 = 1 << 32;
const IN_LOCALS: u64 = 2 << 32;

/** Where a variable lives. Module code has one dictionary for locals and globals. */
function key_of(opcode: i32, argument: u32): u64 {
  if (opcode === Op.LOAD_FAST || opcode === Op.STORE_FAST) return IN_FAST | argument;
  const local = opcode === Op.LOAD_NAME || opcode === Op.STORE_NAME;
  return local && r().locals !== r().globals ? IN_LOCALS | argument : <u64>argument;
}

/** The object bound to a name or local now, 0 where there is none; nothing is counted (Clock.turns). */
function bound(opcode: i32, argument: u32): u64 {
  if (opcode === Op.LOAD_FAST || opcode === Op.STORE_FAST) return get_local(argument);
  const name = name_at(argument);
  const global = opcode === Op.LOAD_GLOBAL || opcode === Op.STORE_GLOBAL;
  let value = PyDict_GetItem(global ? r().globals : r().locals, name);
  if (opcode === Op.STORE_NAME || opcode === Op.STORE_GLOBAL) return value;
  if (value === 0 && !global) value = PyDict_GetItem(r().globals, name);
  return value !== 0 ? value : PyDict_GetItem(r().builtins, name);
}

function variable_of(opcode: i32, argument: u32): Variable | null {
  const key = key_of(opcode, argument);
  const known = variable_find(key);
  if (known !== null) return known;
  const object = bound(opcode, argument);
  return object === 0 ? null : variable_add(key, object);
}

function load_variable(opcode: i32, argument: u32): bool {
  const v = variable_of(opcode, argument);
  if (v === null) return false;
  if (v.written === 0) v.carried = 1;
  value_copy(stack_push(), now(v));
  return true;
}

function store_variable(opcode: i32, argument: u32): bool {
  const v = variable_of(opcode, argument);
  if (v === null || stack_depth() === 0) return false;
  v.written = 1;
  value_copy(now(v), entry(1));
  stack_drop(1);
  return true;
}

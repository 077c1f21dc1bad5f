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
import { iterator_index, iterator_left, iterator_list } from "../../../objects/listobject/iter";
import { is_small } from "../../../objects/intobject/intobject";
import { ints_in_row, row_ahead, row_step, row_value } from "../../../objects/listobject/walk";
import { PyList_GET_SIZE } from "../../../objects/listobject/access";
import { Py_TYPE } from "../../../objects/object/refcount";
import { rangeiter_left, rangeiter_step, rangeiter_value } from "../../../objects/rangeobject";
import { PyTuple_GET_ITEM } from "../../../objects/tupleobject/tupleobject";
import { peek, r } from "../state";
import {
  SOME_ITEM,
  add_read,
  appended,
  appends_made,
  keep_below,
  path_after,
  path_of_turns,
  read_at,
  turn,
} from "./alike";
import { append, call_append, load_append, store_item } from "./appends";
import { load_variable, store_variable } from "./names";
import { compare, make, product, remainder, sum } from "./operators";
import { Polynomial, polynomial_copy, polynomial_set, polynomial_subtract } from "./polynomial";
import {
  Kind,
  Variable,
  at_start,
  entry,
  law,
  now,
  stack_clear,
  stack_depth,
  stack_drop,
  stack_has_room,
  duplicate_two,
  rotate_three,
  stack_push,
  value_of_object,
  variable,
  variables,
  variables_clear,
  variables_rewind,
} from "./values";

const scratch_at: usize = memory.data(24, 8);
/** Opcodes in a turn that is looked at. */
const OPCODES_MAX: u32 = 160;
/** What is tried where more turns are not understood. */
const FEW: u64 = 4096;
/** Passes until every law must have been found: sums of sums need one more each. */
const PASSES_MAX: u32 = 4;

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
  t.stores = 0;
  t.by_iterator = 0;
  t.round = 0;
  t.reads = 0;
  t.fixed = 0;
  stack_clear();
  let offset = t.header;
  let path: u32 = 0;
  for (let count: u32 = 0; count < OPCODES_MAX; count++) {
    if (count > 0 && offset === t.header) {
      t.path = path_of_turns(t.path, path);
      t.round += 1;
      if (t.round === t.unit) return ends_well();
      if (stack_depth() !== 0) return false;
      path = 0;
    }
    path = path_after(path, offset);
    const at = regs.bytes + <usize>offset;
    const opcode = <i32>load<u8>(at);
    const argument = opcode >= HAVE_ARGUMENT ? <u32>load<u16>(at, 1) : 0;
    const next = offset + (opcode >= HAVE_ARGUMENT ? 3 : 1);
    if (!stack_has_room()) return false;
    if (opcode === Op.JUMP_ABSOLUTE || opcode === Op.JUMP_FORWARD) {
      offset = opcode === Op.JUMP_ABSOLUTE ? argument : next + argument;
      if (offset < next && offset !== t.header) return false;
    } else if (opcode === Op.POP_JUMP_IF_FALSE || opcode === Op.POP_JUMP_IF_TRUE) {
      if (!is_truth()) return false;
      const truth = law(entry(1)).a !== 0;
      stack_drop(1);
      offset = truth === (opcode === Op.POP_JUMP_IF_TRUE) ? argument : next;
      if (offset < next && offset !== t.header) return false;
    } else {
      if (!apply(opcode, argument, offset)) return false;
      offset = next;
    }
  }
  return false;
}

function ends_well(): bool {
  if (stack_depth() !== 0 || !reads_are_old()) return false;
  for (let i: u32 = 0; i < variables(); i++) {
    if (variable(i).carried !== 0 && !may_be_carried(variable(i))) return false;
    // What is appended in every turn is no variable's passing value.
    if (turn().list === 0 || variable(i).written === 0) continue;
    if (appends_made() && variable(i).carried !== 0) return false;
    if (appended().object !== 0 && appended().object === variable(i).object) return false;
  }
  return !appends_made() || turn().made === 1;
}

/** Whether no turn reads what an earlier one of the stride stored: each stores where it read, or elsewhere. */
function reads_are_old(): bool {
  const t = turn();
  if (t.list === 0 || t.stores === 0) return true;
  for (let i: u32 = 0; i < t.reads; i++) {
    const read = read_at(i);
    if (read.list !== t.list) continue;
    if (t.unit !== 1 || read.index !== <i64>t.index || read.step !== 1) return false;
  }
  return true;
}

/** True and False are marked by an object of their own and their value in the law; an int may stay what it is. */
function is_truth(): bool {
  if (stack_depth() === 0) return false;
  const value = entry(1);
  if (value.kind === Kind.INT) return law(value).d === 0 && law(value).e === 0;
  return value.kind === Kind.OBJECT && value.made !== 0;
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
    case Op.BINARY_MULTIPLY:
    case Op.INPLACE_MULTIPLY:
      return product();
    case Op.BINARY_MODULO:
    case Op.INPLACE_MODULO:
      return remainder();
    case Op.BINARY_SUBSCR:
      return read_item();
    case Op.DUP_TOPX:
      return argument === 2 && duplicate_two();
    case Op.ROT_THREE:
      return rotate_three();
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
    case Op.STORE_SUBSCR:
      return store_item();
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
    const step = rangeiter_step(iterator);
    const first = rangeiter_value(iterator) + step * <i64>t.round;
    polynomial_set(law(value), first, step * <i64>t.unit, 0);
    keep_below(rangeiter_left(iterator) / t.unit);
    t.by_iterator = 1;
    return make(value);
  }
  if (type !== Ty.listiterator) return false;
  keep_below(iterator_left(iterator) / t.unit);
  value.kind = Kind.ITEM;
  polynomial_set(law(value), 0, 0, 0);
  if (t.values === 0) return true;
  const unit = <i64>t.unit;
  const index = <i64>iterator_index(iterator) + <i64>t.round;
  if (!items_in_row(iterator_list(iterator), index, unit)) return false;
  value.kind = Kind.INT;
  value.object = SOME_ITEM;
  polynomial_set(law(value), row_value(), row_step(), 0);
  return true;
}

/**
 * Whether items index, index + step ... of a list are ints in a row (`row_value`, `row_step` from then on), as they
 * were in the turns before: for as many turns as that is so.
 */
function items_in_row(list: u64, index: i64, step: i64): bool {
  const t = turn();
  const before = <i64>t.behind * step;
  if (index < before) return false;
  if (step === 0) return ints_in_row(list, <u64>index, 1) === 1;
  const wanted = (t.k + t.behind) * <u64>step;
  const found = ints_in_row(list, <u64>(index - before), wanted) / <u64>step;
  if (found <= t.behind) return false;
  keep_below(found - t.behind);
  row_ahead(before, step);
  return true;
}

/** list[key], where keys go upwards and items are ints in a row. */
function read_item(): bool {
  if (stack_depth() < 2) return false;
  const t = turn();
  if (entry(1).kind === Kind.ITEM) t.values = 1;
  if (entry(1).kind !== Kind.INT || entry(2).kind !== Kind.OBJECT) return false;
  const list = entry(2).object;
  const key = law(entry(1));
  if (list === 0 || Py_TYPE(list) !== Ty.list || list === t.list) return false;
  const size = <i64>PyList_GET_SIZE(list);
  if (key.e !== 0 || key.d < 0 || key.a < 0 || key.a >= size) return false;
  if (!add_read(list, key.a, key.d)) return false;
  if (key.d > 0) keep_below(<u64>((size - key.a + key.d - 1) / key.d));
  else keep_below(1);
  const kept = t.k;
  if (!items_in_row(list, key.a, key.d > 0 ? key.d : 0) || t.k === 1) {
    // What lies before may have been stored by the turns before: small ints that all are the same say enough.
    if (key.d !== 1 || ints_in_row(list, <u64>key.a, kept) < 2) return false;
    if (row_step() !== 0 || !is_small(row_value())) return false;
    t.k = min<u64>(kept, ints_in_row(list, <u64>key.a, kept));
    t.fixed = t.fixed * 31 + row_value() + 1;
  }
  stack_drop(1);
  const value = entry(1);
  value.kind = Kind.INT;
  value.made = 0;
  value.object = SOME_ITEM;
  polynomial_set(law(value), row_value(), row_step(), 0);
  return true;
}

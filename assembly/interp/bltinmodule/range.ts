/** range (Python/bltinmodule.c, CPython 2.7; spec 03 section 1). */
import { lazy_range } from "../../collectors/lazy_range";
import { has_nursery } from "../../collectors/manager";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_mark } from "../../base/text";
import {
  NEW_ITEM_IR_MAX,
  clock,
  enter,
  leave,
  retire,
  stride,
  stride_done,
} from "../../meter/ledger";
import { PyInt_FromLongs, is_small } from "../../objects/intobject/intobject";
import { PyList_New, PyList_SET_ITEMS } from "../../objects/listobject/listobject";
import { Py_TYPE } from "../../objects/object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { is_subtype, type_name } from "../../objects/types";
import { pause_in_range } from "../ceval/resume";
import { PyErr_Clear, PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../errors";
import { PyArg_UnpackTuple } from "../getargs";
import { parse_tuple, parsed_long } from "../parse_tuple";

/** The longest list: `n` is an int of C. */
const INT_MAX: i64 = 2147483647;

/** The list that is being filled, kept in memory so that a pause does not lose it. */
@unmanaged
class Filling {
  args: u64;
  list: u64;
  /** The next int, and the distance to the one behind it. */
  ilow: i64;
  step: i64;
  left: u64;
}

const filling_at: usize = memory.data(40, 8);

function filling(): Filling {
  return changetype<Filling>(filling_at);
}

/** range(high), range(low, high), range(low, high, step). */
export function builtin_range(args: u64): u64 {
  enter(Fn.builtin_range);
  const given = PyTuple_GET_SIZE(args);
  let fits: bool;
  if (given <= 1) fits = parse_tuple(args, "l;range() requires 1-3 int arguments");
  else fits = parse_tuple(args, "ll|l;range() requires 1-3 int arguments");
  let list: u64 = 0;
  if (!fits) {
    retire(Seg.builtin_range__not_ints);
    PyErr_Clear();
    list = handle_range_longs(args, given);
  } else {
    const low = given <= 1 ? 0 : parsed_long(0, given, 0);
    filling().args = args;
    list = range_of(low, parsed_long(given <= 1 ? 0 : 1, given, 0), parsed_long(2, given, 1));
  }
  leave();
  return list;
}

/** The list comes first, zeroed; then each int is made and stored. */
function range_of(low: i64, high: i64, step: i64): u64 {
  retire(Seg.builtin_range__arguments);
  if (step === 0) {
    PyErr_SetString(Ty.ValueError, "range() step argument must not be zero");
    return 0;
  }
  const size = step > 0 ? get_len_of_range(low, high, step) : get_len_of_range(high, low, -step);
  if (size > INT_MAX) {
    PyErr_SetString(Ty.OverflowError, "range() result has too many items");
    return 0;
  }
  if (has_nursery()) return lazy_range(low, step, <u64>size);
  if (size > 0) retire(Seg.builtin_range__not_empty);
  const list = PyList_New(size, true);
  if (list === 0) return 0;
  const f = filling();
  f.list = list;
  f.ilow = low;
  f.step = step;
  f.left = <u64>size;
  fill();
  return list;
}

/** Makes the ints that are left. Steps of 1 go in strides, and the run may pause between two of them. */
function fill(): void {
  const f = filling();
  while (f.left > 0) {
    if (clock().ir >= clock().pause_from) pause_in_range();
    const from = clock().ir;
    const small = is_small(f.ilow);
    const wanted = stride(f.left, NEW_ITEM_IR_MAX);
    const count = PyInt_FromLongs(f.ilow, f.step === 1 ? wanted : 1);
    retire(Seg.builtin_range__item, count);
    PyList_SET_ITEMS(f.list, f.ilow, small, count);
    f.ilow += <i64>count * f.step;
    f.left -= count;
    if (count > 1) stride_done(from, count, NEW_ITEM_IR_MAX);
  }
}

/** After a pause inside it, the rest of builtin_range: the list. */
export function resume_range(): u64 {
  fill();
  leave();
  return filling().list;
}

/** The argument tuple of the builtin_range that runs. */
export function range_arguments(): u64 {
  return filling().args;
}

/** How many numbers there are from `low` below `high` in steps of `step` > 0. */
export function get_len_of_range(low: i64, high: i64, step: i64): i64 {
  enter(Fn.get_len_of_range);
  let size: i64 = 0;
  if (low >= high) retire(Seg.get_len_of_range__empty);
  else {
    retire(Seg.get_len_of_range__count);
    const distance = <u64>high - <u64>low - 1;
    size = <i64>(distance / <u64>step + 1);
    if (size < 0) size = i64.MAX_VALUE;
  }
  leave();
  return size;
}

/** Arguments that are no ints: errors, or long integers. */
function handle_range_longs(args: u64, given: u64): u64 {
  enter(Fn.handle_range_longs);
  retire(Seg.handle_range_longs__check);
  if (PyArg_UnpackTuple(args, "range", 1, 3)) {
    for (let i: u64 = 0; i < given; i++) {
      const name = given > 1 && i === 0 ? "start" : i === 2 ? "step" : "end";
      if (!get_range_long_argument(PyTuple_GET_ITEM(args, i), name)) break;
    }
    if (!PyErr_Occurred()) not_simulated("a range() of long integers");
  }
  leave();
  return 0;
}

function get_range_long_argument(arg: u64, name: string): bool {
  enter(Fn.get_range_long_argument);
  retire(Seg.get_range_long_argument__check);
  const type = Py_TYPE(arg);
  const number = is_subtype(type, Ty.int) || type === Ty.long;
  if (!number) {
    const mark = text_mark();
    text_add("range() integer ");
    text_add(name);
    text_add(" argument expected, got ");
    text_add(type_name(type));
    text_add(".");
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return number;
}

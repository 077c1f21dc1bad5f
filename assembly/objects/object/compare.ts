/**
 * Comparison (Objects/object.c, CPython 2.7): rich comparison where a type has it, the older
 * three-way comparison otherwise, and an order of last resort between any two objects.
 */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { Py_EnterRecursiveCall, Py_LeaveRecursiveCall } from "../../interp/recursion";
import { enter, enter_slow, leave, retire } from "../../meter/ledger";
import { array_richcompare } from "../../modules/arraymodule";
import { dict_compare, dict_richcompare } from "../dictobject/compare";
import { float_richcompare } from "../floatobject/compare";
import { PyInt_AS_LONG, int_compare } from "../intobject/arithmetic";
import { list_richcompare } from "../listobject/compare";
import { long_compare } from "../longobject";
import { Py_False, Py_None, Py_NotImplemented, Py_True } from "../singletons";
import { string_richcompare } from "../stringobject/compare";
import { tuplerichcompare } from "../tupleobject/compare";
import { type_name, type_object } from "../types";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "./refcount";
import { PyObject_IsTrue } from "./truth";

/** tp_richcompare exists. */
function has_richcompare(type: Ty): bool {
  switch (type) {
    case Ty.str:
    case Ty.float:
    case Ty.list:
    case Ty.tuple:
    case Ty.dict:
    case Ty.array:
      return true;
    default:
      return false;
  }
}

/** tp_richcompare of `type`: a new reference, NotImplemented included. */
function richcompare_slot(type: Ty, v: u64, w: u64, op: Cmp): u64 {
  switch (type) {
    case Ty.str:
      return string_richcompare(v, w, op);
    case Ty.float:
      return float_richcompare(v, w, op);
    case Ty.list:
      return list_richcompare(v, w, op);
    case Ty.tuple:
      return tuplerichcompare(v, w, op);
    case Ty.dict:
      return dict_richcompare(v, w, op);
    default:
      return array_richcompare(v, w, op);
  }
}

/** tp_compare exists. */
function has_compare(type: Ty): bool {
  return type === Ty.int || type === Ty.bool || type === Ty.long || type === Ty.dict;
}

/** tp_compare: -1, 0, 1, or -2 with an exception. */
function compare_slot(type: Ty, v: u64, w: u64): i32 {
  if (type === Ty.dict) return dict_compare(v, w);
  return type === Ty.long ? long_compare(v, w) : int_compare(v, w);
}

/** True or False, a new reference. */
export function truth_object(truth: bool): u64 {
  const result = truth ? Py_True() : Py_False();
  Py_INCREF(result);
  return result;
}

/** v `op` w: a new reference, or 0 with an exception. */
export function PyObject_RichCompare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.PyObject_RichCompare);
  if (Py_EnterRecursiveCall(" in cmp")) {
    leave();
    return 0;
  }
  const result = compare_any(v, w, op);
  Py_LeaveRecursiveCall();
  leave();
  return result;
}

function compare_any(v: u64, w: u64, op: Cmp): u64 {
  const type = Py_TYPE(v);
  if (type !== Py_TYPE(w)) {
    retire(Seg.PyObject_RichCompare__other_types);
    return do_richcmp(v, w, op);
  }
  if (has_richcompare(type)) {
    retire(Seg.PyObject_RichCompare__same_type);
    const result = richcompare_slot(type, v, w, op);
    if (result !== Py_NotImplemented()) return result;
    Py_DECREF(result);
  }
  if (has_compare(type)) {
    retire(Seg.PyObject_RichCompare__three_way);
    const order = compare_slot(type, v, w);
    return order === -2 ? 0 : convert_3way_to_object(op, order);
  }
  retire(Seg.PyObject_RichCompare__no_slot);
  return do_richcmp(v, w, op);
}

function do_richcmp(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.do_richcmp);
  retire(Seg.do_richcmp__try_rich);
  let result = try_rich_compare(v, w, op);
  if (result === Py_NotImplemented()) {
    Py_DECREF(result);
    retire(Seg.do_richcmp__try_three_way);
    result = try_3way_to_rich_compare(v, w, op);
  }
  leave();
  return result;
}

/** Asks v's type, then w's with the operation mirrored. */
function try_rich_compare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.try_rich_compare);
  retire(Seg.try_rich_compare__begin);
  let result = Py_NotImplemented();
  Py_INCREF(result);
  if (has_richcompare(Py_TYPE(v))) {
    retire(Seg.try_rich_compare__left);
    Py_DECREF(result);
    result = richcompare_slot(Py_TYPE(v), v, w, op);
  }
  if (result === Py_NotImplemented() && has_richcompare(Py_TYPE(w))) {
    retire(Seg.try_rich_compare__right);
    Py_DECREF(result);
    result = richcompare_slot(Py_TYPE(w), w, v, mirrored(op));
  }
  leave();
  return result;
}

/** _Py_SwappedOp. */
function mirrored(op: Cmp): Cmp {
  switch (op) {
    case Cmp.LT:
      return Cmp.GT;
    case Cmp.LE:
      return Cmp.GE;
    case Cmp.GT:
      return Cmp.LT;
    case Cmp.GE:
      return Cmp.LE;
    default:
      return op;
  }
}

function try_3way_to_rich_compare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.try_3way_to_rich_compare);
  retire(Seg.try_3way_to_rich_compare__compare);
  const order = try_3way_compare(v, w);
  const result = order === -2 ? 0 : convert_3way_to_object(op, order);
  leave();
  return result;
}

/** -1, 0, 1, or -2 with an exception. */
function try_3way_compare(v: u64, w: u64): i32 {
  enter(Fn.try_3way_compare);
  retire(Seg.try_3way_compare__begin);
  const order = numbers(v, w) ? compare_numbers(v, w) : default_3way_compare(v, w);
  leave();
  return order;
}

/** Ints, bools and longs coerce to each other. */
function numbers(v: u64, w: u64): bool {
  return is_integer(Py_TYPE(v)) && is_integer(Py_TYPE(w));
}

function is_integer(type: Ty): bool {
  return type === Ty.int || type === Ty.bool || type === Ty.long;
}

function compare_numbers(v: u64, w: u64): i32 {
  if (Py_TYPE(v) === Ty.long || Py_TYPE(w) === Ty.long) return long_compare(v, w);
  const a = PyInt_AS_LONG(v);
  const b = PyInt_AS_LONG(w);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of last resort: None first, then numbers, then by the type's name, then by address. */
function default_3way_compare(v: u64, w: u64): i32 {
  enter(Fn.default_3way_compare);
  retire(Seg.default_3way_compare__order);
  const order = order_of_last_resort(v, w);
  leave();
  return order;
}

function order_of_last_resort(v: u64, w: u64): i32 {
  const left = Py_TYPE(v);
  const right = Py_TYPE(w);
  if (left === right) return by_address(v, w);
  if (v === Py_None()) return -1;
  if (w === Py_None()) return 1;
  const order = compare_names(
    is_number(left) ? "" : type_name(left),
    is_number(right) ? "" : type_name(right),
  );
  return order !== 0 ? order : by_address(type_object(left), type_object(right));
}

function is_number(type: Ty): bool {
  return is_integer(type) || type === Ty.float;
}

function by_address(v: u64, w: u64): i32 {
  return v < w ? -1 : v > w ? 1 : 0;
}

function compare_names(a: string, b: string): i32 {
  const shorter = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < shorter; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return a.length < b.length ? -1 : a.length > b.length ? 1 : 0;
}

function convert_3way_to_object(op: Cmp, order: i32): u64 {
  enter(Fn.convert_3way_to_object);
  retire(Seg.convert_3way_to_object__convert);
  const result = truth_object(holds(op, order));
  leave();
  return result;
}

/** Whether `op` holds between two things of which the first is before (-1), equal to or after (1) the second. */
export function holds(op: Cmp, order: i32): bool {
  switch (op) {
    case Cmp.LT:
      return order < 0;
    case Cmp.LE:
      return order <= 0;
    case Cmp.EQ:
      return order === 0;
    case Cmp.NE:
      return order !== 0;
    case Cmp.GT:
      return order > 0;
    default:
      return order >= 0;
  }
}

/** 1, 0 or -1 with an exception. Identical objects are equal without being asked. */
export function PyObject_RichCompareBool(v: u64, w: u64, op: Cmp): i32 {
  enter(Fn.PyObject_RichCompareBool);
  return answer(v, w, op);
}

/** The same at a place where compilers call it that inline it elsewhere in the same function. */
export function PyObject_RichCompareBool_called(v: u64, w: u64, op: Cmp): i32 {
  enter_slow(Fn.PyObject_RichCompareBool);
  return answer(v, w, op);
}

function answer(v: u64, w: u64, op: Cmp): i32 {
  if (v === w && (op === Cmp.EQ || op === Cmp.NE)) {
    retire(Seg.PyObject_RichCompareBool__identical);
    leave();
    return op === Cmp.EQ ? 1 : 0;
  }
  retire(Seg.PyObject_RichCompareBool__compare);
  const result = PyObject_RichCompare(v, w, op);
  let truth: i32 = -1;
  if (result !== 0) {
    const known = result === Py_True() || result === Py_False();
    truth = known ? (result === Py_True() ? 1 : 0) : PyObject_IsTrue(result);
    retire(Seg.PyObject_RichCompareBool__truth);
    Py_DECREF(result);
  }
  leave();
  return truth;
}

/** cmp(v, w): -1, 0 or 1; -2 with an exception. Asks for equality, then less, then greater. */
export function PyObject_Compare(v: u64, w: u64): i32 {
  enter(Fn.PyObject_Compare);
  if (v === w) {
    retire(Seg.PyObject_Compare__identical);
    leave();
    return 0;
  }
  retire(Seg.PyObject_Compare__compare);
  let order: i32 = -2;
  if (!Py_EnterRecursiveCall(" in cmp")) {
    order = do_cmp(v, w);
    Py_LeaveRecursiveCall();
  }
  leave();
  return order;
}

function do_cmp(v: u64, w: u64): i32 {
  enter(Fn.do_cmp);
  retire(Seg.do_cmp__begin);
  const type = Py_TYPE(v);
  let order: i32;
  if (type === Py_TYPE(w) && has_compare(type)) order = compare_slot(type, v, w);
  else {
    order = try_rich_to_3way_compare(v, w);
    if (order === 2) order = try_3way_compare(v, w);
  }
  leave();
  return order;
}

/** 2 where rich comparison does not know. */
function try_rich_to_3way_compare(v: u64, w: u64): i32 {
  enter(Fn.try_rich_to_3way_compare);
  let order: i32 = 2;
  if (has_richcompare(Py_TYPE(v)) || has_richcompare(Py_TYPE(w))) {
    order = first_that_holds(v, w);
  }
  retire(Seg.try_rich_to_3way_compare__done);
  leave();
  return order;
}

function first_that_holds(v: u64, w: u64): i32 {
  for (let i = 0; i < 3; i++) {
    const op = i === 0 ? Cmp.EQ : i === 1 ? Cmp.LT : Cmp.GT;
    const result = try_rich_compare(v, w, op);
    if (result === 0) return -2;
    const known = result !== Py_NotImplemented();
    const truth = known ? PyObject_IsTrue(result) : 0;
    Py_DECREF(result);
    if (truth < 0) return -2;
    if (truth > 0) return i === 0 ? 0 : i === 1 ? -1 : 1;
  }
  return 2;
}

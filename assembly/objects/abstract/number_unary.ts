/** Operations of one number, and powers (Objects/abstract.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { Py_None, Py_NotImplemented } from "../singletons";
import { type_name } from "../types";
import { type_error } from "./number";
import { PyIndex_Check } from "./number_index";
import {
  Nb,
  nb_absolute,
  nb_invert,
  nb_negative,
  nb_owner,
  nb_positive,
  nb_power,
} from "./number_slots";

function is_number(type: Ty): bool {
  return type === Ty.int || type === Ty.bool || type === Ty.long || type === Ty.float;
}

/** Numbers have a slot for -v, other types a TypeError. */
export function PyNumber_Negative(v: u64): u64 {
  enter(Fn.PyNumber_Negative);
  retire(Seg.PyNumber_Negative__call);
  let result: u64;
  if (is_number(Py_TYPE(v))) result = nb_negative(v);
  else result = type_error("bad operand type for unary -: '", v, "'");
  leave();
  return result;
}

/** Numbers have a slot for +v, other types a TypeError. */
export function PyNumber_Positive(v: u64): u64 {
  enter(Fn.PyNumber_Positive);
  retire(Seg.PyNumber_Positive__call);
  let result: u64;
  if (is_number(Py_TYPE(v))) result = nb_positive(v);
  else result = type_error("bad operand type for unary +: '", v, "'");
  leave();
  return result;
}

/** Numbers have a slot for ~v, other types a TypeError. */
export function PyNumber_Invert(v: u64): u64 {
  enter(Fn.PyNumber_Invert);
  retire(Seg.PyNumber_Invert__call);
  let result: u64;
  if (PyIndex_Check(v)) result = nb_invert(v);
  else result = type_error("bad operand type for unary ~: '", v, "'");
  leave();
  return result;
}

/** Numbers have a slot for abs(v), other types a TypeError. */
export function PyNumber_Absolute(v: u64): u64 {
  enter(Fn.PyNumber_Absolute);
  retire(Seg.PyNumber_Absolute__call);
  let result: u64;
  if (is_number(Py_TYPE(v))) result = nb_absolute(v);
  else result = type_error("bad operand type for abs(): '", v, "'");
  leave();
  return result;
}

/** v ** w, or pow(v, w, z) with a modulus: z is None or 0 (no object) without one. */
export function PyNumber_Power(v: u64, w: u64, z: u64): u64 {
  enter(Fn.PyNumber_Power);
  retire(Seg.PyNumber_Power__call);
  const result = ternary_op(v, w, z === 0 ? Py_None() : z);
  leave();
  return result;
}

export function PyNumber_InPlacePower(v: u64, w: u64, z: u64): u64 {
  enter(Fn.PyNumber_InPlacePower);
  retire(Seg.PyNumber_InPlacePower__call);
  const result = ternary_op(v, w, z === 0 ? Py_None() : z);
  leave();
  return result;
}

/** The power slots of v, w and z, each once. */
function ternary_op(v: u64, w: u64, z: u64): u64 {
  enter(Fn.ternary_op);
  retire(Seg.ternary_op__look_up_slots);
  const left = nb_owner(Py_TYPE(v), Nb.POWER);
  let right = nb_owner(Py_TYPE(w), Nb.POWER);
  if (right === left) right = Ty.NONE;
  let third = nb_owner(Py_TYPE(z), Nb.POWER);
  if (third === left || third === right) third = Ty.NONE;
  let result = nb_power(left, v, w, z);
  if (result === Py_NotImplemented()) result = next_power(result, right, v, w, z);
  if (result === Py_NotImplemented()) result = next_power(result, third, v, w, z);
  if (result === Py_NotImplemented()) {
    retire(Seg.ternary_op__unsupported);
    Py_DECREF(result);
    result = 0;
    complain_power(v, w, z);
  }
  leave();
  return result;
}

/** What the next slot answers after one that answered NotImplemented. */
function next_power(before: u64, type: Ty, v: u64, w: u64, z: u64): u64 {
  if (type === Ty.NONE) return before;
  Py_DECREF(before);
  return nb_power(type, v, w, z);
}

function complain_power(v: u64, w: u64, z: u64): void {
  const mark = text_mark();
  text_add("unsupported operand type(s) for ");
  text_add(z === Py_None() ? "** or pow(): '" : "pow(): '");
  text_add(type_name(Py_TYPE(v)));
  text_add(z === Py_None() ? "' and '" : "', '");
  text_add(type_name(Py_TYPE(w)));
  if (z !== Py_None()) {
    text_add("', '");
    text_add(type_name(Py_TYPE(z)));
  }
  text_add("'");
  PyErr_SetText(Ty.TypeError, mark);
}

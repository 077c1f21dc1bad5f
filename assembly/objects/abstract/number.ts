/**
 * Number protocol (Objects/abstract.c, CPython 2.7): which slot of which operand computes a result.
 *
 * The left operand's slot comes first, unless the right one's type is derived from the left one's and
 * has a slot of its own; a slot answers NotImplemented about operands that it does not know.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_Occurred, PyErr_SetText } from "../../interp/errors";
import { text_add_type_name } from "../../modules/multiprocessing/protocols";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { Py_NotImplemented, not_implemented } from "../singletons";
import { is_subtype } from "../types";
import { Nb, is_new_style_number, nb_binary, nb_coerce, nb_owner } from "./number_slots";
import {
  has_concat,
  has_repeat,
  sq_concat,
  sq_inplace_concat,
  sq_inplace_repeat,
  sq_repeat,
} from "./sequence_slots";
import { PyIndex_Check, PyNumber_AsSsize_t } from "./number_index";

export { PyIndex_Check, PyNumber_AsSsize_t, PyNumber_Index } from "./number_index";
export {
  PyNumber_InPlaceAnd,
  PyNumber_InPlaceDivide,
  PyNumber_InPlaceFloorDivide,
  PyNumber_InPlaceLshift,
  PyNumber_InPlaceOr,
  PyNumber_InPlaceRemainder,
  PyNumber_InPlaceRshift,
  PyNumber_InPlaceSubtract,
  PyNumber_InPlaceTrueDivide,
  PyNumber_InPlaceXor,
} from "./number_inplace";
export {
  PyNumber_Absolute,
  PyNumber_InPlacePower,
  PyNumber_Invert,
  PyNumber_Negative,
  PyNumber_Positive,
  PyNumber_Power,
} from "./number_unary";

/** Calls the slots for v `op` w in their order: a new reference, NotImplemented included. */
function binary_op1(v: u64, w: u64, op: Nb): u64 {
  enter(Fn.binary_op1);
  retire(Seg.binary_op1__look_up_slots);
  const result = try_slots(v, w, op);
  leave();
  return result;
}

function try_slots(v: u64, w: u64, op: Nb): u64 {
  const left = nb_owner(Py_TYPE(v), op);
  let right: Ty = Py_TYPE(w) === Py_TYPE(v) ? Ty.NONE : nb_owner(Py_TYPE(w), op);
  if (right === left) right = Ty.NONE;
  if (left !== Ty.NONE) {
    if (right !== Ty.NONE && is_subtype(Py_TYPE(w), Py_TYPE(v))) {
      retire(Seg.binary_op1__subtype_first);
      const result = nb_binary(right, op, v, w);
      if (result !== Py_NotImplemented()) return result;
      Py_DECREF(result);
      right = Ty.NONE;
    }
    retire(Seg.binary_op1__call_left);
    const result = nb_binary(left, op, v, w);
    if (result !== Py_NotImplemented()) return result;
    Py_DECREF(result);
  }
  if (right !== Ty.NONE) {
    retire(Seg.binary_op1__call_right);
    const result = nb_binary(right, op, v, w);
    if (result !== Py_NotImplemented()) return result;
    Py_DECREF(result);
  }
  if (!is_new_style_number(Py_TYPE(v)) || !is_new_style_number(Py_TYPE(w))) {
    retire(Seg.binary_op1__coerce);
    PyNumber_CoerceEx(v, w);
  }
  retire(Seg.binary_op1__not_implemented);
  return not_implemented();
}

/** Asks both types to convert to a common one. None of the modelled ones that get here does. */
function PyNumber_CoerceEx(v: u64, w: u64): void {
  enter(Fn.PyNumber_CoerceEx);
  retire(Seg.PyNumber_CoerceEx__ask);
  if (Py_TYPE(v) !== Py_TYPE(w)) {
    nb_coerce(Py_TYPE(v));
    nb_coerce(Py_TYPE(w));
  }
  leave();
}

function binop_type_error(v: u64, w: u64, sign: string): u64 {
  enter(Fn.binop_type_error);
  retire(Seg.binop_type_error__raise);
  const mark = text_mark();
  text_add("unsupported operand type(s) for ");
  text_add(sign);
  text_add(": '");
  text_add_type_name(v);
  text_add("' and '");
  text_add_type_name(w);
  text_add("'");
  PyErr_SetText(Ty.TypeError, mark);
  leave();
  return 0;
}

/** A TypeError: `before`, the type's name, `after`. */
export function type_error(before: string, v: u64, after: string): u64 {
  enter(Fn.type_error);
  retire(Seg.type_error__raise);
  const mark = text_mark();
  text_add(before);
  text_add_type_name(v);
  text_add(after);
  PyErr_SetText(Ty.TypeError, mark);
  leave();
  return 0;
}

function binary_op(v: u64, w: u64, op: Nb, sign: string): u64 {
  enter(Fn.binary_op);
  retire(Seg.binary_op__call);
  let result = binary_op1(v, w, op);
  if (result === Py_NotImplemented()) {
    retire(Seg.binary_op__unsupported);
    Py_DECREF(result);
    result = binop_type_error(v, w, sign);
  }
  leave();
  return result;
}

/** No modelled type has in-place slots of numbers. */
function binary_iop1(v: u64, w: u64, op: Nb): u64 {
  enter(Fn.binary_iop1);
  retire(Seg.binary_iop1__no_slot);
  const result = binary_op1(v, w, op);
  leave();
  return result;
}

export function binary_iop(v: u64, w: u64, op: Nb, sign: string): u64 {
  enter(Fn.binary_iop);
  retire(Seg.binary_iop__call);
  let result = binary_iop1(v, w, op);
  if (result === Py_NotImplemented()) {
    retire(Seg.binary_iop__unsupported);
    Py_DECREF(result);
    result = binop_type_error(v, w, sign);
  }
  leave();
  return result;
}

export function PyNumber_Add(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Add);
  retire(Seg.PyNumber_Add__call);
  let result = binary_op1(v, w, Nb.ADD);
  if (result === Py_NotImplemented()) {
    Py_DECREF(result);
    if (has_concat(Py_TYPE(v))) {
      retire(Seg.PyNumber_Add__concat);
      result = sq_concat(v, w);
    } else {
      retire(Seg.PyNumber_Add__unsupported);
      result = binop_type_error(v, w, "+");
    }
  }
  leave();
  return result;
}

/** seq * n, where n must be an index. In place, `seq` itself may be what grows. */
function sequence_repeat(seq: u64, n: u64, inplace: bool): u64 {
  enter(Fn.sequence_repeat);
  let result: u64 = 0;
  if (PyIndex_Check(n)) {
    retire(Seg.sequence_repeat__repeat);
    const count = PyNumber_AsSsize_t(n, Ty.OverflowError);
    if (count !== -1 || !PyErr_Occurred()) {
      result = inplace ? sq_inplace_repeat(seq, count) : sq_repeat(seq, count);
    }
  } else {
    retire(Seg.sequence_repeat__no_index);
    type_error("can't multiply sequence by non-int of type '", n, "'");
  }
  leave();
  return result;
}

export function PyNumber_Multiply(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Multiply);
  retire(Seg.PyNumber_Multiply__call);
  let result = binary_op1(v, w, Nb.MULTIPLY);
  if (result === Py_NotImplemented()) {
    Py_DECREF(result);
    if (has_repeat(Py_TYPE(v))) {
      retire(Seg.PyNumber_Multiply__repeat_left);
      result = sequence_repeat(v, w, false);
    } else if (has_repeat(Py_TYPE(w))) {
      retire(Seg.PyNumber_Multiply__repeat_right);
      result = sequence_repeat(w, v, false);
    } else {
      retire(Seg.PyNumber_Multiply__unsupported);
      result = binop_type_error(v, w, "*");
    }
  }
  leave();
  return result;
}

export function PyNumber_InPlaceAdd(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceAdd);
  retire(Seg.PyNumber_InPlaceAdd__call);
  let result = binary_iop1(v, w, Nb.ADD);
  if (result === Py_NotImplemented()) {
    Py_DECREF(result);
    if (has_concat(Py_TYPE(v))) {
      retire(Seg.PyNumber_InPlaceAdd__concat);
      result = sq_inplace_concat(v, w);
    } else {
      retire(Seg.PyNumber_InPlaceAdd__unsupported);
      result = binop_type_error(v, w, "+=");
    }
  }
  leave();
  return result;
}

export function PyNumber_InPlaceMultiply(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_InPlaceMultiply);
  retire(Seg.PyNumber_InPlaceMultiply__call);
  let result = binary_iop1(v, w, Nb.MULTIPLY);
  if (result === Py_NotImplemented()) {
    Py_DECREF(result);
    if (has_repeat(Py_TYPE(v))) {
      retire(Seg.PyNumber_InPlaceMultiply__repeat_left);
      result = sequence_repeat(v, w, true);
    } else if (has_repeat(Py_TYPE(w))) {
      retire(Seg.PyNumber_InPlaceMultiply__repeat_right);
      result = sequence_repeat(w, v, false);
    } else {
      retire(Seg.PyNumber_InPlaceMultiply__unsupported);
      result = binop_type_error(v, w, "*=");
    }
  }
  leave();
  return result;
}

export function PyNumber_Subtract(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Subtract);
  retire(Seg.PyNumber_Subtract__call);
  const result = binary_op(v, w, Nb.SUBTRACT, "-");
  leave();
  return result;
}

export function PyNumber_Divide(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Divide);
  retire(Seg.PyNumber_Divide__call);
  const result = binary_op(v, w, Nb.DIVIDE, "/");
  leave();
  return result;
}

export function PyNumber_TrueDivide(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_TrueDivide);
  retire(Seg.PyNumber_TrueDivide__call);
  const result = binary_op(v, w, Nb.TRUE_DIVIDE, "/");
  leave();
  return result;
}

export function PyNumber_FloorDivide(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_FloorDivide);
  retire(Seg.PyNumber_FloorDivide__call);
  const result = binary_op(v, w, Nb.FLOOR_DIVIDE, "//");
  leave();
  return result;
}

export function PyNumber_Remainder(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Remainder);
  retire(Seg.PyNumber_Remainder__call);
  const result = binary_op(v, w, Nb.REMAINDER, "%");
  leave();
  return result;
}

export function PyNumber_Divmod(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Divmod);
  retire(Seg.PyNumber_Divmod__call);
  const result = binary_op(v, w, Nb.DIVMOD, "divmod()");
  leave();
  return result;
}

export function PyNumber_Lshift(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Lshift);
  retire(Seg.PyNumber_Lshift__call);
  const result = binary_op(v, w, Nb.LSHIFT, "<<");
  leave();
  return result;
}

export function PyNumber_Rshift(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Rshift);
  retire(Seg.PyNumber_Rshift__call);
  const result = binary_op(v, w, Nb.RSHIFT, ">>");
  leave();
  return result;
}

export function PyNumber_And(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_And);
  retire(Seg.PyNumber_And__call);
  const result = binary_op(v, w, Nb.AND, "&");
  leave();
  return result;
}

export function PyNumber_Xor(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Xor);
  retire(Seg.PyNumber_Xor__call);
  const result = binary_op(v, w, Nb.XOR, "^");
  leave();
  return result;
}

export function PyNumber_Or(v: u64, w: u64): u64 {
  enter(Fn.PyNumber_Or);
  retire(Seg.PyNumber_Or__call);
  const result = binary_op(v, w, Nb.OR, "|");
  leave();
  return result;
}

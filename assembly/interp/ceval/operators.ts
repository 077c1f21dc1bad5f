/** Operators (Python/ceval.c): the fast paths of ints and strs, the general protocol otherwise. */
import { turn_ends } from "./stride/loops";
import { Cmp, Op } from "../../abi/opcodes";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import * as number from "../../objects/abstract/number";
import { PyObject_GetItem, PySequence_Contains } from "../../objects/abstract/sequence";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "../../objects/listobject/access";
import { PyObject_RichCompare, holds, truth_object } from "../../objects/object/compare";
import { Py_DECREF, Py_INCREF, Py_TYPE, is_int } from "../../objects/object/refcount";
import { PyObject_Repr } from "../../objects/object/repr";
import { PyObject_IsTrue } from "../../objects/object/truth";
import { Py_False, Py_True } from "../../objects/singletons";
import { PyString_Format } from "../../objects/stringobject/format";
import { PyErr_GivenExceptionMatches } from "../errors";
import { Next, jump_to, peek, poke, pop, r } from "./state";
import { string_concatenate } from "./string_concatenate";

/** Replaces the two topmost entries by `result` after dropping them. */
function replace_two(v: u64, w: u64, result: u64): Next {
  Py_DECREF(v);
  Py_DECREF(w);
  poke(1, result);
  return result === 0 ? Next.ERROR : Next.DISPATCH;
}

/** BINARY_ADD and INPLACE_ADD. */
export function add(inplace: bool): Next {
  const w = pop();
  const v = peek(1);
  const type = Py_TYPE(v);
  if (type === Ty.int && is_int(w)) {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    const sum = a + b;
    if (((sum ^ a) & (sum ^ b)) >= 0) {
      if (inplace) retire(Seg.PyEval_EvalFrameEx__INPLACE_ADD_ints);
      else retire(Seg.PyEval_EvalFrameEx__BINARY_ADD_ints);
      return replace_two(v, w, PyInt_FromLong(sum));
    }
  } else if (type === Ty.str && Py_TYPE(w) === Ty.str) {
    if (inplace) retire(Seg.PyEval_EvalFrameEx__INPLACE_ADD_strs);
    else retire(Seg.PyEval_EvalFrameEx__BINARY_ADD_strs);
    // The reference to v was consumed.
    const joined = string_concatenate(v, w);
    Py_DECREF(w);
    poke(1, joined);
    return joined === 0 ? Next.ERROR : Next.DISPATCH;
  }
  if (inplace) retire(Seg.PyEval_EvalFrameEx__INPLACE_ADD_general);
  else retire(Seg.PyEval_EvalFrameEx__BINARY_ADD_general);
  return replace_two(v, w, inplace ? number.PyNumber_InPlaceAdd(v, w) : number.PyNumber_Add(v, w));
}

/** BINARY_SUBTRACT and INPLACE_SUBTRACT. */
export function subtract(inplace: bool): Next {
  const w = pop();
  const v = peek(1);
  if (is_int(v) && is_int(w)) {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    const difference = a - b;
    if (((difference ^ a) & (difference ^ ~b)) >= 0) {
      if (inplace) retire(Seg.PyEval_EvalFrameEx__INPLACE_SUBTRACT_ints);
      else retire(Seg.PyEval_EvalFrameEx__BINARY_SUBTRACT_ints);
      return replace_two(v, w, PyInt_FromLong(difference));
    }
  }
  if (inplace) retire(Seg.PyEval_EvalFrameEx__INPLACE_SUBTRACT_general);
  else retire(Seg.PyEval_EvalFrameEx__BINARY_SUBTRACT_general);
  return replace_two(
    v,
    w,
    inplace ? number.PyNumber_InPlaceSubtract(v, w) : number.PyNumber_Subtract(v, w),
  );
}

/** list[int] is served here; anything else asks the type. */
export function subscript(): Next {
  const w = pop();
  const v = peek(1);
  if (Py_TYPE(v) === Ty.list && is_int(w)) {
    const size = <i64>PyList_GET_SIZE(v);
    let index = PyInt_AS_LONG(w);
    if (index < 0) index += size;
    if (index >= 0 && index < size) {
      retire(Seg.PyEval_EvalFrameEx__BINARY_SUBSCR_list);
      const item = PyList_GET_ITEM(v, <u64>index);
      Py_INCREF(item);
      return replace_two(v, w, item);
    }
    retire(Seg.PyEval_EvalFrameEx__BINARY_SUBSCR_out_of_range);
    return replace_two(v, w, PyObject_GetItem(v, w));
  }
  retire(Seg.PyEval_EvalFrameEx__BINARY_SUBSCR_general);
  return replace_two(v, w, PyObject_GetItem(v, w));
}

/** Operators without a fast path in the loop. */
export function binary(opcode: Op): Next {
  const w = pop();
  const v = peek(1);
  return replace_two(v, w, binary_result(opcode, v, w));
}

function binary_result(opcode: Op, v: u64, w: u64): u64 {
  switch (opcode) {
    case Op.BINARY_POWER:
      retire(Seg.PyEval_EvalFrameEx__BINARY_POWER);
      return number.PyNumber_Power(v, w, 0);
    case Op.BINARY_MULTIPLY:
      retire(Seg.PyEval_EvalFrameEx__BINARY_MULTIPLY);
      return number.PyNumber_Multiply(v, w);
    case Op.BINARY_DIVIDE:
      retire(Seg.PyEval_EvalFrameEx__BINARY_DIVIDE);
      return number.PyNumber_Divide(v, w);
    case Op.BINARY_TRUE_DIVIDE:
      retire(Seg.PyEval_EvalFrameEx__BINARY_TRUE_DIVIDE);
      return number.PyNumber_TrueDivide(v, w);
    case Op.BINARY_FLOOR_DIVIDE:
      retire(Seg.PyEval_EvalFrameEx__BINARY_FLOOR_DIVIDE);
      return number.PyNumber_FloorDivide(v, w);
    case Op.BINARY_MODULO: {
      if (Py_TYPE(v) === Ty.str) {
        retire(Seg.PyEval_EvalFrameEx__BINARY_MODULO_format);
        return PyString_Format(v, w);
      }
      retire(Seg.PyEval_EvalFrameEx__BINARY_MODULO);
      return number.PyNumber_Remainder(v, w);
    }
    case Op.BINARY_LSHIFT:
      retire(Seg.PyEval_EvalFrameEx__BINARY_LSHIFT);
      return number.PyNumber_Lshift(v, w);
    case Op.BINARY_RSHIFT:
      retire(Seg.PyEval_EvalFrameEx__BINARY_RSHIFT);
      return number.PyNumber_Rshift(v, w);
    case Op.BINARY_AND:
      retire(Seg.PyEval_EvalFrameEx__BINARY_AND);
      return number.PyNumber_And(v, w);
    case Op.BINARY_XOR:
      retire(Seg.PyEval_EvalFrameEx__BINARY_XOR);
      return number.PyNumber_Xor(v, w);
    default:
      retire(Seg.PyEval_EvalFrameEx__BINARY_OR);
      return number.PyNumber_Or(v, w);
  }
}

export function inplace(opcode: Op): Next {
  const w = pop();
  const v = peek(1);
  return replace_two(v, w, inplace_result(opcode, v, w));
}

function inplace_result(opcode: Op, v: u64, w: u64): u64 {
  switch (opcode) {
    case Op.INPLACE_POWER:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_POWER);
      return number.PyNumber_InPlacePower(v, w, 0);
    case Op.INPLACE_MULTIPLY:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_MULTIPLY);
      return number.PyNumber_InPlaceMultiply(v, w);
    case Op.INPLACE_DIVIDE:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_DIVIDE);
      return number.PyNumber_InPlaceDivide(v, w);
    case Op.INPLACE_TRUE_DIVIDE:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_TRUE_DIVIDE);
      return number.PyNumber_InPlaceTrueDivide(v, w);
    case Op.INPLACE_FLOOR_DIVIDE:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_FLOOR_DIVIDE);
      return number.PyNumber_InPlaceFloorDivide(v, w);
    case Op.INPLACE_MODULO:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_MODULO);
      return number.PyNumber_InPlaceRemainder(v, w);
    case Op.INPLACE_LSHIFT:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_LSHIFT);
      return number.PyNumber_InPlaceLshift(v, w);
    case Op.INPLACE_RSHIFT:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_RSHIFT);
      return number.PyNumber_InPlaceRshift(v, w);
    case Op.INPLACE_AND:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_AND);
      return number.PyNumber_InPlaceAnd(v, w);
    case Op.INPLACE_XOR:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_XOR);
      return number.PyNumber_InPlaceXor(v, w);
    default:
      retire(Seg.PyEval_EvalFrameEx__INPLACE_OR);
      return number.PyNumber_InPlaceOr(v, w);
  }
}

export function unary(opcode: Op): Next {
  const v = peek(1);
  const result = unary_result(opcode, v);
  Py_DECREF(v);
  poke(1, result);
  return result === 0 ? Next.ERROR : Next.DISPATCH;
}

function unary_result(opcode: Op, v: u64): u64 {
  switch (opcode) {
    case Op.UNARY_POSITIVE:
      retire(Seg.PyEval_EvalFrameEx__UNARY_POSITIVE);
      return number.PyNumber_Positive(v);
    case Op.UNARY_NEGATIVE:
      retire(Seg.PyEval_EvalFrameEx__UNARY_NEGATIVE);
      return number.PyNumber_Negative(v);
    case Op.UNARY_INVERT:
      retire(Seg.PyEval_EvalFrameEx__UNARY_INVERT);
      return number.PyNumber_Invert(v);
    case Op.UNARY_NOT: {
      retire(Seg.PyEval_EvalFrameEx__UNARY_NOT);
      const truth = PyObject_IsTrue(v);
      return truth < 0 ? 0 : truth_object(truth === 0);
    }
    default:
      retire(Seg.PyEval_EvalFrameEx__UNARY_CONVERT);
      return PyObject_Repr(v);
  }
}

export function compare_op(op: Cmp): Next {
  const w = pop();
  const v = peek(1);
  if (is_int(v) && is_int(w) && op !== Cmp.IN && op !== Cmp.NOT_IN && op !== Cmp.EXC_MATCH) {
    retire(Seg.PyEval_EvalFrameEx__COMPARE_OP_ints);
    return replace_two(v, w, truth_object(ints_hold(op, v, w)));
  }
  retire(Seg.PyEval_EvalFrameEx__COMPARE_OP_general);
  return replace_two(v, w, cmp_outcome(op, v, w));
}

function ints_hold(op: Cmp, v: u64, w: u64): bool {
  if (op === Cmp.IS) return v === w;
  if (op === Cmp.IS_NOT) return v !== w;
  const a = PyInt_AS_LONG(v);
  const b = PyInt_AS_LONG(w);
  return holds(op, a < b ? -1 : a > b ? 1 : 0);
}

/** `in`, `is`, exception matching, or the types' comparison. */
function cmp_outcome(op: Cmp, v: u64, w: u64): u64 {
  enter(Fn.cmp_outcome);
  let result: u64;
  if (op === Cmp.IS || op === Cmp.IS_NOT) {
    retire(Seg.cmp_outcome__is);
    result = truth_object((v === w) === (op === Cmp.IS));
  } else if (op === Cmp.IN || op === Cmp.NOT_IN) {
    retire(Seg.cmp_outcome__in);
    const contained = PySequence_Contains(w, v);
    result = contained < 0 ? 0 : truth_object(contained > 0 === (op === Cmp.IN));
  } else if (op === Cmp.EXC_MATCH) {
    retire(Seg.cmp_outcome__exception);
    result = truth_object(PyErr_GivenExceptionMatches(v, w));
  } else {
    retire(Seg.cmp_outcome__rich);
    result = PyObject_RichCompare(v, w, op);
  }
  leave();
  return result;
}

/** POP_JUMP_IF_FALSE and POP_JUMP_IF_TRUE: jump where the top's truth is `wanted`. */
export function pop_jump_if(wanted: bool, target: u32): Next {
  const v = pop();
  const when = wanted ? Py_True() : Py_False();
  const otherwise = wanted ? Py_False() : Py_True();
  if (v === otherwise) {
    if (wanted) retire(Seg.PyEval_EvalFrameEx__POP_JUMP_IF_TRUE_false);
    else retire(Seg.PyEval_EvalFrameEx__POP_JUMP_IF_FALSE_true);
    Py_DECREF(v);
    return Next.FAST;
  }
  if (v === when) {
    if (wanted) retire(Seg.PyEval_EvalFrameEx__POP_JUMP_IF_TRUE_true);
    else retire(Seg.PyEval_EvalFrameEx__POP_JUMP_IF_FALSE_false);
    Py_DECREF(v);
    jump_or_turn(target);
    return Next.FAST;
  }
  if (wanted) retire(Seg.PyEval_EvalFrameEx__POP_JUMP_IF_TRUE_general);
  else retire(Seg.PyEval_EvalFrameEx__POP_JUMP_IF_FALSE_general);
  const truth = PyObject_IsTrue(v);
  Py_DECREF(v);
  if (truth < 0) return Next.ERROR;
  if ((truth !== 0) === wanted) jump_or_turn(target);
  return Next.DISPATCH;
}

/** A jump backwards ends a turn of a loop. */
function jump_or_turn(target: u32): void {
  jump_to(target);
  if (target < r().offset) turn_ends(target);
}

/** JUMP_IF_FALSE_OR_POP and JUMP_IF_TRUE_OR_POP. */
export function jump_if_or_pop(wanted: bool, target: u32): Next {
  const v = peek(1);
  const when = wanted ? Py_True() : Py_False();
  const otherwise = wanted ? Py_False() : Py_True();
  if (v === otherwise) {
    if (wanted) retire(Seg.PyEval_EvalFrameEx__JUMP_IF_TRUE_OR_POP_pop);
    else retire(Seg.PyEval_EvalFrameEx__JUMP_IF_FALSE_OR_POP_pop);
    r().sp -= 8;
    Py_DECREF(v);
    return Next.FAST;
  }
  if (v === when) {
    if (wanted) retire(Seg.PyEval_EvalFrameEx__JUMP_IF_TRUE_OR_POP_jump);
    else retire(Seg.PyEval_EvalFrameEx__JUMP_IF_FALSE_OR_POP_jump);
    jump_to(target);
    return Next.FAST;
  }
  if (wanted) retire(Seg.PyEval_EvalFrameEx__JUMP_IF_TRUE_OR_POP_general);
  else retire(Seg.PyEval_EvalFrameEx__JUMP_IF_FALSE_OR_POP_general);
  const truth = PyObject_IsTrue(v);
  if (truth < 0) return Next.ERROR;
  if ((truth !== 0) === wanted) jump_to(target);
  else {
    r().sp -= 8;
    Py_DECREF(v);
  }
  return Next.DISPATCH;
}

/** tp_as_number of the modelled types: which C function each operation has. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { bool_and, bool_or, bool_xor } from "../boolobject";
import {
  float_abs,
  float_add,
  float_classic_div,
  float_div,
  float_divmod,
  float_float,
  float_floor_div,
  float_mul,
  float_neg,
  float_pow,
  float_rem,
  float_sub,
} from "../floatobject/arithmetic";
import {
  int_abs,
  int_add,
  int_classic_div,
  int_div,
  int_divmod,
  int_int,
  int_invert,
  int_mod,
  int_mul,
  int_neg,
  int_sub,
} from "../intobject/arithmetic";
import { int_and, int_lshift, int_or, int_rshift, int_xor } from "../intobject/bits";
import { int_pow, int_true_divide } from "../intobject/power";
import {
  long_abs,
  long_add,
  long_classic_div,
  long_div,
  long_divmod,
  long_long,
  long_mod,
  long_mul,
  long_neg,
  long_pow,
  long_sub,
  long_true_divide,
} from "../longobject/arithmetic";
import {
  long_and,
  long_invert,
  long_lshift,
  long_or,
  long_rshift,
  long_xor,
} from "../longobject/bits";
import { Py_TYPE } from "../object/refcount";
import { not_implemented } from "../singletons";
import { string_mod } from "../stringobject/mod";

/** Operations of two operands. */
export enum Nb {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  REMAINDER,
  LSHIFT,
  RSHIFT,
  AND,
  XOR,
  OR,
  FLOOR_DIVIDE,
  TRUE_DIVIDE,
  DIVMOD,
  POWER,
}

/** Py_TPFLAGS_CHECKTYPES: slots take operands of any type. */
export function is_new_style_number(type: Ty): bool {
  switch (type) {
    case Ty.int:
    case Ty.bool:
    case Ty.long:
    case Ty.float:
    case Ty.str:
      return true;
    default:
      return false;
  }
}

function is_bitwise(op: Nb): bool {
  return op === Nb.AND || op === Nb.XOR || op === Nb.OR;
}

/** The type whose function fills slot `op` of `type`; Ty.NONE for an empty slot. */
export function nb_owner(type: Ty, op: Nb): Ty {
  switch (type) {
    case Ty.int:
    case Ty.long:
      return type;
    case Ty.bool:
      return is_bitwise(op) ? Ty.bool : Ty.int;
    case Ty.float:
      return is_bitwise(op) || op === Nb.LSHIFT || op === Nb.RSHIFT ? Ty.NONE : type;
    case Ty.str:
      return op === Nb.REMAINDER ? type : Ty.NONE;
    default:
      return Ty.NONE;
  }
}

/** Calls slot `op` that belongs to `owner`: a new reference, NotImplemented included. */
export function nb_binary(owner: Ty, op: Nb, v: u64, w: u64): u64 {
  switch (owner) {
    case Ty.int:
      return int_binary(op, v, w);
    case Ty.bool:
      return op === Nb.AND ? bool_and(v, w) : op === Nb.XOR ? bool_xor(v, w) : bool_or(v, w);
    case Ty.long:
      return long_binary(op, v, w);
    case Ty.float:
      return float_binary(op, v, w);
    default:
      return string_mod(v, w);
  }
}

function int_binary(op: Nb, v: u64, w: u64): u64 {
  switch (op) {
    case Nb.ADD:
      return int_add(v, w);
    case Nb.SUBTRACT:
      return int_sub(v, w);
    case Nb.MULTIPLY:
      return int_mul(v, w);
    case Nb.DIVIDE:
      return int_classic_div(v, w);
    case Nb.REMAINDER:
      return int_mod(v, w);
    case Nb.LSHIFT:
      return int_lshift(v, w);
    case Nb.RSHIFT:
      return int_rshift(v, w);
    case Nb.AND:
      return int_and(v, w);
    case Nb.XOR:
      return int_xor(v, w);
    case Nb.OR:
      return int_or(v, w);
    case Nb.FLOOR_DIVIDE:
      return int_div(v, w);
    case Nb.TRUE_DIVIDE:
      return int_true_divide(v, w);
    default:
      return int_divmod(v, w);
  }
}

function long_binary(op: Nb, v: u64, w: u64): u64 {
  switch (op) {
    case Nb.ADD:
      return long_add(v, w);
    case Nb.SUBTRACT:
      return long_sub(v, w);
    case Nb.MULTIPLY:
      return long_mul(v, w);
    case Nb.DIVIDE:
      return long_classic_div(v, w);
    case Nb.REMAINDER:
      return long_mod(v, w);
    case Nb.LSHIFT:
      return long_lshift(v, w);
    case Nb.RSHIFT:
      return long_rshift(v, w);
    case Nb.AND:
      return long_and(v, w);
    case Nb.XOR:
      return long_xor(v, w);
    case Nb.OR:
      return long_or(v, w);
    case Nb.FLOOR_DIVIDE:
      return long_div(v, w);
    case Nb.TRUE_DIVIDE:
      return long_true_divide(v, w);
    default:
      return long_divmod(v, w);
  }
}

function float_binary(op: Nb, v: u64, w: u64): u64 {
  switch (op) {
    case Nb.ADD:
      return float_add(v, w);
    case Nb.SUBTRACT:
      return float_sub(v, w);
    case Nb.MULTIPLY:
      return float_mul(v, w);
    case Nb.DIVIDE:
      return float_classic_div(v, w);
    case Nb.REMAINDER:
      return float_rem(v, w);
    case Nb.FLOOR_DIVIDE:
      return float_floor_div(v, w);
    case Nb.TRUE_DIVIDE:
      return float_div(v, w);
    default:
      return float_divmod(v, w);
  }
}

/** nb_power of `owner`; NotImplemented where there is none. */
export function nb_power(owner: Ty, v: u64, w: u64, z: u64): u64 {
  switch (owner) {
    case Ty.int:
      return int_pow(v, w, z);
    case Ty.long:
      return long_pow(v, w, z);
    case Ty.float:
      return float_pow(v, w, z);
    default:
      return not_implemented();
  }
}

/** nb_coerce of `type`, asked about an operand that is no number: it declines. */
export function nb_coerce(type: Ty): void {
  switch (type) {
    case Ty.int:
    case Ty.bool:
      enter(Fn.int_coerce);
      retire(Seg.int_coerce__decline);
      leave();
      break;
    case Ty.long:
      enter(Fn.long_coerce);
      retire(Seg.long_coerce__decline);
      leave();
      break;
    case Ty.float:
      enter(Fn.float_coerce);
      retire(Seg.float_coerce__decline);
      leave();
      break;
    default:
  }
}

/** -v of a number. */
export function nb_negative(v: u64): u64 {
  const type = Py_TYPE(v);
  return type === Ty.float ? float_neg(v) : type === Ty.long ? long_neg(v) : int_neg(v);
}

/** +v of a number. */
export function nb_positive(v: u64): u64 {
  const type = Py_TYPE(v);
  return type === Ty.float ? float_float(v) : type === Ty.long ? long_long(v) : int_int(v);
}

/** abs(v) of a number. */
export function nb_absolute(v: u64): u64 {
  const type = Py_TYPE(v);
  return type === Ty.float ? float_abs(v) : type === Ty.long ? long_abs(v) : int_abs(v);
}

/** ~v of an int, a bool or a long. */
export function nb_invert(v: u64): u64 {
  return Py_TYPE(v) === Ty.long ? long_invert(v) : int_invert(v);
}

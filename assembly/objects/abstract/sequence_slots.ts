/** sq_concat and sq_repeat of the modelled types, and what they have for += and *=. */
import { Ty } from "../../abi/types";
import {
  array_concat,
  array_inplace_concat,
  array_inplace_repeat,
  array_repeat,
} from "../../modules/array_items";
import {
  list_concat,
  list_inplace_concat,
  list_inplace_repeat,
  list_repeat,
} from "../listobject/operators";
import { Py_TYPE } from "../object/refcount";
import { string_concat, string_repeat } from "../stringobject/stringobject";
import { tupleconcat, tuplerepeat } from "../tupleobject/tupleobject";

export function has_concat(type: Ty): bool {
  return type === Ty.str || type === Ty.list || type === Ty.tuple || type === Ty.array;
}

export function has_repeat(type: Ty): bool {
  return has_concat(type);
}

export function sq_concat(v: u64, w: u64): u64 {
  const type = Py_TYPE(v);
  if (type === Ty.str) return string_concat(v, w);
  if (type === Ty.list) return list_concat(v, w);
  if (type === Ty.array) return array_concat(v, w);
  return tupleconcat(v, w);
}

export function sq_repeat(v: u64, count: i64): u64 {
  const type = Py_TYPE(v);
  if (type === Ty.str) return string_repeat(v, count);
  if (type === Ty.list) return list_repeat(v, count);
  if (type === Ty.array) return array_repeat(v, count);
  return tuplerepeat(v, count);
}

/** v += w; what cannot change is concatenated. */
export function sq_inplace_concat(v: u64, w: u64): u64 {
  const type = Py_TYPE(v);
  if (type === Ty.list) return list_inplace_concat(v, w);
  if (type === Ty.array) return array_inplace_concat(v, w);
  return sq_concat(v, w);
}

/** v *= count; what cannot change is repeated. */
export function sq_inplace_repeat(v: u64, count: i64): u64 {
  const type = Py_TYPE(v);
  if (type === Ty.list) return list_inplace_repeat(v, count);
  if (type === Ty.array) return array_inplace_repeat(v, count);
  return sq_repeat(v, count);
}

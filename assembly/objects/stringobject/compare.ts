/** string_richcompare (Objects/stringobject.c). */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { memcmp } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { holds, truth_object } from "../object/compare";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { Py_NotImplemented } from "../singletons";
import { string_byte } from "./bytes";
import { common_bytes } from "./find";

/** v `op` w of two strs; NotImplemented otherwise. A new reference. */
export function string_richcompare(v: u64, w: u64, op: i32): u64 {
  enter(Fn.string_richcompare);
  let result: u64;
  if (Py_TYPE(v) !== Ty.str || Py_TYPE(w) !== Ty.str) {
    retire(Seg.string_richcompare__no_str);
    result = Py_NotImplemented();
    Py_INCREF(result);
  } else if (v === w) {
    retire(Seg.string_richcompare__identical);
    result = truth_object(holds(<Cmp>op, 0));
  } else if (op === Cmp.EQ) result = truth_object(equal(v, w));
  else result = truth_object(holds(<Cmp>op, order_of(v, w)));
  leave();
  return result;
}

function equal(v: u64, w: u64): bool {
  const size = Py_SIZE(v);
  if (size !== Py_SIZE(w)) {
    retire(Seg.string_richcompare__equal_other_size);
    return false;
  }
  if (string_byte(v, 0) !== string_byte(w, 0)) {
    retire(Seg.string_richcompare__equal_other_first);
    return false;
  }
  retire(Seg.string_richcompare__equal_all);
  return memcmp_of(v, w, size) === 0;
}

/** -1, 0 or 1. */
function order_of(v: u64, w: u64): i32 {
  const left = Py_SIZE(v);
  const right = Py_SIZE(w);
  const shorter = left < right ? left : right;
  let order: i32 = 0;
  if (shorter > 0) {
    retire(Seg.string_richcompare__order_first);
    order = <i32>string_byte(v, 0) - <i32>string_byte(w, 0);
    if (order === 0) {
      retire(Seg.string_richcompare__order_all);
      order = memcmp_of(v, w, shorter);
    }
  } else retire(Seg.string_richcompare__order_empty);
  if (order === 0) {
    retire(Seg.string_richcompare__order_sizes);
    order = left < right ? -1 : left > right ? 1 : 0;
  }
  return order;
}

/** memcmp of the first `size` bytes of two strs. */
function memcmp_of(v: u64, w: u64, size: u64): i32 {
  const same = common_bytes(v, w, size);
  memcmp(size, same);
  if (same === size) return 0;
  return string_byte(v, same) < string_byte(w, same) ? -1 : 1;
}

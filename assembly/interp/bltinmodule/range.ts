/** Built-in functions (Python/bltinmodule.c, CPython 2.7; spec 03 section 1). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { clock, enter, leave, retire, stride, stride_done } from "../../meter/ledger";
import { PyInt_FromLongs, is_small } from "../../objects/intobject/intobject";
import { PyList_New, PyList_SET_ITEM } from "../../objects/listobject/listobject";

/**
 * range(ihigh): a new list of the ints 0 ... ihigh - 1. The list comes first, zeroed; then each int
 * is made and stored.
 */
export function builtin_range(ihigh: i64): u64 {
  enter(Fn.builtin_range);
  retire(Seg.builtin_range__arguments);
  const size = get_len_of_range(ihigh);
  if (size > 0) retire(Seg.builtin_range__not_empty);
  const list = PyList_New(size);
  let ilow: i64 = 0;
  while (ilow < <i64>size) {
    const from = clock().ir;
    const small = is_small(ilow);
    const count = PyInt_FromLongs(ilow, stride(size - <u64>ilow));
    retire(Seg.builtin_range__item, count);
    PyList_SET_ITEM(ilow, small, count);
    ilow += <i64>count;
    if (count > 1) stride_done(from, count);
  }
  leave();
  return list;
}

function get_len_of_range(ihigh: i64): u64 {
  enter(Fn.get_len_of_range);
  if (ihigh <= 0) retire(Seg.get_len_of_range__empty);
  else retire(Seg.get_len_of_range__count);
  leave();
  return ihigh <= 0 ? 0 : <u64>ihigh;
}

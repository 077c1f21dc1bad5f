/** Galloping search of list.sort (Objects/listobject.c): steps that double, then halving. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { is_less } from "./sort";
import { item } from "./merge_state";

/** Where `key` belongs among the n items at `a`, before equal ones; -1 with an exception. */
export function gallop_left(key: u64, a: u64, n: i64, hint: i64): i64 {
  enter(Fn.gallop_left);
  retire(Seg.gallop_left__begin);
  const place = search_left(key, a, n, hint);
  leave();
  return place;
}

function search_left(key: u64, a: u64, n: i64, hint: i64): i64 {
  let last: i64 = 0;
  let offset: i64 = 1;
  const below = is_less(item(a, hint), key);
  if (below < 0) return -1;
  const most = below > 0 ? n - hint : hint + 1;
  while (offset < most) {
    retire(Seg.gallop_left__gallop);
    const less = is_less(item(a, below > 0 ? hint + offset : hint - offset), key);
    if (less < 0) return -1;
    if (less !== below) break;
    last = offset;
    offset = (offset << 1) + 1;
  }
  if (offset > most) offset = most;
  let low = below > 0 ? last + hint : hint - offset;
  let high = below > 0 ? offset + hint : hint - last;
  low += 1;
  while (low < high) {
    retire(Seg.gallop_left__halve);
    const middle = low + ((high - low) >> 1);
    const less = is_less(item(a, middle), key);
    if (less < 0) return -1;
    if (less > 0) low = middle + 1;
    else high = middle;
  }
  return high;
}

/** Where `key` belongs among the n items at `a`, behind equal ones; -1 with an exception. */
export function gallop_right(key: u64, a: u64, n: i64, hint: i64): i64 {
  enter(Fn.gallop_right);
  retire(Seg.gallop_right__begin);
  const place = search_right(key, a, n, hint);
  leave();
  return place;
}

function search_right(key: u64, a: u64, n: i64, hint: i64): i64 {
  let last: i64 = 0;
  let offset: i64 = 1;
  const below = is_less(key, item(a, hint));
  if (below < 0) return -1;
  const most = below > 0 ? hint + 1 : n - hint;
  while (offset < most) {
    retire(Seg.gallop_right__gallop);
    const less = is_less(key, item(a, below > 0 ? hint - offset : hint + offset));
    if (less < 0) return -1;
    if (less !== below) break;
    last = offset;
    offset = (offset << 1) + 1;
  }
  if (offset > most) offset = most;
  let low = below > 0 ? hint - offset : last + hint;
  let high = below > 0 ? hint - last : offset + hint;
  low += 1;
  while (low < high) {
    retire(Seg.gallop_right__halve);
    const middle = low + ((high - low) >> 1);
    const less = is_less(key, item(a, middle));
    if (less < 0) return -1;
    if (less > 0) high = middle;
    else low = middle + 1;
  }
  return high;
}

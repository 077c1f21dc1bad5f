/**
 * Lists that range() makes under the generational manager, as PyPy's range strategies keep them (spec 09 section 3): the
 * list knows where it begins and how long it is, and nothing else is in memory. The first write fills an array
 * of plain numbers; taking items off its end does not.
 */
import { Seg } from "../abi/segments";
import { Fn } from "../abi/functions";
import { SHADOW_BITS } from "../abi/collectors";
import { store64, load64, forget } from "../kernel/words";
import { touch_write } from "../kernel/fault";
import { enter, leave, retire } from "../meter/ledger";
import {
  forget_recent_items,
  items_move,
  items_new,
  short_items,
} from "../objects/listobject/items";
import { NSMALLPOSINTS, is_small, small_int } from "../objects/intobject/intobject";
import {
  PyList_New,
  PyList_SET_ITEMS,
  allocated,
  ob_item,
  ob_size,
} from "../objects/listobject/listobject";
import { add_count } from "../objects/object/refcount";
import { PyMem_MALLOC } from "../objects/obmalloc/mem";
import { heap_ints } from "./heap_memory";
import { totals } from "./totals";

/** Arrays that are in no memory have their words from here on, beyond the shadow counts. */
const LAZY_START: u64 = (<u64>1) << (SHADOW_BITS + 1);
const PAGE_MASK: u64 = 4095;

const next_at: usize = memory.data(8, 8);

export function lazy_reset(): void {
  store<u64>(next_at, LAZY_START);
}

/** Whether the item array at `items` is in no memory. */
export function is_lazy(items: u64): bool {
  return items >= LAZY_START;
}

/** A list of `size` ints from `low` on: neither they nor their array are in memory. */
export function lazy_range(low: i64, step: i64, size: u64): u64 {
  const list = PyList_New(0);
  if (list === 0 || size === 0) return list;
  totals().lazy += 1;
  const items = load<u64>(next_at);
  store<u64>(next_at, (items + size * 8 + PAGE_MASK) & ~PAGE_MASK);
  items_new(items, size).zeroed = 1;
  store64(ob_item(list), items);
  store64(ob_size(list), size);
  store64(allocated(list), size);
  let ival = low;
  let left = size;
  while (left > 0) {
    const small = is_small(ival);
    const wanted = step === 1 ? left : 1;
    const count = small ? shared(ival, wanted) : heap_ints(ival, before_small(ival, wanted), true);
    PyList_SET_ITEMS(list, ival, small, count);
    ival += <i64>count * step;
    left -= count;
  }
  return list;
}

function shared(ival: i64, wanted: u64): u64 {
  const count = min(wanted, <u64>(NSMALLPOSINTS - ival));
  for (let i: u64 = 0; i < count; i++) add_count(small_int(ival + <i64>i), 1);
  return count;
}

/** Ints below the shared ones end where those begin. */
function before_small(ival: i64, wanted: u64): u64 {
  return ival < 0 ? 1 : wanted;
}

/** The list is about to be written: its numbers come into memory. */
export function write_out(list: u64): void {
  const items = load64(ob_item(list));
  if (!is_lazy(items)) return;
  enter(Fn.write_out);
  totals().written_out += 1;
  const length = load64(allocated(list));
  const real = PyMem_MALLOC(length * 8);
  retire(Seg.write_out__item, length);
  touch_write(real, length * 8);
  const short = short_items(items);
  if (short !== null) items_move(short, real);
  store64(ob_item(list), real);
  forget(items, length * 8);
  forget_recent_items(items);
  leave();
}

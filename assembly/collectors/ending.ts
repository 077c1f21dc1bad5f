/** The end of an object under a manager that traces: what it holds outside its cell is given back. */
import { Ty } from "../abi/types";
import { array_release } from "../modules/arraymodule";
import { ma_mask, ma_smalltable, ma_table, ENTRY_BYTES } from "../objects/dictobject/layout";
import { interned_remove } from "../objects/dictobject/recorded_keys";
import { forget_recent_items, items_drop, short_items } from "../objects/listobject/items";
import { is_lazy } from "./lazy_range";
import { Py_TYPE, get_field } from "../objects/object/refcount";
import { PyMem_FREE } from "../objects/obmalloc/mem";
import { is_interned } from "../objects/stringobject/stringobject";

/** Fields of a list: ob_item and allocated. Of an array: ob_item. */
const OB_ITEM: u64 = 1;
const ALLOCATED: u64 = 2;

/** `op` is unreachable and its references were dropped. */
export function end_object(op: u64): void {
  switch (Py_TYPE(op)) {
    case Ty.list:
      return end_list(op);
    case Ty.dict:
      return end_dict(op);
    case Ty.array:
      return array_release(op);
    case Ty.str:
      if (is_interned(op)) interned_remove(op);
  }
}

function end_list(op: u64): void {
  const items = get_field(op, OB_ITEM);
  if (items === 0) return;
  const short = short_items(items);
  if (short !== null) items_drop(short);
  forget_recent_items(items);
  if (is_lazy(items)) return;
  const bytes = get_field(op, ALLOCATED) * 8;
  PyMem_FREE(items, bytes);
}

function end_dict(op: u64): void {
  const table = ma_table(op);
  if (table !== ma_smalltable(op)) PyMem_FREE(table, (ma_mask(op) + 1) * ENTRY_BYTES);
}

/**
 * PyType_Ready at first use (Objects/typeobject.c): types of iterators and arrays get their dictionaries when
 * an attribute of theirs is looked up for the first time. What that costs is recorded as a whole; the
 * objects that it makes are not modelled.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { enter, leave, retire_table } from "../meter/ledger";

const TYPES: u32 = 8;
const ready_at: usize = memory.data(8);

export function ready_reset(): void {
  memory.fill(ready_at, 0, TYPES);
}

/** A number for each type that start-up leaves as it is. */
function number_of(type: Ty): i32 {
  switch (type) {
    case Ty.listreverseiterator:
      return 0;
    case Ty.array:
      return 1;
    case Ty.dictionary_keyiterator:
      return 2;
    case Ty.dictionary_valueiterator:
      return 3;
    case Ty.dictionary_itemiterator:
      return 4;
    case Ty.tupleiterator:
      return 5;
    case Ty.rangeiterator:
      return 6;
    case Ty.listiterator:
      return 7;
    default:
      return -1;
  }
}

/** An attribute of an object of the type is looked up. */
export function ready_for_lookup(type: Ty): void {
  const number = number_of(type);
  if (number < 0 || load<u8>(ready_at + <usize>number) !== 0) return;
  store<u8>(ready_at + <usize>number, 1);
  enter(Fn.PyType_Ready);
  retire_table(Seg.PyType_Ready__first_use, number);
  leave();
}

/** The hash of a str and the quick equality that dictionaries use (Objects/stringobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_drop, text_mark } from "../../base/text";
import { memcmp } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_SIZE, get_field, set_field } from "../object/refcount";
import { string_byte, string_view } from "./bytes";
import { same_bytes } from "./find";

const OB_SHASH: u64 = 1;
/** CPython 2.7's multiplier; hash randomisation is off unless -R is given. */
const MULTIPLIER: i64 = 1000003;

/** hash(op): kept in the object once computed. */
export function string_hash(op: u64): i64 {
  enter(Fn.string_hash);
  const known = <i64>get_field(op, OB_SHASH);
  if (known !== -1) {
    retire(Seg.string_hash__known);
    leave();
    return known;
  }
  const size = Py_SIZE(op);
  if (size === 0) {
    retire(Seg.string_hash__empty);
    set_field(op, OB_SHASH, 0);
    leave();
    return 0;
  }
  retire(Seg.string_hash__begin);
  retire(Seg.string_hash__character, size);
  const mark = text_mark();
  const hash = hash_of(string_view(op), size);
  text_drop(mark);
  set_field(op, OB_SHASH, hash);
  leave();
  return hash;
}

/** The hash of `size` bytes of linear memory. */
export function hash_of(bytes: usize, size: u64): i64 {
  if (size === 0) return 0;
  let x = (<i64>load<u8>(bytes)) << 7;
  for (let i: u64 = 0; i < size; i++) x = (MULTIPLIER * x) ^ <i64>load<u8>(bytes + <usize>i);
  x ^= <i64>size;
  return x === -1 ? -2 : x;
}

/** Whether two strs have the same bytes: sizes, first characters, then all. */
export function _PyString_Eq(a: u64, b: u64): bool {
  enter(Fn._PyString_Eq);
  const size = Py_SIZE(a);
  let equal = false;
  if (size !== Py_SIZE(b)) retire(Seg._PyString_Eq__other_size);
  else if (string_byte(a, 0) !== string_byte(b, 0)) retire(Seg._PyString_Eq__other_first);
  else {
    retire(Seg._PyString_Eq__compare);
    equal = same_bytes(a, b, size);
    memcmp(size, equal ? size : 0);
  }
  leave();
  return equal;
}

/** string_mod (Objects/stringobject.c): % as a slot of the number protocol. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_TYPE } from "../object/refcount";
import { not_implemented } from "../singletons";
import { PyString_Format } from "./format";

export function string_mod(v: u64, w: u64): u64 {
  enter(Fn.string_mod);
  let result: u64;
  if (Py_TYPE(v) === Ty.str) {
    retire(Seg.string_mod__format);
    result = PyString_Format(v, w);
  } else {
    retire(Seg.string_mod__other_type);
    result = not_implemented();
  }
  leave();
  return result;
}

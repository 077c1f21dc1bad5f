/** _PyObject_LengthHint (Objects/abstract.c): how many items an object will yield, as far as it says. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { dictiter_len } from "../dictobject/iter";
import { reversed_len } from "../enumobject";
import { iter_len } from "../iterobject";
import { listiter_len, listreviter_len } from "../listobject/iter";
import { Py_TYPE } from "../object/refcount";
import { rangeiter_len } from "../rangeobject";
import { tupleiter_len } from "../tupleobject/iter";
import { PyObject_Size, has_len } from "./sequence";

/** The length or the hint of `o`, or `fallback`; -1 with an exception. */
export function _PyObject_LengthHint(o: u64, fallback: i64): i64 {
  enter(Fn._PyObject_LengthHint);
  const type = Py_TYPE(o);
  let hint: i64;
  if (has_len(type)) {
    retire(Seg._PyObject_LengthHint__len);
    hint = PyObject_Size(o);
  } else {
    retire(Seg._PyObject_LengthHint__look_up);
    hint = hint_of(o, type, fallback);
  }
  leave();
  return hint;
}

/** o.__length_hint__(). */
function hint_of(o: u64, type: Ty, fallback: i64): i64 {
  switch (type) {
    case Ty.listiterator:
      return listiter_len(o);
    case Ty.listreverseiterator:
      return listreviter_len(o);
    case Ty.tupleiterator:
      return tupleiter_len(o);
    case Ty.rangeiterator:
      return rangeiter_len(o);
    case Ty.iterator:
      return iter_len(o);
    case Ty.reversed:
      return reversed_len(o);
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
      return dictiter_len(o);
    default:
      return fallback;
  }
}

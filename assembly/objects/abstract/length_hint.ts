/** _PyObject_LengthHint (Objects/abstract.c): how many items an object will yield, as far as it says. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { dictiter_len } from "../dictobject/iter";
import { reversed_len } from "../enumobject";
import { iter_len } from "../iterobject";
import { listiter_len, listreviter_len } from "../listobject/iter";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { rangeiter_len } from "../rangeobject";
import { tupleiter_len } from "../tupleobject/iter";
import { PyErr_Clear, PyErr_ExceptionMatches } from "../../interp/errors";
import { PyInt_AsSsize_t } from "../intobject/convert";
import { PyInt_FromLong } from "../intobject/intobject";
import { PyLong_FromSsize_t } from "../longobject";
import { PyObject_Size } from "./sequence";
import { PyObject_CallFunctionObjArgs, Special, _PyObject_LookupSpecial } from "./special";

/** The length or the hint of `o`, or `fallback`; -1 with an exception. */
export function _PyObject_LengthHint(o: u64, fallback: i64): i64 {
  enter(Fn._PyObject_LengthHint);
  retire(Seg._PyObject_LengthHint__len);
  let hint = PyObject_Size(o);
  if (hint < 0 && forget_no_len()) {
    retire(Seg._PyObject_LengthHint__look_up);
    hint = ask(o, fallback);
  }
  leave();
  return hint;
}

/** That an object has no length is no error here. */
function forget_no_len(): bool {
  if (!PyErr_ExceptionMatches(Ty.TypeError) && !PyErr_ExceptionMatches(Ty.AttributeError)) {
    return false;
  }
  PyErr_Clear();
  return true;
}

function ask(o: u64, fallback: i64): i64 {
  const method = _PyObject_LookupSpecial(o, Special.LENGTH_HINT);
  if (method === 0) return fallback;
  retire(Seg._PyObject_LengthHint__ask);
  const answer = PyObject_CallFunctionObjArgs(method, 0);
  Py_DECREF(method);
  if (answer === 0) return -1;
  const hint = PyInt_AsSsize_t(answer);
  Py_DECREF(answer);
  return hint;
}

/** o.__length_hint__(), called as a method. */
export function length_hint(o: u64): u64 {
  const hint = hint_of(o, Py_TYPE(o));
  if (Py_TYPE(o) === Ty.listreverseiterator) return PyLong_FromSsize_t(hint);
  return PyInt_FromLong(hint);
}

function hint_of(o: u64, type: Ty): i64 {
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
      return 0;
  }
}

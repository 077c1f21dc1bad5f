/** str(x) (Objects/stringobject.c: string_new). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyDict_Size } from "../dictobject/dictobject";
import { PyObject_Str } from "../object/repr";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyString_FromString } from "./stringobject";

export function string_new(args: u64, kwargs: u64): u64 {
  enter(Fn.string_new);
  retire(Seg.string_new__arguments);
  if (kwargs !== 0 && PyDict_Size(kwargs) > 0) not_simulated("str() with keyword arguments");
  const given = PyTuple_GET_SIZE(args);
  let result: u64 = 0;
  if (given === 0) result = PyString_FromString("");
  else if (given === 1) result = PyObject_Str(PyTuple_GET_ITEM(args, 0));
  else {
    const mark = text_mark();
    text_add("str() takes at most 1 argument (");
    text_add_i64(given);
    text_add(" given)");
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return result;
}

/** dict_print (Objects/dictobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { fprint_text } from "../listobject/print";
import { PyObject_Print } from "../object/print";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { Py_ReprEnter, Py_ReprLeave } from "../object/repr_enter";
import { entry_at, ma_mask, ma_table, me_key, me_value } from "./layout";

export function dict_print(op: u64, stream: u32): i32 {
  enter(Fn.dict_print);
  retire(Seg.dict_print__begin);
  const entered = Py_ReprEnter(op);
  if (entered !== 0) {
    if (entered > 0) fprint_text(stream, "{...}");
    leave();
    return entered < 0 ? -1 : 0;
  }
  fprint_text(stream, "{");
  let status: i32 = 0;
  let any = false;
  for (let i: u64 = 0; i <= ma_mask(op) && status === 0; i++) {
    const ep = entry_at(ma_table(op), i);
    const value = me_value(ep);
    if (value === 0) {
      retire(Seg.dict_print__skip);
      continue;
    }
    retire(Seg.dict_print__entry);
    // The value may be dropped from the dictionary while the key is printed.
    Py_INCREF(value);
    if (any) fprint_text(stream, ", ");
    any = true;
    status = PyObject_Print(me_key(ep), stream, false);
    if (status === 0) {
      fprint_text(stream, ": ");
      status = PyObject_Print(value, stream, false);
    }
    Py_DECREF(value);
  }
  if (status === 0) fprint_text(stream, "}");
  Py_ReprLeave(op);
  leave();
  return status;
}

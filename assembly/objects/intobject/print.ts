/** int_print (Objects/intobject.c) and bool_print (Objects/boolobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_add, text_mark } from "../../base/text";
import { fprintf_long, fputs } from "../../libc/stdio";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_True } from "../singletons";
import { PyInt_AS_LONG } from "./arithmetic";

export function int_print(op: u64, stream: u32): i32 {
  enter(Fn.int_print);
  retire(Seg.int_print__format);
  fprintf_long(stream, PyInt_AS_LONG(op));
  leave();
  return 0;
}

export function bool_print(op: u64, stream: u32): i32 {
  enter(Fn.bool_print);
  retire(Seg.bool_print__put);
  const mark = text_mark();
  text_add(op === Py_True() ? "True" : "False");
  fputs(stream, mark);
  leave();
  return 0;
}

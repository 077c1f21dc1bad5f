/** Calls the C function of a row of the method table, in the file that owns the row's number. */
import { not_simulated } from "../base/fault";
import { array_call } from "../modules/arraymodule";
import { gc_call } from "../modules/gcmodule/module";
import { library_call } from "../modules/multiprocessing/module";
import { os_call } from "../modules/posixmodule";
import { sys_call } from "../interp/sysmodule";
import { time_call } from "../modules/timemodule";
import { builtin_call } from "../interp/bltinmodule/call";
import { dict_call } from "./dictobject/methods";
import { exception_method_call } from "./exceptions";
import { file_call } from "./fileobject";
import { number_call } from "./intobject/methods";
import { list_call } from "./listobject/methods";
import {
  ARRAY_METHODS,
  BUILTIN_FUNCTIONS,
  DICT_METHODS,
  EXCEPTION_METHODS,
  FILE_METHODS,
  GC_FUNCTIONS,
  LIBRARY_FUNCTIONS,
  LIST_METHODS,
  MethodDef,
  NUMBER_METHODS,
  OS_FUNCTIONS,
  STR_METHODS,
  SYS_FUNCTIONS,
  TIME_FUNCTIONS,
  TUPLE_METHODS,
  UNSIMULATED,
  method_name,
} from "./methods";
import { string_call } from "./stringobject/methods";
import { tuple_call } from "./tupleobject/methods";
import { iterator_call } from "./iterobject";

/**
 * `args` is what the row's flags say: the argument tuple (METH_VARARGS), the one argument (METH_O) or 0
 * (METH_NOARGS). The result is a new reference, or 0 with an exception.
 */
export function call_row(row: MethodDef, self: u64, args: u64, kwargs: u64): u64 {
  const number = row.number;
  switch (number - (number % 100)) {
    case BUILTIN_FUNCTIONS:
      return builtin_call(number, self, args, kwargs);
    case LIST_METHODS:
      return list_call(number, self, args, kwargs);
    case STR_METHODS:
      return string_call(number, self, args, kwargs);
    case DICT_METHODS:
      return dict_call(number, self, args, kwargs);
    case TUPLE_METHODS:
      return tuple_call(number, self, args, kwargs);
    case NUMBER_METHODS:
      return number_call(number, self, args, kwargs);
    case SYS_FUNCTIONS:
      return sys_call(number, self, args, kwargs);
    case GC_FUNCTIONS:
      return gc_call(number, self, args, kwargs);
    case TIME_FUNCTIONS:
      return time_call(number, self, args, kwargs);
    case ARRAY_METHODS:
      return array_call(number, self, args, kwargs);
    case OS_FUNCTIONS:
      return os_call(number, self, args, kwargs);
    case LIBRARY_FUNCTIONS:
      return library_call(number, self, args, kwargs);
    case EXCEPTION_METHODS:
      return exception_method_call(number, self, args, kwargs);
    case FILE_METHODS:
      return file_call(number, self, args, kwargs);
    case UNSIMULATED:
      not_simulated(method_name(row));
      return 0;
    default:
      return iterator_call(number, self, args, kwargs);
  }
}

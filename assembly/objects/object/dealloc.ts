/** _Py_Dealloc (Objects/object.c): the end of an object, by its type. */
import { Ty } from "../../abi/types";
import { fail } from "../../base/fault";
import { Fault } from "../../abi/stop";
import { PyModule_dealloc } from "../moduleobject";
import { has_own_heap } from "../../collectors/manager";
import { totals } from "../../collectors/totals";
import { clock } from "../../meter/ledger";
import { array_dealloc, arrayiter_dealloc } from "../../modules/arraymodule";
import { is_library, library_dealloc } from "../../modules/multiprocessing/objects";
import { code_dealloc } from "../codeobject";
import { dict_dealloc } from "../dictobject/dictobject";
import { dictiter_dealloc } from "../dictobject/iter";
import { enum_dealloc, reversed_dealloc } from "../enumobject";
import { BaseException_dealloc } from "../exceptions";
import { file_dealloc } from "../fileobject";
import { float_dealloc } from "../floatobject/floatobject";
import { frame_dealloc } from "../frameobject";
import { func_dealloc } from "../funcobject";
import { int_dealloc } from "../intobject/int_dealloc";
import { block_of } from "../intobject/block_pages";
import { slot_of } from "../intobject/blocks";
import { iter_dealloc } from "../iterobject";
import { list_dealloc } from "../listobject/dealloc";
import { listiter_dealloc, listreviter_dealloc } from "../listobject/iter";
import { meth_dealloc } from "../methodobject";
import { range_dealloc, rangeiter_dealloc } from "../rangeobject";
import { slice_dealloc } from "../sliceobject";
import { string_dealloc } from "../stringobject/stringobject";
import { tb_dealloc } from "../../interp/traceback";
import { tupledealloc } from "../tupleobject/tupleobject";
import { tupleiter_dealloc } from "../tupleobject/iter";
import { long_dealloc } from "../longobject";
import { FIRST_EXCEPTION } from "../../abi/types";
import { object_dealloc } from "./plain";
import { Py_TYPE } from "./refcount";
import { _Py_Dealloc_begin, _Py_Dealloc_end } from "./tracing";

/** The last reference to `op` is gone. */
export function _Py_Dealloc(op: u64): void {
  // Where references are not counted nothing happens now: the object is garbage that waits.
  if (has_own_heap()) {
    totals().deaths += clock().turns;
    return;
  }
  const type = Py_TYPE(op);
  _Py_Dealloc_begin(1);
  if (type >= FIRST_EXCEPTION) BaseException_dealloc(op);
  else if (is_library(type)) library_dealloc(op);
  else dealloc_by_type(op, type);
  _Py_Dealloc_end();
}

/** tp_dealloc of `type`. */
export function dealloc_by_type(op: u64, type: Ty): void {
  switch (type) {
    case Ty.int: {
      const number = block_of(op);
      int_dealloc(number, slot_of(number, op), 1);
      break;
    }
    case Ty.float:
      return float_dealloc(op);
    case Ty.long:
      return long_dealloc(op);
    case Ty.str:
      return string_dealloc(op);
    case Ty.tuple:
      return tupledealloc(op);
    case Ty.list:
      return list_dealloc(op);
    case Ty.dict:
      return dict_dealloc(op);
    case Ty.code:
      return code_dealloc(op);
    case Ty.function_:
      return func_dealloc(op);
    case Ty.builtin_function_or_method:
      return meth_dealloc(op);
    case Ty.frame:
      return frame_dealloc(op);
    case Ty.traceback:
      return tb_dealloc(op);
    case Ty.module:
      return PyModule_dealloc(op);
    case Ty.file:
      return file_dealloc(op);
    case Ty.slice:
      return slice_dealloc(op);
    case Ty.listiterator:
      return listiter_dealloc(op);
    case Ty.listreverseiterator:
      return listreviter_dealloc(op);
    case Ty.tupleiterator:
      return tupleiter_dealloc(op);
    case Ty.iterator:
      return iter_dealloc(op);
    case Ty.xrange:
      return range_dealloc(op);
    case Ty.rangeiterator:
      return rangeiter_dealloc(op);
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
      return dictiter_dealloc(op);
    case Ty.enumerate:
      return enum_dealloc(op);
    case Ty.reversed:
      return reversed_dealloc(op);
    case Ty.array:
      return array_dealloc(op);
    case Ty.arrayiterator:
      return arrayiter_dealloc(op);
    case Ty.object:
      return object_dealloc(op);
    default:
      fail(Fault.ASSERTION, op);
  }
}

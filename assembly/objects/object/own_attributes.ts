/**
 * Attributes that instances of built-in types have besides methods (PyGetSetDef and PyMemberDef
 * arrays), and where an object keeps a dictionary of attributes of its own (tp_dictoffset).
 */
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { array_getattr } from "../../modules/arraymodule";
import { is_library } from "../../modules/multiprocessing/objects";
import { library_dict_field, library_getattr } from "../../modules/multiprocessing/protocols";
import { tb_getattr } from "../../interp/traceback";
import { code_getattr } from "../codeobject";
import { cfunction_getattr, descriptor_getattr } from "../descrobject";
import { DICT, exception_getattr } from "../exceptions";
import { file_getattr } from "../fileobject";
import { frame_getattr } from "../frameobject";
import { FUNC_DICT, func_getattr } from "../funcobject";
import { number_getattr } from "../intobject/methods";
import { cfunction_row, cfunction_self } from "../methodobject";
import { MD_DICT } from "../moduleobject";
import { slice_getattr } from "../sliceobject";
import { string_is } from "../stringobject/text";
import { type_object } from "../types";
import { Py_INCREF, field } from "./refcount";

/** _PyObject_GetDictPtr: the address of the word that refers to `o`'s own dictionary, 0 for none. */
export function _PyObject_GetDictPtr(o: u64, type: Ty): u64 {
  if (type === Ty.module) return field(o, MD_DICT);
  if (type === Ty.function_) return field(o, FUNC_DICT);
  if (is_library(type)) {
    const index = library_dict_field(type);
    return index < 0 ? 0 : field(o, index);
  }
  return type >= FIRST_EXCEPTION ? field(o, DICT) : 0;
}

/** A new reference, or 0 where objects of this type have no such attribute. */
export function own_attribute(o: u64, name: u64, type: Ty): u64 {
  if (string_is(name, "__class__")) {
    const found = type_object(type);
    Py_INCREF(found);
    return found;
  }
  if (type >= FIRST_EXCEPTION) return exception_getattr(o, name);
  switch (type) {
    case Ty.function_:
      return func_getattr(o, name);
    case Ty.code:
      return code_getattr(o, name);
    case Ty.builtin_function_or_method:
      return cfunction_getattr(cfunction_row(o), cfunction_self(o), name);
    case Ty.method_descriptor:
      return descriptor_getattr(o, name);
    case Ty.array:
      return array_getattr(o, name);
    case Ty.int:
    case Ty.bool:
    case Ty.long:
    case Ty.float:
      return number_getattr(o, name);
    case Ty.slice:
      return slice_getattr(o, name);
    case Ty.file:
      return file_getattr(o, name);
    case Ty.traceback:
      return tb_getattr(o, name);
    case Ty.frame:
      return frame_getattr(o, name);
    default:
      return is_library(type) ? library_getattr(o, name, type) : 0;
  }
}

/** What cannot be pickled, in the words of cPickle and of multiprocessing. */
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { short_type_name } from "../../objects/types";
import { text_add_ctypes_class } from "./ctypes_array";

/** An object that is looked up by its name, which is not there. */
export function no_such_global(type: string): bool {
  const mark = text_mark();
  text_add("Can't pickle <type '");
  text_add(type);
  text_add("'>: attribute lookup __builtin__.");
  text_add(type);
  text_add(" failed");
  PyErr_SetText(Ty.PicklingError, mark);
  return false;
}

/** A PicklingError in the words of cPickle. */
export function cannot_pickle(op: u64, type: Ty): bool {
  if (type === Ty.module) return no_such_global("module");
  const mark = text_mark();
  if (type === Ty.ctypes_array) {
    text_add("Can't pickle <class 'multiprocessing.sharedctypes.");
    text_add_ctypes_class(op);
    text_add("'>: attribute lookup multiprocessing.sharedctypes.");
    text_add_ctypes_class(op);
    text_add(" failed");
    PyErr_SetText(Ty.PicklingError, mark);
    return false;
  }
  if (type >= Ty.Synchronized && type <= Ty.SynchronizedString) {
    text_add(short_type_name(type));
    text_add(" objects should only be shared between processes through inheritance");
    PyErr_SetText(Ty.RuntimeError, mark);
    return false;
  }
  not_simulated("a message with an object of this type");
  return false;
}

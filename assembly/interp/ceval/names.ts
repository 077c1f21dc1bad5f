/** Opcodes that look names up and bind them (Python/ceval.c; spec 03 section 5). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { PyObject_DelItem } from "../../objects/abstract/sequence";
import { CO_VARNAMES } from "../../objects/codeobject";
import {
  PyDict_DelItem,
  PyDict_GetItem,
  PyDict_SetItem,
} from "../../objects/dictobject/dictobject";
import { PyDict_GetItem_of_globals as dict_lookup } from "../../objects/dictobject/lookdict";
import { PyObject_GetAttr } from "../../objects/object/attributes";
import { PyObject_SetAttr } from "../../objects/object/set_attributes";
import { Py_DECREF, Py_INCREF, Py_XDECREF, get_field } from "../../objects/object/refcount";
import { text_add_string } from "../../objects/stringobject/stringobject";
import { PyTuple_GET_ITEM } from "../../objects/tupleobject/tupleobject";
import { PyErr_SetText } from "../errors";
import {
  Next,
  get_local,
  goes_by_switch,
  name_at,
  peek,
  poke,
  pop,
  push,
  put_local,
  r,
} from "./state";

/** A NameError or UnboundLocalError about the str `name`. */
function format_exc_check_arg(type: Ty, before: string, name: u64, after: string): void {
  enter(Fn.format_exc_check_arg);
  retire(Seg.format_exc_check_arg__format);
  const mark = text_mark();
  text_add(before);
  text_add_string(name);
  text_add(after);
  PyErr_SetText(type, mark);
  leave();
}

/** `first`: 0 where the opcode is reached through the switch, as the first one of a frame is. */
export function load_const(argument: u32, first: u32): Next {
  retire_table(Seg.PyEval_EvalFrameEx__LOAD_CONST, first);
  const value = PyTuple_GET_ITEM(r().consts, argument);
  Py_INCREF(value);
  push(value);
  return Next.FAST;
}

export function load_fast(argument: u32): Next {
  const value = get_local(argument);
  if (value === 0) {
    retire(Seg.PyEval_EvalFrameEx__LOAD_FAST_unbound);
    unbound_local(argument);
    return Next.ERROR;
  }
  retire(Seg.PyEval_EvalFrameEx__LOAD_FAST);
  Py_INCREF(value);
  push(value);
  return Next.FAST;
}

function unbound_local(argument: u32): void {
  const name = PyTuple_GET_ITEM(get_field(r().code, CO_VARNAMES), argument);
  const after = "' referenced before assignment";
  format_exc_check_arg(Ty.UnboundLocalError, "local variable '", name, after);
}

export function store_fast(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__STORE_FAST);
  const old = get_local(argument);
  put_local(argument, pop());
  if (old !== 0) {
    retire(Seg.PyEval_EvalFrameEx__STORE_FAST_drop_old);
    Py_DECREF(old);
  }
  return Next.FAST;
}

export function delete_fast(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__DELETE_FAST);
  const old = get_local(argument);
  if (old === 0) {
    unbound_local(argument);
    return Next.ERROR;
  }
  put_local(argument, 0);
  Py_DECREF(old);
  return Next.DISPATCH;
}

/** Locals, then globals, then built-ins, each through a dictionary. */
export function load_name(argument: u32): Next {
  const name = name_at(argument);
  retire(Seg.PyEval_EvalFrameEx__LOAD_NAME);
  let value = PyDict_GetItem(r().locals, name);
  if (value === 0) {
    retire(Seg.PyEval_EvalFrameEx__LOAD_NAME_not_local);
    value = PyDict_GetItem(r().globals, name);
    if (value === 0) {
      retire(Seg.PyEval_EvalFrameEx__LOAD_NAME_not_global);
      value = PyDict_GetItem(r().builtins, name);
      if (value === 0) {
        format_exc_check_arg(Ty.NameError, "name '", name, "' is not defined");
        return Next.ERROR;
      }
    }
  }
  Py_INCREF(value);
  push(value);
  return Next.DISPATCH;
}

/** Globals and built-ins, without PyDict_GetItem around the look-up. */
export function load_global(argument: u32): Next {
  const name = name_at(argument);
  retire(Seg.PyEval_EvalFrameEx__LOAD_GLOBAL);
  let value = dict_lookup(r().globals, name);
  if (value === 0) {
    retire(Seg.PyEval_EvalFrameEx__LOAD_GLOBAL_builtin);
    value = dict_lookup(r().builtins, name);
    if (value === 0) {
      format_exc_check_arg(Ty.NameError, "global name '", name, "' is not defined");
      return Next.ERROR;
    }
  }
  Py_INCREF(value);
  push(value);
  return Next.DISPATCH;
}

export function store_name(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__STORE_NAME);
  const value = pop();
  const status = PyDict_SetItem(r().locals, name_at(argument), value);
  Py_DECREF(value);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

export function store_global(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__STORE_GLOBAL);
  const value = pop();
  const status = PyDict_SetItem(r().globals, name_at(argument), value);
  Py_DECREF(value);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

export function delete_name(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__DELETE_NAME);
  const name = name_at(argument);
  goes_by_switch();
  if (PyObject_DelItem(r().locals, name) === 0) return Next.DISPATCH;
  format_exc_check_arg(Ty.NameError, "name '", name, "' is not defined");
  return Next.ERROR;
}

export function delete_global(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__DELETE_GLOBAL);
  const name = name_at(argument);
  goes_by_switch();
  if (PyDict_DelItem(r().globals, name) === 0) return Next.DISPATCH;
  format_exc_check_arg(Ty.NameError, "global name '", name, "' is not defined");
  return Next.ERROR;
}

export function load_locals(): Next {
  retire(Seg.PyEval_EvalFrameEx__LOAD_LOCALS);
  Py_INCREF(r().locals);
  push(r().locals);
  return Next.DISPATCH;
}

export function load_attr(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__LOAD_ATTR);
  const object = peek(1);
  const value = PyObject_GetAttr(object, name_at(argument));
  if (value === 0) return Next.ERROR;
  poke(1, value);
  Py_DECREF(object);
  return Next.DISPATCH;
}

export function store_attr(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__STORE_ATTR);
  const object = pop();
  const value = pop();
  const status = PyObject_SetAttr(object, name_at(argument), value);
  Py_DECREF(object);
  Py_XDECREF(value);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

export function delete_attr(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__DELETE_ATTR);
  const object = pop();
  const status = PyObject_SetAttr(object, name_at(argument), 0);
  Py_DECREF(object);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

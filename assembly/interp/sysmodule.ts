/** The module sys (Python/sysmodule.c). */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { enter, leave, retire } from "../meter/ledger";
import { GC_HEAD_BYTES } from "../modules/gcmodule/lists";
import { type_is_gc } from "../modules/gcmodule/gcmodule";
import {
  PyDict_DelItemString,
  PyDict_GetItemString,
  PyDict_SetItemString,
} from "../objects/dictobject/dictobject";
import { arrange_sys_dict } from "../objects/dictobject/recorded_keys";
import { PyFile_New } from "../objects/fileobject";
import { PyInt_AS_LONG } from "../objects/intobject/convert";
import { PyInt_FromLong, small_int } from "../objects/intobject/intobject";
import { PyList_Append } from "../objects/listobject/access";
import { PyList_New } from "../objects/listobject/listobject";
import {
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  SYS_FUNCTIONS,
  define_method,
} from "../objects/methods";
import { Py_DECREF, Py_INCREF, Py_REFCNT, Py_TYPE, Py_XDECREF } from "../objects/object/refcount";
import { sizeof_object } from "../objects/object/sizeof";
import { Py_None } from "../objects/singletons";
import { PyString_FromString } from "../objects/stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../objects/tupleobject/tupleobject";
import { PyErr_SetNone, PyErr_SetObject, PyErr_SetString, tstate } from "./errors";
import { PyArg_ParseTuple, PyArg_UnpackTuple, int_argument } from "./getargs";
import { add_defined, add_value } from "./modules";
import { parse_keywords, parsed_object } from "./parse_tuple";
import { recorded_int } from "../objects/intobject/recorded";
import { recursion_limit, set_recursion_limit } from "./recursion";

const GETREFCOUNT: u32 = SYS_FUNCTIONS + 0;
const GETSIZEOF: u32 = SYS_FUNCTIONS + 1;
const EXIT: u32 = SYS_FUNCTIONS + 2;
const GETRECURSIONLIMIT: u32 = SYS_FUNCTIONS + 3;
const SETRECURSIONLIMIT: u32 = SYS_FUNCTIONS + 4;
const EXC_INFO: u32 = SYS_FUNCTIONS + 5;
const EXC_CLEAR: u32 = SYS_FUNCTIONS + 6;

/** sys.hexversion of 2.7: the first and the last that there may be. */
const VERSION_HEX_MIN: i64 = 0x02070000;
const VERSION_HEX_MAX: i64 = 0x0207ffff;
/** Where the micro version lies in it. */
const MICRO_SHIFT: i64 = 8;
const MICRO_MAX: i64 = 0xff;
/** sys.maxunicode of a build with 2-byte characters, and of one with 4-byte characters. */
const MAX_UNICODE_UCS2: i64 = 0xffff;
const MAX_UNICODE: i64 = 0x10ffff;

/** sys.stdout, then sys.stderr. */
const streams_at: usize = memory.data(16, 8);

export function define_sys_functions(): void {
  define_method(Ty.NONE, "getrefcount", METH_O, GETREFCOUNT);
  define_method(Ty.NONE, "getsizeof", METH_VARARGS | METH_KEYWORDS, GETSIZEOF);
  define_method(Ty.NONE, "exit", METH_VARARGS, EXIT);
  define_method(Ty.NONE, "getrecursionlimit", METH_NOARGS, GETRECURSIONLIMIT);
  define_method(Ty.NONE, "setrecursionlimit", METH_VARARGS, SETRECURSIONLIMIT);
  define_method(Ty.NONE, "exc_info", METH_NOARGS, EXC_INFO);
  define_method(Ty.NONE, "exc_clear", METH_NOARGS, EXC_CLEAR);
}

export function sys_call(number: u32, _self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case GETREFCOUNT:
      return sys_getrefcount(args);
    case GETSIZEOF:
      return sys_getsizeof(args, kwargs);
    case EXIT:
      return sys_exit(args);
    case GETRECURSIONLIMIT:
      return sys_getrecursionlimit();
    case SETRECURSIONLIMIT:
      return sys_setrecursionlimit(args);
    case EXC_INFO:
      return sys_exc_info();
    default:
      return sys_exc_clear();
  }
}

/** The module's dictionary. */
const dict_at: usize = memory.data(8, 8);

/** Fills the module's dictionary; `modules` is sys.modules. */
export function fill_sys(dict: u64, modules: u64): void {
  store<u64>(dict_at, dict);
  store<u64>(streams_at, PyFile_New(1));
  store<u64>(streams_at, PyFile_New(2), 8);
  add_streams(dict);
  Py_INCREF(modules);
  add_value(dict, "modules", modules);
  add_defined(dict, "getrefcount", GETREFCOUNT);
  add_defined(dict, "getsizeof", GETSIZEOF);
  add_defined(dict, "exit", EXIT);
  add_defined(dict, "getrecursionlimit", GETRECURSIONLIMIT);
  add_defined(dict, "setrecursionlimit", SETRECURSIONLIMIT);
  add_defined(dict, "exc_info", EXC_INFO);
  add_defined(dict, "exc_clear", EXC_CLEAR);
  add_value(dict, "maxint", recorded_int(i64.MAX_VALUE, i64.MAX_VALUE));
  add_value(dict, "maxsize", recorded_int(i64.MAX_VALUE, i64.MAX_VALUE, 1));
  add_value(dict, "maxunicode", recorded_int(MAX_UNICODE_UCS2, MAX_UNICODE));
  add_value(dict, "hexversion", recorded_int(VERSION_HEX_MIN, VERSION_HEX_MAX));
  add_value(dict, "byteorder", PyString_FromString("little"));
  add_value(dict, "platform", PyString_FromString("linux2"));
  add_value(dict, "version_info", version_info());
  add_value(dict, "argv", argv());
  arrange_sys_dict(dict);
}

function add_streams(dict: u64): void {
  Py_INCREF(PySys_GetStdout());
  add_value(dict, "stdout", PySys_GetStdout());
  Py_INCREF(PySys_GetStdout());
  add_value(dict, "__stdout__", PySys_GetStdout());
  Py_INCREF(PySys_GetStderr());
  add_value(dict, "stderr", PySys_GetStderr());
  Py_INCREF(PySys_GetStderr());
  add_value(dict, "__stderr__", PySys_GetStderr());
}

/** (2, 7, micro, 'final', 0): a plain tuple here. Its references were recorded with the small ints. */
function version_info(): u64 {
  const hexversion = PyInt_AS_LONG(recorded_int(VERSION_HEX_MIN, VERSION_HEX_MAX));
  const tuple = PyTuple_New(5);
  PyTuple_SET_ITEM(tuple, 0, small_int(2));
  PyTuple_SET_ITEM(tuple, 1, small_int(7));
  PyTuple_SET_ITEM(tuple, 2, small_int((hexversion >> MICRO_SHIFT) & MICRO_MAX));
  PyTuple_SET_ITEM(tuple, 3, PyString_FromString("final"));
  PyTuple_SET_ITEM(tuple, 4, small_int(0));
  return tuple;
}

function argv(): u64 {
  const list = PyList_New(0);
  const script = PyString_FromString("p.py");
  PyList_Append(list, script);
  Py_DECREF(script);
  return list;
}

/** sys.stdout as it was at start, borrowed. */
export function PySys_GetStdout(): u64 {
  return load<u64>(streams_at);
}

/** sys.stderr as it was at start, borrowed. */
export function PySys_GetStderr(): u64 {
  return load<u64>(streams_at, 8);
}

/** sys.stdout, asked for by its name: the stream itself cannot be another one here. Borrowed. */
export function PySys_GetObject_stdout(): u64 {
  enter(Fn.PySys_GetObject);
  retire(Seg.PySys_GetObject__call);
  PyDict_GetItemString(load<u64>(dict_at), "stdout");
  leave();
  return PySys_GetStdout();
}

/** sys.name = value, or del sys.name where value is 0. */
export function PySys_SetObject(name: string, value: u64): void {
  enter(Fn.PySys_SetObject);
  const dict = load<u64>(dict_at);
  if (value !== 0) {
    retire(Seg.PySys_SetObject__store);
    PyDict_SetItemString(dict, name, value);
  } else if (PyDict_GetItemString(dict, name) !== 0) {
    retire(Seg.PySys_SetObject__delete);
    PyDict_DelItemString(dict, name);
  } else retire(Seg.PySys_SetObject__absent);
  leave();
}

/** sys.exc_type and its companions, which older programs read; each may be 0. */
export function set_sys_exception(type: u64, value: u64, traceback: u64): void {
  PySys_SetObject("exc_type", type);
  PySys_SetObject("exc_value", value);
  PySys_SetObject("exc_traceback", traceback);
}

function sys_getrefcount(op: u64): u64 {
  enter(Fn.sys_getrefcount);
  retire(Seg.sys_getrefcount__read);
  const result = PyInt_FromLong(Py_REFCNT(op));
  leave();
  return result;
}

/** Bytes of an object, its collector's head included, without what it refers to. */
function sys_getsizeof(args: u64, kwargs: u64): u64 {
  enter(Fn.sys_getsizeof);
  retire(Seg.sys_getsizeof__ask);
  let result: u64 = 0;
  if (parse_keywords(args, kwargs, "O|O:getsizeof", "object", "default")) {
    const op = parsed_object(0);
    const head = type_is_gc(Py_TYPE(op)) ? GC_HEAD_BYTES : 0;
    result = PyInt_FromLong(<i64>(sizeof_object(op) + head));
  }
  leave();
  return result;
}

function sys_exit(args: u64): u64 {
  enter(Fn.sys_exit);
  retire(Seg.sys_exit__raise);
  if (PyArg_UnpackTuple(args, "exit", 0, 1)) {
    if (PyTuple_GET_SIZE(args) > 0) PyErr_SetObject(Ty.SystemExit, PyTuple_GET_ITEM(args, 0));
    else PyErr_SetNone(Ty.SystemExit);
  }
  leave();
  return 0;
}

function sys_getrecursionlimit(): u64 {
  enter(Fn.sys_getrecursionlimit);
  retire(Seg.sys_getrecursionlimit__read);
  const result = PyInt_FromLong(recursion_limit());
  leave();
  return result;
}

function sys_setrecursionlimit(args: u64): u64 {
  enter(Fn.sys_setrecursionlimit);
  retire(Seg.sys_setrecursionlimit__check);
  let result: u64 = 0;
  if (
    PyArg_ParseTuple(args, "setrecursionlimit", 1, 1, "i") &&
    int_argument(PyTuple_GET_ITEM(args, 0), limit_at)
  ) {
    if (set_limit(load<i64>(limit_at))) {
      result = Py_None();
      Py_INCREF(result);
    }
  }
  leave();
  return result;
}

const limit_at: usize = memory.data(8, 8);

function set_limit(limit: i64): bool {
  if (limit <= 0) {
    PyErr_SetString(Ty.ValueError, "recursion limit must be positive");
    return false;
  }
  set_recursion_limit(<u32>limit);
  return true;
}

/** (type, value, traceback) of the exception that is being handled, or three times None. */
function sys_exc_info(): u64 {
  enter(Fn.sys_exc_info);
  retire(Seg.sys_exc_info__build);
  const result = PyTuple_New(3);
  const t = tstate();
  set_or_none(result, 0, t.exc_type);
  set_or_none(result, 1, t.exc_value);
  set_or_none(result, 2, t.exc_traceback);
  leave();
  return result;
}

function set_or_none(tuple: u64, index: u64, value: u64): void {
  const item = value === 0 ? Py_None() : value;
  Py_INCREF(item);
  PyTuple_SET_ITEM(tuple, index, item);
}

function sys_exc_clear(): u64 {
  enter(Fn.sys_exc_clear);
  retire(Seg.sys_exc_clear__drop);
  const t = tstate();
  const type = t.exc_type;
  const value = t.exc_value;
  const traceback = t.exc_traceback;
  t.exc_type = 0;
  t.exc_value = 0;
  t.exc_traceback = 0;
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  set_sys_exception(Py_None(), Py_None(), Py_None());
  leave();
  Py_INCREF(Py_None());
  return Py_None();
}

/**
 * The standard streams (Objects/fileobject.c): sys.stdout and sys.stderr as file objects of the start-up.
 *
 *   file -> header, f_fp (1 stdout, 2 stderr, 0 closed), f_name, f_softspace, ...
 */
import { Fn } from "../abi/functions";
import { ProcessLog } from "../abi/process";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_add_hex, text_add_i64, text_drop, text_mark } from "../base/text";
import { console_bytes } from "../events/console";
import { log_process } from "../events/process_log";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../interp/errors";
import { is_self } from "../kernel/process";
import { fputs, fwrite } from "../libc/stdio";
import { enter, leave, retire } from "../meter/ledger";
import { PyIter_Next, PyObject_GetIter } from "./abstract/iter";
import { PyInt_AsLong } from "./intobject/arithmetic";
import { PyInt_FromLong } from "./intobject/intobject";
import { FILE_METHODS, METH_NOARGS, METH_O, METH_VARARGS, define_method } from "./methods";
import { truth_object } from "./object/compare";
import { PyObject_Print } from "./object/print";
import {
  PyObject_INIT,
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_TYPE,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { Setting } from "./object/setting";
import { recorded_block } from "./obmalloc/obmalloc";
import { Py_None } from "./singletons";
import { string_view } from "./stringobject/bytes";
import {
  PyString_FromString,
  PyString_FromText,
  text_add_string,
} from "./stringobject/stringobject";
import { string_is } from "./stringobject/text";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

const F_FP: u64 = 0;
const F_NAME: u64 = 1;
const F_SOFTSPACE: u64 = 4;
/** sizeof(PyFileObject) without the header. */
const FIELDS_BYTES: u64 = 128;

const WRITE: u32 = FILE_METHODS;
const WRITELINES: u32 = FILE_METHODS + 1;
const FLUSH: u32 = FILE_METHODS + 2;
const ISATTY: u32 = FILE_METHODS + 3;
const CLOSE: u32 = FILE_METHODS + 4;
const FILENO: u32 = FILE_METHODS + 5;

export function define_file_methods(): void {
  define_method(Ty.file, "write", METH_VARARGS, WRITE);
  define_method(Ty.file, "writelines", METH_O, WRITELINES);
  define_method(Ty.file, "flush", METH_NOARGS, FLUSH);
  define_method(Ty.file, "isatty", METH_NOARGS, ISATTY);
  define_method(Ty.file, "close", METH_NOARGS, CLOSE);
  define_method(Ty.file, "fileno", METH_NOARGS, FILENO);
}

/** The file object of stdout (1) or stderr (2), as the start-up made it. */
export function PyFile_New(standard: u32): u64 {
  const op = recorded_block(head_bytes() + FIELDS_BYTES);
  PyObject_INIT(op, Ty.file);
  set_field(op, F_FP, standard);
  set_field(op, F_NAME, PyString_FromString(standard === 1 ? "<stdout>" : "<stderr>"));
  set_field(op, F_SOFTSPACE, 0);
  return op;
}

/** f.softspace, f.name, f.mode, f.closed: a new reference, or 0 for another name. */
export function file_getattr(op: u64, name: u64): u64 {
  if (string_is(name, "softspace")) return PyInt_FromLong(get_field(op, F_SOFTSPACE));
  if (string_is(name, "mode")) return PyString_FromString("w");
  if (string_is(name, "closed")) return truth_object(get_field(op, F_FP) === 0);
  if (!string_is(name, "name")) return 0;
  const found = get_field(op, F_NAME);
  Py_INCREF(found);
  return found;
}

/** f.softspace = value. */
export function file_setattr(op: u64, name: u64, value: u64): Setting {
  if (!string_is(name, "softspace")) return Setting.ABSENT;
  if (value === 0) {
    PyErr_SetString(Ty.TypeError, "can't delete numeric/char attribute");
    return Setting.FAILED;
  }
  const number = PyInt_AsLong(value);
  if (number === -1 && PyErr_Occurred()) return Setting.FAILED;
  set_field(op, F_SOFTSPACE, <u32>number);
  return Setting.DONE;
}

function err_closed(): void {
  enter(Fn.err_closed);
  retire(Seg.err_closed__raise);
  PyErr_SetString(Ty.ValueError, "I/O operation on closed file");
  leave();
}

/** The stream of a file; 0 with a ValueError where it is closed. */
function PyFile_AsFile(file: u64): u32 {
  enter(Fn.PyFile_AsFile);
  retire(Seg.PyFile_AsFile__check);
  const stream = <u32>get_field(file, F_FP);
  leave();
  return stream;
}

/** Writes an object: as its str when `raw` (print), else as its repr. */
export function PyFile_WriteObject(v: u64, file: u64, raw: bool): i32 {
  enter(Fn.PyFile_WriteObject);
  retire(Seg.PyFile_WriteObject__begin);
  let status: i32 = -1;
  const stream = <u32>get_field(file, F_FP);
  if (stream === 0) err_closed();
  else {
    Py_INCREF(v);
    status = file_PyObject_Print(v, stream, raw);
    Py_DECREF(v);
  }
  leave();
  return status;
}

/** PyObject_Print while the file is in use. */
function file_PyObject_Print(v: u64, stream: u32, raw: bool): i32 {
  enter(Fn.file_PyObject_Print);
  retire(Seg.file_PyObject_Print__use);
  const status = PyObject_Print(v, stream, raw);
  leave();
  return status;
}

/** Writes a constant text. */
export function PyFile_WriteString(text: string, file: u64): i32 {
  enter(Fn.PyFile_WriteString);
  retire(Seg.PyFile_WriteString__begin);
  let status: i32 = -1;
  const stream = PyFile_AsFile(file);
  if (stream === 0) err_closed();
  else {
    const mark = text_mark();
    text_add(text);
    fputs(stream, mark);
    status = 0;
  }
  leave();
  return status;
}

/** Sets whether the next item of print is preceded by a space; what it was before. */
export function PyFile_SoftSpace(file: u64, flag: i32): i32 {
  enter(Fn.PyFile_SoftSpace);
  retire(Seg.PyFile_SoftSpace__swap);
  const before = <i32>get_field(file, F_SOFTSPACE);
  set_field(file, F_SOFTSPACE, flag);
  leave();
  return before;
}

/** <open file '<stdout>', mode 'w' at 0x7f...>. */
export function file_repr(op: u64): u64 {
  enter(Fn.file_repr);
  retire(Seg.file_repr__format);
  const mark = text_mark();
  text_add(get_field(op, F_FP) === 0 ? "<closed file '" : "<open file '");
  text_add_string(get_field(op, F_NAME));
  text_add("', mode 'w' at 0x");
  text_add_hex(op);
  text_add(">");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** Only the start-up's files exist, and they outlive the program's code. */
export function file_dealloc(op: u64): void {
  enter(Fn.file_dealloc);
  retire(Seg.file_dealloc__close);
  Py_DECREF(get_field(op, F_NAME));
  leave();
}

export function file_call(number: u32, self: u64, args: u64, _kwargs: u64): u64 {
  if (number === CLOSE) return file_close(self);
  if (get_field(self, F_FP) === 0) {
    err_closed();
    return 0;
  }
  if (number === WRITE) return file_write(self, args);
  if (number === WRITELINES) return file_writelines(self, args);
  if (number === FLUSH) return file_flush(self);
  if (number === ISATTY) return file_isatty();
  return file_fileno(self);
}

function none(): u64 {
  Py_INCREF(Py_None());
  return Py_None();
}

/** fwrite of a str's bytes. */
function write_string(file: u64, text: u64): void {
  const mark = text_mark();
  const bytes = string_view(text);
  fwrite(<u32>get_field(file, F_FP), bytes, Py_SIZE(text));
  text_drop(mark);
}

function file_write(self: u64, args: u64): u64 {
  enter(Fn.file_write);
  retire(Seg.file_write__arguments);
  const given = PyTuple_GET_SIZE(args);
  let result: u64 = 0;
  if (given !== 1) {
    const mark = text_mark();
    text_add("function takes exactly 1 argument (");
    text_add_i64(given);
    text_add(" given)");
    PyErr_SetText(Ty.TypeError, mark);
  } else if (Py_TYPE(PyTuple_GET_ITEM(args, 0)) !== Ty.str) {
    PyErr_SetString(Ty.TypeError, "expected a string or other character buffer object");
  } else {
    retire(Seg.file_write__write);
    set_field(self, F_SOFTSPACE, 0);
    write_string(self, PyTuple_GET_ITEM(args, 0));
    result = none();
  }
  leave();
  return result;
}

function file_writelines(self: u64, lines: u64): u64 {
  enter(Fn.file_writelines);
  retire(Seg.file_writelines__begin);
  const it = PyObject_GetIter(lines);
  if (it === 0) {
    PyErr_SetString(Ty.TypeError, "writelines() requires an iterable argument");
    leave();
    return 0;
  }
  let fine = true;
  for (let line = PyIter_Next(it); line !== 0; line = PyIter_Next(it)) {
    retire(Seg.file_writelines__line);
    if (Py_TYPE(line) === Ty.str) write_string(self, line);
    else {
      PyErr_SetString(Ty.TypeError, "writelines() argument must be a sequence of strings");
      fine = false;
    }
    Py_DECREF(line);
    if (!fine) break;
  }
  Py_DECREF(it);
  leave();
  return fine && !PyErr_Occurred() ? none() : 0;
}

function file_flush(self: u64): u64 {
  enter(Fn.file_flush);
  retire(Seg.file_flush__call);
  const stream = <u32>get_field(self, F_FP);
  if (is_self() && stream !== 0) log_process(ProcessLog.FLUSH, stream, console_bytes(stream));
  leave();
  return none();
}

function file_isatty(): u64 {
  enter(Fn.file_isatty);
  retire(Seg.file_isatty__ask);
  leave();
  return truth_object(false);
}

function file_fileno(self: u64): u64 {
  enter(Fn.file_fileno);
  retire(Seg.file_fileno__ask);
  const result = PyInt_FromLong(get_field(self, F_FP));
  leave();
  return result;
}

function file_close(self: u64): u64 {
  enter(Fn.file_close);
  retire(Seg.file_close__forget);
  set_field(self, F_FP, 0);
  leave();
  return none();
}

/** The print statement and imports (Python/ceval.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyFile_SoftSpace, PyFile_WriteObject, PyFile_WriteString } from "../../objects/fileobject";
import { PyEval_CallObjectWithKeywords } from "../../objects/descrobject";
import { PyDict_GetItemString } from "../../objects/dictobject/by_string";
import { PyInt_AsLong } from "../../objects/intobject/convert";
import { PyObject_GetAttr } from "../../objects/object/attributes";
import { Py_DECREF, Py_INCREF, Py_SIZE, Py_TYPE } from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import { string_byte, text_add_string } from "../../objects/stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { PyErr_ExceptionMatches, PyErr_SetText } from "../errors";
import { PySys_GetObject_stdout } from "../sysmodule";
import { Next, name_at, peek, poke, pop, push, r, goes_by_switch } from "./state";

const BLANK: u8 = 0x20;

/** isspace() in the C locale. */
function is_space(byte: u8): bool {
  return byte === BLANK || (byte >= 9 && byte <= 13);
}

/** PRINT_ITEM, and PRINT_ITEM_TO where the file was on the stack. */
export function print_item(to: bool): Next {
  if (to) retire(Seg.PyEval_EvalFrameEx__PRINT_ITEM_TO);
  else retire(Seg.PyEval_EvalFrameEx__PRINT_ITEM);
  const given = to ? pop() : 0;
  const file = given !== 0 && given !== Py_None() ? given : PySys_GetObject_stdout();
  const v = pop();
  Py_INCREF(file);
  let status: i32 = 0;
  if (PyFile_SoftSpace(file, 0) !== 0) {
    retire(Seg.PyEval_EvalFrameEx__PRINT_ITEM_space);
    status = PyFile_WriteString(" ", file);
  }
  if (status === 0) status = PyFile_WriteObject(v, file, true);
  if (status === 0 && wants_space(v)) PyFile_SoftSpace(file, 1);
  Py_DECREF(file);
  Py_DECREF(v);
  if (given !== 0) Py_DECREF(given);
  goes_by_switch();
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

/** After a str that ends with a newline or a tab no blank follows. */
function wants_space(v: u64): bool {
  if (Py_TYPE(v) !== Ty.str || Py_SIZE(v) === 0) return true;
  const last = string_byte(v, Py_SIZE(v) - 1);
  return !is_space(last) || last === BLANK;
}

/** PRINT_NEWLINE and PRINT_NEWLINE_TO. */
export function print_newline(to: bool): Next {
  if (to) retire(Seg.PyEval_EvalFrameEx__PRINT_NEWLINE_TO);
  else retire(Seg.PyEval_EvalFrameEx__PRINT_NEWLINE);
  const given = to ? pop() : 0;
  const file = given !== 0 && given !== Py_None() ? given : PySys_GetObject_stdout();
  Py_INCREF(file);
  const status = PyFile_WriteString("\n", file);
  if (status === 0) PyFile_SoftSpace(file, 0);
  Py_DECREF(file);
  if (given !== 0) Py_DECREF(given);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

/** The stack holds the level and the names wanted from the module (or None). */
export function import_name(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__IMPORT_NAME);
  const importer = PyDict_GetItemString(r().builtins, "__import__");
  const fromlist = pop();
  const level = peek(1);
  const relative = PyInt_AsLong(level) !== -1;
  const locals = r().locals === 0 ? Py_None() : r().locals;
  const args = pack_import(name_at(argument), locals, fromlist, relative ? level : 0);
  Py_DECREF(fromlist);
  Py_DECREF(level);
  const module = PyEval_CallObjectWithKeywords(importer, args, 0);
  Py_DECREF(args);
  poke(1, module);
  return module === 0 ? Next.ERROR : Next.DISPATCH;
}

/** PyTuple_Pack of what __import__ is given. */
function pack_import(name: u64, locals: u64, fromlist: u64, level: u64): u64 {
  enter(Fn.PyTuple_Pack);
  retire(Seg.PyTuple_Pack__import);
  const args = PyTuple_New(level === 0 ? 4 : 5);
  PyTuple_SET_ITEM(args, 0, name);
  PyTuple_SET_ITEM(args, 1, r().globals);
  PyTuple_SET_ITEM(args, 2, locals);
  PyTuple_SET_ITEM(args, 3, fromlist);
  if (level !== 0) PyTuple_SET_ITEM(args, 4, level);
  for (let i: u64 = 0; i < PyTuple_GET_SIZE(args); i++) Py_INCREF(PyTuple_GET_ITEM(args, i));
  leave();
  return args;
}

export function import_from(argument: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__IMPORT_FROM);
  enter(Fn.import_from);
  retire(Seg.import_from__attribute);
  const name = name_at(argument);
  const value = PyObject_GetAttr(peek(1), name);
  if (value === 0 && PyErr_ExceptionMatches(Ty.AttributeError)) {
    const mark = text_mark();
    text_add("cannot import name ");
    text_add_string(name);
    PyErr_SetText(Ty.ImportError, mark);
  }
  leave();
  if (value === 0) return Next.ERROR;
  push(value);
  return Next.DISPATCH;
}

/**
 * Code objects (Objects/codeobject.c), made from the compiled program that the host hands over.
 *
 *   code -> header, co_argcount .. co_flags (four ints), co_code, co_consts, co_names, co_varnames,
 *           co_freevars, co_cellvars, co_filename, co_name, co_firstlineno, co_lnotab,
 *           co_zombieframe, co_weakreflist
 *
 * The bytes of co_code also lie in the machine's own memory, where the evaluation loop reads them.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { check } from "../base/fault";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { text_add, text_add_hex, text_add_i64, text_mark } from "../base/text";
import { enter, leave, retire } from "../meter/ledger";
import { frame_delete } from "./frameobject";
import { PyInt_FromLong } from "./intobject/intobject";
import {
  PyObject_INIT,
  Py_INCREF,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { PyObject_FREE, PyObject_MALLOC } from "./obmalloc/obmalloc";
import { PyString_FromText, text_add_string } from "./stringobject/stringobject";
import { string_is } from "./stringobject/text";

/** argcount and nlocals; stacksize and flags: two ints in a word. */
const COUNTS: u64 = 0;
const SIZES: u64 = 1;
export const CO_CODE: u64 = 2;
export const CO_CONSTS: u64 = 3;
export const CO_NAMES: u64 = 4;
export const CO_VARNAMES: u64 = 5;
export const CO_FREEVARS: u64 = 6;
export const CO_CELLVARS: u64 = 7;
export const CO_FILENAME: u64 = 8;
export const CO_NAME: u64 = 9;
const CO_FIRSTLINENO: u64 = 10;
export const CO_LNOTAB: u64 = 11;
export const CO_ZOMBIEFRAME: u64 = 12;
const CO_WEAKREFLIST: u64 = 13;
const FIELDS: u64 = 14;

/** co_flags (Include/code.h). */
export const CO_OPTIMIZED: u32 = 1;
export const CO_NEWLOCALS: u32 = 2;

/** Where the bytes of a code object lie in linear memory; index = order of loading. */
@unmanaged
export class CodeBytes {
  object: u64;
  code: usize;
  code_length: u32;
  lnotab: usize;
  lnotab_length: u32;
}

const RECORD_BYTES: u32 = 32;
const CODES_MAX: u32 = 4096;
const table_static: usize = memory.data(32, 8);

function table(): Table {
  return changetype<Table>(table_static);
}

export function codeobject_reset(): void {
  table_init(table(), RECORD_BYTES, 6, CODES_MAX);
}

export function code_count(): u32 {
  return table().count;
}

export function code_bytes(index: u32): CodeBytes {
  return changetype<CodeBytes>(table_at(table(), index));
}

/** The index of a code object. */
export function code_index(code: u64): u32 {
  return <u32>get_field(code, CO_WEAKREFLIST);
}

/** A new code object without its references; fields are set by the loader. */
export function new_code(argcount: u32, nlocals: u32, stacksize: u32, flags: u32, line: u32): u64 {
  const op = PyObject_MALLOC(head_bytes() + FIELDS * 8);
  PyObject_INIT(op, Ty.code);
  set_field(op, COUNTS, <u64>argcount | ((<u64>nlocals) << 32));
  set_field(op, SIZES, <u64>stacksize | ((<u64>flags) << 32));
  set_field(op, CO_FIRSTLINENO, line);
  set_field(op, CO_ZOMBIEFRAME, 0);
  const index = table_add(table());
  code_bytes(index).object = op;
  // Weak references to code are not simulated: the field holds the loading order instead.
  set_field(op, CO_WEAKREFLIST, index);
  return op;
}

export function co_argcount(code: u64): u32 {
  return <u32>get_field(code, COUNTS);
}

export function co_nlocals(code: u64): u32 {
  return <u32>(get_field(code, COUNTS) >> 32);
}

export function co_stacksize(code: u64): u32 {
  return <u32>get_field(code, SIZES);
}

export function co_flags(code: u64): u32 {
  return <u32>(get_field(code, SIZES) >> 32);
}

export function co_firstlineno(code: u64): u32 {
  return <u32>get_field(code, CO_FIRSTLINENO);
}

/** The source line of the bytecode at offset `lasti`. */
export function PyCode_Addr2Line(code: u64, lasti: u32): u32 {
  enter(Fn.PyCode_Addr2Line);
  const bytes = code_bytes(code_index(code));
  let line = co_firstlineno(code);
  let address: u32 = 0;
  let pairs: u32 = 0;
  for (let i: u32 = 0; i + 1 < bytes.lnotab_length; i += 2) {
    address += load<u8>(bytes.lnotab + i);
    if (address > lasti) break;
    line += load<u8>(bytes.lnotab + i + 1);
    pairs += 1;
  }
  retire(Seg.PyCode_Addr2Line__begin);
  retire(Seg.PyCode_Addr2Line__pair, pairs);
  leave();
  return line;
}

export function code_dealloc(op: u64): void {
  enter(Fn.code_dealloc);
  retire(Seg.code_dealloc__drop);
  for (let index = CO_CODE; index <= CO_LNOTAB; index++) {
    if (index !== CO_FIRSTLINENO) Py_XDECREF(get_field(op, index));
  }
  const zombie = get_field(op, CO_ZOMBIEFRAME);
  if (zombie !== 0) frame_delete(zombie);
  PyObject_FREE(op);
  leave();
}

/** <code object f at 0x..., file "p.py", line 3>. */
export function code_repr(op: u64): u64 {
  check(code_count() > 0, op);
  const mark = text_mark();
  text_add("<code object ");
  text_add_string(get_field(op, CO_NAME));
  text_add(" at 0x");
  text_add_hex(op);
  text_add(', file "');
  text_add_string(get_field(op, CO_FILENAME));
  text_add('", line ');
  text_add_i64(co_firstlineno(op));
  text_add(">");
  return PyString_FromText(mark);
}

/** An int among a code object's attributes, -1 for another name. */
function code_number(op: u64, name: u64): i64 {
  if (string_is(name, "co_argcount")) return co_argcount(op);
  if (string_is(name, "co_nlocals")) return co_nlocals(op);
  if (string_is(name, "co_stacksize")) return co_stacksize(op);
  if (string_is(name, "co_flags")) return co_flags(op);
  return string_is(name, "co_firstlineno") ? co_firstlineno(op) : -1;
}

/** The field of an object among a code object's attributes, FIELDS for another name. */
function code_field(name: u64): u64 {
  if (string_is(name, "co_code")) return CO_CODE;
  if (string_is(name, "co_consts")) return CO_CONSTS;
  if (string_is(name, "co_names")) return CO_NAMES;
  if (string_is(name, "co_varnames")) return CO_VARNAMES;
  if (string_is(name, "co_freevars")) return CO_FREEVARS;
  if (string_is(name, "co_cellvars")) return CO_CELLVARS;
  if (string_is(name, "co_filename")) return CO_FILENAME;
  if (string_is(name, "co_name")) return CO_NAME;
  return string_is(name, "co_lnotab") ? CO_LNOTAB : FIELDS;
}

/** c.co_varnames, c.co_argcount ...: a new reference, or 0 for another name. */
export function code_getattr(op: u64, name: u64): u64 {
  const number = code_number(op, name);
  if (number >= 0) return PyInt_FromLong(number);
  const index = code_field(name);
  if (index === FIELDS) return 0;
  const found = get_field(op, index);
  Py_INCREF(found);
  return found;
}

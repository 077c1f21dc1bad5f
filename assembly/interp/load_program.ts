/**
 * The compiled program: the host writes it as bytes, this file makes the code objects with their
 * constants and names of it.
 *
 *   image    placed (1 byte), source text, calls of the compiler (count, then words), code
 *   text     length (u32), bytes
 *   code     argcount, nlocals, stacksize, flags, firstlineno (u32 each), name, filename, co_code,
 *            co_lnotab (texts), constants, names, variable names (count, then items)
 *   constant N | i value (8 bytes) | l sign, count, 30-bit digits | f double | s text | t count, items | c code
 */
import { COMPILER_CALL_WORDS } from "../abi/compiler_heap";
import { Cfg } from "../abi/layout";
import { Fault } from "../abi/stop";
import { Ty } from "../abi/types";
import { cfg } from "../base/config";
import { has_own_heap, has_own_ints } from "../collectors/manager";
import { check, fail } from "../base/fault";
import {
  CO_CELLVARS,
  CO_CODE,
  CO_CONSTS,
  CO_FILENAME,
  CO_FREEVARS,
  CO_LNOTAB,
  CO_NAME,
  CO_NAMES,
  CO_VARNAMES,
  code_bytes,
  code_index,
  new_code,
} from "../objects/codeobject";
import { PyFloat_FromDouble } from "../objects/floatobject/floatobject";
import { PyInt_FromLong, is_small } from "../objects/intobject/intobject";
import { load_long_constant } from "../objects/longobject";
import { Py_INCREF, Py_SIZE, Py_TYPE, set_field } from "../objects/object/refcount";
import { placing } from "../objects/obmalloc/placing";
import { Py_None } from "../objects/singletons";
import {
  PyString_FromBytes,
  PyString_InternInPlace,
  string_byte,
} from "../objects/stringobject/stringobject";
import { PyTuple_New, PyTuple_SET_ITEM } from "../objects/tupleobject/tupleobject";
import { repeat_compiler_calls } from "./compiler_heap";

/** Bytes of the largest program image. */
const PROGRAM_MAX: u32 = 1 << 21;
const program_at: usize = memory.data(1 << 21, 8);

@unmanaged
class Reader {
  at: usize;
  source: usize;
  source_length: u32;
}

const reader_at: usize = memory.data(16, 8);

function reader(): Reader {
  return changetype<Reader>(reader_at);
}

/** Where the host writes the image, and its capacity in bytes. */
export function program_address(): usize {
  return program_at;
}

export function program_capacity(): u32 {
  return PROGRAM_MAX;
}

function read_u8(): u32 {
  const value = <u32>load<u8>(reader().at);
  reader().at += 1;
  check(reader().at < program_at + PROGRAM_MAX, value);
  return value;
}

function read_u32(): u32 {
  const value = load<u32>(reader().at);
  reader().at += 4;
  return value;
}

/** Whether the program's objects are part of the recorded entry state. */
export function program_is_recorded(): bool {
  return load<u8>(program_at) !== 0;
}

/** Reads the image and returns the module's code object, a new reference. */
export function load_program(): u64 {
  reader().at = program_at + 1;
  const length = read_u32();
  reader().source = reader().at;
  reader().source_length = length;
  reader().at += <usize>length;
  const calls = read_u32();
  if (!has_own_heap()) repeat_compiler_calls(reader().at, calls);
  reader().at += <usize>(calls * COMPILER_CALL_WORDS) * 4;
  return read_code();
}

/** Where line `line` (1-based) of the source begins, 0 where there is none. Its end is a newline or a NUL. */
export function source_line(line: u32): usize {
  const end = reader().source + <usize>reader().source_length;
  let at = reader().source;
  for (let i: u32 = 1; i < line; i++) {
    while (at < end && load<u8>(at) !== 10) at += 1;
    at += 1;
  }
  return at < end ? at : 0;
}

function read_text(): u64 {
  const length = read_u32();
  const text = PyString_FromBytes(reader().at, length);
  reader().at += <usize>length;
  return text;
}

function read_code(): u64 {
  const argcount = read_u32();
  const nlocals = read_u32();
  const stacksize = read_u32();
  const flags = read_u32();
  const code = new_code(argcount, nlocals, stacksize, flags, read_u32());
  set_field(code, CO_NAME, PyString_InternInPlace(read_text()));
  set_field(code, CO_FILENAME, read_text());
  const bytes = code_bytes(code_index(code));
  bytes.code_length = load<u32>(reader().at);
  bytes.code = reader().at + 4;
  set_field(code, CO_CODE, read_text());
  bytes.lnotab_length = load<u32>(reader().at);
  bytes.lnotab = reader().at + 4;
  set_field(code, CO_LNOTAB, read_text());
  set_field(code, CO_CONSTS, read_constants());
  set_field(code, CO_NAMES, read_names());
  set_field(code, CO_VARNAMES, read_names());
  set_field(code, CO_FREEVARS, PyTuple_New(0));
  set_field(code, CO_CELLVARS, PyTuple_New(0));
  return code;
}

function read_names(): u64 {
  const count = read_u32();
  const tuple = PyTuple_New(count);
  for (let i: u32 = 0; i < count; i++) {
    PyTuple_SET_ITEM(tuple, i, PyString_InternInPlace(read_text()));
  }
  return tuple;
}

/** Constants that look like names are interned too (intern_string_constants). */
function read_constants(): u64 {
  const count = read_u32();
  const tuple = PyTuple_New(count);
  for (let i: u32 = 0; i < count; i++) {
    let constant = read_constant();
    if (Py_TYPE(constant) === Ty.str && all_name_chars(constant)) {
      constant = PyString_InternInPlace(constant);
    }
    PyTuple_SET_ITEM(tuple, i, constant);
  }
  return tuple;
}

function read_constant(): u64 {
  switch (read_u8()) {
    case 0x4e: // N
      Py_INCREF(Py_None());
      return Py_None();
    case 0x69: {
      // i
      const value = load<i64>(reader().at);
      reader().at += 8;
      return int_constant(value);
    }
    case 0x6c: {
      // l
      const start = reader().at;
      reader().at += 5 + ((<usize>load<u32>(start, 1)) << 2);
      return load_long_constant(start);
    }
    case 0x66: {
      // f
      const value = load<f64>(reader().at);
      reader().at += 8;
      return PyFloat_FromDouble(value);
    }
    case 0x73: // s
      return read_text();
    case 0x74: // t
      return read_constants();
    case 0x63: // c
      return read_code();
    default:
      fail(Fault.BAD_ENTRY_STATE, reader().at - program_at);
      return 0;
  }
}

/** An int that the recorded state holds already keeps its recorded count. */
function int_constant(value: i64): u64 {
  const recorded = placing() && !is_small(value) && !has_own_ints();
  return recorded ? cfg(Cfg.CONSTANT_ADDR) : PyInt_FromLong(value);
}

function all_name_chars(text: u64): bool {
  const size = Py_SIZE(text);
  for (let i: u64 = 0; i < size; i++) {
    const c = string_byte(text, i);
    const letter = (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);
    if (!letter && c !== 0x5f && !(c >= 0x30 && c <= 0x39)) return false;
  }
  return true;
}

/**
 * Pickling with protocol 2 (Modules/cPickle.c; spec 08 section 3): how long the pickle of an object is,
 * what making it does to memory, and the message that stands for it (message.ts).
 *
 * Every item that is reached through a container is held for a moment: one reference more and one less.
 * Nothing is changed by that, but the pages of the counts are written, and after a fork they are copied.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { not_simulated } from "../../base/fault";
import { has_int_pools } from "../../collectors/manager";
import { touch_write } from "../../kernel/fault";
import { load64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyDict_GetItem,
  PyDict_Next,
  PyDict_Size,
  dict_entry_key,
  dict_entry_value,
} from "../../objects/dictobject/dictobject";
import { cfunction_row, cfunction_self } from "../../objects/methodobject";
import { method_name, row_of_number } from "../../objects/methods";
import { exception_args } from "../../objects/exceptions";
import { PyFloat_AS_DOUBLE } from "../../objects/floatobject/floatobject";
import { FUNC_NAME } from "../../objects/funcobject";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { slot_address, slots } from "../../objects/intobject/blocks";
import { small_int } from "../../objects/intobject/intobject";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "../../objects/listobject/access";
import {
  ITEMS_SMALL,
  block_after,
  short_items,
  slot_after,
  stretch_of,
} from "../../objects/listobject/items";
import { ob_item } from "../../objects/listobject/listobject";
import { digit } from "../../objects/longobject/digits";
import { _PyLong_NumBits, _PyLong_Sign, load_digits } from "../../objects/longobject/longobject";
import {
  Py_DECREF,
  Py_INCREF,
  Py_REFCNT,
  Py_SIZE,
  Py_TYPE,
  get_field,
} from "../../objects/object/refcount";
import { Py_False, Py_None, Py_True } from "../../objects/singletons";
import { string_byte } from "../../objects/stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { short_type_name, type_at } from "../../objects/types";
import { main_names } from "./current";
import { cannot_pickle, no_such_global } from "./pickle_errors";
import { Token, message_add, message_begin } from "./message";
import { M_IDENT, M_SERVER, M_TYPECODE } from "./objects";

/** Items that are appended with one opcode. */
const BATCH: u64 = 1000;
/** Bytes of opcodes: what spec 08 section 3 lists. */
const FRAME_BYTES: u64 = 3;
const INT_MAX: i64 = 2147483647;
const MEMO_BYTE: u64 = 255;
const MEMO_MAX: u32 = 4096;
const NESTING_MAX: u32 = 400;
/** A module's name, a class's or a function's, with its opcode and two ends of lines. */
const MAIN_NAME: u64 = 8;
const EXCEPTIONS_NAME: u64 = 10;
const BUILTIN_NAME: u64 = 11;
const GLOBAL_BYTES: u64 = 3;

@unmanaged
class Pickler {
  /** Bytes of the pickle so far. */
  bytes: u64;
  /** Objects in the memo. */
  memo: u32;
  /** How many of them the real pickle numbers. */
  puts: u32;
  depth: u32;
}

const pickler_at: usize = memory.data(24, 8);
const memo_at: usize = memory.data(8 * 4096, 8);
const long_at: usize = memory.data(8 * 512, 8);

function p(): Pickler {
  return changetype<Pickler>(pickler_at);
}

function add(bytes: u64): void {
  p().bytes += bytes;
}

/** Pickles `op` into the message; the pickle's bytes, or 0 with a PicklingError. */
export function pickle(op: u64): u64 {
  message_begin();
  p().bytes = FRAME_BYTES;
  p().memo = 0;
  p().puts = 0;
  p().depth = 0;
  return save(op) ? p().bytes : 0;
}

/** Puts an object in the memo; the real one numbers it only if somebody else may refer to it. */
function put(op: u64, always: bool): void {
  if (p().memo >= MEMO_MAX) not_simulated("a message of more than 4096 different objects");
  store<u64>(memo_at + ((<usize>p().memo) << 3), op);
  p().memo += 1;
  if (!always && Py_REFCNT(op) < 2) return;
  add(p().puts > <u32>MEMO_BYTE ? 5 : 2);
  p().puts += 1;
}

/** The object's number in the memo + 1, 0 for a new one. */
function memo_of(op: u64): u32 {
  for (let i: u32 = 0; i < p().memo; i++) {
    if (load<u64>(memo_at + ((<usize>i) << 3)) === op) return i + 1;
  }
  return 0;
}

function save(op: u64): bool {
  if (op === Py_None() || op === Py_True() || op === Py_False()) {
    add(1);
    message_add(op === Py_None() ? Token.NONE : op === Py_True() ? Token.TRUE : Token.FALSE);
    return true;
  }
  const type = Py_TYPE(op);
  if (type === Ty.int) return save_int(PyInt_AS_LONG(op));
  if (type === Ty.float) return save_float(op);
  if (type === Ty.long) return save_long(op);
  const again = memo_of(op);
  if (again > 0) {
    add(again > <u32>MEMO_BYTE ? 5 : 2);
    message_add(Token.AGAIN);
    message_add(again - 1);
    return true;
  }
  p().depth += 1;
  if (p().depth > NESTING_MAX) not_simulated("a message of objects in objects so deep");
  const saved = save_object(op, type);
  p().depth -= 1;
  return saved;
}

function save_object(op: u64, type: Ty): bool {
  switch (type) {
    case Ty.str:
      save_string(op);
      put(op, false);
      return true;
    case Ty.tuple:
      return save_tuple(op);
    case Ty.list:
      return save_list(op);
    case Ty.dict:
      return save_dict(op);
    case Ty.function_:
      return save_function(op);
    case Ty.builtin_function_or_method:
      return save_builtin(op);
    case Ty.type:
      return save_class(op);
    case Ty.ListProxy:
    case Ty.ArrayProxy:
      save_proxy(op, type);
      return true;
    default:
      if (type >= FIRST_EXCEPTION) return save_exception(op, type);
      return cannot_pickle(op, type);
  }
}

/** Bytes of an int: one, two or four behind its opcode, or its digits. */
function int_bytes(value: i64): u64 {
  if (value >= 0 && value < 256) return 2;
  if (value >= 0 && value < 65536) return 3;
  if (value >= -INT_MAX - 1 && value <= INT_MAX) return 5;
  let bytes: u64 = value < 0 ? 4 : 3;
  for (let rest = value / 10; rest !== 0; rest /= 10) bytes += 1;
  return bytes;
}

function save_int(value: i64): bool {
  add(int_bytes(value));
  message_add(Token.INT);
  message_add(value);
  return true;
}

function save_float(op: u64): bool {
  add(9);
  message_add(Token.FLOAT);
  message_add(reinterpret<u64>(PyFloat_AS_DOUBLE(op)));
  return true;
}

function save_long(op: u64): bool {
  const bytes = _PyLong_NumBits(op) / 8 + 1;
  add((bytes < 256 ? 2 : 5) + (_PyLong_Sign(op) === 0 ? 0 : bytes));
  const count = load_digits(op, long_at);
  message_add(Token.LONG);
  message_add(<u64>(<i64>_PyLong_Sign(op)));
  message_add(count);
  for (let i: u32 = 0; i < count; i++) message_add(digit(long_at, i));
  return true;
}

function save_string(op: u64): void {
  const size = Py_SIZE(op);
  add(size + (size < 256 ? 2 : 5));
  message_add(Token.STR);
  message_add(size);
  let word: u64 = 0;
  for (let i: u64 = 0; i < size; i++) {
    word |= (<u64>string_byte(op, i)) << ((i & 7) << 3);
    if ((i & 7) !== 7 && i + 1 < size) continue;
    message_add(word);
    word = 0;
  }
}

function save_tuple(op: u64): bool {
  const size = PyTuple_GET_SIZE(op);
  add(size < 4 ? 1 : 2);
  message_add(Token.TUPLE);
  message_add(size);
  for (let i: u64 = 0; i < size; i++) if (!save(PyTuple_GET_ITEM(op, i))) return false;
  if (size > 0) put(op, false);
  return true;
}

function save_dict(op: u64): bool {
  const size = PyDict_Size(op);
  add(1);
  message_add(Token.DICT);
  message_add(size);
  put(op, size > 0);
  if (size > 0) add(size > 1 ? 2 : 1);
  for (let at = PyDict_Next(op, 0); at >= 0; at = PyDict_Next(op, at + 1)) {
    if (!save(dict_entry_key(op, at)) || !save(dict_entry_value(op, at))) return false;
  }
  return true;
}

/** Opcodes around the items of a list: two a batch, one where the last batch has one item. */
function batch_bytes(size: u64): u64 {
  const whole = size / BATCH;
  const rest = size % BATCH;
  return whole * 2 + (rest === 0 ? 0 : rest === 1 ? 1 : 2);
}

function save_list(op: u64): bool {
  enter(Fn.save_list);
  const size = PyList_GET_SIZE(op);
  retire(Seg.save_list__batches, size / BATCH + 1);
  add(1 + batch_bytes(size));
  message_add(Token.LIST);
  message_add(size);
  put(op, size > 0);
  let at: u64 = 0;
  let saved = true;
  while (at < size && saved) {
    const run = run_of_ints(op, at, size);
    if (run > 0) at += run;
    else {
      const item = PyList_GET_ITEM(op, at);
      Py_INCREF(item);
      saved = save(item);
      Py_DECREF(item);
      at += 1;
    }
  }
  leave();
  return saved;
}

/** Saves items from `at` on that are kept as a run of ints; how many. */
function run_of_ints(op: u64, at: u64, size: u64): u64 {
  const items = short_items(load64(ob_item(op)));
  if (items === null || items.disturbed !== 0 || at >= items.filled) return 0;
  const s = stretch_of(items, at);
  const within = at - s.first;
  const left = s.count - within;
  const count = left < size - at ? left : size - at;
  const first = PyList_GET_ITEM(op, at);
  const value = PyInt_AS_LONG(first);
  if (PyInt_AS_LONG(PyList_GET_ITEM(op, at + count - 1)) !== value + <i64>count - 1) return 0;
  retire(Seg.save_list__int, count);
  add(run_bytes(value, count));
  message_add(Token.INTS);
  message_add(value);
  message_add(count);
  if (s.kind === ITEMS_SMALL) touch_small(value, count);
  else touch_slots(block_after(s, within), slot_after(s, within), count);
  return count;
}

/** Bytes of `count` ints from `value` on. */
function run_bytes(value: i64, count: u64): u64 {
  let bytes: u64 = 0;
  let at = value;
  const end = value + <i64>count;
  while (at < end) {
    let limit = end;
    const each = int_bytes(at);
    if (at < 0 || at > INT_MAX) limit = at + 1;
    else if (at < 256) limit = 256;
    else if (at < 65536) limit = 65536;
    if (limit > end) limit = end;
    bytes += each * <u64>(limit - at);
    at = limit;
  }
  return bytes;
}

/** The counts of shared ints are written. */
function touch_small(value: i64, count: u64): void {
  if (has_int_pools()) return;
  for (let i: u64 = 0; i < count; i++) {
    touch_write(small_int(value + <i64>i) + cfg(Cfg.REFCNT_OFFSET), 8);
  }
}

/** The counts of `count` ints from block:slot downwards are written, one block after the other. */
function touch_slots(block: u32, slot: u32, count: u64): void {
  let number = block;
  let top = slot;
  let left = count;
  while (left > 0) {
    const here = left < <u64>(top + 1) ? left : <u64>(top + 1);
    const low = slot_address(number, top + 1 - <u32>here) + cfg(Cfg.REFCNT_OFFSET);
    const high = slot_address(number, top) + cfg(Cfg.REFCNT_OFFSET);
    if (low < high) touch_write(low, high - low + 8);
    else touch_write(high, low - high + 8);
    left -= here;
    number += 1;
    top = slots() - 1;
  }
}

/** c__main__ and the name, under which the program must have this very function. */
function save_function(op: u64): bool {
  const name = get_field(op, FUNC_NAME);
  if (PyDict_GetItem(main_names(), name) !== op) return no_such_global("function");
  message_add(Token.FUNCTION);
  const before = p().bytes;
  save_string(name);
  p().bytes = before + GLOBAL_BYTES + MAIN_NAME + Py_SIZE(name);
  put(op, true);
  return true;
}

function save_builtin(op: u64): bool {
  if (cfunction_self(op) !== 0) return no_such_global("builtin_function_or_method");
  const row = cfunction_row(op);
  add(GLOBAL_BYTES + BUILTIN_NAME + <u64>method_name(row).length);
  message_add(Token.BUILTIN);
  message_add(row_of_number(row.number) - 1);
  put(op, true);
  return true;
}

function save_class(op: u64): bool {
  const type = type_at(op);
  const module = type >= FIRST_EXCEPTION ? EXCEPTIONS_NAME : BUILTIN_NAME;
  add(GLOBAL_BYTES + module + <u64>short_type_name(type).length);
  message_add(Token.CLASS);
  message_add(type);
  put(op, true);
  return true;
}

/** The class, its arguments, and how to put them together. */
function save_exception(op: u64, type: Ty): bool {
  add(GLOBAL_BYTES + EXCEPTIONS_NAME + <u64>short_type_name(type).length + 3);
  message_add(Token.EXCEPTION);
  message_add(type);
  return save(exception_args(op));
}

/** A proxy is pickled as its token: a class, an address and a number. */
const PROXY_BYTES: u64 = 360;

function save_proxy(op: u64, type: Ty): void {
  add(PROXY_BYTES);
  message_add(Token.PROXY);
  message_add(type);
  message_add(get_field(op, M_SERVER));
  message_add(get_field(op, M_IDENT));
  message_add(get_field(op, M_TYPECODE));
  put(op, true);
}

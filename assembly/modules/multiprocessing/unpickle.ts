/**
 * Unpickling (Modules/cPickle.c: load): the objects of a message are made anew. A list grows in batches of
 * 1,000 items: they wait on the unpickler's stack, are put in a list of their own and assigned to a slice
 * behind the items so far (do_append), so the list's array grows as list_resize lets it.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { fail } from "../../base/fault";
import { Fault } from "../../abi/stop";
import { text_grow, text_mark } from "../../base/text";
import { touch_write } from "../../kernel/fault";
import { load64, store64 } from "../../kernel/words";
import { free, malloc } from "../../libc/malloc/malloc";
import { enter, leave, retire } from "../../meter/ledger";
import { PyDict_GetItem, PyDict_New, PyDict_SetItem } from "../../objects/dictobject/dictobject";
import { exception_call } from "../../objects/exceptions";
import { PyFloat_FromDouble } from "../../objects/floatobject/floatobject";
import { slot_address, slots } from "../../objects/intobject/blocks";
import {
  PyInt_FromLong,
  PyInt_FromLongs,
  is_small,
  made_block,
  made_slot,
  small_int,
} from "../../objects/intobject/intobject";
import { PyList_GET_SIZE } from "../../objects/listobject/access";
import { PyList_New, list_resize, ob_item } from "../../objects/listobject/listobject";
import { set_digit } from "../../objects/longobject/digits";
import { long_from_digits } from "../../objects/longobject/longobject";
import { PyCFunction_NewEx } from "../../objects/methodobject";
import { Py_DECREF, Py_INCREF, set_field } from "../../objects/object/refcount";
import { PyMem_FREE, PyMem_MALLOC } from "../../objects/obmalloc/mem";
import { Py_False, Py_None, Py_True } from "../../objects/singletons";
import { PyString_FromText } from "../../objects/stringobject/stringobject";
import { PyTuple_New, PyTuple_SET_ITEM } from "../../objects/tupleobject/tupleobject";
import { type_object } from "../../objects/types";
import { main_names } from "./current";
import { Token, message_next, message_peek } from "./message";
import { M_IDENT, M_SERVER, M_TYPECODE, library_new } from "./objects";
import { STR_HEAD } from "./pickle_memory";

/** Items that are appended with one opcode. */
const BATCH: u64 = 1000;
const MEMO_MAX: u32 = 4096;
/** Shorter messages are read into a buffer of the connection object. */
const CONNECTION_BUFFER: u64 = 1024;

const memo_count_at: usize = memory.data(8, 8);
const memo_at: usize = memory.data(8 * 4096, 8);
/** Items of the batch that is read. */
const batch_at: usize = memory.data(8 * 1000, 8);
const long_at: usize = memory.data(8 * 512, 8);

/** Objects of the message that may be named again; borrowed, as the message's own objects hold them. */
function memo(): u32 {
  return load<u32>(memo_count_at);
}

function remember(op: u64): u64 {
  if (memo() < MEMO_MAX) store<u64>(memo_at + ((<usize>memo()) << 3), op);
  store<u32>(memo_count_at, memo() + 1);
  return op;
}

/**
 * Receives a pickle of `bytes`: it is read into a buffer, copied to a str and the buffer is given back; the
 * str lives until drop_received.
 */
export function receive_pickle(bytes: u64): u64 {
  enter(Fn.connection_recv_obj);
  retire(Seg.connection_recv_obj__read);
  let buffer: u64 = 0;
  if (bytes > CONNECTION_BUFFER) {
    buffer = malloc(bytes);
    touch_write(buffer, bytes);
  }
  const string = malloc(bytes + STR_HEAD());
  touch_write(string, bytes + STR_HEAD());
  if (buffer !== 0) free(buffer, 1);
  leave();
  return string;
}

export function drop_received(string: u64): void {
  free(string, 1);
}

/** The object of the message that was opened (message_open): a new reference. */
export function unpickle(): u64 {
  store<u32>(memo_count_at, 0);
  return load_object();
}

function load_object(): u64 {
  const token = <Token>(<i32>message_next());
  switch (token) {
    case Token.NONE:
      return held(Py_None());
    case Token.TRUE:
      return held(Py_True());
    case Token.FALSE:
      return held(Py_False());
    case Token.INT:
      return PyInt_FromLong(message_next());
    case Token.FLOAT:
      return PyFloat_FromDouble(reinterpret<f64>(message_next()));
    case Token.LONG:
      return load_long();
    case Token.STR:
      return remember(load_string());
    case Token.TUPLE:
      return load_tuple();
    case Token.LIST:
      return load_list();
    case Token.DICT:
      return load_dict();
    case Token.FUNCTION:
      return load_function();
    case Token.BUILTIN:
      return remember(PyCFunction_NewEx(<u32>message_next(), 0, 0));
    case Token.CLASS:
      return remember(held(type_object(<Ty>(<i32>message_next()))));
    case Token.EXCEPTION:
      return load_exception();
    case Token.PROXY:
      return load_proxy();
    case Token.AGAIN:
      return held(load<u64>(memo_at + ((<usize>message_next()) << 3)));
    default:
      fail(Fault.BAD_FACTS, token);
      return 0;
  }
}

function held(op: u64): u64 {
  Py_INCREF(op);
  return op;
}

function load_long(): u64 {
  const sign = <i32>message_next();
  const count = <u32>message_next();
  for (let i: u32 = 0; i < count; i++) set_digit(long_at, i, message_next());
  return long_from_digits(long_at, count, sign);
}

function load_string(): u64 {
  const size = message_next();
  const mark = text_mark();
  const bytes = text_grow(<u32>size);
  let word: u64 = 0;
  for (let i: u64 = 0; i < size; i++) {
    if ((i & 7) === 0) word = message_next();
    store<u8>(bytes + <usize>i, <u8>(word >> ((i & 7) << 3)));
  }
  return PyString_FromText(mark);
}

/** The tuple's number in the memo is the next one after those of its items, as it was given. */
function load_tuple(): u64 {
  const size = message_next();
  const op = PyTuple_New(size);
  for (let i: u64 = 0; i < size; i++) PyTuple_SET_ITEM(op, i, load_object());
  return size > 0 ? remember(op) : op;
}

function load_dict(): u64 {
  const size = message_next();
  const op = remember(PyDict_New());
  for (let i: u64 = 0; i < size; i++) {
    const key = load_object();
    const value = load_object();
    PyDict_SetItem(op, key, value);
    Py_DECREF(key);
    Py_DECREF(value);
  }
  return op;
}

function load_function(): u64 {
  message_next();
  const name = load_string();
  const found = PyDict_GetItem(main_names(), name);
  if (found === 0) fail(Fault.BAD_FACTS, 0);
  Py_DECREF(name);
  return remember(held(found));
}

function load_exception(): u64 {
  const type = <Ty>(<i32>message_next());
  const args = load_object();
  const op = exception_call(type, args, 0);
  Py_DECREF(args);
  return op;
}

function load_proxy(): u64 {
  const op = library_new(<Ty>(<i32>message_next()));
  set_field(op, M_SERVER, message_next());
  set_field(op, M_IDENT, message_next());
  set_field(op, M_TYPECODE, message_next());
  return remember(op);
}

function load_list(): u64 {
  enter(Fn.do_append);
  const size = message_next();
  const op = remember(PyList_New(0));
  let left = size;
  while (left > 0) {
    const count = left < BATCH ? left : BATCH;
    read_batch(<u32>count);
    retire(Seg.do_append__batch);
    append_batch(op, <u32>count);
    left -= count;
  }
  leave();
  return op;
}

const run_at: usize = memory.data(16, 8);

/** Reads `count` items; a run of ints may go on in the next batch. */
function read_batch(count: u32): void {
  let at: u32 = 0;
  while (at < count) {
    if (load<u64>(run_at, 8) === 0 && <Token>(<i32>message_peek()) === Token.INTS) {
      message_next();
      store<u64>(run_at, message_next());
      store<u64>(run_at, message_next(), 8);
    }
    const left = load<u64>(run_at, 8);
    if (left === 0) {
      store<u64>(batch_at + ((<usize>at) << 3), load_object());
      at += 1;
      continue;
    }
    const made = make_ints(
      load<i64>(run_at),
      left < <u64>(count - at) ? left : <u64>(count - at),
      at,
    );
    store<i64>(run_at, load<i64>(run_at) + <i64>made);
    store<u64>(run_at, left - made, 8);
    at += <u32>made;
  }
}

/** Makes ints in a row, as many of `most` as take one path, and puts them in the batch from `at` on. */
function make_ints(value: i64, most: u64, at: u32): u64 {
  const made = PyInt_FromLongs(value, most);
  if (is_small(value)) {
    for (let i: u64 = 0; i < made; i++) put_item(at + <u32>i, small_int(value + <i64>i));
    return made;
  }
  let block = made_block();
  let slot = made_slot();
  for (let i: u64 = 0; i < made; i++) {
    put_item(at + <u32>i, slot_address(block, slot));
    if (slot > 0) slot -= 1;
    else {
      block += 1;
      slot = slots() - 1;
    }
  }
  return made;
}

function put_item(at: u32, op: u64): void {
  store<u64>(batch_at + ((<usize>at) << 3), op);
}

/** The batch as a list of its own, which is assigned to the slice behind the list's items. */
function append_batch(op: u64, count: u32): void {
  enter(Fn.list_ass_slice);
  retire(Seg.list_ass_slice__append_batch);
  const bytes = <u64>count * 8;
  const slice = PyMem_MALLOC(bytes);
  touch_write(slice, bytes);
  const size = PyList_GET_SIZE(op);
  list_resize(op, size + count);
  const items = load64(ob_item(op)) + size * 8;
  for (let i: u32 = 0; i < count; i++) {
    store64(items + ((<u64>i) << 3), load<u64>(batch_at + ((<usize>i) << 3)));
  }
  PyMem_FREE(slice, bytes);
  leave();
}

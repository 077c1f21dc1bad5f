/**
 * What compiling the program's text did to the heap: the calls of CPython's allocators that its length and
 * names cause (src/program/heap.ts), repeated on the recorded heap before the module's code starts.
 * Containers die onto their free lists, and have counted in the collector where no free list had one.
 */
import { COMPILER_BLOCKS, COMPILER_CALL_WORDS, CompilerCall } from "../abi/compiler_heap";
import { check } from "../base/fault";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { calloc, free, malloc } from "../libc/malloc/malloc";
import { _PyObject_GC_NewVar, _PyObject_GC_TRACK } from "../modules/gcmodule/gcmodule";
import { generation } from "../modules/gcmodule/generations";
import { PyDict_New } from "../objects/dictobject/dictobject";
import { last_free_dict } from "../objects/dictobject/free_list";
import { set_ma_fill } from "../objects/dictobject/layout";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { PyList_New } from "../objects/listobject/listobject";
import { Py_DECREF, set_field } from "../objects/object/refcount";
import { PyTuple_New, tuple_bytes } from "../objects/tupleobject/tupleobject";
import { Ty } from "../abi/types";
import { traces_refs } from "../objects/object/tracing";
import { placing } from "../objects/obmalloc/placing";
import { PyMem_FREE, PyMem_MALLOC, PyMem_REALLOC, request_bytes } from "../objects/obmalloc/mem";
import {
  PyObject_FREE,
  PyObject_MALLOC,
  PyObject_REALLOC,
  pool_serves,
} from "../objects/obmalloc/obmalloc";
import { object_bytes } from "../objects/stringobject/stringobject";

@unmanaged
class Block {
  /** 0: none. */
  address: u64;
  bytes: u64;
  call: CompilerCall;
}

const blocks_at: usize = memory.data(<i32>COMPILER_BLOCKS * 24, 8);

function block(index: u32): Block {
  check(index < COMPILER_BLOCKS, index);
  return changetype<Block>(blocks_at + <usize>index * offsetof<Block>());
}

/** Addresses of ints that the compiler holds, oldest first. */
const ints_at: usize = memory.data(32, 8);
const INTS_SHIFT: u32 = 10;
const INTS_MAX: u32 = 1 << 24;
/** Flags of a name with its scope are beyond the small ints. */
const FLAGS: i64 = 1 << 11;

function ints(): Table {
  return changetype<Table>(ints_at);
}

function make_ints(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const made = PyInt_FromLong(FLAGS);
    store<u64>(table_at(ints(), table_add(ints())), made);
  }
}

function drop_ints(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    ints().count -= 1;
    Py_DECREF(load<u64>(table_at(ints(), ints().count)));
  }
}

/** Repeats `count` calls, the first at `at`. */
export function repeat_compiler_calls(at: usize, count: u32): void {
  memory.fill(blocks_at, 0, <usize>COMPILER_BLOCKS * offsetof<Block>());
  table_init(ints(), 8, INTS_SHIFT, INTS_MAX);
  for (let i: u32 = 0; i < count; i++) {
    const words = at + <usize>(i * COMPILER_CALL_WORDS) * 4;
    const call = <CompilerCall>(<i32>load<u32>(words));
    if (call === CompilerCall.INTS || call === CompilerCall.INTS_FREE) {
      if (call === CompilerCall.INTS) make_ints(load<u32>(words, 8));
      else drop_ints(load<u32>(words, 8));
      continue;
    }
    const one = block(load<u32>(words, 4));
    const bytes = <u64>load<u32>(words, 8);
    if (call === CompilerCall.FREE) give_back(one, bytes);
    else if (call === CompilerCall.SPARE_TUPLE) spare_tuple(bytes);
    else size(one, call, call === CompilerCall.STRING ? object_bytes(bytes) : bytes);
  }
}

/** The object that stands for it is one that the collector has counted already. */
function spare_tuple(length: u64): void {
  const tuple = _PyObject_GC_NewVar(Ty.tuple, tuple_bytes(length), length);
  for (let i: u64 = 1; i <= length; i++) set_field(tuple, i, 0);
  if (!placing()) generation(0).count -= 1;
  _PyObject_GC_TRACK(tuple);
  Py_DECREF(tuple);
}

function size(one: Block, call: CompilerCall, bytes: u64): void {
  const fresh = one.address === 0;
  if (call === CompilerCall.TABLE) one.address = table(bytes);
  else if (call === CompilerCall.TUPLE) one.address = PyTuple_New(bytes);
  else if (call === CompilerCall.LIST) one.address = PyList_New(0);
  else if (call === CompilerCall.DICT) one.address = PyDict_New();
  else if (call === CompilerCall.LIBC) one.address = malloc(bytes);
  else if (call === CompilerCall.BUFFER) {
    one.address = fresh ? PyMem_MALLOC(bytes) : PyMem_REALLOC(one.address, one.bytes, bytes);
  } else if (!fresh) one.address = PyObject_REALLOC(one.address, bytes);
  // What the pools serve was never told apart: they are as `pass` left them.
  else if (!pool_serves(request_bytes(bytes))) one.address = PyObject_MALLOC(bytes);
  one.bytes = bytes;
  one.call = call;
}

/** As in dictresize: an optimising compiler makes one calloc of malloc and memset. */
function table(bytes: u64): u64 {
  return traces_refs() ? PyMem_MALLOC(bytes) : calloc(bytes);
}

function give_back(one: Block, keys: u64): void {
  if (is_container(one.call)) {
    Py_DECREF(one.address);
    if (one.call === CompilerCall.DICT) leave_keys(one.address, keys);
  } else if (one.address !== 0) {
    const object = one.call === CompilerCall.OBJECT || one.call === CompilerCall.STRING;
    if (object) PyObject_FREE(one.address);
    else if (one.call === CompilerCall.LIBC) free(one.address);
    else PyMem_FREE(one.address, one.bytes);
  }
  one.address = 0;
}

function is_container(call: CompilerCall): bool {
  return call === CompilerCall.TUPLE || call === CompilerCall.LIST || call === CompilerCall.DICT;
}

/** A dead dictionary's table is zeroed by its next owner if something was in it. */
function leave_keys(dict: u64, keys: u64): void {
  if (last_free_dict() === dict) set_ma_fill(dict, keys);
}

/**
 * Raw buffers: list arrays and int blocks (Include/pymem.h, Objects/obmalloc.c; spec 04 section 1).
 *
 *   release             malloc
 *   pydebug             _PyMem_DebugMalloc -> _PyObject_DebugMallocApi -> malloc(bytes + 32), with
 *                       a size, an id, guard bytes and a serial number around the buffer
 *   pydebug of 2.7.12   the same, through the small-object allocator
 *
 * Every function takes a multiplicity, as malloc does.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { touch_write } from "../../kernel/fault";
import { free, malloc, malloc_steady, request2size } from "../../libc/malloc/malloc";
import { free_steady } from "../../libc/malloc/_int_free";
import { memset, memset_call } from "../../libc/memset";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Free, PyObject_Malloc, pool_serves } from "./obmalloc";

/** Bytes before the buffer: its size, the id and guard bytes. */
export const DEBUG_HEAD: u64 = 16;
const GUARD_BYTES: u64 = 8;

export const FORBIDDENBYTE: u8 = 0xfb;
export const CLEANBYTE: u8 = 0xcb;
export const DEADBYTE: u8 = 0xdb;

/** malloc'ed bytes for a buffer of `bytes`: never 0, decorated in a debug build. */
export function request_bytes(bytes: u64): u64 {
  const asked = bytes === 0 ? 1 : bytes;
  return asked + cfg(Cfg.DEBUG_BYTES);
}

/** How many buffers of `bytes` in a row, at most `wanted`, take malloc's one steady path. */
export function PyMem_Malloc_steady(bytes: u64, wanted: u64): u64 {
  if (cfg(Cfg.BUFFERS_IN_POOLS) !== 0 && pool_serves(request_bytes(bytes))) return 0;
  return malloc_steady(request_bytes(bytes), wanted);
}

/** The distance between buffers that one steady call made. */
export function PyMem_Malloc_pitch(bytes: u64): u64 {
  return request2size(request_bytes(bytes));
}

/** `times` buffers of `bytes`; the address of the first. */
export function PyMem_Malloc(bytes: u64, times: u64): u64 {
  if (cfg(Cfg.DEBUG_BYTES) === 0) return malloc(request_bytes(bytes), times);
  enter(Fn._PyMem_DebugMalloc, times);
  retire(Seg._PyMem_DebugMalloc__call, times);
  const buffer = _PyObject_DebugMallocApi(bytes, times);
  leave();
  return buffer;
}

/** `times` buffers are given back, the first at `buffer`, each other one just below. */
export function PyMem_Free(buffer: u64, bytes: u64, times: u64): void {
  if (cfg(Cfg.DEBUG_BYTES) === 0) {
    free(buffer, times);
    return;
  }
  enter(Fn._PyMem_DebugFree, times);
  retire(Seg._PyMem_DebugFree__call, times);
  _PyObject_DebugFreeApi(buffer, bytes, times);
  leave();
}

/** How many buffers, from `buffer` downwards, can be given back in one stride. */
export function PyMem_Free_steady(buffer: u64, wanted: u64): u64 {
  return free_steady(buffer - (cfg(Cfg.DEBUG_BYTES) === 0 ? 0 : DEBUG_HEAD), wanted);
}

/** A decorated buffer. */
function _PyObject_DebugMallocApi(bytes: u64, times: u64): u64 {
  enter(Fn._PyObject_DebugMallocApi, times);
  retire(Seg._PyObject_DebugMallocApi__decorate, times);
  enter(Fn.bumpserialno, times);
  retire(Seg.bumpserialno__count, times);
  leave();
  const total = bytes + cfg(Cfg.DEBUG_BYTES);
  const start = raw_malloc(total, times);
  const pitch = times > 1 ? request2size(total) : 0;
  write_size_t(times);
  touch_write(start, DEBUG_HEAD);
  memset_call(start + 9, GUARD_BYTES - 1, FORBIDDENBYTE, times);
  memset(start + DEBUG_HEAD, bytes, CLEANBYTE, times, pitch);
  memset_call(start + DEBUG_HEAD + bytes, GUARD_BYTES, FORBIDDENBYTE, times);
  write_size_t(times);
  // The guards and the serial number behind a buffer may lie in a page of their own. Buffers that
  // come in numbers lie in pages that their chunks' heads touched.
  touch_write(start + DEBUG_HEAD + bytes, DEBUG_HEAD);
  leave();
  return start + DEBUG_HEAD;
}

function _PyObject_DebugFreeApi(buffer: u64, bytes: u64, times: u64): void {
  enter(Fn._PyObject_DebugFreeApi, times);
  retire(Seg._PyObject_DebugFreeApi__check, times);
  enter(Fn._PyObject_DebugCheckAddressApi, times);
  retire(Seg._PyObject_DebugCheckAddressApi__guards, times);
  read_size_t(times);
  leave();
  read_size_t(times);
  const total = bytes + cfg(Cfg.DEBUG_BYTES);
  const start = buffer - DEBUG_HEAD;
  const pitch = times > 1 ? request2size(total) : 0;
  memset(start - (times - 1) * pitch, total, DEADBYTE, times, pitch);
  raw_free(start, total, times);
  leave();
}

function write_size_t(times: u64): void {
  enter(Fn.write_size_t, times);
  retire(Seg.write_size_t__bytes, times);
  leave();
}

function read_size_t(times: u64): void {
  enter(Fn.read_size_t, times);
  retire(Seg.read_size_t__bytes, times);
  leave();
}

/** The allocator below the debug layer for buffers. */
function raw_malloc(total: u64, times: u64): u64 {
  if (cfg(Cfg.BUFFERS_IN_POOLS) !== 0) return PyObject_Malloc(total, times);
  enter(Fn._PyMem_Malloc, times);
  retire(Seg._PyMem_Malloc__redirect, times);
  const start = malloc(total, times);
  leave();
  return start;
}

function raw_free(start: u64, total: u64, times: u64): void {
  if (cfg(Cfg.BUFFERS_IN_POOLS) !== 0) {
    PyObject_Free(start, total, times);
    return;
  }
  enter(Fn._PyMem_Free, times);
  retire(Seg._PyMem_Free__redirect, times);
  free(start, times);
  leave();
}

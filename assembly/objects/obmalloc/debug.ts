/**
 * The debug layer of the allocators (Objects/obmalloc.c under PYMALLOC_DEBUG; spec 04 section 4), and
 * the macros through which objects ask for memory:
 *
 *   release   PyObject_MALLOC = PyObject_Malloc
 *   pydebug   PyObject_MALLOC = _PyObject_DebugMalloc -> _PyObject_DebugMallocApi -> PyObject_Malloc
 *
 *   block ->  +0           bytes asked for, big-endian
 *             +8           id ('o' or 'm') and 7 guard bytes 0xfb
 *             +16          the user's memory, 0xcb until it is written
 *             +16 + bytes  8 guard bytes 0xfb, then the serial number of the request, big-endian
 *
 * These four are words of simulated memory. Buffers that are asked for in numbers (int blocks) have
 * none: their owner keeps each one's serial number, from which the words follow (decoration.ts). What
 * was filled and not written since has no words either: it follows from the decoration too.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { heap_free, heap_malloc, heap_realloc } from "../../collectors/heap_memory";
import { has_own_heap } from "../../collectors/manager";
import { touch_write } from "../../kernel/fault";
import {
  forget,
  is_defined,
  load64,
  load64_unaligned,
  store64,
  store64_unaligned,
} from "../../kernel/words";
import { free, malloc, request2size } from "../../libc/malloc/malloc";
import { realloc } from "../../libc/malloc/realloc";
import { memset, memset_call } from "../../libc/memset";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_Free,
  PyObject_Malloc,
  PyObject_Realloc,
  recorded_block,
  usable_bytes,
} from "./obmalloc";
import { placing } from "./placing";
import { pool_of } from "./pools";

/** Bytes before the user's memory: its size, the id and guard bytes. */
export const DEBUG_HEAD: u64 = 16;
const GUARD_BYTES: u64 = 8;

export const FORBIDDENBYTE: u8 = 0xfb;
export const CLEANBYTE: u8 = 0xcb;
export const DEADBYTE: u8 = 0xdb;

/** Who asked: objects or buffers (_PYMALLOC_OBJ_ID, _PYMALLOC_MEM_ID). */
export enum Api {
  OBJ = 0x6f,
  MEM = 0x6d,
}

/** The id and seven guard bytes, as a word; eight guard bytes. */
export const GUARD_WORD: u64 = 0xfbfbfbfbfbfbfb00;
export const GUARD_TAIL: u64 = 0xfbfbfbfbfbfbfbfb;
export const CLEAN_WORD: u64 = 0xcbcbcbcbcbcbcbcb;
export const DEAD_WORD: u64 = 0xdbdbdbdbdbdbdbdb;

const serialno_at: usize = memory.data(8, 8);

/** How many requests the debug layer has counted: the serial number of the last one. */
export function serialno(): u64 {
  return load<u64>(serialno_at);
}

/** A word of memory that an object just got: in a release build its contents are not known. */
export function unwritten(): u64 {
  return cfg(Cfg.DEBUG_BYTES) === 0 ? 0 : CLEAN_WORD;
}

/** What start-up has counted already. */
export function debug_reset(): void {
  store<u64>(serialno_at, cfg(Cfg.SERIALNO));
}

/** A recorded block; where the build decorates, with its size and id in front of it. */
function placed(bytes: u64): u64 {
  const block = recorded_block(bytes);
  if (cfg(Cfg.DEBUG_BYTES) !== 0) {
    store64(block - DEBUG_HEAD, bswap<u64>(bytes));
    store64(block - 8, GUARD_WORD | <u64>Api.OBJ);
  }
  return block;
}

/** Memory for an object of `bytes`. */
export function PyObject_MALLOC(bytes: u64): u64 {
  if (placing()) return placed(bytes);
  if (has_own_heap()) return heap_malloc(bytes);
  if (cfg(Cfg.DEBUG_BYTES) === 0) return PyObject_Malloc(bytes);
  enter(Fn._PyObject_DebugMalloc);
  retire(Seg._PyObject_DebugMalloc__call);
  const start = _PyObject_DebugMallocApi(Api.OBJ, bytes, 1, false);
  leave();
  return start;
}

/** Gives an object's memory back. */
export function PyObject_FREE(p: u64): void {
  // What the set-up drops again stays named: it is a handful of blocks.
  if (placing()) return;
  if (has_own_heap()) return heap_free(p);
  if (cfg(Cfg.DEBUG_BYTES) === 0) return PyObject_Free(p);
  enter(Fn._PyObject_DebugFree);
  retire(Seg._PyObject_DebugFree__call);
  _PyObject_DebugFreeApi(Api.OBJ, p, p === 0 ? 0 : object_bytes(p), 1);
  leave();
}

/** Changes the size of an object's memory. */
export function PyObject_REALLOC(p: u64, bytes: u64): u64 {
  check(!placing(), p);
  if (has_own_heap()) return heap_realloc(p, bytes);
  if (cfg(Cfg.DEBUG_BYTES) === 0) return PyObject_Realloc(p, bytes);
  enter(Fn._PyObject_DebugRealloc);
  retire(Seg._PyObject_DebugRealloc__call);
  const start = _PyObject_DebugReallocApi(Api.OBJ, p, p === 0 ? 0 : object_bytes(p), bytes);
  leave();
  return start;
}

/** The size that was asked for: the first word of a decorated block. */
function object_bytes(p: u64): u64 {
  // The words of a block of the start-up are not recorded: it is as large as its place allows.
  if (!is_defined(p - DEBUG_HEAD)) return usable_bytes(p - DEBUG_HEAD) - cfg(Cfg.DEBUG_BYTES);
  return bswap<u64>(load64(p - DEBUG_HEAD));
}

/** The words in front of a block. */
function write_head(start: u64, api: Api, bytes: u64): void {
  store64(start, bswap<u64>(bytes));
  store64(start + 8, GUARD_WORD | <u64>api);
}

/** The words behind a block; the user's last bytes may share a word with the first guard. */
function write_tail(tail: u64): void {
  store64_unaligned(tail, GUARD_TAIL);
  store64_unaligned(tail + GUARD_BYTES, bswap<u64>(serialno()));
}

/** The user's last bytes, where they share a word with the guard and were not written, are filled. */
function clean_last_word(tail: u64): void {
  if ((tail & 7) !== 0 && !is_defined(tail & ~7)) store64(tail & ~7, CLEAN_WORD);
}

/**
 * `times` decorated blocks, more than one only of buffers from malloc's steady path. `owned`: whoever
 * asks keeps the serial numbers, and the decoration has no words.
 */
export function _PyObject_DebugMallocApi(api: Api, bytes: u64, times: u64, owned: bool): u64 {
  enter(Fn._PyObject_DebugMallocApi, times);
  retire(Seg._PyObject_DebugMallocApi__decorate, times);
  if (api === Api.OBJ) retire(Seg._PyObject_DebugMallocApi__for_object, times);
  bumpserialno(times);
  check(times === 1 || owned, times);
  const total = bytes + cfg(Cfg.DEBUG_BYTES);
  const start = raw_malloc(api, total, times);
  const tail = start + DEBUG_HEAD + bytes;
  const pitch = times > 1 ? request2size(total) : 0;
  write_size_t(times);
  touch_write(start, DEBUG_HEAD);
  memset_call(start + 9, GUARD_BYTES - 1, FORBIDDENBYTE, times);
  if (!owned) write_head(start, api, bytes);
  // Objects of no bytes are not filled; buffers in numbers never are that small.
  if (bytes > 0) memset(start + DEBUG_HEAD, bytes, CLEANBYTE, times, pitch);
  memset_call(tail, GUARD_BYTES, FORBIDDENBYTE, times);
  write_size_t(times);
  // The guards and the serial number behind a buffer may lie in a page of their own. Buffers that
  // come in numbers lie in pages that their chunks' heads touched.
  touch_write(tail, DEBUG_HEAD);
  if (!owned) {
    clean_last_word(tail);
    write_tail(tail);
  }
  leave();
  return start + DEBUG_HEAD;
}

export function _PyObject_DebugFreeApi(api: Api, p: u64, bytes: u64, times: u64): void {
  enter(Fn._PyObject_DebugFreeApi, times);
  if (p === 0) retire(Seg._PyObject_DebugFreeApi__null);
  else {
    retire(Seg._PyObject_DebugFreeApi__check, times);
    check_address(api, p, bytes, times);
    read_size_t(times);
    const total = bytes + cfg(Cfg.DEBUG_BYTES);
    const start = p - DEBUG_HEAD;
    const pitch = times > 1 ? request2size(total) : 0;
    memset(start - (times - 1) * pitch, total, DEADBYTE, times, pitch);
    raw_free(api, start, times);
    // Blocks of pools tell by a word that they were filled; malloc's free chunks have no contents.
    if (pool_of(start) !== null) store64(start + 8, DEAD_WORD);
  }
  leave();
}

/** Changes the size of a decorated block that has `old` bytes; p = 0 makes a new one. */
export function _PyObject_DebugReallocApi(api: Api, p: u64, old: u64, bytes: u64): u64 {
  enter(Fn._PyObject_DebugReallocApi);
  if (p === 0) {
    retire(Seg._PyObject_DebugReallocApi__new);
    const made = _PyObject_DebugMallocApi(api, bytes, 1, false);
    leave();
    return made;
  }
  retire(Seg._PyObject_DebugReallocApi__check);
  check_address(api, p, old, 1);
  bumpserialno(1);
  read_size_t(1);
  if (bytes < old) {
    retire(Seg._PyObject_DebugReallocApi__shrink);
    forget(p + bytes, old - bytes + DEBUG_HEAD);
    memset(p + bytes, old - bytes + DEBUG_HEAD, DEADBYTE, 1, 0);
  }
  const start = raw_realloc(api, p - DEBUG_HEAD, bytes + cfg(Cfg.DEBUG_BYTES));
  const tail = start + DEBUG_HEAD + bytes;
  write_size_t(1);
  write_head(start, api, bytes);
  if (bytes > old) clean_more(start + DEBUG_HEAD, old, bytes);
  memset_call(tail, GUARD_BYTES, FORBIDDENBYTE, 1);
  write_size_t(1);
  touch_write(tail, DEBUG_HEAD);
  clean_last_word(tail);
  write_tail(tail);
  if (bytes > old) {
    retire(Seg._PyObject_DebugReallocApi__grow);
    memset(start + DEBUG_HEAD + old, bytes - old, CLEANBYTE, 1, 0);
  }
  leave();
  return start + DEBUG_HEAD;
}

/** What lay behind `old` bytes of a block that grew to `bytes` is filled: the old guards too. */
function clean_more(p: u64, old: u64, bytes: u64): void {
  const from = p + old;
  const shared = from & ~7;
  if ((from & 7) !== 0 && is_defined(shared)) {
    const kept = ((<u64>1) << ((from & 7) << 3)) - 1;
    store64(shared, (load64(shared) & kept) | (CLEAN_WORD & ~kept));
  }
  forget(from, bytes - old);
}

function bumpserialno(times: u64): void {
  enter(Fn.bumpserialno, times);
  store<u64>(serialno_at, serialno() + times);
  retire(Seg.bumpserialno__count, times);
  leave();
}

/** Reads the guards of `times` blocks. C would abort the process at a broken one: here the run faults. */
function check_address(api: Api, p: u64, bytes: u64, times: u64): void {
  enter(Fn._PyObject_DebugCheckAddressApi, times);
  retire(Seg._PyObject_DebugCheckAddressApi__guards, times);
  read_size_t(times);
  // Blocks of the start-up were not recorded, and int blocks have no words of their own.
  if (is_defined(p - 8)) check(load64(p - 8) === (GUARD_WORD | <u64>api), p - 8);
  const tail = p + bytes;
  if (is_defined((tail + GUARD_BYTES) & ~7)) check(load64_unaligned(tail) === GUARD_TAIL, tail);
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

/** Whether the layer below is the small-object allocator, or malloc (buffers since 2.7.13). */
function in_pools(api: Api): bool {
  return api === Api.OBJ || cfg(Cfg.BUFFERS_IN_POOLS) !== 0;
}

function raw_malloc(api: Api, total: u64, times: u64): u64 {
  if (in_pools(api)) return PyObject_Malloc(total, times);
  enter(Fn._PyMem_Malloc, times);
  retire(Seg._PyMem_Malloc__redirect, times);
  const start = malloc(total, times);
  leave();
  return start;
}

function raw_free(api: Api, start: u64, times: u64): void {
  if (in_pools(api)) return PyObject_Free(start, times);
  enter(Fn._PyMem_Free, times);
  retire(Seg._PyMem_Free__redirect, times);
  free(start, times);
  leave();
}

function raw_realloc(api: Api, start: u64, total: u64): u64 {
  if (in_pools(api)) return PyObject_Realloc(start, total);
  enter(Fn._PyMem_Realloc);
  retire(Seg._PyMem_Realloc__redirect);
  const moved = realloc(start, total);
  leave();
  return moved;
}

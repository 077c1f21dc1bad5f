/**
 * Raw buffers: list arrays, dict tables and int blocks (Include/pymem.h, Objects/obmalloc.c; spec 04
 * section 1).
 *
 *   release             malloc
 *   pydebug             _PyMem_DebugMalloc -> _PyObject_DebugMallocApi -> malloc(bytes + 32), with
 *                       a size, an id, guard bytes and a serial number around the buffer
 *   pydebug of 2.7.12   the same, through the small-object allocator
 *
 * PyMem_Malloc and PyMem_Free take a multiplicity, as malloc does; PyMem_MALLOC and its kin are the
 * macros for one buffer. Callers say how long a buffer was: in a release build no word tells.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { note_buffer } from "../../collectors/heap_memory";
import { has_own_heap } from "../../collectors/manager";
import { load64, store64 } from "../../kernel/words";
import { free, malloc, malloc_steady, request2size } from "../../libc/malloc/malloc";
import { realloc } from "../../libc/malloc/realloc";
import { free_steady, free_steady_up } from "../../libc/malloc/_int_free";
import { enter, leave, retire } from "../../meter/ledger";
import {
  Api,
  DEBUG_HEAD,
  _PyObject_DebugFreeApi,
  _PyObject_DebugMallocApi,
  _PyObject_DebugReallocApi,
} from "./debug";
import { pool_serves, recorded_block } from "./obmalloc";
import { placing } from "./placing";

/** malloc'ed bytes for a buffer of `bytes`: never 0, decorated in a debug build. */
export function request_bytes(bytes: u64): u64 {
  const asked = bytes + cfg(Cfg.DEBUG_BYTES);
  return asked === 0 ? 1 : asked;
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

/**
 * `times` buffers of `bytes`; the address of the first. Where `owned`, as it must be for more than one,
 * the caller keeps what the debug layer wrote around them (serialno is the last one's number).
 */
export function PyMem_Malloc(bytes: u64, times: u64, owned: bool): u64 {
  if (cfg(Cfg.DEBUG_BYTES) === 0) return malloc(request_bytes(bytes), times);
  enter(Fn._PyMem_DebugMalloc, times);
  retire(Seg._PyMem_DebugMalloc__call, times);
  const buffer = _PyObject_DebugMallocApi(Api.MEM, bytes, times, owned);
  leave();
  return buffer;
}

/** `times` buffers are given back, the highest at `buffer`, each other one just below. */
export function PyMem_Free(buffer: u64, bytes: u64, times: u64): void {
  if (cfg(Cfg.DEBUG_BYTES) === 0) {
    free(buffer, times);
    return;
  }
  enter(Fn._PyMem_DebugFree, times);
  retire(Seg._PyMem_DebugFree__call, times);
  _PyObject_DebugFreeApi(Api.MEM, buffer, bytes, times);
  leave();
}

/** How many buffers, from `buffer` downwards, can be given back in one stride. */
export function PyMem_Free_steady(buffer: u64, wanted: u64): u64 {
  return free_steady(buffer - (cfg(Cfg.DEBUG_BYTES) === 0 ? 0 : DEBUG_HEAD), wanted);
}

/** The same from `buffer` upwards. */
export function PyMem_Free_steady_up(buffer: u64, wanted: u64): u64 {
  return free_steady_up(buffer - (cfg(Cfg.DEBUG_BYTES) === 0 ? 0 : DEBUG_HEAD), wanted);
}

/** A buffer of `bytes`. */
export function PyMem_MALLOC(bytes: u64): u64 {
  if (placing()) return recorded_block(bytes);
  if (has_own_heap()) note_buffer(0, bytes);
  return PyMem_Malloc(bytes, 1, false);
}

/** Gives a buffer of `bytes` back; p = 0 is allowed. */
export function PyMem_FREE(p: u64, bytes: u64): void {
  if (placing()) return;
  if (has_own_heap()) note_buffer(bytes, 0);
  PyMem_Free(p, bytes, 1);
}

/** Changes a buffer's size from `old` bytes and moves its words; p = 0 makes a new one. */
export function PyMem_REALLOC(p: u64, old: u64, bytes: u64): u64 {
  if (placing()) return move_placed(p, old, bytes);
  if (has_own_heap()) note_buffer(old, bytes);
  if (cfg(Cfg.DEBUG_BYTES) === 0) return realloc(p, request_bytes(bytes));
  enter(Fn._PyMem_DebugRealloc);
  retire(Seg._PyMem_DebugRealloc__call);
  const buffer = _PyObject_DebugReallocApi(Api.MEM, p, old, bytes);
  leave();
  return buffer;
}

/** A buffer of the start-up that grows: other recorded memory, the words moved. */
function move_placed(p: u64, old: u64, bytes: u64): u64 {
  const buffer = recorded_block(bytes);
  for (let offset: u64 = 0; offset < min(old, bytes); offset += 8) {
    store64(buffer + offset, load64(p + offset));
  }
  return buffer;
}

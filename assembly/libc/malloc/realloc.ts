/**
 * realloc (glibc 2.36 malloc/malloc.c: __libc_realloc, _int_realloc, mremap_chunk; spec 06 section 5).
 *
 *   mapped chunk -> mremap: page tables move, nothing is copied
 *   heap chunk   -> it is large enough, or the top or a free neighbour behind it is: in place
 *                -> a new chunk, a copy, and the old one is freed
 *   what is left over behind the new size is freed if it can be a chunk
 */
import { Fn } from "../../abi/functions";
import { HeapCall } from "../../abi/heap_log";
import { ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { touch_write } from "../../kernel/fault";
import { sys_mremap } from "../../kernel/syscalls";
import { log_heap } from "../../meter/heap_log";
import { enter, leave, retire } from "../../meter/ledger";
import { memcpy } from "../memcpy";
import { HEADER, MINSIZE, resize_mmapped, set_top, top } from "./arena";
import { chunk_bytes, chunk_state, clear_chunks, set_chunks } from "./chunks";
import { _int_free } from "./_int_free";
import { _int_malloc } from "./_int_malloc";
import { malloc, request2size } from "./malloc";
import { unlink_chunk } from "./unlink_chunk";

const PAGE: u64 = 4096;

/** Changes the size of what `user` points to; the words in it move with it. 0 makes a new chunk. */
export function realloc(user: u64, request: u64): u64 {
  check(request > 0, user);
  enter(Fn.realloc);
  let moved: u64;
  if (user === 0) {
    retire(Seg.realloc__new);
    moved = malloc(request);
    leave();
    return moved;
  }
  if (chunk_state(user - HEADER) === ChunkState.MMAPPED) {
    retire(Seg.realloc__mapped);
    moved = mremap_chunk(user - HEADER, request2size(request)) + HEADER;
  } else {
    retire(Seg.realloc__heap);
    moved = _int_realloc(user - HEADER, request2size(request));
  }
  log_heap(HeapCall.REALLOC, moved, request, user, 1);
  leave();
  return moved;
}

/** A mapped chunk gets as many pages as it needs, at another address if it must. */
function mremap_chunk(chunk: u64, bytes: u64): u64 {
  enter(Fn.mremap_chunk);
  const old = chunk_bytes(chunk);
  const length = (bytes + 8 + PAGE - 1) & ~(PAGE - 1);
  let at = chunk;
  if (length === old) retire(Seg.mremap_chunk__same_pages);
  else {
    retire(Seg.mremap_chunk__remap);
    enter(Fn.mremap);
    retire(Seg.mremap__call);
    at = sys_mremap(chunk, old, length);
    leave();
    clear_chunks(chunk, chunk + old);
    set_chunks(at, length, 1, ChunkState.MMAPPED);
    touch_write(at + 8, 8);
    resize_mmapped(<i64>length - <i64>old);
  }
  leave();
  return at;
}

/** Changes the size of a chunk of the heap to `bytes`; returns user memory. */
function _int_realloc(chunk: u64, bytes: u64): u64 {
  enter(Fn._int_realloc);
  const old = chunk_bytes(chunk);
  const next = chunk + old;
  let user = chunk + HEADER;
  check(chunk_state(chunk) === ChunkState.IN_USE, chunk);
  if (old >= bytes) {
    retire(Seg._int_realloc__large_enough);
    cut_rest(chunk, old, bytes);
  } else if (next === top() && old + chunk_bytes(next) >= bytes + MINSIZE) {
    retire(Seg._int_realloc__into_top);
    extend_into_top(chunk, old + chunk_bytes(next), bytes);
  } else if (next !== top() && room_behind(next) >= bytes - old) {
    retire(Seg._int_realloc__into_next);
    const size = old + chunk_bytes(next);
    unlink_chunk(next, 1);
    cut_rest(chunk, size, bytes);
  } else {
    retire(Seg._int_realloc__move);
    user = move(chunk, old, bytes);
  }
  leave();
  return user;
}

/** Bytes of a free chunk, 0 where the chunk is in use. */
function room_behind(next: u64): u64 {
  return chunk_state(next) === ChunkState.BIN ? chunk_bytes(next) : 0;
}

function extend_into_top(chunk: u64, size: u64, bytes: u64): void {
  clear_chunks(chunk, chunk + size);
  set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
  set_chunks(chunk + bytes, size - bytes, 1, ChunkState.TOP);
  set_top(chunk + bytes);
  touch_write(chunk + 8, 8);
  touch_write(chunk + bytes + 8, 8);
}

/** A chunk that has `size` bytes keeps `bytes` of them; the rest is freed if it can be a chunk. */
function cut_rest(chunk: u64, size: u64, bytes: u64): void {
  touch_write(chunk + 8, 8);
  if (size - bytes < MINSIZE) {
    retire(Seg._int_realloc__no_rest);
    clear_chunks(chunk, chunk + size);
    set_chunks(chunk, size, 1, ChunkState.IN_USE);
    touch_write(chunk + size + 8, 8);
    return;
  }
  retire(Seg._int_realloc__free_rest);
  clear_chunks(chunk, chunk + size);
  set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
  set_chunks(chunk + bytes, size - bytes, 1, ChunkState.IN_USE);
  touch_write(chunk + bytes + 8, 8);
  touch_write(chunk + size + 8, 8);
  _int_free(chunk + bytes, 1);
}

/** Another chunk takes the contents, or the memory behind this one, if that is what was found. */
function move(chunk: u64, old: u64, bytes: u64): u64 {
  const user = _int_malloc(bytes, bytes - HEADER + 1, 1);
  const found = user - HEADER;
  if (found === chunk + old) {
    retire(Seg._int_realloc__found_next);
    cut_rest(chunk, old + chunk_bytes(found), bytes);
    return chunk + HEADER;
  }
  memcpy(user, chunk + HEADER, old - 8);
  _int_free(chunk, 1);
  return user;
}

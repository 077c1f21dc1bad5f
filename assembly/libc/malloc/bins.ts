/**
 * Filing a chunk (the unsorted loop of _int_malloc, glibc 2.36 malloc/malloc.c): small bins take it at
 * the front; large bins are sorted from large to small, with a second ring through the first chunk of
 * each size.
 */
import { Seg } from "../../abi/segments";
import { retire, retire_table } from "../../meter/ledger";
import {
  MIN_LARGE_SIZE,
  bin_at,
  bin_index,
  bk,
  bk_nextsize,
  fd,
  fd_nextsize,
  mark_bin,
  set_bk,
  set_bk_nextsize,
  set_fd,
  set_fd_nextsize,
} from "./arena";
import { chunk_bytes } from "./chunks";

/** Which of largebin_index's comparisons decides: each takes a few more instructions. */
export function index_class(bytes: u64): u32 {
  if (bytes >> 6 <= 48) return 0;
  if (bytes >> 9 <= 20) return 1;
  if (bytes >> 12 <= 10) return 2;
  if (bytes >> 15 <= 4) return 3;
  return bytes >> 18 <= 2 ? 4 : 5;
}

/** Puts a chunk into its small or large bin. */
export function file_chunk(victim: u64, size: u64): void {
  const index = bin_index(size);
  const bin = bin_at(index);
  if (size < MIN_LARGE_SIZE) {
    retire(Seg._int_malloc__file_small);
    mark_bin(index);
    link_between(victim, bin, fd(bin));
    return;
  }
  retire_table(Seg._int_malloc__file_large, index_class(size));
  const fwd = large_bin_position(victim, size, bin);
  mark_bin(index);
  link_between(victim, bk(fwd), fwd);
}

/** Puts a chunk between two neighbours of a bin's ring. */
export function link_between(victim: u64, bck: u64, fwd: u64): void {
  set_bk(victim, bck);
  set_fd(victim, fwd);
  set_bk(fwd, victim);
  set_fd(bck, victim);
}

/** The chunk that will follow `victim` in its large bin, which is sorted from large to small. */
function large_bin_position(victim: u64, size: u64, bin: u64): u64 {
  const largest = fd(bin);
  if (largest === bin) {
    set_fd_nextsize(victim, victim);
    set_bk_nextsize(victim, victim);
    return bin;
  }
  retire(Seg._int_malloc__file_large_occupied);
  if (size < chunk_bytes(bk(bin))) {
    const smallest = bk_nextsize(largest);
    set_fd_nextsize(victim, largest);
    set_bk_nextsize(victim, smallest);
    set_bk_nextsize(largest, victim);
    set_fd_nextsize(smallest, victim);
    return bin;
  }
  let fwd = largest;
  while (size < chunk_bytes(fwd)) {
    retire(Seg._int_malloc__file_large_step);
    fwd = fd_nextsize(fwd);
  }
  if (size === chunk_bytes(fwd)) {
    retire(Seg._int_malloc__file_large_equal);
    set_fd_nextsize(victim, 0);
    set_bk_nextsize(victim, 0);
    return fd(fwd);
  }
  retire(Seg._int_malloc__file_large_between);
  const larger = bk_nextsize(fwd);
  set_fd_nextsize(victim, fwd);
  set_bk_nextsize(victim, larger);
  set_bk_nextsize(fwd, victim);
  set_fd_nextsize(larger, victim);
  return fwd;
}

/** unlink_chunk: takes a chunk out of its bin (glibc 2.36 malloc/malloc.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { is_defined, forget } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import {
  HEADER,
  MIN_LARGE_SIZE,
  bk,
  bk_nextsize,
  fd,
  fd_nextsize,
  set_bk,
  set_bk_nextsize,
  set_fd,
  set_fd_nextsize,
} from "./arena";
import { chunk_bytes, run_holding } from "./chunks";

/** Unlinks a free chunk; `times` for a stride in which the same chunk is unlinked and put back. */
export function unlink_chunk(chunk: u64, times: u64): void {
  enter(Fn.unlink_chunk, times);
  const ahead = fd(chunk);
  const behind = bk(chunk);
  const large = chunk_bytes(chunk) >= MIN_LARGE_SIZE;
  // A large chunk that is still unsorted, or not the first of its size, has a null fd_nextsize.
  const listed = large && is_defined(chunk + 32) && fd_nextsize(chunk) !== 0;
  // Once it was put back it is unsorted: only the first time of several it can be listed.
  const unlisted = listed ? times - 1 : times;
  if (!large) retire(Seg.unlink_chunk__small, times);
  else if (unlisted > 0) retire(Seg.unlink_chunk__large_unlisted, unlisted);
  set_bk(ahead, behind);
  set_fd(behind, ahead);
  if (listed) unlink_size(chunk, ahead);
  forget(chunk + HEADER, large ? 32 : 16);
  leave();
}

/** Takes the chunk out of the ring of sizes of its large bin; `ahead` may take its place. */
function unlink_size(chunk: u64, ahead: u64): void {
  const larger = bk_nextsize(chunk);
  const smaller = fd_nextsize(chunk);
  const heir = chunk_bytes_or_zero(ahead) === chunk_bytes(chunk);
  if (heir) {
    retire(Seg.unlink_chunk__first_of_equals);
    if (smaller === chunk) {
      set_fd_nextsize(ahead, ahead);
      set_bk_nextsize(ahead, ahead);
      return;
    }
    retire(Seg.unlink_chunk__other_sizes);
    set_fd_nextsize(ahead, smaller);
    set_bk_nextsize(ahead, larger);
    set_bk_nextsize(smaller, ahead);
    set_fd_nextsize(larger, ahead);
    return;
  }
  retire(Seg.unlink_chunk__only_of_its_size);
  set_bk_nextsize(smaller, larger);
  set_fd_nextsize(larger, smaller);
}

/** The size of the next chunk of the bin, 0 where that is the bin's head. */
function chunk_bytes_or_zero(chunk: u64): u64 {
  return run_holding(chunk) !== null ? chunk_bytes(chunk) : 0;
}

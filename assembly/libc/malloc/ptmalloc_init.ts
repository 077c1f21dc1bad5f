/**
 * What the first malloc of a process does (glibc 2.36 malloc/arena.c: ptmalloc_init; malloc/malloc.c:
 * malloc_init_state, tcache_key_initialize, tcache_init). An interpreter's recorded state is long past
 * this; a C program's is not.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import {
  bin_at,
  has_tcache,
  mp_,
  set_bk,
  set_fd,
  set_top,
  tcache_clear,
  unsorted_chunks,
} from "./arena";
import { INTERNAL, _int_malloc } from "./_int_malloc";

/** The chunk of a tcache_perthread_struct: 640 bytes of counts and entries, and the header. */
const TCACHE_CHUNK: u64 = 656;
const LAST_BIN: u32 = 127;

/** Every bin is a ring of its own head, and the top is a chunk of no size. */
export function ptmalloc_init(): void {
  enter(Fn.ptmalloc_init);
  retire(Seg.ptmalloc_init__call);
  mp_().initialized = 1;
  for (let index: u32 = 1; index < LAST_BIN; index++) {
    set_fd(bin_at(index), bin_at(index));
    set_bk(bin_at(index), bin_at(index));
  }
  set_top(unsorted_chunks());
  if (has_tcache()) getrandom();
  leave();
}

/** The tcache's key; its value is not modelled. */
function getrandom(): void {
  enter(Fn.getrandom);
  retire(Seg.getrandom__call);
  leave();
}

/** The tcache's own structure is the first chunk of the heap; it is cleared. */
export function tcache_init(): void {
  enter(Fn.tcache_init);
  retire(Seg.tcache_init__call);
  tcache_clear(_int_malloc(TCACHE_CHUNK, INTERNAL, 1));
  leave();
}

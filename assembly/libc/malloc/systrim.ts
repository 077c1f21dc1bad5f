/** systrim: gives the end of the heap back to the system (glibc 2.36 malloc/malloc.c). */
import { Fn } from "../../abi/functions";
import { ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { touch_write } from "../../kernel/fault";
import { program_break } from "../../kernel/syscalls";
import { enter, leave, retire } from "../../meter/ledger";
import { MINSIZE, mp_, top } from "./arena";
import { chunk_bytes, set_chunks } from "./chunks";
import { morecore, morecore_query } from "./sysmalloc";

const PAGE: u64 = 4096;

export function systrim(pad: u64): void {
  enter(Fn.systrim);
  retire(Seg.systrim__call);
  const chunk = top();
  const size = chunk_bytes(chunk);
  const area = size - MINSIZE - 1;
  if (area > pad) {
    retire(Seg.systrim__surplus);
    release(chunk, size, (area - pad) & ~(PAGE - 1));
  }
  leave();
}

/** Gives `extra` bytes back if the break is where malloc left it. */
function release(chunk: u64, size: u64, extra: u64): void {
  if (extra === 0) return;
  retire(Seg.systrim__ask);
  if (morecore_query() !== chunk + size) return;
  retire(Seg.systrim__release);
  if (program_break() > mp_().highest_break) mp_().highest_break = program_break();
  morecore(-(<i64>extra));
  morecore_query();
  touch_write(chunk + 8, 8);
  set_chunks(chunk, size - extra, 1, ChunkState.TOP);
}

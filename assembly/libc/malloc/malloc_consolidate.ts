/** malloc_consolidate: merges every fastbin chunk with its free neighbours (glibc 2.36). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { touch_write } from "../../kernel/fault";
import { forget, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { MINSIZE, fastbin, fastbin_head, fd, protect_ptr, set_have_fastchunks } from "./arena";
import { chunk_bytes } from "./chunks";
import { MergeSegments, merge_and_file } from "./_int_free";

export function malloc_consolidate(): void {
  enter(Fn.malloc_consolidate);
  retire(Seg.malloc_consolidate__begin);
  set_have_fastchunks(false);
  for (let bytes = MINSIZE; bytes < MINSIZE + 10 * 16; bytes += 16) {
    let chunk = fastbin_head(bytes);
    if (chunk === 0) {
      retire(Seg.malloc_consolidate__empty_bin);
      continue;
    }
    store64(fastbin(bytes), 0);
    while (chunk !== 0) {
      const next = protect_ptr(chunk + 16, fd(chunk));
      forget(chunk + 16, 8);
      retire(Seg.malloc_consolidate__chunk);
      touch_write(chunk + 8, 8);
      merge_and_file(chunk, chunk_bytes(chunk), 1, MergeSegments.CONSOLIDATE);
      chunk = next;
    }
  }
  leave();
}

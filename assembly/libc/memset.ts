/**
 * memset (glibc's x86-64 vector and `rep stosb` variants): what it costs and which pages it touches.
 *
 * Up to 2,048 bytes a vector loop runs, whose cost is a table over the size, once for addresses that
 * are a multiple of 32 and once for those that are 16 beyond; above, `rep stosb` does, and callgrind
 * counts one instruction per byte (ground truth section 3).
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { emit } from "../events/ring";
import { touch_write } from "../kernel/fault";
import { enter, leave, retire, retire_table } from "../meter/ledger";

/** Largest size that the vector loop handles (rep_stosb_threshold). */
const REP_STOSB_THRESHOLD: u64 = 2048;

/** Fills `times` pieces of `bytes`, `pitch` apart and ascending, and touches their pages. */
export function memset(addr: u64, bytes: u64, value: u8, times: u64, pitch: u64): void {
  memset_call(addr, bytes, value, times);
  if (bytes > 0) touch_write(addr, (times - 1) * pitch + bytes);
}

/** The cost of `times` calls; the caller touches the pages. */
export function memset_call(addr: u64, bytes: u64, value: u8, times: u64): void {
  enter(Fn.memset, times);
  const half_line = (addr & 16) !== 0 ? <u32>REP_STOSB_THRESHOLD + 1 : 0;
  if (bytes <= REP_STOSB_THRESHOLD) retire_table(Seg.memset__vector, <u32>bytes + half_line, times);
  else {
    retire(Seg.memset__rep_stosb_setup, times);
    retire(Seg.memset__rep_stosb_byte, bytes * times);
  }
  emit(Ev.MEMSET, addr, bytes, value, times);
  leave();
}

/**
 * memcpy (glibc's x86-64 vector and `rep movsb` variants): what it costs, which pages it touches, and
 * the words that move. Words of the target that have no defined source become stale.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { touch_write } from "../kernel/fault";
import { copy_words } from "../kernel/words";
import { enter, leave, retire, retire_table } from "../meter/ledger";

/** Largest size that the vector code copies (rep_movsb_threshold with 32-byte vectors). */
const REP_MOVSB_THRESHOLD: u64 = 4096;

/** Copies `bytes` bytes between words (8-byte aligned) that do not overlap. */
export function memcpy(to: u64, from: u64, bytes: u64): void {
  memcpy_call(bytes, 1);
  if (bytes === 0) return;
  touch_write(to, bytes);
  copy_words(to, from, bytes);
}

/** The cost of `times` calls; the caller moves what is copied. */
export function memcpy_call(bytes: u64, times: u64): void {
  enter(Fn.memcpy, times);
  if (bytes <= REP_MOVSB_THRESHOLD) retire_table(Seg.memcpy__vector, <u32>bytes, times);
  else {
    retire(Seg.memcpy__rep_movsb_setup, times);
    retire(Seg.memcpy__rep_movsb_byte, bytes * times);
  }
  leave();
}

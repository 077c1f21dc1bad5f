/**
 * Calls from the interpreter into the C library: the first one of each function goes through the dynamic
 * linker, which costs the caller some instructions of the procedure linkage table. What start-up has called
 * before is bound already; the linker itself is in no profile (Build.startDicts.unbound lists the others).
 */
import { Fn } from "../abi/functions";
import { Plt, Section } from "../abi/layout";
import { Seg } from "../abi/segments";
import { recorded_count, recorded_rows } from "../base/recorded";
import { enter, leave, retire } from "../meter/ledger";

/** A byte per function: 1 until it is called. */
const unbound_at: usize = memory.data(64);

/** Reads which functions nobody has called at entry. */
export function load_unbound(): void {
  memory.fill(unbound_at, 0, 64);
  const rows = recorded_rows(Section.UNBOUND);
  for (let i: u32 = 0; i < recorded_count(Section.UNBOUND); i++) {
    store<u8>(unbound_at + <usize>load<u64>(rows + ((<usize>i) << 3)), 1);
  }
}

/** Comes before each call of `fn` from the interpreter's own text. */
export function through_plt(fn: Plt): void {
  if (load<u8>(unbound_at + <usize>fn) === 0) return;
  store<u8>(unbound_at + <usize>fn, 0);
  enter(Fn._dl_runtime_resolve);
  retire(Seg._dl_runtime_resolve__first_call);
  leave();
}

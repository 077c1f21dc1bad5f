/** The pending runs of list.sort and their merging (Objects/listobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { load64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { ms, run_base, run_len, set_run, MAX_MERGE_PENDING } from "./merge_state";
import { gallop_left, gallop_right } from "./gallop";
import { merge_hi, merge_lo } from "./merge_two";

/** Puts a run on the stack of pending ones. */
export function push_run(base: u64, length: u64): void {
  check(ms().pending < MAX_MERGE_PENDING, length);
  set_run(ms().pending, base, length);
  ms().pending += 1;
}

/** Merges until the pending runs' lengths fall fast enough. */
export function merge_collapse(): bool {
  enter(Fn.merge_collapse);
  let merged = true;
  while (merged && ms().pending > 1) {
    retire(Seg.merge_collapse__check);
    let n = ms().pending - 2;
    const uneven =
      (n > 0 && run_len(n - 1) <= run_len(n) + run_len(n + 1)) ||
      (n > 1 && run_len(n - 2) <= run_len(n - 1) + run_len(n));
    if (uneven) {
      if (run_len(n - 1) < run_len(n + 1)) n -= 1;
      merged = merge_at(n);
    } else if (run_len(n) <= run_len(n + 1)) merged = merge_at(n);
    else break;
  }
  leave();
  return merged;
}

/** Merges all pending runs. */
export function merge_force_collapse(): bool {
  enter(Fn.merge_force_collapse);
  let merged = true;
  while (merged && ms().pending > 1) {
    retire(Seg.merge_force_collapse__check);
    let n = ms().pending - 2;
    if (n > 0 && run_len(n - 1) < run_len(n + 1)) n -= 1;
    merged = merge_at(n);
  }
  leave();
  return merged;
}

/** Merges runs i and i + 1. */
function merge_at(i: u64): bool {
  enter(Fn.merge_at);
  const merged = merge_runs(i);
  leave();
  return merged;
}

function merge_runs(i: u64): bool {
  retire(Seg.merge_at__begin);
  let a = run_base(i);
  let na = <i64>run_len(i);
  const b = run_base(i + 1);
  let nb = <i64>run_len(i + 1);
  set_run(i, a, <u64>(na + nb));
  if (i + 3 === ms().pending) set_run(i + 1, run_base(i + 2), run_len(i + 2));
  ms().pending -= 1;
  // What is in its place already, at the beginning of a and at the end of b, stays out of the merge.
  const skip = gallop_right(load64(b), a, na, 0);
  if (skip < 0) return false;
  a += <u64>skip * 8;
  na -= skip;
  if (na === 0) return true;
  nb = gallop_left(load64(a + <u64>(na - 1) * 8), b, nb, nb - 1);
  if (nb <= 0) return nb === 0;
  return na <= nb ? merge_lo(a, na, b, nb) : merge_hi(a, na, b, nb);
}

/**
 * The tally: how often each segment ran in the module's own run, kept apart by charged function and by
 * table index or loop length, and how often each call was made. Prices are fitted to it
 * (scripts/fit); a run that nobody fits has it switched off and pays one branch a step.
 *
 * A cell is two words: the key plus one (0 marks a free cell), the count. The key is
 * kind | segment or callee | charged function or caller | index, see `TallyKey` in abi/ledger.ts.
 */
import { TallyKey } from "../abi/ledger";
import { check } from "../base/fault";

const CELLS: usize = 65536;
const switch_at: usize = memory.data(8, 8);
const cells_at: usize = memory.data(16 * 65536, 8);

/** Switches the tally on or off for the runs that follow. */
export function tally_switch(on: bool): void {
  store<u64>(switch_at, on ? 1 : 0);
}

export function tallying(): bool {
  return load<u64>(switch_at) !== 0;
}

export function tally_reset(): void {
  if (tallying()) memory.fill(cells_at, 0, 16 * CELLS);
}

/** The cells, for the host. */
export function tally_cells(): usize {
  return cells_at;
}

export function tally_length(): u32 {
  return <u32>CELLS;
}

/** Adds `times` to the cell of the four. */
export function tally(kind: u32, what: u32, where: u32, index: u64, times: u64): void {
  const key =
    ((<u64>kind) << TallyKey.KIND_SHIFT) |
    ((<u64>what) << TallyKey.WHAT_SHIFT) |
    ((<u64>where) << TallyKey.WHERE_SHIFT) |
    (index & 0xffffffff);
  // A multiplicative hash: keys that differ in a high field only spread as well.
  let at = <usize>((key * 0x9e3779b97f4a7c15) >> 48);
  for (let tried: usize = 0; tried < CELLS; tried++) {
    const cell = cells_at + (at << 4);
    const found = load<u64>(cell);
    if (found === 0) store<u64>(cell, key + 1);
    if (found === 0 || found === key + 1) {
      store<u64>(cell, load<u64>(cell, 8) + times, 8);
      return;
    }
    at = (at + 1) & (CELLS - 1);
  }
  check(false, key);
}

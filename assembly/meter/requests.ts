/** How often each size was asked of malloc: what a counter in front of libc's malloc would log. */
import { Fault } from "../abi/stop";
import { fail } from "../base/fault";
import { growing, tree_bytes } from "./call_tree";
import { clock } from "./ledger";

/** An open-addressed table: size + 1, then the count. */
const SLOTS: u32 = 4096;
const table_at: usize = memory.data(16 * 4096, 8);

export function requests_reset(): void {
  memory.fill(table_at, 0, 16 * SLOTS);
}

/** `times` requests for `bytes` bytes. */
export function count_request(bytes: u64, times: u64): void {
  if (growing()) tree_bytes(bytes * times * clock().turns);
  let slot = <u32>((bytes * 0x9e3779b97f4a7c15) >> 52);
  for (let tried: u32 = 0; tried < SLOTS; tried++) {
    const at = table_at + ((<usize>slot) << 4);
    const key = load<u64>(at);
    if (key === 0 || key === bytes + 1) {
      store<u64>(at, bytes + 1);
      store<u64>(at, load<u64>(at, 8) + times * clock().turns, 8);
      return;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
  fail(Fault.TABLE_FULL, SLOTS);
}

/** The table, for the host: SLOTS pairs of (size + 1, count), 0 where unused. */
export function requests_table(): usize {
  return table_at;
}

export function requests_slots(): u32 {
  return SLOTS;
}

/** The collector's numbers (Modules/gcmodule.c, struct gc_generation; spec 05 section 1). */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";

export const NUM_GENERATIONS: u32 = 3;

/** A generation's numbers; its list is a ring of words. */
@unmanaged
export class Generation {
  threshold: i32;
  count: i32;
  /** Objects of the recorded start-up in this generation, which are not modelled one by one. */
  recorded: u64;
}

@unmanaged
export class GcState {
  enabled: u32;
  collecting: u32;
  long_lived_total: u64;
  long_lived_pending: u64;
  /** Recorded objects that gc.freeze set aside. */
  frozen: u64;
}

const GENERATION_RECORD: usize = 16;
const generations_at: usize = memory.data(16 * 3, 8);
const state_at: usize = memory.data(32, 8);

export function generation(index: u32): Generation {
  return changetype<Generation>(generations_at + <usize>index * GENERATION_RECORD);
}

export function gc_state(): GcState {
  return changetype<GcState>(state_at);
}

/** Everything as it was at entry. */
export function gcmodule_reset(): void {
  gc_state().enabled = 1;
  gc_state().collecting = 0;
  gc_state().frozen = 0;
  gc_state().long_lived_total = cfg(Cfg.GC_LONG_LIVED_TOTAL);
  gc_state().long_lived_pending = cfg(Cfg.GC_LONG_LIVED_PENDING);
}

/** A generation at entry: threshold, count and the length of its list. */
export function load_generation(index: u32, threshold: u64, count: u64, length: u64): void {
  generation(index).threshold = <i32>threshold;
  generation(index).count = <i32>count;
  generation(index).recorded = length;
}

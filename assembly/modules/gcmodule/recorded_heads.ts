/**
 * Heads of the start-up's containers (Modules/gcmodule.c, PyGC_Head). They are not modelled one by one, but a
 * collection writes gc_refs into each: where a fork has protected their pages, these become the process's own.
 * Recorded is one head for each page and generation (Section.CONTAINER), the first in the generation's list.
 */
import { Section } from "../../abi/layout";
import { recorded_count, recorded_rows } from "../../base/recorded";
import { touch_write } from "../../kernel/fault";
import { NUM_GENERATIONS } from "./generations";

/** Of a generation that gc.freeze has set aside: no collection looks at it. */
export const FROZEN: u32 = 255;

const ROW_BYTES: usize = 16;
/** By recorded generation: the one that its objects are in now. */
const stands_at: usize = memory.data(4 * 3, 4);

function stands_in(recorded: u32): u32 {
  return load<u32>(stands_at + ((<usize>recorded) << 2));
}

export function recorded_heads_reset(): void {
  for (let i: u32 = 0; i < NUM_GENERATIONS; i++) store<u32>(stands_at + ((<usize>i) << 2), i);
}

/** What is in generation `from` joins generation `to`. */
export function recorded_heads_merge(from: u32, to: u32): void {
  for (let i: u32 = 0; i < NUM_GENERATIONS; i++) {
    if (stands_in(i) === from) store<u32>(stands_at + ((<usize>i) << 2), to);
  }
}

/** gc_refs of all recorded containers of a generation are written: a word of each page stands for all. */
export function write_recorded_heads(generation: u32): void {
  const rows = recorded_rows(Section.CONTAINER);
  const count = recorded_count(Section.CONTAINER);
  for (let i: u32 = 0; i < count; i++) {
    const row = rows + <usize>i * ROW_BYTES;
    if (stands_in(<u32>load<u64>(row, 8)) === generation) touch_write(load<u64>(row), 8);
  }
}

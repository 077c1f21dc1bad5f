/**
 * Pages that a child of os.fork has written by the time its own code goes on, whatever the program: data of the
 * interpreter and of its libraries, its stack, structures of the start-up. Recorded per build and launch
 * (Section.BORN, scripts/measure/fork_pages.py); which word of a page was written is not.
 */
import { Section } from "../abi/layout";
import { recorded_count, recorded_rows } from "../base/recorded";
import { touch_write } from "./fault";
import { PTE_COW, pte } from "./page_table";

const ROW_BYTES: usize = 16;

/** The child writes them; pages that the process does not have at this entry state are left out. */
export function write_born_pages(): void {
  const rows = recorded_rows(Section.BORN);
  const count = recorded_count(Section.BORN);
  for (let i: u32 = 0; i < count; i++) {
    const row = rows + <usize>i * ROW_BYTES;
    const first = load<u64>(row) >> 12;
    for (let page = first; page < first + load<u64>(row, 8); page++) {
      if ((pte(page) & PTE_COW) !== 0) touch_write(page << 12, 8);
    }
  }
}

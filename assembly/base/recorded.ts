/**
 * The rows of the recorded entry state, by section (abi/layout.ts). interp/entry.ts reads most of them
 * into the tables of the machine; files of objects read their own when the start-up's objects are placed.
 */
import { Section } from "../abi/layout";
import { check } from "./fault";

@unmanaged
class Rows {
  at: u32;
  count: u32;
}

const SECTIONS_MAX: u32 = 64;
const rows_at: usize = memory.data(8 * 64, 8);

function rows_of(section: Section): Rows {
  check(<u32>section < SECTIONS_MAX, section);
  return changetype<Rows>(rows_at + ((<usize>section) << 3));
}

/** Forgets the rows of the last image. */
export function recorded_reset(): void {
  memory.fill(rows_at, 0, 8 * SECTIONS_MAX);
}

/** Says where the rows of a section lie in the image. */
export function note_section(section: Section, at: usize, count: u64): void {
  rows_of(section).at = <u32>at;
  rows_of(section).count = <u32>count;
}

/** Where the rows of a section of the image lie: words, as abi/layout.ts lists them. */
export function recorded_rows(section: Section): usize {
  return <usize>rows_of(section).at;
}

/** How many rows a section has. */
export function recorded_count(section: Section): u32 {
  return rows_of(section).count;
}

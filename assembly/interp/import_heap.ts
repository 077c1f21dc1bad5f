/**
 * What the first import of a module leaves in the heap: the calls of malloc that a real one makes, recorded per
 * build and launch (scripts/measure/import_calls.py, Section.IMPORT_CALL), repeated at the import. The buffers for
 * paths, the dictionary and the texts of the module decide in which holes later blocks of ints lie. What the
 * pools of small objects serve is not among them. The import's instructions are recorded as a whole
 * (init_builtin): here the clock stands still.
 */
import { IMPORT_BLOCKS, ImportCall, ImportedModule } from "../abi/import_calls";
import { Section } from "../abi/layout";
import { check } from "../base/fault";
import { recorded_count, recorded_rows } from "../base/recorded";
import { has_own_heap, has_own_ints } from "../collectors/manager";
import { calloc, free, malloc } from "../libc/malloc/malloc";
import { realloc } from "../libc/malloc/realloc";
import { clock } from "../meter/ledger";
import { PyInt_FromLong } from "../objects/intobject/intobject";

const ROW_BYTES: usize = 32;
/** The first block of each recording and the last to go: the import's own, which import_module_level takes. */
const NAME_BUFFER: u64 = 0;
/** Addresses of the blocks that the import holds, by their numbers. */
const blocks_at: usize = memory.data(<i32>IMPORT_BLOCKS * 8, 8);
/** Beyond the small ints. */
const CONSTANT: i64 = 1 << 11;

/** Repeats the calls of the first import of `module`. */
export function repeat_import_calls(module: ImportedModule): void {
  if (has_own_heap() || has_own_ints() || recorded_count(Section.IMPORT_CALL) === 0) return;
  const turns = clock().turns;
  check(turns === 1, turns);
  clock().turns = 0;
  memory.fill(blocks_at, 0, <usize>IMPORT_BLOCKS * 8);
  const rows = recorded_rows(Section.IMPORT_CALL);
  for (let i: u32 = 0; i < recorded_count(Section.IMPORT_CALL); i++) {
    const row = rows + <usize>i * ROW_BYTES;
    if (load<u64>(row) !== <u64>module || load<u64>(row, 16) === NAME_BUFFER) continue;
    check(load<u64>(row, 16) < <u64>IMPORT_BLOCKS, load<u64>(row, 16));
    const block = blocks_at + ((<usize>load<u64>(row, 16)) << 3);
    repeat(<ImportCall>(<i32>load<u64>(row, 8)), block, load<u64>(row, 24));
  }
  clock().turns = turns;
}

function repeat(call: ImportCall, block: usize, bytes: u64): void {
  if (call === ImportCall.MALLOC) store<u64>(block, malloc(bytes));
  else if (call === ImportCall.CALLOC) store<u64>(block, calloc(bytes));
  else if (call === ImportCall.REALLOC) store<u64>(block, realloc(load<u64>(block), bytes));
  else if (call === ImportCall.FREE) free(load<u64>(block));
  else for (let i: u64 = 0; i < bytes; i++) PyInt_FromLong(CONSTANT);
}

/**
 * References that a C function holds in an array of its own for a while (on the C stack, or in a
 * buffer whose words nobody looks at): a stack of them, as deep as calls nest.
 */
import { Fault } from "../../abi/stop";
import { allocate } from "../../base/memory";
import { fail } from "../../base/fault";

const PIECE_WORDS: u32 = 1 << 16;
const PIECES_MAX: u32 = 1 << 12;

@unmanaged
class Aside {
  count: u32;
  pieces: u32;
}

const aside_at: usize = memory.data(8, 8);
const directory_at: usize = memory.data(4 * 4096, 8);

function state(): Aside {
  return changetype<Aside>(aside_at);
}

export function aside_reset(): void {
  state().count = 0;
  state().pieces = 0;
}

function word_at(index: u32): usize {
  const piece = <usize>load<u32>(directory_at + ((<usize>(index / PIECE_WORDS)) << 2));
  return piece + ((<usize>(index % PIECE_WORDS)) << 3);
}

/** Where the next reference goes: the beginning of a caller's own part. */
export function aside_mark(): u32 {
  return state().count;
}

export function set_aside(op: u64): void {
  const index = state().count;
  if (index / PIECE_WORDS === state().pieces) {
    if (state().pieces === PIECES_MAX) fail(Fault.TABLE_FULL, index);
    const piece = allocate(<usize>PIECE_WORDS * 8);
    store<u32>(directory_at + ((<usize>state().pieces) << 2), <u32>piece);
    state().pieces += 1;
  }
  state().count = index + 1;
  store<u64>(word_at(index), op);
}

/** Word `index` of the part that begins at `mark`. */
export function aside(mark: u32, index: u32): u64 {
  return load<u64>(word_at(mark + index));
}

/** Where word `index` of the part that begins at `mark` lies, and how many words lie there in a row. */
export function aside_address(mark: u32, index: u32): usize {
  return word_at(mark + index);
}

export function aside_left(mark: u32, index: u32): u64 {
  return PIECE_WORDS - ((mark + index) % PIECE_WORDS);
}

export function change_aside(mark: u32, index: u32, op: u64): void {
  store<u64>(word_at(mark + index), op);
}

/** Drops the part that begins at `mark`. */
export function drop_aside(mark: u32): void {
  state().count = mark;
}

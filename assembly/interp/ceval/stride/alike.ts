/** What is known of the turn that is looked at (turn.ts): how many turns are like it, what they make and append. */
import { Value } from "./values";

@unmanaged
export class Turn {
  /** Turns whose path is that of the first. */
  k: u64;
  /** Turns before now that must have taken it, too. */
  behind: u64;
  /** Hash of the offsets that the turn runs, as the loop computes it. */
  path: u32;
  /** Ints that a turn makes. */
  made: u32;
  /** 1 where the values of the list's items matter. */
  values: u32;
  header: u32;
  /** The list that a turn appends to or stores to, 0 for none, and what: law and object are of `appended`. */
  list: u64;
  /** Of a turn that stores: the first index, each turn's is the next one; what lies there before, in each place. */
  index: u64;
  old: u64;
  /** 1 where a turn stores, 0 where it appends. */
  stores: u32;
  /** 1 where the iterator makes the int that is made, as PyInt_FromLong's caller. */
  by_iterator: u32;
  /** Turns of the loop that are looked at as one (loops.ts), and which of them is looked at now. */
  unit: u32;
  round: u32;
  /** Items of lists that a turn reads by subscript. */
  reads: u32;
  /** What such items are where it holds for the coming turns only: turns observed must have found the same. */
  fixed: i64;
}

/** An item of a list that a turn reads: the first index, and what each turn adds to it. */
@unmanaged
export class Read {
  list: u64;
  index: i64;
  step: i64;
}

const READ_BYTES: usize = 24;
const READS_MAX: u32 = 4;
const reads_at: usize = memory.data(24 * 4, 8);
const turn_at: usize = memory.data(112, 8);
const appended_at: usize = memory.data(40, 8);
/** In the place of an object's address: an item of the list that the loop walks. */
export const SOME_ITEM: u64 = 1;
export function turn(): Turn {
  return changetype<Turn>(turn_at);
}

/** What each turn appends. */
export function appended(): Value {
  return changetype<Value>(appended_at);
}

/** Whether each turn makes one int and appends it: it stays. */
export function appends_made(): bool {
  return turn().list !== 0 && appended().made !== 0;
}

export function read_at(index: u32): Read {
  return changetype<Read>(reads_at + <usize>index * READ_BYTES);
}

/** Remembers what a turn reads; false where it reads too much. */
export function add_read(list: u64, index: i64, step: i64): bool {
  if (turn().reads === READS_MAX) return false;
  const read = read_at(turn().reads);
  turn().reads += 1;
  read.list = list;
  read.index = index;
  read.step = step;
  return true;
}

/** How the loop hashes the paths of turns that it looks at as one. */
export function path_of_turns(paths: u32, path: u32): u32 {
  return paths * 0x9e3779b1 + path;
}

/** How the loop hashes a path: offset after offset. */
export function path_after(path: u32, offset: u32): u32 {
  return path * 31 + offset;
}

/** No more than so many turns. */
export function keep_below(limit: u64): void {
  if (limit < turn().k) turn().k = limit;
}

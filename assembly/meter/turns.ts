/**
 * Loops that compilers unroll: the first turns are pieces of code of their own, what follows goes round.
 * Prices of the first turns are a table over their number.
 */

/** Turns that may have code of their own. */
const FEW: u64 = 5;

/** How many of `count` turns are first ones: the place in their table. */
export function first_turns(count: u64): u32 {
  return <u32>(count < FEW ? count : FEW);
}

/** How many come after those. */
export function later_turns(count: u64): u64 {
  return count > FEW ? count - FEW : 0;
}

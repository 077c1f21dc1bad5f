/**
 * Bytes that memset of the article's C library stores: glibc 2.23's variant for processors with AVX2
 * (sysdeps/x86_64/multiarch/memset-avx2.S). Its first and last stores overlap what lies between them, and DHAT
 * counted each: the DHAT of that time let programs call the C library's memset, DHAT 3.19 puts one of its own
 * in its place, which stores every byte once.
 */

const VECTOR = 32;
/** The loop stores this much at once, and so do the last stores. */
const STEP = 4 * VECTOR;
const LOOP_FROM = 256;

/** Bytes stored for `bytes` at an address that lies `offset` behind a multiple of 32. */
export function storedBytes(bytes: number, offset: number): number {
  if (bytes < LOOP_FROM) return storedWithoutLoop(bytes);
  const aligned = bytes - (VECTOR - offset);
  const turns = Math.floor((aligned - STEP) / STEP) + 1;
  return VECTOR + turns * STEP + STEP;
}

/** Twice the largest power of two that fits, from both ends. */
function storedWithoutLoop(bytes: number): number {
  if (bytes < 2) return bytes;
  return 2 * 2 ** Math.floor(Math.log2(bytes));
}

/** Bytes of a block of ints in a debug build: what its owner asked for, and with what is around it. */
const BLOCK = { owner: 968, whole: 1000 };
/** Guard bytes behind the id, and behind the block. */
const GUARDS = [7, 8];

/** Bytes stored more than once into one int block, from its request to its end. */
export function storedAgain(): number {
  const again = (bytes: number, offset: number) => storedBytes(bytes, offset) - bytes;
  const guards = GUARDS.reduce((sum, bytes) => sum + again(bytes, 0), 0);
  // Chunks lie at odd multiples of 16 as often as at even ones: both give the same.
  return again(BLOCK.owner, 0) + again(BLOCK.whole, 16) + guards;
}

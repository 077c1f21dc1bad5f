/**
 * Natural numbers of any size for exact conversion between binary and decimal (Python/dtoa.c: Bigint).
 * A number is a count of 32-bit limbs and the limbs, the lowest first, in static memory of the
 * machine; the highest limb is not zero.
 */
import { Fault } from "../../abi/stop";
import { fail } from "../../base/fault";

/** Limbs a number may have: enough for 10^1200. */
export const LIMBS_MAX: u32 = 512;
/** The largest power of ten in a limb, and its exponent. */
const POWER: u32 = 1000000000;
const POWER_DIGITS: u32 = 9;

export function big_count(a: usize): u32 {
  return load<u32>(a);
}

function limb(a: usize, index: u32): u64 {
  return <u64>load<u32>(a + ((<usize>index) << 2), 4);
}

function set_limb(a: usize, index: u32, value: u32): void {
  if (index >= LIMBS_MAX) fail(Fault.TABLE_FULL, index);
  store<u32>(a + ((<usize>index) << 2), value, 4);
}

function trim(a: usize, count: u32): void {
  let n = count;
  while (n > 0 && limb(a, n - 1) === 0) n -= 1;
  store<u32>(a, n);
}

export function big_set(a: usize, value: u64): void {
  set_limb(a, 0, <u32>value);
  set_limb(a, 1, <u32>(value >> 32));
  trim(a, 2);
}

export function big_copy(to: usize, from: usize): void {
  memory.copy(to, from, 4 + ((<usize>big_count(from)) << 2));
}

export function big_is_zero(a: usize): bool {
  return big_count(a) === 0;
}

/** a = a * factor + add. */
export function big_mul_add(a: usize, factor: u32, add: u32): void {
  let carry = <u64>add;
  const count = big_count(a);
  for (let i: u32 = 0; i < count; i++) {
    carry += limb(a, i) * <u64>factor;
    set_limb(a, i, <u32>carry);
    carry >>= 32;
  }
  set_limb(a, count, <u32>carry);
  trim(a, count + 1);
}

/** a = a * 10^exponent. */
export function big_mul_pow10(a: usize, exponent: u32): void {
  let rest = exponent;
  for (; rest >= POWER_DIGITS; rest -= POWER_DIGITS) big_mul_add(a, POWER, 0);
  for (; rest > 0; rest--) big_mul_add(a, 10, 0);
}

/** a = a * 2^bits. */
export function big_shift_left(a: usize, bits: u32): void {
  const count = big_count(a);
  if (count === 0 || bits === 0) return;
  const limbs = bits >> 5;
  const within = <u64>(bits & 31);
  set_limb(a, count + limbs, 0);
  for (let i = count; i > 0; i--) {
    const value = limb(a, i - 1) << within;
    set_limb(a, i + limbs, <u32>(limb(a, i + limbs) | (value >> 32)));
    set_limb(a, i - 1 + limbs, <u32>value);
  }
  for (let i: u32 = 0; i < limbs; i++) set_limb(a, i, 0);
  trim(a, count + limbs + 1);
}

/** -1, 0 or 1. */
export function big_compare(a: usize, b: usize): i32 {
  const count = big_count(a);
  if (count !== big_count(b)) return count < big_count(b) ? -1 : 1;
  for (let i = count; i > 0; i--) {
    const x = limb(a, i - 1);
    const y = limb(b, i - 1);
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** a = a - b, where b is not larger. */
export function big_subtract(a: usize, b: usize): void {
  let borrow: u64 = 0;
  const count = big_count(a);
  for (let i: u32 = 0; i < count; i++) {
    const difference = limb(a, i) - (i < big_count(b) ? limb(b, i) : 0) - borrow;
    set_limb(a, i, <u32>difference);
    borrow = (difference >> 32) & 1;
  }
  trim(a, count);
}

/** a = a + b. */
export function big_add(a: usize, b: usize): void {
  const count = big_count(a) > big_count(b) ? big_count(a) : big_count(b);
  let carry: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (i < big_count(a)) carry += limb(a, i);
    if (i < big_count(b)) carry += limb(b, i);
    set_limb(a, i, <u32>carry);
    carry >>= 32;
  }
  set_limb(a, count, <u32>carry);
  trim(a, count + 1);
}

/** The quotient of a / b, which is below 10; a becomes the remainder. */
export function big_digit(a: usize, b: usize): u32 {
  let digit: u32 = 0;
  while (big_compare(a, b) >= 0) {
    big_subtract(a, b);
    digit += 1;
  }
  return digit;
}

/** Bits of a number: the position of its highest one, from 1; 0 for zero. */
export function big_bits(a: usize): u32 {
  const count = big_count(a);
  if (count === 0) return 0;
  return count * 32 - <u32>clz<u32>(<u32>limb(a, count - 1));
}

/**
 * Arithmetic of digit strings (Objects/longobject.c, CPython 2.7: x_add, x_sub, x_mul, inplace_divrem1,
 * x_divrem): natural numbers as 30-bit digits, the lowest first, in the machine's own memory. What they
 * cost is the caller's business.
 */
import { Fault } from "../../abi/stop";
import { fail } from "../../base/fault";

/** PyLong_SHIFT: bits of a digit. */
export const SHIFT: u32 = 30;
export const BASE: u64 = 1 << 30;
export const MASK: u64 = (1 << 30) - 1;

/** Digits of the largest number: 600,000 decimal digits. */
export const DIGITS_MAX: u32 = 65536;

/** Operands and results: each file's functions use them from one call to the next only. */
export const A: usize = memory.data(4 * 65536, 8);
export const B: usize = memory.data(4 * 65536, 8);
export const R: usize = memory.data(4 * 65536, 8);
export const Q: usize = memory.data(4 * 65536, 8);

export function digit(at: usize, index: u32): u64 {
  return <u64>load<u32>(at + ((<usize>index) << 2));
}

export function set_digit(at: usize, index: u32, value: u64): void {
  if (index >= DIGITS_MAX) fail(Fault.TABLE_FULL, index);
  store<u32>(at + ((<usize>index) << 2), <u32>value);
}

/** Digits without the zeros above the highest one. */
export function significant(at: usize, count: u32): u32 {
  let n = count;
  while (n > 0 && digit(at, n - 1) === 0) n -= 1;
  return n;
}

/** -1, 0 or 1. */
export function compare_digits(a: usize, na: u32, b: usize, nb: u32): i32 {
  if (na !== nb) return na < nb ? -1 : 1;
  for (let i = na; i > 0; i--) {
    const x = digit(a, i - 1);
    const y = digit(b, i - 1);
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** r = a + b, max(na, nb) + 1 digits. */
export function add_digits(a: usize, na: u32, b: usize, nb: u32, r: usize): u32 {
  const count = na > nb ? na : nb;
  let carry: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (i < na) carry += digit(a, i);
    if (i < nb) carry += digit(b, i);
    set_digit(r, i, carry & MASK);
    carry >>= SHIFT;
  }
  set_digit(r, count, carry);
  return count + 1;
}

/** r = a - b, where b is not larger: na digits. */
export function subtract_digits(a: usize, na: u32, b: usize, nb: u32, r: usize): u32 {
  let borrow: u64 = 0;
  for (let i: u32 = 0; i < na; i++) {
    const difference = digit(a, i) - (i < nb ? digit(b, i) : 0) - borrow;
    set_digit(r, i, difference & MASK);
    borrow = (difference >> SHIFT) & 1;
  }
  return na;
}

/** r = a * b, na + nb digits; r is neither a nor b. */
export function multiply_digits(a: usize, na: u32, b: usize, nb: u32, r: usize): u32 {
  for (let i: u32 = 0; i < na + nb; i++) set_digit(r, i, 0);
  for (let i: u32 = 0; i < na; i++) {
    let carry: u64 = 0;
    const f = digit(a, i);
    for (let j: u32 = 0; j < nb; j++) {
      carry += digit(r, i + j) + f * digit(b, j);
      set_digit(r, i + j, carry & MASK);
      carry >>= SHIFT;
    }
    set_digit(r, i + nb, carry);
  }
  return na + nb;
}

/** q = a / n for one digit n, na digits; returns the remainder. q may be a. */
export function divide_by_digit(a: usize, na: u32, n: u64, q: usize): u64 {
  let rest: u64 = 0;
  for (let i = na; i > 0; i--) {
    rest = (rest << SHIFT) | digit(a, i - 1);
    set_digit(q, i - 1, rest / n);
    rest %= n;
  }
  return rest;
}

/** at = at * factor + add, and returns the new count. */
export function multiply_add(at: usize, count: u32, factor: u64, add: u64): u32 {
  let carry = add;
  for (let i: u32 = 0; i < count; i++) {
    carry += digit(at, i) * factor;
    set_digit(at, i, carry & MASK);
    carry >>= SHIFT;
  }
  if (carry === 0) return count;
  set_digit(at, count, carry);
  return count + 1;
}

/** r = a * 2^bits. r may be a when bits is a multiple of SHIFT or below it. */
export function shift_left(a: usize, na: u32, bits: u64, r: usize): u32 {
  const whole = <u32>(bits / SHIFT);
  const rest = bits % SHIFT;
  const count = na + whole + (rest !== 0 ? 1 : 0);
  set_digit(r, count > 0 ? count - 1 : 0, 0);
  let high: u64 = 0;
  for (let i = na; i > 0; i--) {
    const value = digit(a, i - 1) << rest;
    const above = high | (value >> SHIFT);
    if (rest !== 0 || i < na) set_digit(r, i + whole, above);
    high = value & MASK;
  }
  if (na > 0) set_digit(r, whole, high);
  for (let i: u32 = 0; i < whole; i++) set_digit(r, i, 0);
  return count;
}

/** r = a / 2^bits rounded down; r may be a. */
export function shift_right(a: usize, na: u32, bits: u64, r: usize): u32 {
  const whole = bits / SHIFT;
  if (whole >= <u64>na) return 0;
  const rest = bits % SHIFT;
  const count = na - <u32>whole;
  for (let i: u32 = 0; i < count; i++) {
    const low = digit(a, i + <u32>whole);
    const high = i + 1 < count ? digit(a, i + 1 + <u32>whole) : 0;
    set_digit(r, i, ((low | (high << SHIFT)) >> rest) & MASK);
  }
  return count;
}

/**
 * q = a / b and a = the remainder, for b of two digits or more that is not larger than a. b is changed:
 * both are shifted so that b's highest bit is set. Returns the digits of q; a keeps nb digits.
 */
export function divide_digits(a: usize, na: u32, b: usize, nb: u32, q: usize): u32 {
  const shift = clz<u32>(<u32>digit(b, nb - 1)) - (32 - SHIFT);
  shift_within(b, nb, shift);
  const carry = shift_within(a, na, shift);
  set_digit(a, na, carry);
  const steps = na - nb + 1;
  for (let i = steps; i > 0; i--) set_digit(q, i - 1, quotient_digit(a, b, nb, i - 1));
  const rest = shift_right(a, nb, <u64>shift, a);
  for (let i = rest; i < nb; i++) set_digit(a, i, 0);
  return steps;
}

/** Shifts by less than a digit and returns what comes out at the top. */
function shift_within(at: usize, count: u32, shift: u32): u64 {
  let carry: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    carry |= digit(at, i) << shift;
    set_digit(at, i, carry & MASK);
    carry >>= SHIFT;
  }
  return carry;
}

/** One digit of the quotient (Knuth's algorithm D): estimated from the top digits, then corrected. */
function quotient_digit(a: usize, b: usize, nb: u32, at: u32): u64 {
  const top = (digit(a, at + nb) << SHIFT) | digit(a, at + nb - 1);
  const high = digit(b, nb - 1);
  let q = top / high;
  let rest = top % high;
  while (q >= BASE || q * digit(b, nb - 2) > ((rest << SHIFT) | digit(a, at + nb - 2))) {
    q -= 1;
    rest += high;
    if (rest >= BASE) break;
  }
  let borrow: i64 = 0;
  for (let i: u32 = 0; i < nb; i++) {
    const value = <i64>digit(a, at + i) - <i64>(q * digit(b, i)) + borrow;
    set_digit(a, at + i, <u64>value & MASK);
    borrow = value >> SHIFT;
  }
  const top_digit = <i64>digit(a, at + nb) + borrow;
  set_digit(a, at + nb, <u64>top_digit & MASK);
  if (top_digit >= 0) return q;
  let carry: u64 = 0;
  for (let i: u32 = 0; i < nb; i++) {
    carry += digit(a, at + i) + digit(b, i);
    set_digit(a, at + i, carry & MASK);
    carry >>= SHIFT;
  }
  set_digit(a, at + nb, (digit(a, at + nb) + carry) & MASK);
  return q - 1;
}

/**
 * Exact conversion between doubles and decimal digits (Python/dtoa.c, CPython 2.7: _Py_dg_dtoa and
 * _Py_dg_strtod). A double is f * 2^e; as a fraction r / s of natural numbers its digits come out one
 * by one. The shortest text that reads back as the same double stops where the rest of the number is
 * below half the distance to a neighbour.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import { Digits, Way, way_of } from "./dtoa_ways";
import {
  big_add,
  big_bits,
  big_compare,
  big_copy,
  big_digit,
  big_is_zero,
  big_mul_add,
  big_mul_pow10,
  big_set,
  big_shift_left,
  big_subtract,
} from "./bigint";

/** More digits than any double has. */
const DIGITS_MAX: i32 = 1200;
/** Bits of a double's fraction, and the exponent of its lowest bit when it is subnormal. */
const FRACTION_BITS: i32 = 52;
const LOWEST_EXPONENT: i32 = -1074;
const HIDDEN_BIT: u64 = 1 << 52;
const FRACTION_MASK: u64 = (1 << 52) - 1;
const EXPONENT_MASK: i32 = 0x7ff;
const LOG10_OF_2: f64 = 0.3010299956639812;

const digits_at: usize = memory.data(1256, 8);
const r: usize = memory.data(2056, 8);
const s: usize = memory.data(2056, 8);
const mlo: usize = memory.data(2056, 8);
const mhi: usize = memory.data(2056, 8);
const sum: usize = memory.data(2056, 8);

@unmanaged
class Decimal {
  count: i32;
  /** The value is 0.d1d2d3... * 10^point. */
  point: i32;
}

const decimal_at: usize = memory.data(8, 8);

function decimal(): Decimal {
  return changetype<Decimal>(decimal_at);
}

/** Digits that the last _Py_dg_dtoa made. */
export function dtoa_count(): i32 {
  return decimal().count;
}

/** decpt: where the point is, counted from the first digit. */
export function dtoa_point(): i32 {
  return decimal().point;
}

/** Digit `index` as a character, "0" behind the last one. */
export function dtoa_digit(index: i32): u8 {
  return index < decimal().count ? load<u8>(digits_at + index) : 0x30;
}

/** f and e of a finite double's magnitude f * 2^e. */
function fraction_of(value: f64): u64 {
  const bits = reinterpret<u64>(value);
  return exponent_field(value) === 0 ? bits & FRACTION_MASK : (bits & FRACTION_MASK) | HIDDEN_BIT;
}

function exponent_field(value: f64): i32 {
  return <i32>(reinterpret<u64>(value) >> 52) & EXPONENT_MASK;
}

function exponent_of(value: f64): i32 {
  const field = exponent_field(value);
  return field === 0 ? LOWEST_EXPONENT : field - 1 + LOWEST_EXPONENT;
}

/** The digits of |value|, which is finite; trailing zeros are left out. */
export function _Py_dg_dtoa(value: f64, mode: Digits, wanted: i32): void {
  enter(Fn._Py_dg_dtoa);
  decimal().count = 0;
  if (fraction_of(value) === 0) {
    retire(Seg._Py_dg_dtoa__zero);
    store<u8>(digits_at, 0x30);
    decimal().count = 1;
    decimal().point = 1;
  } else {
    retire(Seg._Py_dg_dtoa__begin);
    make_fraction(value);
    const magnitude = Math.abs(value);
    const k = decimal().point - 1;
    const way = way_of(magnitude, k, mode, mode >= Digits.AFTER_POINT ? wanted + k + 1 : wanted);
    if (mode === Digits.SHORTEST) shortest_digits((fraction_of(value) & 1) === 0);
    else {
      const limit = mode >= Digits.AFTER_POINT ? wanted + decimal().point : wanted;
      limited_digits(limit < DIGITS_MAX ? limit : DIGITS_MAX, wanted, mode === Digits.ROUNDED);
    }
    if (way === Way.NUMBER) retire_loop(Seg._Py_dg_dtoa__digit, decimal().count);
    else if (way === Way.INTEGER) retire_loop(Seg._Py_dg_dtoa__digit_of_integer, decimal().count);
  }
  leave();
}

/** r / s = |value| / 10^(point - 1), between 1 and 10; mlo and mhi are half the distances to the neighbours. */
function make_fraction(value: f64): void {
  const f = fraction_of(value);
  const e = exponent_of(value);
  // The double below a power of two is only half as far away as the one above.
  const uneven: u32 = f === HIDDEN_BIT && exponent_field(value) > 1 ? 1 : 0;
  big_set(r, f);
  big_shift_left(r, <u32>(e > 0 ? e : 0) + 1 + uneven);
  big_set(s, 1);
  big_shift_left(s, <u32>(e < 0 ? -e : 0) + 1 + uneven);
  big_set(mlo, 1);
  big_shift_left(mlo, <u32>(e > 0 ? e : 0));
  const bits = 64 - <i32>clz<u64>(f);
  let k = <i32>Math.floor(<f64>(e + bits - 1) * LOG10_OF_2);
  if (k >= 0) big_mul_pow10(s, k);
  else {
    big_mul_pow10(r, -k);
    big_mul_pow10(mlo, -k);
  }
  // The estimate is one too low where the logarithm of f matters.
  big_copy(sum, s);
  big_mul_add(sum, 10, 0);
  if (big_compare(r, sum) >= 0) {
    k += 1;
    big_copy(s, sum);
  } else if (big_compare(r, s) < 0) {
    k -= 1;
    big_mul_add(r, 10, 0);
    big_mul_add(mlo, 10, 0);
  }
  big_copy(mhi, mlo);
  if (uneven !== 0) big_shift_left(mhi, 1);
  decimal().point = k + 1;
}

function put(digit: u32): void {
  store<u8>(digits_at + decimal().count, <u8>(0x30 + digit));
  decimal().count += 1;
}

/** Adds one to the last digit; nines become zeros, which are left out. */
function round_up(): void {
  while (decimal().count > 0) {
    const at = digits_at + decimal().count - 1;
    if (load<u8>(at) !== 0x39) {
      store<u8>(at, load<u8>(at) + 1);
      return;
    }
    decimal().count -= 1;
  }
  put(1);
  decimal().point += 1;
}

/** Compares r with half of s: which way the rest of the number rounds. */
function compare_half(): i32 {
  big_copy(sum, r);
  big_shift_left(sum, 1);
  return big_compare(sum, s);
}

/** Digits until the text can only mean this double. An even one also owns its interval's ends. */
function shortest_digits(even: bool): void {
  while (true) {
    const digit = big_digit(r, s);
    const low = big_compare(r, mlo);
    big_copy(sum, r);
    big_add(sum, mhi);
    const high = big_compare(sum, s);
    put(digit);
    if (high === 0 && even) {
      if (digit === 9 || low > 0) round_up();
      return;
    }
    if (low < 0 || (low === 0 && even)) {
      if (high > 0 && !big_is_zero(r)) {
        const half = compare_half();
        if (half > 0 || (half === 0 && (digit & 1) !== 0)) round_up();
      }
      return;
    }
    if (high > 0) {
      round_up();
      return;
    }
    big_mul_add(r, 10, 0);
    big_mul_add(mlo, 10, 0);
    big_mul_add(mhi, 10, 0);
  }
}

/** `limit` digits, the last one rounded to the nearest; of two to the even one, or up if `half_up`. */
function limited_digits(limit: i32, wanted: i32, half_up: bool): void {
  if (limit <= 0) {
    // Not one digit is asked for: the number is zero, or rounds up to a one there.
    big_mul_add(s, 5, 0);
    const half = big_compare(r, s);
    if (limit === 0 && (half > 0 || (half === 0 && half_up))) {
      put(1);
      decimal().point += 1;
    } else decimal().point = -wanted;
    return;
  }
  for (let i = 0; i < limit; i++) {
    if (i > 0) big_mul_add(r, 10, 0);
    put(big_digit(r, s));
  }
  const half = compare_half();
  const odd = (load<u8>(digits_at + decimal().count - 1) & 1) !== 0;
  if (half > 0 || (half === 0 && (odd || half_up))) round_up();
  while (decimal().count > 1 && load<u8>(digits_at + decimal().count - 1) === 0x30) {
    decimal().count -= 1;
  }
}

/**
 * The double nearest to digits * 10^exponent: `count` digit characters at `at`, which may hold one
 * point. What is beyond the largest double becomes infinite.
 */
export function _Py_dg_strtod(at: usize, count: u32, exponent: i64): f64 {
  enter(Fn._Py_dg_strtod);
  retire(Seg._Py_dg_strtod__begin);
  retire_loop(Seg._Py_dg_strtod__digit, count);
  const value = nearest_double(at, count, exponent);
  leave();
  return value;
}

/** The digits that the last _Py_dg_dtoa made as a double. */
export function dtoa_value(): f64 {
  const count = decimal().count;
  return _Py_dg_strtod(digits_at, count, decimal().point - count);
}

/** Digits that can matter; of more only whether they are zero does. */
const STRTOD_DIGITS: i32 = 800;
/** Decimal exponents of numbers that are infinite or zero for sure. */
const TOO_LARGE: i64 = 310;
const TOO_SMALL: i64 = -330;

function nearest_double(at: usize, count: u32, exponent: i64): f64 {
  big_set(r, 0);
  let scale = exponent;
  let digits = 0;
  let point = false;
  let sticky = false;
  for (let i: u32 = 0; i < count; i++) {
    const byte = load<u8>(at + i);
    if (byte === 0x2e) {
      point = true;
      continue;
    }
    if (digits < STRTOD_DIGITS) {
      big_mul_add(r, 10, byte - 0x30);
      if (!big_is_zero(r)) digits += 1;
      if (point) scale -= 1;
    } else {
      if (byte !== 0x30) sticky = true;
      if (!point) scale += 1;
    }
  }
  if (sticky) {
    big_mul_add(r, 10, 1);
    scale -= 1;
    digits += 1;
  }
  if (big_is_zero(r) || scale + digits < TOO_SMALL) return 0;
  if (scale + digits > TOO_LARGE) return Infinity;
  big_set(s, 1);
  if (scale >= 0) big_mul_pow10(r, <u32>scale);
  else big_mul_pow10(s, <u32>-scale);
  return quotient_double();
}

/** r / s as a double, rounded to the nearest, to the even one of two. */
function quotient_double(): f64 {
  let e = <i32>big_bits(r) - <i32>big_bits(s);
  if (e >= 0) big_shift_left(s, e);
  else big_shift_left(r, -e);
  if (big_compare(r, s) < 0) {
    e -= 1;
    big_shift_left(r, 1);
  }
  // Now 1 <= r / s < 2 and the value is r / s * 2^e.
  let bits = e - LOWEST_EXPONENT + 1;
  if (bits > FRACTION_BITS + 1) bits = FRACTION_BITS + 1;
  if (bits < 0) return 0;
  let f: u64 = 0;
  for (let i = 0; i < bits; i++) {
    f <<= 1;
    if (big_compare(r, s) >= 0) {
      big_subtract(r, s);
      f |= 1;
    }
    big_shift_left(r, 1);
  }
  const rest = big_compare(r, s);
  if (rest > 0 || (rest === 0 && (f & 1) !== 0)) f += 1;
  return assemble(f, e - bits + 1);
}

/** f * 2^e, where f has at most 54 bits and e is not below the lowest exponent. */
function assemble(f: u64, e: i32): f64 {
  if (f === HIDDEN_BIT << 1) {
    f >>= 1;
    e += 1;
  }
  if (f < HIDDEN_BIT) return reinterpret<f64>(f);
  const field = e - LOWEST_EXPONENT + 1;
  if (field >= EXPONENT_MASK) return Infinity;
  return reinterpret<f64>(((<u64>field) << 52) | (f & FRACTION_MASK));
}

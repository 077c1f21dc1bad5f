/**
 * Which way _Py_dg_dtoa takes (Python/dtoa.c): few digits of most doubles come from arithmetic with doubles,
 * those of small whole numbers from divisions, all others from long numbers. The digits themselves are
 * made in dtoa.ts; here is only what making them costs.
 */
import { Seg } from "../../abi/segments";
import { retire, retire_loop } from "../../meter/ledger";

/** How many digits: as few as identify the double; significant ones; ones after the point. */
export enum Digits {
  SHORTEST = 0,
  SIGNIFICANT = 2,
  AFTER_POINT = 3,
  /** As AFTER_POINT, but of two equally near texts the one that is away from zero, as round() wants. */
  ROUNDED = 4,
}

export enum Way {
  DOUBLE,
  INTEGER,
  NUMBER,
}

/** Quick_max and Int_max: most digits of the ways with doubles. */
const QUICK_MAX: i32 = 14;
const INT_MAX: i32 = 14;
/** Largest power of ten that a multiplication by a table's entry makes. */
const TABLE_MAX: i32 = 15;
/** What the error begins with, and the bits by which it is below the number. */
const FIRST_ERRORS: f64 = 2;
const ERROR_ADDED: f64 = 7;
const ERROR_SCALE: f64 = 1.0 / 4503599627370496.0;

/** The way of a positive double whose first digit stands for 10^k, and what it costs up to its digits. */
export function way_of(value: f64, k: i32, mode: Digits, limit: i32): Way {
  if (mode !== Digits.SHORTEST && limit > 0 && limit <= QUICK_MAX) {
    retire(Seg._Py_dg_dtoa__try_doubles);
    if (doubles_suffice(value, k, limit)) return Way.DOUBLE;
    retire(Seg._Py_dg_dtoa__doubles_fail);
  }
  if (k <= INT_MAX && value === Math.floor(value)) {
    retire(Seg._Py_dg_dtoa__integer);
    return Way.INTEGER;
  }
  retire(Seg._Py_dg_dtoa__number);
  return Way.NUMBER;
}

function power_of_ten(exponent: i32): f64 {
  let power: f64 = 1;
  for (let i = 0; i < exponent; i++) power *= 10;
  return power;
}

/** Digits by doubles, with a bound of the error; false where it leaves the last digit open. */
function doubles_suffice(value: f64, k: i32, limit: i32): bool {
  let errors = FIRST_ERRORS;
  let rest = k > 0 ? value / power_of_ten(k) : value * power_of_ten(-k);
  for (let high = (k > 0 ? k : -k) >> 4; high !== 0; high >>= 1) if ((high & 1) !== 0) errors += 1;
  if (k > TABLE_MAX || -k > TABLE_MAX) retire(Seg._Py_dg_dtoa__far_exponent);
  const bound = (errors * rest + ERROR_ADDED) * ERROR_SCALE * power_of_ten(limit - 1);
  let last = limit;
  let zeros: u64 = 0;
  let made: u64 = 0;
  for (let i = 1; ; i++) {
    const digit = Math.floor(rest);
    rest -= digit;
    if (rest === 0) last = i;
    zeros = digit === 0 ? zeros + 1 : 0;
    made += 1;
    if (i >= last) break;
    rest *= 10;
  }
  retire_loop(Seg._Py_dg_dtoa__digit_by_doubles, made);
  if (rest > 0.5 + bound) {
    retire(Seg._Py_dg_dtoa__round_up);
    return true;
  }
  if (rest >= 0.5 - bound) return false;
  retire_loop(Seg._Py_dg_dtoa__drop_zeros, zeros);
  return true;
}

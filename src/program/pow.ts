/**
 * x to the power y for doubles, correctly rounded. JavaScript's own power is not: its last bit
 * differs from the C library's for one argument in twelve. Computed in fixed point with BigInt, far
 * beyond the 53 bits of a double; a result that lies on the middle between two doubles goes to the
 * even one. glibc, which python2.7 calls, rounds correctly except when the result lies within a few
 * hundredths of a bit of such a middle: one in about a thousand arguments, 10.0 ** 23 among them.
 */
import { mantissaAndExponent } from "./float-text.ts";

/** Bits behind the binary point. */
const FRACTION = 256n;
const ONE = 1n << FRACTION;
/** Closer than this to the middle between two doubles means on it: the true result is rational. */
const TIE_BITS = 100n;

/** x ** y for finite x > 0 and finite y; Infinity if the result is too large for a double. */
export function correctlyRoundedPow(x: number, y: number): number {
  if (!(x > 0) || !Number.isFinite(x) || !Number.isFinite(y)) throw new Error("pow out of domain");
  const [mantissa, exponent] = mantissaAndExponent(x);
  const bits = BigInt(mantissa.toString(2).length);
  // x = m × 2^e with 1 <= m < 2
  const scaled = (mantissa << FRACTION) >> (bits - 1n);
  const log2 =
    (naturalLog(scaled) << FRACTION) / LN2 + ((BigInt(exponent) + bits - 1n) << FRACTION);
  const [yMantissa, yExponent] = mantissaAndExponent(Math.abs(y));
  const signed = y < 0 ? -yMantissa : yMantissa;
  const product = signed * log2;
  const power = yExponent >= 0 ? product << BigInt(yExponent) : product >> BigInt(-yExponent);
  const whole = power >> FRACTION;
  if (whole > 1024n) return Number.POSITIVE_INFINITY;
  if (whole < -1080n) return 0;
  const fraction = power - (whole << FRACTION);
  return toDouble(exponential((fraction * LN2) >> FRACTION), Number(whole));
}

/** e^z for a fixed-point 0 <= z < 1. */
function exponential(z: bigint): bigint {
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * z) >> FRACTION) / n;
    sum += term;
  }
  return sum;
}

/** ln of a fixed-point 1 <= m <= 2, by ln m = 2 artanh((m − 1) / (m + 1)). */
function naturalLog(m: bigint): bigint {
  const ratio = ((m - ONE) << FRACTION) / (m + ONE);
  const square = (ratio * ratio) >> FRACTION;
  let sum = 0n;
  let power = ratio;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n;
    power = (power * square) >> FRACTION;
  }
  return 2n * sum;
}

const LN2 = naturalLog(2n * ONE);

/** mantissa × 2^exponent, 1 <= mantissa < 2 in fixed point, as the nearest double. */
function toDouble(mantissa: bigint, exponent: number): number {
  // Below the normal range a double has fewer bits.
  const kept = BigInt(Math.min(52, 52 + exponent + 1022));
  if (kept < -1n) return 0;
  const dropped = FRACTION - kept;
  const middle = 1n << (dropped - 1n);
  const tail = mantissa & ((1n << dropped) - 1n);
  const distance = tail > middle ? tail - middle : middle - tail;
  const integer = mantissa >> dropped;
  const onTie = distance < 1n << (dropped - TIE_BITS);
  const up = onTie ? integer % 2n === 1n : tail > middle;
  return Number(up ? integer + 1n : integer) * 2 ** (exponent - Number(kept));
}

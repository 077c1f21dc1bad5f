/**
 * Values of an int over the turns of a loop: a + d*i + e*i*(i-1)/2 in turn i. Counters have e = 0;
 * sums of counters have d and e. What a turn adds to p is again such a value, (d, e, 0).
 */

@unmanaged
export class Polynomial {
  a: i64;
  d: i64;
  e: i64;
}

/** Beyond this magnitude nothing is decided, so that no sum of two overflows. */
const MAGNITUDE_MAX: f64 = 1e18;

export function polynomial_set(p: Polynomial, a: i64, d: i64, e: i64): void {
  p.a = a;
  p.d = d;
  p.e = e;
}

export function polynomial_copy(to: Polynomial, from: Polynomial): void {
  polynomial_set(to, from.a, from.d, from.e);
}

export function polynomial_add(to: Polynomial, from: Polynomial): void {
  polynomial_set(to, to.a + from.a, to.d + from.d, to.e + from.e);
}

export function polynomial_subtract(to: Polynomial, from: Polynomial): void {
  polynomial_set(to, to.a - from.a, to.d - from.d, to.e - from.e);
}

/** The value in turn `i`, which may be one that has passed (negative). */
export function polynomial_at(p: Polynomial, i: i64): i64 {
  return p.a + p.d * i + p.e * ((i * (i - 1)) >> 1);
}

/** Whether every value of turns [from, to] is far from overflowing. */
function is_moderate(p: Polynomial, from: i64, to: i64): bool {
  const i = <f64>(to > -from ? to : -from) + 1;
  const most = abs(<f64>p.a) + abs(<f64>p.d) * i + abs(<f64>p.e) * i * i;
  return most < MAGNITUDE_MAX;
}

/** Whether values only grow, or only fall, from turn `from` to turn `to`. */
export function is_monotone(p: Polynomial, from: i64, to: i64): bool {
  if (!is_moderate(p, from, to)) return false;
  const first = p.d + p.e * from;
  const last = p.d + p.e * to;
  return (first >= 0 && last >= 0) || (first <= 0 && last <= 0);
}

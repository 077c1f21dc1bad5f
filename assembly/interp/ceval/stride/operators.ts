/** Operators of a turn, on laws: sums and comparisons of ints, and for how many turns they go the same way. */
import { Cmp } from "../../../abi/opcodes";
import { is_small, small_int } from "../../../objects/intobject/intobject";
import { turn } from "./alike";
import {
  Polynomial,
  is_monotone,
  polynomial_add,
  polynomial_at,
  polynomial_copy,
  polynomial_set,
  polynomial_subtract,
} from "./polynomial";
import { Kind, Value, entry, law, stack_depth, stack_drop } from "./values";

/** Factors and products beyond are not looked at. */
const FACTOR_MAX: i64 = 1 << 30;
const PRODUCT_MAX: i64 = (<i64>1) << 52;
const scratch_at: usize = memory.data(24, 8);

/** The int on the stack is a new object each turn: never one of the shared ones. */
export function make(value: Value): bool {
  const t = turn();
  value.made = 1;
  value.object = 0;
  t.made += 1;
  const p = law(value);
  const from = -(<i64>t.behind);
  if (t.k === 0 || !is_monotone(p, from, <i64>t.k - 1)) return false;
  const first = polynomial_at(p, from);
  if (is_small(first)) return false;
  const above = first > 0;
  // Both ends on one side of the shared ints: so is what lies between.
  let low: u64 = 0;
  let high = t.k;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const last = polynomial_at(p, <i64>middle - 1);
    if (!is_small(last) && last > 0 === above) low = middle;
    else high = middle - 1;
  }
  t.k = low;
  return low > 0;
}

function both_ints(): bool {
  if (stack_depth() < 2) return false;
  if (entry(1).kind === Kind.ITEM || entry(2).kind === Kind.ITEM) turn().values = 1;
  return entry(1).kind === Kind.INT && entry(2).kind === Kind.INT;
}

export function sum(plus: bool): bool {
  if (!both_ints()) return false;
  const right = law(entry(1));
  if (plus) polynomial_add(law(entry(2)), right);
  else polynomial_subtract(law(entry(2)), right);
  stack_drop(1);
  return result(entry(1));
}

/** An int that stays one of the shared ones, or is made. */
function result(value: Value): bool {
  const p = law(value);
  if (p.d !== 0 || p.e !== 0 || !is_small(p.a)) return make(value);
  value.made = 0;
  value.object = small_int(p.a);
  return true;
}

function magnitude(value: i64): i64 {
  return value < 0 ? -value : value;
}

/** Products as long as floats hold them exactly: int_mul looks closer at larger ones. */
export function product(): bool {
  if (!both_ints()) return false;
  const left = law(entry(2));
  const right = law(entry(1));
  if (left.e !== 0 || right.e !== 0) return false;
  const most = magnitude(left.a) | magnitude(left.d) | magnitude(right.a) | magnitude(right.d);
  if (most >= FACTOR_MAX) return false;
  const both = left.d * right.d;
  polynomial_set(left, left.a * right.a, left.a * right.d + right.a * left.d + both, 2 * both);
  stack_drop(1);
  if (!result(entry(1))) return false;
  const p = law(entry(1));
  const last = magnitude(polynomial_at(p, <i64>turn().k - 1));
  return last < PRODUCT_MAX && magnitude(polynomial_at(p, -(<i64>turn().behind))) < PRODUCT_MAX;
}

/** x % m where x >= 0 changes by multiples of m > 0: always the same. */
export function remainder(): bool {
  if (!both_ints()) return false;
  const left = law(entry(2));
  const right = law(entry(1));
  if (right.d !== 0 || right.e !== 0 || right.a <= 0) return false;
  if (left.e !== 0 || left.d % right.a !== 0 || turn().k === 0) return false;
  const last = <i64>turn().k - 1;
  if (!is_monotone(left, -(<i64>turn().behind), last)) return false;
  if (polynomial_at(left, last) < 0 || polynomial_at(left, -(<i64>turn().behind)) < 0) return false;
  polynomial_set(left, left.a % right.a, 0, 0);
  stack_drop(1);
  return result(entry(1));
}

/** How the difference of two ints lies to zero. */
function holds_for(op: Cmp, difference: i64): bool {
  switch (op) {
    case Cmp.LT:
      return difference < 0;
    case Cmp.LE:
      return difference <= 0;
    case Cmp.EQ:
      return difference === 0;
    case Cmp.NE:
      return difference !== 0;
    case Cmp.GT:
      return difference > 0;
    default:
      return difference >= 0;
  }
}

function sign(value: i64): i64 {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

export function compare(op: Cmp): bool {
  if (op > Cmp.GE || !both_ints()) return false;
  const t = turn();
  const difference = changetype<Polynomial>(scratch_at);
  polynomial_copy(difference, law(entry(2)));
  polynomial_subtract(difference, law(entry(1)));
  stack_drop(1);
  const now_ = polynomial_at(difference, 0);
  if (t.k === 0 || !is_monotone(difference, 0, <i64>t.k)) return false;
  let low: u64 = 1;
  let high = t.k;
  // The longest stretch of turns in which the two lie to each other as they do now.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sign(polynomial_at(difference, <i64>middle - 1)) === sign(now_)) low = middle;
    else high = middle - 1;
  }
  t.k = low;
  const truth = entry(1);
  truth.kind = Kind.OBJECT;
  truth.made = 1;
  truth.object = 0;
  polynomial_set(law(truth), holds_for(op, now_) ? 1 : 0, 0, 0);
  return true;
}

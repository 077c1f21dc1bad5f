/**
 * Operations on constants as Python 2.7's int, long, float, str and tuple define them, for the
 * peephole optimiser. Null means that the operation raises, so that it is left to run time.
 */
import { Op } from "../../assembly/abi/opcodes.ts";
import { type Constant, fitsInt, intOrLong, isTrue, str } from "./code.ts";
import { PyString_Format } from "./format-string.ts";
import { correctlyRoundedPow } from "./pow.ts";

/** Thrown for a constant that would take unreasonable memory; CPython would compute it. */
export class HugeConstant extends Error {
  /** Set by the optimiser: the offset of the operation in the code. */
  offset = 0;
}

/** No integer constant may have more bits than this. */
const BITS_MAX = 1_000_000n;

/** No sequence above this length is built: the optimiser keeps at most 20 items. */
const SEQUENCE_MAX = 20n;

type Integer = Extract<Constant, { type: "int" | "long" }>;

/** `a op b`. */
export function foldBinary(op: Op, a: Constant, b: Constant): Constant | null {
  if (isInteger(a) && isInteger(b)) return integerOperation(op, a, b);
  const x = floatOf(a);
  const y = floatOf(b);
  if (x !== null && y !== null) return floatOperation(op, x, y);
  switch (op) {
    case Op.BINARY_ADD:
      return concatenation(a, b);
    case Op.BINARY_MULTIPLY:
      if (isInteger(a)) return repetition(b, a.value);
      return isInteger(b) ? repetition(a, b.value) : null;
    case Op.BINARY_SUBSCR:
      return isInteger(b) ? item(a, b.value) : null;
    case Op.BINARY_MODULO:
      return a.type === "str" ? PyString_Format(a.value, b) : null;
    default:
      return null;
  }
}

/** `-a` or `~a`. CPython leaves the minus of a zero to run time, to keep the sign of -0.0. */
export function foldUnary(op: Op, a: Constant): Constant | null {
  if (op === Op.UNARY_INVERT) return isInteger(a) ? integerResult(a, a, ~a.value) : null;
  if (!isTrue(a)) return null;
  if (a.type === "float") return { type: "float", value: -a.value };
  return isInteger(a) ? integerResult(a, a, -a.value) : null;
}

function isInteger(constant: Constant): constant is Integer {
  return constant.type === "int" || constant.type === "long";
}

/** A long stays a long; an int becomes one when it no longer fits. */
function integerResult(a: Integer, b: Integer, value: bigint): Constant {
  return a.type === "long" || b.type === "long" ? { type: "long", value } : intOrLong(value);
}

function integerOperation(op: Op, a: Integer, b: Integer): Constant | null {
  if (op === Op.BINARY_POWER && b.value < 0n) {
    const [x, y] = [floatOf(a), floatOf(b)];
    return x === null || y === null ? null : floatOperation(op, x, y);
  }
  const value = integerValue(op, a.value, b.value);
  // The one quotient of ints that overflows makes CPython redo its remainder as a long too.
  const overflows = op === Op.BINARY_MODULO && b.value === -1n && !fitsInt(-a.value);
  if (overflows) return { type: "long", value: 0n };
  return value === null ? null : integerResult(a, b, value);
}

function integerValue(op: Op, a: bigint, b: bigint): bigint | null {
  switch (op) {
    case Op.BINARY_ADD:
      return a + b;
    case Op.BINARY_SUBTRACT:
      return a - b;
    case Op.BINARY_MULTIPLY:
      return a * b;
    case Op.BINARY_FLOOR_DIVIDE:
      return b === 0n ? null : floorDivide(a, b);
    case Op.BINARY_MODULO:
      return b === 0n ? null : a - b * floorDivide(a, b);
    case Op.BINARY_POWER:
      checkBits(bitLength(a) * b, bitLength(a) > 1n);
      return a ** b;
    case Op.BINARY_LSHIFT:
      if (b < 0n || !fitsInt(b)) return null;
      checkBits(bitLength(a) + b, a !== 0n);
      return a << b;
    case Op.BINARY_RSHIFT:
      return b < 0n || !fitsInt(b) ? null : a >> b;
    case Op.BINARY_AND:
      return a & b;
    case Op.BINARY_XOR:
      return a ^ b;
    case Op.BINARY_OR:
      return a | b;
    default:
      return null;
  }
}

function bitLength(value: bigint): bigint {
  return BigInt((value < 0n ? -value : value).toString(2).length);
}

function checkBits(bits: bigint, grows: boolean): void {
  if (grows && bits > BITS_MAX) throw new HugeConstant();
}

/** Python rounds the quotient down, JavaScript towards zero. */
function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b !== a && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** A number as a double; null for other types and for a long too large for one. */
function floatOf(constant: Constant): number | null {
  if (constant.type === "float") return constant.value;
  if (!isInteger(constant)) return null;
  const value = Number(constant.value);
  return Number.isFinite(value) ? value : null;
}

function floatOperation(op: Op, x: number, y: number): Constant | null {
  const value = floatValue(op, x, y);
  return value === null ? null : { type: "float", value };
}

function floatValue(op: Op, x: number, y: number): number | null {
  switch (op) {
    case Op.BINARY_ADD:
      return x + y;
    case Op.BINARY_SUBTRACT:
      return x - y;
    case Op.BINARY_MULTIPLY:
      return x * y;
    case Op.BINARY_FLOOR_DIVIDE:
      return y === 0 ? null : floatFloorDivide(x, y);
    case Op.BINARY_MODULO:
      return y === 0 ? null : floatModulo(x, y);
    case Op.BINARY_POWER:
      return float_pow(x, y);
    default:
      return null;
  }
}

/** The remainder has the sign of the divisor (`float_rem`). */
function floatModulo(x: number, y: number): number {
  const remainder = x % y;
  if (remainder === 0) return y < 0 ? -0 : 0;
  return remainder < 0 !== y < 0 ? remainder + y : remainder;
}

/** `float_divmod`: the quotient is made from the remainder, so that both agree. */
function floatFloorDivide(x: number, y: number): number {
  let remainder = x % y;
  let quotient = (x - remainder) / y;
  if (remainder !== 0 && remainder < 0 !== y < 0) {
    remainder += y;
    quotient -= 1;
  }
  if (quotient === 0) return x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `float_pow`: the special cases of C99's pow that Python decides itself, then the power. */
function float_pow(x: number, y: number): number | null {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const odd = Math.abs(y) % 2 === 1;
  if (!Number.isFinite(y)) {
    if (Math.abs(x) === 1) return 1;
    return y > 0 === Math.abs(x) > 1 ? Number.POSITIVE_INFINITY : 0;
  }
  if (!Number.isFinite(x)) {
    if (y > 0) return odd ? x : Number.POSITIVE_INFINITY;
    return odd && x < 0 ? -0 : 0;
  }
  if (x === 0) {
    if (y < 0) return null;
    return odd ? x : 0;
  }
  if (x < 0 && !Number.isInteger(y)) return null;
  const magnitude = correctlyRoundedPow(Math.abs(x), y);
  if (!Number.isFinite(magnitude)) return null;
  return x < 0 && odd ? -magnitude : magnitude;
}

function concatenation(a: Constant, b: Constant): Constant | null {
  if (a.type === "str" && b.type === "str") return str(a.value + b.value);
  if (a.type === "tuple" && b.type === "tuple") {
    return { type: "tuple", items: [...a.items, ...b.items] };
  }
  return null;
}

/** A result too long to be kept is not built at all. */
function repetition(sequence: Constant, count: bigint): Constant | null {
  if (sequence.type !== "str" && sequence.type !== "tuple") return null;
  const length = sequence.type === "str" ? sequence.value.length : sequence.items.length;
  if (!fitsInt(count)) return null;
  const times = count < 0n ? 0n : count;
  if (BigInt(length) * times > SEQUENCE_MAX) return null;
  const repeats = length === 0 ? 0 : Number(times);
  if (sequence.type === "str") return str(sequence.value.repeat(repeats));
  const items = Array.from({ length: repeats }, () => sequence.items).flat();
  return { type: "tuple", items };
}

function item(sequence: Constant, index: bigint): Constant | null {
  if (sequence.type !== "str" && sequence.type !== "tuple") return null;
  const length = sequence.type === "str" ? sequence.value.length : sequence.items.length;
  const position = index < 0n ? index + BigInt(length) : index;
  if (position < 0n || position >= BigInt(length)) return null;
  if (sequence.type === "str") return str(sequence.value.charAt(Number(position)));
  return sequence.items[Number(position)] ?? null;
}

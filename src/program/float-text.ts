/**
 * Floats as Python 2.7 writes them (Python/pystrtod.c, `PyOS_double_to_string`). Rounding is
 * exact: the double is taken as the fraction it is, and a tie goes to the even digit.
 */

/** Digits without a point, and where the point stands: 0.d₁d₂d₃… × 10^point. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** `repr`: the shortest text that reads back as the same double. */
export function floatRepr(value: number): string {
  const special = specialText(value);
  if (special !== null) return special;
  // JavaScript's exponent form holds the same shortest digits.
  const [mantissa = "", exponent = ""] = Math.abs(value).toExponential().split("e");
  const decimal = { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
  const useExponent = decimal.point > 16 || decimal.point <= -4;
  return signOf(value) + withPointZero(place(decimal, useExponent));
}

/** `str`: twelve significant digits. */
export function floatStr(value: number): string {
  return specialText(value) ?? withPointZero(formatFloat(value, "g", 12, false));
}

/** The % conversions e, f and g; `alternate` keeps trailing zeros and a lone point. */
export function formatFloat(
  value: number,
  type: "e" | "f" | "g",
  precision: number,
  alternate: boolean,
): string {
  const special = specialText(value);
  if (special !== null) return special;
  const magnitude = Math.abs(value);
  const text =
    type === "f"
      ? fixed(magnitude, precision, alternate)
      : type === "e"
        ? exponential(significant(magnitude, precision + 1), precision + 1, alternate)
        : general(magnitude, Math.max(1, precision), alternate);
  return signOf(value) + text;
}

function specialText(value: number): string | null {
  if (Number.isNaN(value)) return "nan";
  if (Number.isFinite(value)) return null;
  return value > 0 ? "inf" : "-inf";
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** A float must not look like an int. */
function withPointZero(text: string): string {
  return /[.en]/.test(text) ? text : `${text}.0`;
}

function place({ digits, point }: Decimal, useExponent: boolean): string {
  if (useExponent) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${digits[0]}${fraction}${exponentText(point - 1)}`;
  }
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  const integer = digits.slice(0, point).padEnd(point, "0");
  const fraction = digits.slice(point);
  return fraction === "" ? integer : `${integer}.${fraction}`;
}

function exponentText(exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `e${exponent < 0 ? "-" : "+"}${digits}`;
}

function fixed(magnitude: number, precision: number, alternate: boolean): string {
  const scaled = String(roundedProduct(magnitude, precision)).padStart(precision + 1, "0");
  const integer = scaled.slice(0, scaled.length - precision);
  const fraction = scaled.slice(scaled.length - precision);
  return precision === 0 ? integer + (alternate ? "." : "") : `${integer}.${fraction}`;
}

function exponential({ digits, point }: Decimal, count: number, alternate: boolean): string {
  const fraction = count > 1 ? `.${digits.slice(1)}` : alternate ? "." : "";
  return `${digits[0]}${fraction}${exponentText(point - 1)}`;
}

function general(magnitude: number, precision: number, alternate: boolean): string {
  const { digits, point } = significant(magnitude, precision);
  const useExponent = point <= -4 || point > precision;
  if (alternate) {
    if (useExponent) return exponential({ digits, point }, precision, true);
    const text = place({ digits, point }, false);
    return text.includes(".") ? text : `${text}.`;
  }
  const shortened = digits.replace(/0+$/, "") || "0";
  return place({ digits: shortened, point }, useExponent);
}

/** Exactly `count` significant digits of a magnitude. */
function significant(magnitude: number, count: number): Decimal {
  if (magnitude === 0) return { digits: "0".repeat(count), point: 1 };
  let point = Math.floor(Math.log10(magnitude)) + 1;
  // The logarithm can be off by one next to a power of ten, and rounding can add a digit.
  for (;;) {
    const digits = String(roundedProduct(magnitude, count - point));
    if (digits.length === count) return { digits, point };
    point += digits.length > count ? 1 : -1;
  }
}

/** magnitude × 10^power as the nearest integer, ties to even. */
function roundedProduct(magnitude: number, power: number): bigint {
  const [mantissa, exponent] = mantissaAndExponent(magnitude);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent > 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (power > 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

/** The integer m and the exponent e of a finite magnitude m × 2^e. */
export function mantissaAndExponent(magnitude: number): [bigint, number] {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, magnitude);
  const word = bits.getBigUint64(0);
  const fraction = word & (2n ** 52n - 1n);
  const exponent = Number((word >> 52n) & 0x7ffn);
  return exponent === 0 ? [fraction, -1074] : [fraction + 2n ** 52n, exponent - 1075];
}

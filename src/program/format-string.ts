/**
 * `'…' % value` on constants (`PyString_Format`, Objects/stringobject.c), for one value that is
 * not a tuple: the optimiser never sees another. Null means that the operation raises, or that
 * the result is longer than the optimiser keeps.
 */
import { type Constant, str } from "./code.ts";
import { constantRepr, constantStr } from "./constant-text.ts";
import { formatFloat } from "./float-text.ts";

/** Longer results are not folded, so that wider fields need not be made. */
const WIDTH_MAX = 20;
/** `formatfloat` and the digits of a double: no conversion that can be kept needs more. */
const PRECISION_MAX = 100;

const CONVERSION = /%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?([\s\S])/y;

/** One `%…` of a format. */
interface Conversion {
  readonly flags: string;
  readonly width: number;
  /** -1 if the format names none. */
  readonly precision: number;
  readonly type: string;
}

/** Formats one value. */
export function PyString_Format(format: string, value: Constant): Constant | null {
  if (value.type === "tuple") return null;
  let result = "";
  let used = false;
  for (let i = 0; i < format.length; ) {
    if (format[i] !== "%") {
      result += format[i++];
      continue;
    }
    const conversion = conversionAt(format, i);
    if (conversion === null) return null;
    i = CONVERSION.lastIndex;
    if (conversion.type === "%") {
      result += pad("%", "", conversion, false);
      continue;
    }
    const text = used ? null : convert(conversion, value);
    if (text === null) return null;
    used = true;
    result += text;
  }
  return used && result.length <= WIDTH_MAX ? str(result) : null;
}

/** A width or precision of `*` would take the only value, and leave none to convert. */
function conversionAt(format: string, position: number): Conversion | null {
  CONVERSION.lastIndex = position;
  const match = CONVERSION.exec(format);
  if (match === null) return null;
  const [, flags = "", widthText = "", precisionText, type = ""] = match;
  if (widthText === "*" || precisionText === "*") return null;
  const width = Number(widthText);
  const precision = precisionText === undefined ? -1 : Number(precisionText);
  if (width > WIDTH_MAX || precision > PRECISION_MAX) return null;
  return { flags, width, precision, type };
}

function convert(conversion: Conversion, value: Constant): string | null {
  const { type, precision } = conversion;
  if (type === "s" || type === "r") {
    const text = type === "s" ? constantStr(value) : constantRepr(value);
    return pad(precision < 0 ? text : text.slice(0, precision), "", conversion, false);
  }
  if (type === "c") {
    const character = characterOf(value);
    return character === null ? null : pad(character, "", conversion, false);
  }
  if ("diuoxX".includes(type)) return convertInteger(conversion, value);
  return "eEfFgG".includes(type) ? convertFloat(conversion, value) : null;
}

function characterOf(value: Constant): string | null {
  if (value.type === "str") return value.value.length === 1 ? value.value : null;
  if (value.type !== "int" && value.type !== "long") return null;
  return value.value >= 0n && value.value <= 255n ? String.fromCharCode(Number(value.value)) : null;
}

const RADIX: Readonly<Record<string, number>> = { o: 8, x: 16, X: 16 };

function convertInteger(conversion: Conversion, value: Constant): string | null {
  const integer = integerOf(value);
  if (integer === null) return null;
  const { type, flags, precision } = conversion;
  const magnitude = integer < 0n ? -integer : integer;
  let digits = magnitude.toString(RADIX[type] ?? 10).padStart(precision, "0");
  if (precision === 0 && magnitude === 0n && value.type !== "long") digits = "";
  let prefix = "";
  if (flags.includes("#") && type === "o" && !digits.startsWith("0")) digits = `0${digits}`;
  if (flags.includes("#") && RADIX[type] === 16) prefix = "0x";
  const text = type === "X" ? (prefix + digits).toUpperCase() : prefix + digits;
  const body = text.slice(prefix.length);
  return pad(body, signText(integer < 0n, flags) + text.slice(0, prefix.length), conversion, true);
}

/** A float is cut to its integer part. */
function integerOf(value: Constant): bigint | null {
  if (value.type === "int" || value.type === "long") return value.value;
  if (value.type !== "float" || !Number.isFinite(value.value)) return null;
  return BigInt(Math.trunc(value.value));
}

function convertFloat(conversion: Conversion, value: Constant): string | null {
  if (value.type !== "float" && value.type !== "int" && value.type !== "long") return null;
  const number = Number(value.value);
  if (value.type !== "float" && !Number.isFinite(number)) return null;
  const { flags, precision } = conversion;
  const lower = conversion.type.toLowerCase();
  if (lower !== "e" && lower !== "f" && lower !== "g") throw new Error("no float conversion");
  const text = formatFloat(number, lower, precision < 0 ? 6 : precision, flags.includes("#"));
  const cased = conversion.type === lower ? text : text.toUpperCase();
  const negative = cased.startsWith("-");
  const digits = negative ? cased.slice(1) : cased;
  return pad(digits, signText(negative, flags), conversion, true);
}

function signText(negative: boolean, flags: string): string {
  if (negative) return "-";
  return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

/** Zeros go between the sign and the digits; spaces go outside. */
function pad(body: string, sign: string, conversion: Conversion, numeric: boolean): string {
  const { flags, width } = conversion;
  if (flags.includes("-")) return (sign + body).padEnd(width, " ");
  const zeros = numeric && flags.includes("0");
  return zeros
    ? sign + body.padStart(width - sign.length, "0")
    : (sign + body).padStart(width, " ");
}

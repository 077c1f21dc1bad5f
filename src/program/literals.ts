/**
 * The values of number and string tokens (`parsenumber`, `parsestr` of Python/ast.c and
 * `PyString_DecodeEscape` of Objects/stringobject.c).
 */
import { type Constant, intOrLong } from "./code.ts";

/** The value of a NUMBER token, or null for an imaginary number, which is outside the subset. */
export function parsenumber(text: string): Constant | null {
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  const last = digits.slice(-1).toLowerCase();
  if (last === "j") return null;
  if (last === "l") {
    const value = integerValue(digits.slice(0, -1));
    return { type: "long", value: negative ? -value : value };
  }
  if (/^0[xXoObB]/.test(digits) || /^[0-9]+$/.test(digits)) {
    const value = integerValue(digits);
    return intOrLong(negative ? -value : value);
  }
  const value = Number(digits);
  return { type: "float", value: negative ? -value : value };
}

/** A leading 0 alone means octal in Python 2. */
function integerValue(digits: string): bigint {
  return /^0[0-9]/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
}

/** What a STRING token holds: its bytes, or why it holds none. */
export type StringLiteral =
  | { readonly kind: "bytes"; readonly value: string }
  | { readonly kind: "unicode" }
  | { readonly kind: "bad \\x" };

/** The value of one STRING token with its prefix and quotes. */
export function parsestr(token: string): StringLiteral {
  const [prefix = ""] = /^[a-zA-Z]*/.exec(token) ?? [];
  if (/u/i.test(prefix)) return { kind: "unicode" };
  const quoted = token.slice(prefix.length);
  const quoteLength = /^('''|""")/.test(quoted) ? 3 : 1;
  const body = quoted.slice(quoteLength, -quoteLength);
  if (/r/i.test(prefix) || !body.includes("\\")) return { kind: "bytes", value: body };
  return decodeEscape(body);
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** An unknown escape keeps its backslash; only `\\x` without two hex digits is an error. */
function decodeEscape(body: string): StringLiteral {
  let badHex = false;
  const value = body.replace(
    /\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g,
    (whole: string, code: string) => {
      if (code.length === 3 && code.startsWith("x")) {
        return String.fromCharCode(Number.parseInt(code.slice(1), 16));
      }
      if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
      if (code === "x") badHex = true;
      return SIMPLE_ESCAPES[code] ?? whole;
    },
  );
  return badHex ? { kind: "bad \\x" } : { kind: "bytes", value };
}

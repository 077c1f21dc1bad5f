/** The number that the field n edits: the one in the first call `range(N)` of a program's text. */

/** Largest N that the field offers: 10^8 ints are 3.3 GB in a release build. */
export const N_MAX = 100_000_000;

/** Where a text says how long its range is: the digits are `text.slice(from, to)`. */
export interface Length {
  from: number;
  to: number;
  n: number;
}

/** Comments and strings, which are skipped, or a call with one plain decimal number. */
const TOKENS =
  /#.*|'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<![\w.])range\((\d{1,9})\)/g;

/** The length of the first `range(N)` that is code, or null. */
export function findLength(text: string): Length | null {
  for (const { index, 0: token, 1: digits } of text.matchAll(TOKENS)) {
    if (digits === undefined || !isLength(digits)) continue;
    const to = index + token.length - 1;
    return { from: to - digits.length, to, n: Number(digits) };
  }
  return null;
}

/** The text with another length; unchanged when it names none. */
export function withLength(text: string, n: number): string {
  const length = findLength(text);
  return length === null ? text : text.slice(0, length.from) + n + text.slice(length.to);
}

/** True when two texts differ in nothing but the length they name. */
export function differInLengthOnly(one: string, other: string): boolean {
  return withLength(one, 0) === withLength(other, 0);
}

/** True for the text of a whole number that the field takes. */
export function isLength(text: string): boolean {
  return /^\d{1,9}$/.test(text.trim()) && Number(text) <= N_MAX;
}

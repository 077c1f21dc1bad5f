/** Splitting a run's output at an instant, and keeping what is shown within bounds. */

/** Characters shown on either side of the instant: more would make every step slow. */
export const SHOWN_MAX = 20_000;

const encoder = new TextEncoder();

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/**
 * The text up to `bytes` bytes of its UTF-8, and the rest. An instant may lie inside of a character:
 * it counts as not yet written.
 */
export function splitAtByte(text: string, bytes: number): [string, string] {
  const encoded = encoder.encode(text);
  // One byte a character: by far the usual case.
  if (encoded.length === text.length) return [text.slice(0, bytes), text.slice(bytes)];
  const isInside = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
  let at = Math.min(bytes, encoded.length);
  while (at > 0 && isInside(encoded[at])) at--;
  const written = new TextDecoder().decode(encoded.subarray(0, at));
  return [written, text.slice(written.length)];
}

/** The last characters of what is written and how many are left out before them. */
export function endOf(text: string): { shown: string; hidden: number } {
  const hidden = Math.max(0, text.length - SHOWN_MAX);
  return { shown: text.slice(hidden), hidden };
}

/** The first characters of what is still to come and how many are left out after them. */
export function startOf(text: string): { shown: string; hidden: number } {
  return { shown: text.slice(0, SHOWN_MAX), hidden: Math.max(0, text.length - SHOWN_MAX) };
}

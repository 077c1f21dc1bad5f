/**
 * What this browser keeps of the program: the text in the editor, the one that ran last, and the last
 * text a person wrote before another one took its place. A browser that keeps nothing (private
 * windows, sandboxed frames) loses them with the page.
 */

/** The number is the version of the format: another one starts afresh. */
const KEY = "rangescope-program-1";

export interface Kept {
  /** The text in the editor. */
  draft: string;
  /** The draft as it was before a person edited it. */
  origin: string;
  /** The text of the run on screen. */
  ran: string;
  /** The last text of a person's own that something else replaced. */
  own: string | null;
}

export function readKept(): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

/** False when the browser does not keep it. */
export function writeKept(kept: Kept): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  const { draft, origin, ran, own } = value as Record<string, unknown>;
  return (
    [draft, origin, ran].every((text) => typeof text === "string") &&
    (own === null || typeof own === "string")
  );
}

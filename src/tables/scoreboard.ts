/**
 * What the machine says of `range(n)` beside what callgrind counted: `public/calibration/<build>.json`,
 * written by `npm run docs` and `npm run calibrate`.
 */

/** One function. Figures are differences to n = 0. */
export interface RowScore {
  /** "name|file". */
  key: string;
  /** All equal; within the bound; further off. */
  basis: "exact" | "bounded" | "estimated";
  /** n, simulated self Ir, recorded self Ir, simulated calls, recorded calls. */
  points: [number, number, number, number, number][];
}

export interface Scoreboard {
  format: 1;
  build: string;
  /** n that no price was fitted to. */
  heldOut: number[];
  /** n, simulated and recorded total net Ir. */
  totals: [number, number, number][];
  /** The heaviest first. */
  rows: RowScore[];
}

/** Reads a scoreboard, or null where the text is none. */
export function parseScoreboard(text: string): Scoreboard | null {
  try {
    const data = JSON.parse(text) as Scoreboard;
    return data.format === 1 && Array.isArray(data.rows) && Array.isArray(data.totals)
      ? data
      : null;
  } catch {
    return null;
  }
}

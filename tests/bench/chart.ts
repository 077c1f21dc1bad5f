/** A chart in characters, both axes logarithmic, and the exponent of a power law. */

export interface Point {
  x: number;
  y: number;
}

const ROWS = 12;
const COLUMNS = 49;

/** The slope of log y over log x, by least squares. */
export function exponent(points: readonly Point[]): number {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const below = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return above / below;
}

/** One mark a point; powers of ten label the vertical axis. */
export function chart(points: readonly Point[], unit: string): string {
  const scale = (values: number[]) => {
    const low = Math.floor(Math.log10(Math.min(...values)));
    const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
    return { low, high, at: (value: number) => (Math.log10(value) - low) / (high - low) };
  };
  const across = scale(points.map(({ x }) => x));
  const up = scale(points.map(({ y }) => y));
  const grid = Array.from({ length: ROWS + 1 }, () => Array<string>(COLUMNS).fill(" "));
  for (const { x, y } of points) {
    const row = grid[ROWS - Math.round(up.at(y) * ROWS)];
    if (row !== undefined) row[Math.round(across.at(x) * (COLUMNS - 1))] = "●";
  }
  const label = (row: number) => {
    const power = up.low + ((ROWS - row) / ROWS) * (up.high - up.low);
    return Number.isInteger(power) ? `${10 ** power} ${unit}` : "";
  };
  const lines = grid.map((row, i) => `${label(i).padStart(12)} │${row.join("").trimEnd()}`);
  const axis = `${" ".repeat(12)} └${"─".repeat(COLUMNS)}`;
  const ends = `${" ".repeat(14)}10^${across.low}${`10^${across.high}`.padStart(COLUMNS - 4)}`;
  return [...lines, axis, ends].join("\n");
}

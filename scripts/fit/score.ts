/** What a fit is worth, as text: rows, programs, calls that differ. */
import { type Comparison, differences } from "./calls.ts";
import type { RowFit } from "./prices.ts";

/** Modelled Ir against recorded Ir of the module's run, per program. */
export function programErrors(
  { compared }: Comparison,
  fits: readonly RowFit[],
): { name: string; heldOut: boolean; run: number; told: number; percent: number }[] {
  return compared.map(({ program }, index) => {
    const told = fits.reduce((sum, fit) => sum + (fit.cost.get(index)?.[1] ?? 0), 0);
    const percent = (100 * (told - program.run)) / program.run;
    return { name: program.name, heldOut: program.heldOut, run: program.run, told, percent };
  });
}

const SHOWN = 40;

/** The score as lines. */
export function score(comparison: Comparison, fits: readonly RowFit[]): string {
  const lines: string[] = [];
  const errors = programErrors(comparison, fits);
  const { compared, failures } = comparison;
  lines.push(`programs that ran: ${compared.length}, that did not: ${failures.size}`);
  for (const heldOut of [false, true]) {
    const some = errors.filter((e) => e.heldOut === heldOut);
    const sizes = some.map((e) => Math.abs(e.percent)).sort((a, b) => a - b);
    const at = (part: number) => (sizes[Math.floor(part * (sizes.length - 1))] ?? 0).toFixed(3);
    const exact = some.filter((e) => e.told === e.run).length;
    lines.push(
      `${heldOut ? "held out" : "fitted"}: ${some.length} programs, exact ${exact}, error % median ${at(0.5)}, 90th ${at(0.9)}, most ${at(1)}`,
    );
  }
  const exact = fits.filter((fit) => fit.exact).length;
  lines.push(`rows: ${fits.length}, exact ${exact}, estimated ${fits.length - exact}`);
  const off = (fit: RowFit) => [...fit.cost.values()].reduce((s, [a, b]) => s + Math.abs(a - b), 0);
  const worst = fits.filter((fit) => !fit.exact).sort((a, b) => off(b) - off(a));
  lines.push(
    "",
    "worst rows: Ir that the fit misses over all programs, in how many, the worst one",
  );
  for (const fit of worst.slice(0, SHOWN)) {
    const missing = [...fit.cost.values()].filter(([a, b]) => a !== b).length;
    lines.push(
      `${off(fit)} ${fit.row} in ${missing} of ${fit.cost.size}: ${fit.largest} in ${fit.worst}`,
    );
  }
  lines.push("", "worst programs: %, recorded, fitted");
  errors.sort((a, b) => Math.abs(b.percent) - Math.abs(a.percent));
  for (const e of errors.slice(0, SHOWN)) {
    lines.push(
      `${e.percent.toFixed(2)} ${e.name}${e.heldOut ? " (held out)" : ""} ${e.run} ${e.told}`,
    );
  }
  lines.push("", "calls that differ: programs, call, machine and recorded in the first one");
  for (const d of differences(compared)) {
    lines.push(
      `${d.programs.length} ${d.edge} ${d.machine} ${d.recorded} (${d.programs.slice(0, 3).join(", ")})`,
    );
  }
  lines.push(
    "",
    "calls inlined here though the callee has rows elsewhere: inlined, or not made by the real one",
  );
  lines.push(comparison.doubtful.join(" "));
  lines.push("", "programs that did not run");
  const reasons = new Map<string, string[]>();
  for (const [name, why] of failures) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  for (const [why, names] of [...reasons].sort((a, b) => b[1].length - a[1].length)) {
    lines.push(`${names.length} ${why}: ${names.slice(0, 4).join(", ")}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The score sheet of a calibration, as text. */
import { rowsOfLedger } from "../../src/instruments/callgrind.ts";
import type { Build } from "../../src/tables/build.ts";
import type { Scoreboard } from "../../src/tables/scoreboard.ts";
import { modelledOf } from "../../workers/baseline.ts";
import type { Machine } from "../../workers/machine.ts";
import { readProgram } from "../../workers/program.ts";
import { HOT_FUNCTIONS } from "../convert/hot-prices.ts";
import { mergedRows } from "../convert/rows.ts";
import type { ProfileRun } from "../convert/truth.ts";
import { type Summary, summary } from "./score.ts";

/** A hot function in a program that no price was fitted to: growth of self Ir and calls between two n. */
export interface Transfer {
  program: string;
  key: string;
  simulated: [number, number];
  recorded: [number, number];
}

const HOT_ROWS = HOT_FUNCTIONS.map(({ name, file }) => `${name}|${file}`);

/** Programs other than `range(n)`, recorded at two n: what grows between them is free of the text's part. */
export function transfers(machine: Machine, build: Build, runs: readonly ProfileRun[]): Transfer[] {
  machine.use(build);
  const programs = new Map<string, ProfileRun[]>();
  for (const run of runs) {
    if (run.program === "pass" || run.program === "range") continue;
    programs.set(run.program, [...(programs.get(run.program) ?? []), run]);
  }
  return [...programs].flatMap(([program, [small, large]]): Transfer[] => {
    if (small === undefined || large === undefined) return [];
    const [mineSmall, mineLarge] = [small, large].map(({ source }) =>
      rowsOfLedger(
        build,
        modelledOf(machine, build, "recipe", "callgrind", readProgram(source)).ledger,
      ),
    );
    const [realSmall, realLarge] = [mergedRows(small.fns), mergedRows(large.fns)];
    return HOT_ROWS.filter((key) => mineLarge?.has(key) || realLarge[key] !== undefined).map(
      (key) => {
        const growth = (i: 0 | 2): [number, number] => [
          (mineLarge?.get(key)?.[i] ?? 0) - (mineSmall?.get(key)?.[i] ?? 0),
          (realLarge[key]?.[i] ?? 0) - (realSmall[key]?.[i] ?? 0),
        ];
        const [self, calls] = [growth(0), growth(2)];
        return { program, key, simulated: [self[0], calls[0]], recorded: [self[1], calls[1]] };
      },
    );
  });
}

const MARK = { exact: "exact", bounded: "bounded", estimated: "estimated" } as const;

/** The sheet: every function, the totals, the held-out programs, and the naive baseline beside them. */
export function sheet(board: Scoreboard, held: readonly Transfer[], joined: string[][]): string {
  const score = summary(board);
  const lines = [`Score sheet of ${board.build}: self Ir of range(n) beyond range(0)`, ""];
  lines.push(["function".padEnd(52), "basis".padEnd(9), "recorded, most", "miss, most"].join("  "));
  for (const { key, basis, points } of board.rows) {
    const most = Math.max(...points.map(([, , recorded]) => Math.abs(recorded)));
    const miss = Math.max(...points.map(([, mine, recorded]) => Math.abs(mine - recorded)));
    const name = key.replace("|", " · ").slice(0, 52).padEnd(52);
    lines.push([name, MARK[basis].padEnd(9), digits(most, 14), digits(miss, 10)].join("  "));
  }
  const heldOut = board.heldOut.map((n) => `range(${n})`).join(", ");
  lines.push(
    "",
    `functions: ${score.exact} exact, ${score.bounded} bounded, ${score.estimated} estimated`,
    `held out: ${heldOut || "no n"}; misses of the total there: ${heldOutMisses(board)}`,
    `worst function: ${score.worst.key.replace("|", " · ") || "none"}, ${score.worst.residual} Ir at n = ${score.worst.n}`,
    "",
    [" ".repeat(30), "machine".padStart(14), "constant per int".padStart(18)].join("  "),
    ...compared(score),
  );
  lines.push("", "Programs that no price was fitted to: growth of self Ir between two n");
  for (const { program, key, simulated, recorded } of held) {
    const miss = Math.max(
      Math.abs(simulated[0] - recorded[0]),
      Math.abs(simulated[1] - recorded[1]),
    );
    lines.push(
      `${program.padEnd(14)}${key.replace("|", " · ").padEnd(38)}${digits(recorded[0], 12)}  ${miss === 0 ? "exact" : `off by ${simulated[0] - recorded[0]} Ir, ${simulated[1] - recorded[1]} calls`}`,
    );
  }
  lines.push("", "Steps that always run together (the first carries the price):");
  lines.push(...(joined.length === 0 ? ["none"] : joined.map((group) => group.join(" + "))));
  return `${lines.join("\n")}\n`;
}

function compared({ machine, naive }: Summary): string[] {
  const line = (what: string, a: string, b: string) =>
    [what.padEnd(30), a.padStart(14), b.padStart(18)].join("  ");
  return [
    line("total error over all n, Ir", digits(machine.total), digits(naive.total)),
    line("worst total, Ir", digits(machine.worst), digits(naive.worst)),
    line("MAPE beyond range(0), %", machine.mape.toFixed(4), naive.mape.toFixed(4)),
    line("Kendall's tau, ten heaviest", machine.tau.toFixed(3), naive.tau.toFixed(3)),
  ];
}

function heldOutMisses({ heldOut, totals }: Scoreboard): string {
  const misses = totals.filter(([n]) => heldOut.includes(n));
  return misses.map(([n, mine, recorded]) => `${recorded - mine} at ${n}`).join(", ") || "–";
}

function digits(value: number, width = 0): string {
  return String(Math.round(value)).padStart(width);
}

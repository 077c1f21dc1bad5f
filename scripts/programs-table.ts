/** The part of docs/fidelity.md that counts programs and fitted rows: from the recordings and the builds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Build, PriceEntry } from "../src/tables/build.ts";

const ROOT = join(import.meta.dirname, "..");

/** Programs whose answers are compared in tests/program/output.test.ts; `gaps` names those that differ. */
function programLines(): string[] {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(ROOT, "tests", "program", "outputs", `${name}.json`), "utf8"));
  const recorded = ["corpus", "programs", "examples"].reduce(
    (sum, name) => sum + Object.keys(read(name).outputs).length,
    0,
  );
  const gaps = Object.entries(read("gaps") as Record<string, string>);
  const others = gaps.map(([name, why]) => `\`${fileOf(name)}\` (${why})`).join(", ");
  return [
    "### Programs and fitted rows",
    "",
    `${recorded - gaps.length} of ${recorded} recorded programs write and end as real python2.7 does${
      others === "" ? "." : `; the others: ${others}.`
    }`,
    "",
  ];
}

/** Programs of the examples menu lie elsewhere than those of the tests. */
function fileOf(name: string): string {
  const [folder = "", file = ""] = name.split("/");
  return folder === "examples"
    ? `public/examples/${file}.py`
    : `tests/program/${folder}/${file}.py`;
}

/** The rows that prices fitted to other programs charge, and how many of them have measured prices only. */
function fittedRows(build: Build): [number, number] {
  const measured = new Map<string, boolean>();
  for (const [key, { basis }] of Object.entries(build.prices) as [string, PriceEntry][]) {
    const [segment = "", charged] = key.split("@");
    const owner = charged ?? segment.slice(0, segment.lastIndexOf("__"));
    const row = build.rows[owner] ?? owner;
    measured.set(row, (measured.get(row) ?? true) && basis !== "estimated");
  }
  return [measured.size, [...measured.values()].filter((all) => all).length];
}

/** Lines of Markdown. */
export function programsTable(builds: readonly Build[]): string[] {
  const rows = builds.map((build) => {
    const [all, exact] = fittedRows(build);
    return `| ${build.name} | ${all} | ${exact} |`;
  });
  return [
    ...programLines(),
    "Rows (functions of a profile) that steps of the build are charged to, and those of them whose prices are all",
    "measured: they left no residual in any program they were fitted to. The others are estimates.",
    "",
    "| build | rows | all prices measured |",
    "|---|---|---|",
    ...rows,
    "",
  ];
}

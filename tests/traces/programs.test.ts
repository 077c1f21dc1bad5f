/** What the shipped builds say about programs that no fit has read, against their recorded profiles. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newCounter } from "../../scripts/fit/counts.ts";
import { judge } from "../../scripts/fit/judge.ts";
import { readRecorded } from "../../scripts/fit/recorded.ts";
import { errorOf, netLine } from "../../scripts/requirements-table.ts";
import { buildOf } from "../core/support.ts";

const PAGE = readFileSync(join(import.meta.dirname, "..", "..", "docs", "fidelity.md"), "utf8");

/** Program -> rows that free lists after compiling, divisions without remainder, and first uses decide. */
const DECIDED: Record<string, string[]> = {
  "zip-loop-10": ["_PyObject_GC_Malloc"],
  "more-mod-loop": ["int_mod", "i_divmod"],
  // First calls through the linkage table, imports as a chain of calls, ends of items that are no ints.
  "print-loop-40": ["int_print", "internal_print"],
  "import-sys-x4": ["PyTuple_Pack", "load_next", "builtin___import__"],
  "list-floats-60": ["list_dealloc"],
};

/** Both sets that no fit has read, as docs/fidelity.md calls them, and how many programs the machine runs. */
const SETS = [
  ["fresh", "fresh, since looked at", 36],
  ["fresh-2", "fresh, not looked at", 33],
] as const;

describe.each([
  ["2.7.18-debian-release", 1],
  ["2.7.18-debian-pydebug", 1],
] as const)("fresh programs in %s", (name, median) => {
  it("cost what docs/fidelity.md says (else: npm run docs), half of them within the bar", async () => {
    const judged = judge(await newCounter(), buildOf(name), ["fresh", "fresh-2"]);
    for (const [set, title, count] of SETS) {
      const programs = judged.filter((program) => program.set === set);
      expect(programs.length).toBe(count);
      expect(PAGE).toContain(`| ${name} | ${title} ${netLine(programs)}`);
      const errors = programs.map((program) => Math.abs(errorOf(program))).sort((a, b) => a - b);
      expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(median);
    }
  });

  it("come from prices that tell these paths apart: self and calls of the rows", async () => {
    const programs = judge(await newCounter(), buildOf(name), ["fit"], Object.keys(DECIDED));
    const off = programs.flatMap((program) =>
      program.rows
        .filter(({ row }) => DECIDED[program.name]?.includes(row.split("|")[0] ?? ""))
        .filter(({ recorded, told }) => recorded.join() !== told.join())
        .map(({ row, recorded, told }) => [program.name, row, recorded, told]),
    );
    expect(off).toEqual([]);
    expect(programs.length).toBe(Object.keys(DECIDED).length);
  });

  it("have no text in common with fitted ones: no function, no five lines", () => {
    const lines = (text: string) =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line.length > 12);
    const fitted = readRecorded(name, ["fit"]).map(({ text }) => new Set(lines(text)));
    for (const { name: program, text } of readRecorded(name, ["fresh", "fresh-2"])) {
      const own = lines(text);
      const most = Math.max(...fitted.map((other) => own.filter((line) => other.has(line)).length));
      expect(most, program).toBeLessThan(5);
    }
  });
});

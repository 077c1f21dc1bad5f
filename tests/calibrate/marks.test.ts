/** What the window's marks claim is what the recordings hold. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOUNDS, MARKS, provenance } from "../../src/instruments/basis.ts";
import { parseScoreboard } from "../../src/tables/scoreboard.ts";
import { cBenchmarkText } from "../../workers/c-program.ts";
import { BUILDS } from "../core/support.ts";
import { GLIBC_EACH } from "../traces/rows.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "public", "calibration");

describe("the bounds behind the marks", () => {
  it.each(BUILDS)("hold in the recorded runs of %s, whole and by function", (build) => {
    const board = parseScoreboard(readFileSync(join(FOLDER, `${build}.json`), "utf8"));
    const totals = board?.totals.map(([, mine, recorded]) => Math.abs(mine - recorded)) ?? [];
    expect(totals.length).toBeGreaterThan(15);
    expect(Math.max(...totals)).toBeLessThanOrEqual(BOUNDS.processIr);
    const rows = board?.rows ?? [];
    const off = (basis: string) =>
      rows
        .filter((row) => row.basis === basis)
        .flatMap(({ points }) => points.map(([, mine, recorded]) => Math.abs(mine - recorded)));
    expect(Math.max(...off("exact"))).toBe(0);
    expect(Math.max(...off("bounded"))).toBeLessThanOrEqual(BOUNDS.functionIr);
    expect(off("estimated")).toEqual([]);
    expect(BOUNDS.functionIr).toBe(GLIBC_EACH);
  });
});

describe("the mark of a number", () => {
  it("is simulated within a bound for range(n), estimated for costs of other programs", () => {
    expect(provenance("Ir", "range(300)")).toMatchObject({ basis: "bounded" });
    expect(provenance("Ir", "# first\n\nrange(300)\n").words).toContain("within 400 Ir");
    expect(provenance("Ir", "x = range(300)").basis).toBe("estimated");
    expect(provenance("resident", "range(300)").words).toContain("64 kB");
    expect(provenance("resident", "import gc\n").basis).toBe("estimated");
  });

  it("is measured for the C program's instructions, and no longer with another malloc's parameters", () => {
    expect(provenance("Ir", cBenchmarkText(10)).basis).toBe("exact");
    expect(provenance("Ir", "range(300)", "glibc=2.23").basis).toBe("estimated");
    expect(provenance("objects", "range(300)", "tcache=off").basis).toBe("bounded");
  });

  it("is one of three, and says which in words", () => {
    expect(Object.values(MARKS).join("")).toBe("●◐○");
    for (const of of [
      "Ir",
      "objects",
      "requests",
      "heap",
      "resident",
      "mapped",
      "faults",
      "kernel",
      "calls",
    ] as const)
      for (const text of ["range(1)", "x = 1", cBenchmarkText(1)]) {
        const { basis, words } = provenance(of, text);
        const first = { exact: "measured", bounded: "simulated", estimated: "estimated" }[basis];
        expect(words.startsWith(`${first}: `), words).toBe(true);
      }
  });
});

/** The build files: made by the converter from the recorded truth, whole, and priced where they must be. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Fn } from "../../assembly/abi/functions.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import { Seg } from "../../assembly/abi/segments.ts";
import { BUILDS as RECORDED, convert } from "../../scripts/convert/build.ts";
import { type Build, parseBuild } from "../../src/tables/build.ts";
import { functionOf } from "../../workers/image.ts";
import { loadRun } from "../../workers/run.ts";
import { BUILDS, buildJson, buildOf, newMachine } from "../core/support.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const TRUTH = join(ROOT, "..", "shared", "truth");

/** Called only where memory hooks and reference tracing are compiled in. */
const TRACED = [
  ...["_Py_NewReference", "_Py_AddToAllObjects", "_Py_Dealloc", "_Py_ForgetReference"],
  ...["_PyMem_DebugMalloc", "_PyMem_DebugFree", "_PyObject_DebugMallocApi", "_PyObject_DebugFreeApi"],
  ...["_PyObject_DebugCheckAddressApi", "bumpserialno", "write_size_t", "read_size_t"],
  ...["_PyMem_Malloc", "_PyMem_Free"],
];
/** Called only where buffers come straight from malloc; objects come from the pools in every build. */
const DIRECT = ["_PyMem_Malloc", "_PyMem_Free"];

function reachable(build: Build, segment: string): boolean {
  const fn = functionOf(segment);
  const { traceRefs, buffersInPools } = build.layout;
  if (!traceRefs && TRACED.includes(fn)) return false;
  return !buffersInPools || !DIRECT.includes(fn);
}

const SEGMENTS = Object.keys(Seg).filter((key) => Number.isNaN(Number(key)));

describe.each(BUILDS)("the build file of %s", (name) => {
  it("parses and names itself", () => {
    expect(parseBuild(buildJson(name)).name).toBe(name);
  });

  it("prices no segment that it cannot reach, and none that no code retires", () => {
    const build = buildOf(name);
    const priced = Object.keys(build.prices).map((key) => key.split("@")[0] ?? "");
    expect(priced.filter((segment) => !SEGMENTS.includes(segment))).toEqual([]);
    expect(priced.filter((segment) => !reachable(build, segment))).toEqual([]);
    const owners = Object.keys(build.prices).flatMap((key) => key.split("@").slice(1));
    expect(owners.filter((owner) => !(owner in Fn))).toEqual([]);
  });

  // What a program beyond these retires without a price is counted by Stat.UNPRICED and reported. Steps of
  // exit without a price of their own are part of the exit's recorded stretches.
  it.each([
    "pass",
    ...[0, 10, 257, 300, 1000, 100_000].map((n) => `range(${n})`),
  ])("prices every step of the run of %s, wherever it is charged", async (text) => {
    const build = buildOf(name);
    const priced = new Set(Object.keys(build.prices).map((key) => key.split("@")[0] ?? ""));
    const machine = await newMachine();
    for (const under of ["native", "callgrind"] as const) {
      const run = loadRun(machine, build, { buildJson: "", text, launch: "recipe", under });
      const exit = run.stretches.find((stretch) => stretch.name === "exit")?.from ?? 0;
      machine.run({ target: exit - 1 });
      const missing = [...machine.ledger().executed]
        .filter(([segment, count]) => count > 0 && !priced.has(segment))
        .map(([segment]) => segment)
        .filter((segment) => !segment.includes("__recorded_"));
      expect(missing, under).toEqual([]);
      expect(machine.stats()[Stat.UNPRICED], under).toBe(0);
    }
  });

  it("names functions of the machine where it says what is inlined", () => {
    const pairs = buildOf(name).inlined.map((pair) => pair.split("@"));
    expect(pairs.filter((pair) => pair.length !== 2)).toEqual([]);
    expect(pairs.flat().filter((fn) => !(fn in Fn))).toEqual([]);
  });

  it("has rows of pass that add up to the recorded net Ir", () => {
    const build = buildOf(name);
    const sum = Object.values(build.passRows).reduce((total, [self]) => total + self, 0);
    expect(sum).toBe(build.launches.recipe?.passNet);
  });

  it("has phases of pass that add up to its net Ir, in every launch", () => {
    const launches = Object.entries(buildOf(name).launches);
    expect(launches.map(([launch]) => launch)).toContain("recipe");
    for (const [launch, { passNet, passPhases }] of launches) {
      expect(passPhases.start + passPhases.run + passPhases.exit, launch).toBe(passNet);
    }
  });
});

describe("converting the recorded truth", () => {
  it.for(RECORDED.map((facts) => [facts.name, facts] as const))(
    "gives the build file of %s and its trace, byte by byte",
    async ([name, facts], { skip }) => {
      skip(!existsSync(TRUTH), "the recorded truth is not beside the repository");
      const { build, trace } = await convert(TRUTH, facts);
      const traceFile = join(ROOT, "tests", "traces", name, "range.json");
      expect(build === readFileSync(join(ROOT, "public", "builds", `${name}.json`), "utf8")).toBe(true);
      expect(trace === readFileSync(traceFile, "utf8")).toBe(true);
    },
  );
});

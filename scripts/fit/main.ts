/**
 * Fits the prices of the builds to the recorded programs and says how good they are.
 *
 *   npx tsx scripts/fit/main.ts [--build NAME] [--write] [--truth TRUTH_DIR]
 *
 * The score goes to the standard output. --write leaves prices, helpers' shares, inlined calls, rows and
 * laws in tests/traces/<build>/programs/fitted.json and merges them into public/builds, as `npm run convert`
 * does when it makes a build anew.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Fn } from "../../assembly/abi/functions.ts";
import type { Build } from "../../src/tables/build.ts";
import { modelledOf } from "../../workers/baseline.ts";
import type { Machine } from "../../workers/machine.ts";
import { readProgram } from "../../workers/program.ts";
import {
  type BuildFacts,
  BUILDS as CONVERTED,
  calibratedFacts,
  measuredPrices,
} from "../convert/build.ts";
import { type Fitted, applyFitted, fittedPath, mergeFitted } from "../convert/fitted.ts";
import { kept } from "../convert/kept.ts";
import { ROOT } from "../convert/machine.ts";
import { compareCalls } from "./calls.ts";
import { newCounter, readBuild } from "./counts.ts";
import { type LawPoint, featuresBeyondPass, fitLaw, lawScore } from "./laws.ts";
import { bundleEntries, fitRows, priceEntries } from "./prices.ts";
import { type RecordedProgram, readCallSites, readRecorded } from "./recorded.ts";
import { score } from "./score.ts";

const BUILDS = ["2.7.18-debian-release", "2.7.18-debian-pydebug"];

const { values } = parseArgs({
  options: {
    build: { type: "string" },
    write: { type: "boolean", default: false },
    truth: { type: "string", default: join(ROOT, "..", "shared", "truth") },
  },
});

for (const name of values.build === undefined ? BUILDS : [values.build]) {
  const recorded = readRecorded(name, ["fit", "held-out"]);
  const build = readBuild(name);
  // What is inlined is learnt anew: what an earlier call tree needed may be wrong by now.
  build.inlined = [];
  const machine = await newCounter();
  const comparison = compareCalls(machine, build, recorded, readCallSites(name));
  const calibrated = calibratedFacts(name);
  const facts = CONVERTED.find((one) => one.name === name) ?? calibrated;
  if (facts === undefined) throw new Error(`${name} is not a recorded build`);
  const fits = fitRows(
    comparison.compared,
    build,
    known(facts, calibrated?.recordings ?? values.truth),
  );
  const compiling = fitLaw(startPoints(build, recorded), false);
  const fitted: Fitted = {
    what: "prices fitted to the recorded programs beside this file: npx tsx scripts/fit/main.ts --write",
    prices: priceEntries(fits),
    inlined: comparison.inlined,
    inlinedQuick: comparison.quick,
    rows: modelledRows(recorded),
    bundles: bundleEntries(fits),
    compileLaw: compiling.law,
    exitLaw: {},
  };
  const priced = structuredClone(build);
  applyFitted(priced, fitted, true);
  const { points, machineExits } = exitPoints(machine, priced, recorded);
  const exit = fitLaw(points, true, true);
  fitted.exitLaw = exit.law;
  process.stdout.write(
    [
      name,
      score(comparison, fits),
      ...lawScore("compiling", compiling),
      ...lawScore("exit", {
        ...exit,
        points: exit.points.map((p, i) => {
          const mine = machineExits[i] ?? 0;
          return { ...p, ir: p.ir + mine, told: p.told + mine };
        }),
      }),
      "",
    ].join("\n"),
  );
  if (!values.write) continue;
  writeFileSync(fittedPath(name), `${linesOf(fitted)}\n`);
  for (const facts of CONVERTED) if (facts.phases === name) merge(facts.name, name);
  if (calibrated !== undefined) merge(name, name);
}

/** Prices that were measured piece by piece: from the truth, or as they were kept where it is not at hand. */
function known(facts: BuildFacts, truth: string): Build["prices"] {
  return existsSync(truth) ? measuredPrices(truth, facts, 0) : kept(facts.name).prices;
}

/** JSON with a line per entry of each table. */
function linesOf(fitted: Fitted): string {
  const tables = Object.entries(fitted).map(([name, table]) => {
    if (typeof table !== "object" || Array.isArray(table))
      return `"${name}":${JSON.stringify(table)}`;
    const lines = Object.entries(table).map(([key, v]) => `"${key}":${JSON.stringify(v)}`);
    return `"${name}":{\n${lines.join(",\n")}\n}`;
  });
  return `{\n${tables.join(",\n")}\n}`;
}

/** Puts what was fitted for one build into the file of another, or of its own. */
function merge(into: string, from: string): void {
  const build = readBuild(into);
  mergeFitted(build, from);
  writeFileSync(join(ROOT, "public", "builds", `${into}.json`), `${JSON.stringify(build)}\n`);
}

/** The start phase beyond that of `pass`. */
function startPoints(build: Build, recorded: readonly RecordedProgram[]): LawPoint[] {
  const base = build.launches.recipe?.passPhases.start ?? 0;
  return recorded.map(({ name, heldOut, text, start }) => {
    return { name, heldOut, features: featuresBeyondPass(text), ir: start - base };
  });
}

/** The exit phase beyond that of `pass`, less what the machine counts of it itself. */
function exitPoints(
  machine: Machine,
  build: Build,
  recorded: readonly RecordedProgram[],
): { points: LawPoint[]; machineExits: number[] } {
  const base = build.launches.recipe?.passPhases.exit ?? 0;
  machine.use(build);
  const exitOf = (text: string) => {
    return modelledOf(machine, build, "recipe", "callgrind", readProgram(text)).exit;
  };
  const pass = exitOf("pass");
  const machineExits: number[] = [];
  const points = recorded.flatMap(({ name, heldOut, text, exit }): LawPoint[] => {
    try {
      const mine = exitOf(text) - pass;
      machineExits.push(mine);
      return [{ name, heldOut, features: featuresBeyondPass(text), ir: exit - base - mine }];
    } catch {
      return [];
    }
  });
  return { points, machineExits };
}

/** C function -> the row that shows it, for every modelled function that has one. */
function modelledRows(recorded: readonly RecordedProgram[]): Record<string, string> {
  const cost = new Map<string, Map<string, number>>();
  for (const { chains } of recorded) {
    for (const { row, path, self } of chains) {
      const name = path.at(-1) ?? "";
      if (!(name in Fn)) continue;
      const rows = cost.get(name) ?? new Map<string, number>();
      cost.set(name, rows.set(row, (rows.get(row) ?? 0) + self));
    }
  }
  return Object.fromEntries(
    [...cost].map(([name, rows]) => [name, [...rows].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ""]),
  );
}

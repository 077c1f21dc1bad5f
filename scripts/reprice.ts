/**
 * Puts newly fitted prices into `public/builds` where the recorded truth is not at hand.
 *
 *   npx tsx scripts/reprice.ts
 *
 * What a build has from the truth stays as it is: entry, launches, rows, pieces measured one by one. Prices,
 * shares and laws are taken anew from fitted.json, and the law of the text from the recorded `range` runs in
 * tests/traces/<build>/range.json. `npm run convert` gives the same from the truth itself.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fn } from "../assembly/abi/functions.ts";
import type { Build, ProfileRow } from "../src/tables/build.ts";
import { BUILDS, type BuildFacts, inlineSites, recordingsOf } from "./convert/build.ts";
import { mergeFitted } from "./convert/fitted.ts";
import { kept } from "./convert/kept.ts";
import { addTextLaw } from "./convert/law.ts";
import { ROOT, TRACES } from "./convert/machine.ts";
import { SYMBOLS, rowNames } from "./convert/rows.ts";
import { type Phases, type ProfileRun, readJson } from "./convert/truth.ts";

interface TraceFile {
  runs: { n: number; net: number; rows: Record<string, ProfileRow> }[];
}

for (const facts of BUILDS) {
  const path = join(ROOT, "public", "builds", `${facts.name}.json`);
  const build = JSON.parse(readFileSync(path, "utf8")) as Build;
  await reprice(build, facts);
  writeFileSync(path, JSON.stringify(build));
  console.error(`${facts.name}: written`);
}

async function reprice(build: Build, facts: BuildFacts): Promise<void> {
  const own = facts.phases === facts.name;
  const phases = readJson<Phases>(recordingsOf(facts), "phases.json");
  const runs = recordedRuns(build, facts);
  const names = rowNames(runs);
  build.prices = kept(facts.name).prices;
  build.inlined = inlineSites(build.prices, names);
  // In the order of Fn, as the converter writes them.
  build.rows = Object.fromEntries(
    Object.keys(Fn)
      .filter((key) => Number.isNaN(Number(key)))
      .map((fn) => {
        return [fn, build.rows[fn] ?? names.get(SYMBOLS[fn] ?? fn) ?? `${SYMBOLS[fn] ?? fn}|`];
      }),
  );
  build.bundles = Object.fromEntries(
    Object.entries(build.bundles).filter(([segment]) =>
      segment.startsWith("Py_Finalize__recorded"),
    ),
  );
  build.textLaw = {};
  build.textLawExit = 0;
  mergeFitted(build, facts.phases, join(recordingsOf(facts), "programs", "fitted.json"));
  await addTextLaw(build, runs, phases, own);
}

/** The recorded runs of `range(n)`, and `pass` with the rows that `range(0)` has too. */
function recordedRuns(build: Build, facts: BuildFacts): ProfileRun[] {
  const { runs } = readJson<TraceFile>(join(TRACES, facts.name), "range.json");
  const told = runs.map(({ n, net, rows }) => {
    return { program: "range", n, source: "", ir_net: net, fns: rows };
  });
  const net = build.launches.recipe?.passNet ?? 0;
  return [
    { program: "pass", n: null, source: "", ir_net: net, fns: kept(facts.name).pass },
    ...told,
  ];
}

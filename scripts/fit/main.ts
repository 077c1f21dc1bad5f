/**
 * Fits the prices of the builds to the recorded programs and says how good they are.
 *
 *   npx tsx scripts/fit/main.ts [--build NAME] [--write]
 *
 * --write puts prices, bundles, inlined calls and rows into public/builds/<build>.json; the score goes to
 * the standard output.
 */
import { parseArgs } from "node:util";
import { compareCalls } from "./calls.ts";
import { newCounter, readBuild } from "./counts.ts";
import { fitRows } from "./prices.ts";
import { readRecorded } from "./recorded.ts";
import { score } from "./score.ts";

const BUILDS = ["2.7.18-debian-release", "2.7.18-debian-pydebug"];

const { values } = parseArgs({
  options: { build: { type: "string" }, write: { type: "boolean", default: false } },
});

for (const name of values.build === undefined ? BUILDS : [values.build]) {
  const recorded = readRecorded(name);
  const build = readBuild(name);
  const comparison = compareCalls(await newCounter(), build, recorded);
  const fits = fitRows(comparison.compared);
  process.stdout.write(`${name}\n${score(comparison, fits)}\n`);
}

/**
 * Writes `public/builds/*.json` and `tests/traces/<build>/range.json` from the recorded truth.
 *
 *   npm run convert -- TRUTH_DIR        (default ../shared/truth)
 *
 * It runs the machine itself: the law of the text is what the recorded runs have beyond what the
 * machine counts. A build file is written only when everything about it could be converted.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BUILDS, convert } from "./convert/build.ts";
import { ROOT, TRACES } from "./convert/machine.ts";

/** Written beside the target and renamed, so that a reader never sees half a file. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const truthDir = process.argv[2] ?? join(ROOT, "..", "shared", "truth");
for (const facts of BUILDS) {
  const { build, trace } = await convert(truthDir, facts);
  write(join(ROOT, "public", "builds", `${facts.name}.json`), build);
  write(join(TRACES, facts.name, "range.json"), trace);
  console.error(`${facts.name}: written`);
}

/**
 * A process that answers programs one at a time, so that one that never ends or breaks the machine
 * can be given up: tests/program/answers.ts starts it and sends it texts.
 */
import { readFileSync } from "node:fs";
import { instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { parseBuild } from "../../src/tables/build.ts";
import type { Met, Question } from "./answers.ts";
import { answerOf, endsOf } from "./outcomes.ts";

/** Name of the build that answers. */
const name = process.argv[2];

const wasm = new WebAssembly.Module(readFileSync("build/core.wasm"));
const build = parseBuild(readFileSync(`public/builds/${name}.json`, "utf8"));
let machine = new Machine(await instantiate(wasm));

function answer({ text, ends }: Question): Met {
  const found = answerOf(machine, build, text);
  if (!ends || "refused" in found) return found;
  return { ...found, ends: endsOf(machine, build, text) };
}

process.on("message", async (question: Question) => {
  try {
    process.send?.(answer(question));
  } catch (error) {
    process.send?.({ broken: String((error as Error).message) });
    // Nothing is known of a machine that stopped in the middle of a step.
    machine = new Machine(await instantiate(wasm));
  }
});
process.send?.("ready");

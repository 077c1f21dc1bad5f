/** The machine in the converter: what it counts itself is taken off the recorded figures. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Build } from "../../src/tables/build.ts";
import { instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { ensureCore } from "../build-core.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
export const TRACES = join(ROOT, "tests", "traces");

/** A machine that is set up for a build. */
export async function machineOf(build: Build): Promise<Machine> {
  await ensureCore();
  const machine = new Machine(await instantiate(readFileSync(join(ROOT, "build", "core.wasm"))));
  machine.use(build);
  return machine;
}

/**
 * Makes build/first.wasm of build/core.wasm: the machine as a first visit needs it (docs/adr/0030).
 *
 *   core.wasm -> with a probe before every stretch of instructions -> runs of range(n)
 *   stretches that none of them reached -> left out: who comes there calls `part.missing`, which ends the
 *   call with an exception, and the worker goes on with the whole machine (workers/growing-session.ts)
 *
 * What is left is the same code, so that it gives the same answers or none.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import binaryen from "assemblyscript/binaryen";
import { reached } from "./wasm/reached.ts";
import { withMergedData } from "./wasm/data.ts";
import { without } from "./wasm/stretches.ts";

const FOLDER = join(import.meta.dirname, "..", "build");
const SPEED_LEVEL = 3;
const SHRINK_LEVEL = 1;

/** Functions and variables that nothing needs any more go, and what is left of the others is made simple. */
function simplified(wasm: Uint8Array): Uint8Array {
  const module = binaryen.readBinary(wasm);
  const { BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, SignExt } =
    binaryen.Features;
  module.setFeatures(BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | SignExt);
  binaryen.setOptimizeLevel(SPEED_LEVEL);
  binaryen.setShrinkLevel(SHRINK_LEVEL);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

const core = readFileSync(join(FOLDER, "core.wasm"));
const isReached = await reached(core);
// Two that make it at once must not leave half a file to a third: a rename is one step.
const draft = join(FOLDER, `first.wasm.${process.pid}.draft`);
writeFileSync(draft, withMergedData(simplified(without(core, isReached))));
renameSync(draft, join(FOLDER, "first.wasm"));

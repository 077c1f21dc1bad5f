/**
 * A machine with more exports than the real one: a test calls single C functions of it. The module is
 * the same code, compiled once per test file with a generated entry file, and every step is free.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { LedgerTable } from "../../assembly/abi/ledger.ts";
import { SEG_COUNT } from "../../assembly/abi/segments.ts";
import { type CoreExports, instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { type BuildName, open } from "./support.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const ENTRY = "assembly/driver.ts";

/** What a driver is: the machine's surface and the functions that the test asked for. */
export interface Driver<T> {
  core: CoreExports & T;
  /** Puts the machine into the entry state of `pass`-like programs of a build. */
  enter(name: BuildName, under?: "native" | "callgrind"): void;
}

/** `exports`: AssemblyScript that goes behind the machine's own surface. */
export async function compileDriver<T>(exports: string): Promise<Driver<T>> {
  let wasm: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(
    [ENTRY, "--config", "none", "--baseDir", ROOT, "--runtime", "stub", "--bindings", "raw"].concat(
      ["--use", "abort=", "--exportStart", "start", "--outFile", "driver.wasm", "-O1"],
    ),
    {
      readFile: (name, base) => {
        if (name === ENTRY) return `export * from "./index";\n${exports}`;
        try {
          return readFileSync(join(base, name), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name.endsWith("driver.wasm")) wasm = Uint8Array.from(contents as Uint8Array);
      },
      listFiles: () => [],
    },
  );
  if (error || wasm === undefined) throw new Error(`${stderr.toString()}\n${error?.message}`);
  const core = (await instantiate(wasm)) as CoreExports & T;
  return {
    core,
    enter(name, under = "native") {
      open(new Machine(core), name, 0, under);
      makeStepsFree(core);
      core.reset();
    },
  };
}

/** Every segment costs nothing wherever it runs. */
function makeStepsFree(core: CoreExports): void {
  const index = core.ledger(LedgerTable.PRICE_INDEX);
  new Uint32Array(core.memory.buffer, index, SEG_COUNT).fill(0);
}

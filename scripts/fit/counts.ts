/** What the machine counts when it runs the recorded programs: steps and calls of the module's run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TallyKind } from "../../assembly/abi/ledger.ts";
import { type Build, parseBuild } from "../../src/tables/build.ts";
import { modelledOf } from "../../workers/baseline.ts";
import { instantiate } from "../../workers/core.ts";
import { Machine, type TallyCell } from "../../workers/machine.ts";
import { readProgram } from "../../workers/program.ts";
import type { Under } from "../../workers/protocol.ts";
import { ensureCore } from "../build-core.ts";
import type { RecordedProgram } from "./recorded.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export function readBuild(name: string): Build {
  return parseBuild(readFileSync(join(ROOT, "public", "builds", `${name}.json`), "utf8"));
}

/** Counts of one program, or why the machine could not run it. */
export type Counted =
  | { program: RecordedProgram; cells: TallyCell[] }
  | { program: RecordedProgram; failure: string };

/** A machine that counts for one build. */
export async function newCounter(): Promise<Machine> {
  await ensureCore();
  const machine = new Machine(await instantiate(readFileSync(join(ROOT, "build", "core.wasm"))));
  machine.setTally(true);
  return machine;
}

/** Runs the programs with the build's inlined calls replaced by `inlined`. */
export function countAll(
  machine: Machine,
  build: Build,
  inlined: readonly string[],
  quick: readonly string[],
  programs: readonly RecordedProgram[],
): Counted[] {
  machine.use({ ...build, inlined: [...inlined], inlinedQuick: [...quick] });
  const under = underOf(machine, build);
  return programs.map((program) => {
    try {
      modelledOf(machine, build, "recipe", under, readProgram(program.text));
      return { program, cells: machine.tally() };
    } catch (error) {
      return { program, failure: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** Where callgrind's entry state does not run, the native one has the same steps at other addresses. */
function underOf(machine: Machine, build: Build): Under {
  try {
    modelledOf(machine, build, "recipe", "callgrind", readProgram("pass"));
    return "callgrind";
  } catch {
    return "native";
  }
}

/** "caller>callee" -> calls. */
export function edgesOf(cells: readonly TallyCell[]): Map<string, number> {
  const edges = new Map<string, number>();
  for (const { kind, name, where, times } of cells) {
    if (kind === TallyKind.EDGE) edges.set(`${where}>${name}`, times);
  }
  return edges;
}

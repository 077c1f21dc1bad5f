/** Programs of several processes: run to the end, their history in hand. */
import type { BuildName } from "../core/support.ts";
import { buildOf, newMachine } from "../core/support.ts";
import type { Machine } from "../../workers/machine.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";

let shared: Machine | null = null;

/** Runs a program on a machine that all tests of a file share. */
export async function history(
  text: string,
  build: BuildName = "2.7.18-debian-release",
  limitIr: number | null = null,
  launch: "recipe" | "site" | "c" = "recipe",
): Promise<LoadedRun> {
  shared ??= await newMachine();
  return loadRun(shared, buildOf(build), {
    buildJson: "",
    text,
    launch,
    under: "native",
    limitIr,
  });
}

/** The machine that `history` used last. */
export function machine(): Machine {
  if (shared === null) throw new Error("no program ran yet");
  return shared;
}

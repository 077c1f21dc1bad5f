/** What a shipped build has from the recorded truth before anything is fitted: a refit needs no truth. */
import { join } from "node:path";
import type { Build, ProfileRow } from "../../src/tables/build.ts";
import { TRACES } from "./machine.ts";
import { readJson } from "./truth.ts";

/** tests/traces/<build>/measured.json */
export interface Kept {
  /** Prices that were measured piece by piece. */
  prices: Build["prices"];
  /** The rows of `pass` that `range(0)` has too. */
  pass: Record<string, ProfileRow>;
}

export function kept(build: string): Kept {
  return readJson<Kept>(join(TRACES, build), "measured.json");
}

/** What went wrong while a run was opened, as a person can mend it. */
import { BuildError } from "../src/tables/build.ts";
import { MachineFault } from "./machine.ts";
import { ProgramProblem } from "./program.ts";
import type { Problem } from "./protocol.ts";

/** Throws what is no problem of a program or a build. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProgramProblem) return error.problem;
  if (error instanceof BuildError) {
    return {
      message: error.message,
      remedy: "Choose another build, or reload the page to fetch it again.",
    };
  }
  if (error instanceof MachineFault) {
    return {
      message: error.message,
      remedy: "This is a defect of the simulator: the run was not opened.",
    };
  }
  throw error;
}

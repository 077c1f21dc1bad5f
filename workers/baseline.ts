/**
 * What of a process is recorded and what is modelled. The clock of a run is
 *
 *   recorded start-up | recorded compiling | modelled run | exit: recorded, with modelled steps in it
 *
 * The recorded stretches are what the recorded profile of `pass` has beyond what the machine itself
 * counts for `pass`; compiling `range(N)` adds a law over the text (Build.textLaw).
 */
import { TEXT_FEATURES, textFeatures } from "../src/program/features.ts";
import type { Build, FeatureLaw, LaunchState, ProfileRow, TextLaw } from "../src/tables/build.ts";
import type { RecordedStretches } from "./image.ts";
import type { Ledger, Machine } from "./machine.ts";
import { type Program, entryFor, readProgram } from "./program.ts";
import type { Launch, Under } from "./protocol.ts";

/** Nothing recorded: the clock shows modelled steps only. */
export const NO_STRETCHES: RecordedStretches = {
  start: 0,
  compile: 0,
  exitBeforeCollect: 0,
  exitBeforeFini: 0,
  exitEnd: 0,
};

/** The program that every law is counted from. */
const PASS = "pass\n";

/** Modelled Ir of the run and exit phases, and the ledger at the end. */
export interface Modelled {
  run: number;
  exit: number;
  ledger: Ledger;
}

/** Runs a program with nothing recorded and says what the machine itself counts. */
export function modelledOf(
  machine: Machine,
  build: Build,
  launch: Launch,
  under: Under,
  program: Program,
): Modelled {
  machine.load(entryFor(build, launch, under, program), program, NO_STRETCHES);
  machine.run();
  const ledger = machine.ledger();
  const total = ledger.functions.get("main")?.[1] ?? 0;
  const run = ledger.functions.get("PyEval_EvalCode")?.[1] ?? 0;
  return { run, exit: total - run, ledger };
}

/** Modelled part of `pass`: the difference to the recorded profile is what stays recorded. */
export function modelledPass(
  machine: Machine,
  build: Build,
  launch: Launch,
  under: Under,
): Modelled {
  return modelledOf(machine, build, launch, under, readProgram("pass"));
}

/**
 * The recorded stretches of a program's clock. What the model's run of `pass` misses of the recorded
 * one is part of the law for `range(N)`, so it belongs to compiling there; `pass` itself has it at exit.
 */
export function recordedStretches(
  build: Build,
  launch: LaunchState,
  pass: Modelled,
  program: Program,
): RecordedStretches {
  const missed = launch.passPhases.run - pass.run;
  const law = program.n === null ? 0 : lawTotal(build, program.n);
  const lawExit = program.n === null ? missed : build.textLawExit;
  const compile = program.n === null ? textIr(build.compileLaw, program) : law - lawExit + missed;
  const exit = launch.passPhases.exit - pass.exit;
  const beforeCollect = Math.round(exit * build.exitShares.beforeCollect);
  const beforeFini = Math.round(exit * build.exitShares.beforeFini);
  return {
    start: launch.passPhases.start,
    compile: Math.max(0, compile),
    exitBeforeCollect: beforeCollect + lawExit,
    exitBeforeFini: beforeFini,
    // The law corrects what the machine counts at exit, in either direction.
    exitEnd: Math.max(0, exit - beforeCollect - beforeFini + textIr(build.exitLaw, program)),
  };
}

/** What a law over the features of a text says for a program: Ir beyond `pass`. */
export function textIr(law: FeatureLaw | undefined, program: Program): number {
  if (law === undefined || program.n !== null) return 0;
  const own = textFeatures(program.text, program.code);
  const pass = readProgram(PASS);
  const none = textFeatures(pass.text, pass.code);
  const ir = TEXT_FEATURES.reduce(
    (sum, name) => sum + (law[name] ?? 0) * (own[name] - none[name]),
    0,
  );
  return Math.round(ir);
}

/** What one row's law says for `range(n)`: [self, inclusive, calls]. */
export function lawRow(law: TextLaw, n: number): ProfileRow {
  const digits = String(n).length - 1;
  const value = (i: 0 | 1 | 2) =>
    law.base[i] +
    (n > 0 ? law.positive[i] : 0) +
    (n > 256 ? law.literal[i] : 0) +
    digits * law.digit[i];
  return [value(0), value(1), value(2)];
}

/** Ir that compiling `range(n)` costs beyond `pass`, the code's death at exit included. */
export function lawTotal(build: Build, n: number): number {
  return Object.values(build.textLaw).reduce((sum, law) => sum + lawRow(law, n)[0], 0);
}

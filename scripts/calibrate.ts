/**
 * Calibrates the simulator against a Python 2.7 of this machine.
 *
 *   npm run calibrate -- --python PATH [--build NAME] [--launches recipe,site,c] [--big] [--minutes M] [--into DIR]
 *
 * It records the pinned recipe under callgrind and the state at entry, prices every step of `range(n)` by
 * how often its instructions ran, proves the prices on n and programs that they were not fitted to, and
 * writes tests/traces/NAME/, public/builds/NAME.json and public/calibration/NAME.json (under DIR). The score
 * sheet goes to the standard output, progress to the standard error. Everything is written when all of it
 * is there; exit status 2 and one line where it cannot be done, 130 after Ctrl-C.
 *
 * With --minutes M it goes on for about so long: it records small programs (tests/calibration) and fits the
 * prices of all other steps to them (scripts/fit), in the repository itself. Without, those steps have no price.
 */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { parseBuild } from "../src/tables/build.ts";
import { spawnSync } from "node:child_process";
import {
  type Interpreter,
  checkInterpreter,
  checkLibc,
  checkTools,
  nameFor,
} from "./calibrate/check.ts";
import { CalibrateProblem } from "./calibrate/problem.ts";
import { record, stopRecording } from "./calibrate/record.ts";
import { type RecordedRange, scoreboard } from "./calibrate/score.ts";
import { sheet, transfers } from "./calibrate/sheet.ts";
import { BUILDS, type BuildFacts, convert, readRuns } from "./convert/build.ts";
import { hotPrices } from "./convert/hot-prices.ts";
import { ROOT, machineOf } from "./convert/machine.ts";
import { readSegments } from "./convert/segments.ts";

/** n that prices are fitted to: every branch of the text's law, and both regimes of the heap. */
const FITTED = [0, 1, 10, 41, 42, 100, 256, 257, 258, 300, 1000, 10_000, 100_000, 500_000];
/** n that judge them; the last ones only with --big. */
const HELD_OUT = [5000, 200_000, 1_000_000];
const BIG = [2_000_000, 5_000_000, 10_000_000];

const USAGE =
  "npm run calibrate -- --python PATH [--build NAME] [--launches recipe,site,c] [--big] [--minutes M] [--into DIR]";

interface Options {
  python: string;
  build: string | undefined;
  launches: string;
  heldOut: number[];
  minutes: number;
  into: string;
}

function readOptions(): Options {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      options: {
        python: { type: "string" },
        build: { type: "string" },
        launches: { type: "string", default: "recipe" },
        big: { type: "boolean", default: false },
        minutes: { type: "string", default: "0" },
        into: { type: "string", default: ROOT },
      },
    }));
  } catch (error) {
    throw new CalibrateProblem(`${(error as Error).message}. Usage: ${USAGE}`);
  }
  const { python, build, launches, big, into } = values;
  const minutes = Number(values.minutes);
  if (typeof python !== "string")
    throw new CalibrateProblem(`--python is missing. Usage: ${USAGE}`);
  if (typeof build === "string" && !/^[\w.+-]+$/.test(build)) {
    throw new CalibrateProblem(
      `"${build}" cannot be a build's name: letters, digits and . + - _ only`,
    );
  }
  const unknown = String(launches)
    .split(",")
    .filter((launch) => !["recipe", "site", "c"].includes(launch));
  if (unknown.length > 0 || !String(launches).includes("recipe")) {
    throw new CalibrateProblem(
      `--launches names recipe, and site and c if wanted, not "${launches}"`,
    );
  }
  if (!(minutes >= 0))
    throw new CalibrateProblem(`--minutes ${values.minutes} is no length of time`);
  if (minutes > 0 && into !== ROOT) {
    throw new CalibrateProblem(
      "--minutes fits programs in the repository: not together with --into",
    );
  }
  return {
    python,
    build: build as string | undefined,
    launches: String(launches),
    heldOut: big ? [...HELD_OUT, ...BIG] : HELD_OUT,
    minutes,
    into: String(into),
  };
}

/** What is known about the binary, for the conversion and for whoever reads its folder. */
function factsOf(name: string, interpreter: Interpreter, recordings: string): BuildFacts {
  const kind = interpreter.traceRefs ? "pydebug" : "release";
  return {
    name,
    title: `Python ${interpreter.version}, ${kind}, calibrated (${name})`,
    pie: interpreter.pie,
    refcntOffset: interpreter.traceRefs ? 16 : 0,
    buffersInPools: interpreter.buffersInPools,
    phases: name,
    recordings,
  };
}

const tell = (line: string) => process.stderr.write(`${line}\n`);

async function calibrate(options: Options, work: string): Promise<void> {
  checkTools();
  checkLibc();
  const interpreter = checkInterpreter(options.python);
  const name = options.build ?? nameFor(interpreter);
  if (BUILDS.some((known) => known.name === name)) {
    throw new CalibrateProblem(
      `${name} is a recorded build of this repository: choose another name`,
    );
  }
  tell(`calibrating ${name}: Python ${interpreter.version}`);
  const folder = join(work, name);
  await record(
    "calibrate.py",
    [
      ...["--python", options.python, "--build", name, "--out", folder],
      ...["--n", FITTED.join(","), "--held-out", options.heldOut.join(",")],
      ...["--launches", options.launches],
    ],
    tell,
  );
  tell("pricing and proving");
  const facts = factsOf(name, interpreter, folder);
  const { build: text, trace } = await convert(folder, facts);
  const build = parseBuild(text);
  const machine = await machineOf(build);
  const { runs } = JSON.parse(trace) as { runs: RecordedRange[] };
  const board = scoreboard(machine, build, runs, options.heldOut);
  const segments = readSegments(folder, facts);
  const { joined } = hotPrices(segments.functions_exact, segments.n_intobjects);
  const held = transfers(machine, build, readRuns(folder, name));
  const { recordings: _, ...about } = facts;
  writeFileSync(join(folder, "build.json"), `${JSON.stringify(about)}\n`);
  writeFileSync(join(folder, "range.json"), trace);
  const traces = join(options.into, "tests", "traces", name);
  put(join(options.into, "public", "calibration", `${name}.json`), `${JSON.stringify(board)}\n`);
  rmSync(`${traces}.new`, { recursive: true, force: true });
  cpSync(folder, `${traces}.new`, { recursive: true });
  rmSync(traces, { recursive: true, force: true });
  renameSync(`${traces}.new`, traces);
  put(join(options.into, "public", "builds", `${name}.json`), text);
  process.stdout.write(sheet(board, held, joined));
  tell(
    `written: tests/traces/${name}/, public/builds/${name}.json, public/calibration/${name}.json`,
  );
  if (options.minutes > 0) await fitPrograms(options, name, traces);
}

/** Part of the time that the programs which judge the fit get. */
const HELD_OUT_SHARE = 0.2;

/** The second stage: prices of everything else that programs do, as far as the time goes. */
async function fitPrograms(options: Options, name: string, traces: string): Promise<void> {
  const shares = { "held-out": HELD_OUT_SHARE, fit: 1 - HELD_OUT_SHARE };
  for (const [folder, share] of Object.entries(shares)) {
    await record(
      "programs.py",
      [
        ...["--build", name, "--python", options.python, "--resume"],
        ...["--minutes", String(options.minutes * share)],
        ...["--programs", join(ROOT, "tests", "calibration", folder)],
        ...["--out", join(traces, "programs", `${folder}.json`)],
      ],
      tell,
    );
  }
  tell("fitting the programs' prices");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(ROOT, "scripts", "fit", "main.ts"), "--build", name, "--write"],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) {
    const why = stderr.split("\n").find((line) => /Error/.test(line)) ?? "it failed";
    throw new CalibrateProblem(`the programs' prices could not be fitted: ${why}`);
  }
  const head = stdout.split("\n\n")[0] ?? "";
  const laws = stdout.split("\n").filter((line) => /^(compiling|exit), /.test(line));
  process.stdout.write(`\nOther programs, fitted and held out\n${head}\n${laws.join("\n")}\n`);
}

/** Written beside the target and renamed, so that a reader never sees half a file. */
function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const work = mkdtempSync(join(tmpdir(), "calibrate-"));
const clean = () => rmSync(work, { recursive: true, force: true });
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopRecording();
    clean();
    tell("stopped: nothing was written");
    process.exit(130);
  });
}
try {
  await calibrate(readOptions(), work);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Error)) throw error;
  tell(`error: ${message.split("\n")[0]}`);
  process.exitCode = 2;
} finally {
  clean();
}

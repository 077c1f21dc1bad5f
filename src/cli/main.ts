/**
 * The command line: the same machine in Node. Results go to stdout, progress and diagnostics to
 * stderr. Exit status 0; 1 when the simulated program failed or met a limit; 2 for wrong words.
 */
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCore } from "../../scripts/build-core.ts";
import { isC } from "../../workers/c-program.ts";
import { instantiate } from "../../workers/core.ts";
import { COLLECTOR_NAMES, DEFAULT_COLLECTOR, collectorList } from "../../workers/collectors.ts";
import { Machine } from "../../workers/machine.ts";
import { ProgramProblem } from "../../workers/program.ts";
import { type Report, beside, report } from "../../workers/report.ts";
import { exportRun } from "../../workers/exports.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import type { RunRequest } from "../../workers/protocol.ts";
import { type Build, BuildError, parseBuild } from "../tables/build.ts";
import { type Command, EXPORTS, type RunCommand, UsageError, parseArgs, usage } from "./args.ts";
import { type FoundMoment, findAll } from "./find.ts";
import { type Progress, showProgress } from "./progress.ts";
import { readExamples } from "./examples.ts";
import { type Comparison, compareManagers } from "./compare.ts";
import { listText, reportText } from "./print.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILDS = join(ROOT, "public", "builds");
const EXAMPLES = readExamples(join(ROOT, "public", "examples"));

function buildNames(): string[] {
  return readdirSync(BUILDS)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

function version(): string {
  const pkg = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  return pkg.version;
}

/** Programs, builds, collectors and export kinds. */
function listing() {
  const examples = EXAMPLES.map(({ name, about, defaultN }) => ({ name, about, n: defaultN }));
  const builds = buildNames().map((name) => {
    const { title, launches } = parseBuild(readFileSync(join(BUILDS, `${name}.json`), "utf8"));
    return { name, title, launches: Object.keys(launches) };
  });
  return {
    examples,
    builds,
    collectors: COLLECTOR_NAMES,
    managers: collectorList(),
    exports: EXPORTS,
  };
}

function textOf(source: RunCommand["source"]): string {
  if ("text" in source) return source.text;
  try {
    return readFileSync(source.file, "utf8");
  } catch (error) {
    throw new UsageError(`${source.file} cannot be read: ${(error as Error).message}`);
  }
}

/** A report, with the comparison that was asked for. */
export type CliReport = Report & { compare?: Comparison; found?: FoundMoment[] };

async function simulate(command: RunCommand): Promise<CliReport> {
  const progress = showProgress();
  try {
    return await simulated(command, progress);
  } finally {
    await progress.end();
  }
}

async function simulated(command: RunCommand, progress: Progress): Promise<CliReport> {
  await ensureCore();
  const machine = new Machine(await instantiate(readFileSync(join(ROOT, "build", "core.wasm"))));
  const build = parseBuild(readFileSync(join(BUILDS, `${command.build}.json`), "utf8"));
  const { launch, under } = command;
  const text = textOf(command.source);
  const request = {
    buildJson: "",
    launch,
    under,
    limitIr: command.limitIr,
    limitBytes: command.limitBytes,
    schedule: command.schedule,
    thp: command.thp,
    ...(command.malloc === undefined ? {} : { malloc: command.malloc }),
    ...(command.collector === undefined ? {} : { collector: command.collector }),
  };
  machine.runner.onPause = (ir, ints) => progress.at(ir, ints, null);
  try {
    const run = loadRun(machine, build, { ...request, text });
    machine.runner.onPause = (ir, ints) => progress.at(ir, ints, run.total);
    const result = reportOn(machine, run, command, progress);
    writeExports(machine, run, command);
    const { finds, findFrom } = command;
    const found = finds.length === 0 ? {} : { found: await findAll(machine, run, finds, findFrom) };
    if (command.compare !== undefined) {
      if (isC(text)) throw new UsageError("--compare: a C program has no memory manager");
      return { ...result, ...found, compare: await compared(command, text, progress) };
    }
    if (!isC(text)) return { ...result, ...found };
    const range = { ...request, text: `range(${result.n})` };
    return {
      ...result,
      ...found,
      beside: beside(simulateText(machine, build, range, command, progress)),
    };
  } catch (error) {
    if (!(error instanceof ProgramProblem) || error.stderr === null) throw error;
    for (const { path } of command.exports)
      process.stderr.write(`rangescope: ${path} is not written: no program ran\n`);
    return uncompiled(
      simulateText(machine, build, { ...request, text: "pass" }, command, progress),
      text,
      error.stderr,
    );
  }
}

/**
 * A text that Python itself refuses: the process starts, reports and ends. Its instructions are those
 * of `pass`; what reporting costs is not known.
 */
function uncompiled(pass: Report, text: string, stderr: string): Report {
  return { ...pass, program: text, exit: { status: 1, stderr, limit: null } };
}

function simulateText(
  machine: Machine,
  build: Build,
  request: RunRequest,
  command: RunCommand,
  progress: Progress,
): Report {
  return reportOn(machine, loadRun(machine, build, request), command, progress);
}

function reportOn(
  machine: Machine,
  run: LoadedRun,
  command: RunCommand,
  progress: Progress,
): Report {
  const result = report(machine, run, {
    version: version(),
    stagesAt: command.stageAt.map((at) => Math.min(at, run.total)),
    progress: progress.part,
  });
  return result;
}

/** The program under the report's manager and under another one. */
async function compared(
  {
    compare,
    collector,
    build,
    launch,
    under,
    malloc,
    schedule,
    thp,
    limitIr,
    limitBytes,
  }: RunCommand,
  text: string,
  progress: Progress,
): Promise<Comparison> {
  if (compare === undefined) throw new Error("nothing is compared");
  progress.part("comparison", 2, 3);
  const buildJson = readFileSync(join(BUILDS, `${build}.json`), "utf8");
  const request = { buildJson, text, launch, under, schedule, thp, limitIr, limitBytes };
  return compareManagers(
    async () => readFileSync(join(ROOT, "build", "core.wasm")),
    malloc === undefined ? request : { ...request, malloc },
    [collector ?? { name: DEFAULT_COLLECTOR }, compare.with],
    compare.at,
  );
}

/** Files of the real tools, one for each process. */
function writeExports(machine: Machine, run: LoadedRun, command: RunCommand): void {
  for (const { kind, path } of command.exports) {
    for (const [index, { pid, text }] of exportRun(machine, run, kind).entries()) {
      writeWhole(exportPath(path, pid, index === 0), text);
    }
  }
}

/** valgrind's %p is the process's number; without it that stands behind the names of all but the first. */
function exportPath(path: string, pid: number, first: boolean): string {
  if (path.includes("%p")) return path.replaceAll("%p", String(pid));
  return first ? path : `${path}.${pid}`;
}

/** A file is written beside its place and moved there when it is whole. */
function writeWhole(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    rmSync(`${path}.new`, { force: true });
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

async function perform(command: Command): Promise<number> {
  if (command.command === "help") process.stdout.write(usage(EXAMPLES));
  else if (command.command === "version") process.stdout.write(`rangescope ${version()}\n`);
  else if (command.command === "list") {
    const list = listing();
    process.stdout.write(command.json ? `${JSON.stringify(list)}\n` : listText(list));
  } else {
    const result = await simulate(command);
    process.stdout.write(command.json ? `${JSON.stringify(result)}\n` : reportText(result));
    return result.exit.status === 0 ? 0 : 1;
  }
  return 0;
}

async function main(): Promise<number> {
  try {
    return await perform(parseArgs(process.argv.slice(2), buildNames(), EXAMPLES));
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`rangescope: ${error.message}\n\n${usage(EXAMPLES)}`);
      return 2;
    }
    if (error instanceof ProgramProblem) {
      const { message, remedy, line, column } = error.problem;
      const where = column === undefined ? "" : `, column ${column}`;
      const place = line === undefined ? "" : ` (line ${line}${where})`;
      process.stderr.write(`rangescope: ${message}${place}. ${remedy}\n`);
      return 2;
    }
    if (error instanceof BuildError) {
      process.stderr.write(`rangescope: ${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

process.exitCode = await main();

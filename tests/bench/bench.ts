/**
 * The benchmark: the simulated `range(n)` beside the real one, in one run, interleaved, as medians and
 * ratios. It asserts nothing: times belong to a machine, not to a test.
 *
 *   npm run bench -- [n] [rounds]         (default 10000000, 7)
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCore } from "../../scripts/build-core.ts";
import { grouped } from "../../src/instruments/narrate.ts";
import { parseBuild } from "../../src/tables/build.ts";
import { instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { loadRun } from "../../workers/run.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = "2.7.18-debian-release";
const PYTHON = "/usr/bin/python2.7";

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** user + system milliseconds of a command, as its parent is told. */
function cpuMs(command: string, args: string[], cwd: string): number {
  const script = `import resource,subprocess,sys
subprocess.call(sys.argv[1:])
r=resource.getrusage(resource.RUSAGE_CHILDREN); print(1000*(r.ru_utime+r.ru_stime))`;
  const result = spawnSync("python3", ["-c", script, command, ...args], { cwd, encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return Number(result.stdout.trim().split("\n").at(-1));
}

function wallMs(command: string, args: string[], cwd: string): number {
  const started = performance.now();
  const result = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return performance.now() - started;
}

async function main(): Promise<void> {
  const n = Number(process.argv[2] ?? 10_000_000);
  const rounds = Number(process.argv[3] ?? 7);
  await ensureCore();
  const machine = new Machine(await instantiate(readFileSync(join(ROOT, "build", "core.wasm"))));
  const json = readFileSync(join(ROOT, "public", "builds", `${BUILD}.json`), "utf8");
  const request = {
    buildJson: json,
    text: `range(${n})`,
    launch: "recipe",
    under: "native",
  } as const;
  loadRun(machine, parseBuild(json), request);
  const folder = mkdtempSync(join(tmpdir(), "rangescope-bench-"));
  writeFileSync(join(folder, "p.py"), `range(${n})\n`);
  const simulated: number[] = [];
  const native: number[] = [];
  const hasPython = existsSync(PYTHON);
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    machine.run();
    simulated.push(performance.now() - started);
    if (hasPython) native.push(cpuMs(PYTHON, ["-S", "-E", "-B", "p.py"], folder));
  }
  const lines = [
    `range(${grouped(n)}) · ${cpus()[0]?.model ?? "unknown processor"} · Node ${process.version} · ${rounds} rounds, medians`,
    `simulated, all counters on   ${median(simulated).toFixed(1)} ms, ${(machine.wasmBytes() / 1048576).toFixed(1)} MiB of wasm memory`,
  ];
  if (hasPython) {
    const ratio = median(simulated) / median(native);
    lines.push(
      `python2.7, user + sys        ${median(native).toFixed(0)} ms: simulated takes ${ratio.toFixed(3)} of it`,
    );
  } else lines.push("python2.7 is not installed here: no native figure");
  if (hasPython && existsSync("/usr/bin/valgrind")) {
    const args = [
      "--tool=callgrind",
      "--callgrind-out-file=/dev/null",
      PYTHON,
      "-S",
      "-E",
      "-B",
      "p.py",
    ];
    const under = wallMs("valgrind", args, folder);
    lines.push(
      `python2.7 under callgrind     ${under.toFixed(0)} ms wall: 1/${(under / median(simulated)).toFixed(0)} of it`,
    );
  }
  rmSync(folder, { recursive: true });
  process.stdout.write(`${lines.join("\n")}\n`);
}

await main();

/** Times, medians and quantiles: what every part of the benchmark measures with. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export const PYTHON = "/usr/bin/python2.7";
/** As the recorded runs were launched: without site, environment and written bytecode. */
const FLAGS = ["-S", "-E", "-B"];

/** Absent tools give no figure; the report says so. */
export const hasPython = existsSync(PYTHON);
export const hasValgrind = hasPython && existsSync("/usr/bin/valgrind");

/** The value below which a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** user + system milliseconds of the real interpreter on a program. */
export function nativeMs(text: string): number {
  const script = `import resource,subprocess,sys
subprocess.check_call(sys.argv[1:])
r=resource.getrusage(resource.RUSAGE_CHILDREN); print(1000*(r.ru_utime+r.ru_stime))`;
  const args = ["-c", script, PYTHON, ...FLAGS, "-c", text];
  const result = spawnSync("python3", args, { encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return Number(result.stdout.trim().split("\n").at(-1));
}

/** Wall milliseconds of the real interpreter under callgrind. */
export function callgrindMs(text: string): number {
  const tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
  const started = performance.now();
  const result = spawnSync("valgrind", [...tool, PYTHON, ...FLAGS, "-c", text], {
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return performance.now() - started;
}

/** Processor milliseconds that this process used for `work`: other programs do not count. */
export function ownMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Numbers that look random and are the same in every run. */
export function* instants(below: number, count: number): Generator<number> {
  let state = 12345;
  for (let i = 0; i < count; i++) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    yield Math.floor((state / 2 ** 31) * below);
  }
}

/** The machine in Node: whole runs beside the real interpreter, seeks, memory, growth. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseBuild } from "../../src/tables/build.ts";
import { instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { Session } from "../../workers/session.ts";
import {
  callgrindMs,
  hasPython,
  hasValgrind,
  instants,
  median,
  nativeMs,
  ownMs,
  quantile,
} from "./measure.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
export const BUILD = "2.7.18-debian-release";
export const PYDEBUG = "2.7.18-debian-pydebug";
const MIB = 2 ** 20;
/** Enough that one slow moment of a busy machine is not the 95th percentile. */
const SEEKS = 60;
/** Wide enough for 10^8 ints of a pydebug build. */
const LIMIT_BYTES = 64 * 2 ** 30;

export function coreBytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(ROOT, "build", "core.wasm")));
}

export function requestFor(text: string, build = BUILD) {
  const buildJson = readFileSync(join(ROOT, "public", "builds", `${build}.json`), "utf8");
  return { buildJson, text, launch: "recipe", under: "native", limitBytes: LIMIT_BYTES } as const;
}

/** A machine of its own, so that its memory is this program's; without checkpoints, so that runs are whole. */
export async function loaded(
  text: string,
  build = BUILD,
): Promise<{ machine: Machine; run: LoadedRun }> {
  const machine = new Machine(await instantiate(coreBytes()), null);
  const request = requestFor(text, build);
  return { machine, run: loadRun(machine, parseBuild(request.buildJson), request) };
}

export interface Compared {
  /** Medians, in ms: processor time of the simulated and the native run, wall time under callgrind. */
  simulated: number;
  native: number | null;
  callgrind: number | null;
  mib: number;
}

/** Runs of the machine and of the real interpreter by turns. */
export async function compare(text: string, rounds: number, callgrind = false): Promise<Compared> {
  const { machine } = await loaded(text);
  const simulated: number[] = [];
  const native: number[] = [];
  for (let round = 0; round < rounds; round++) {
    simulated.push(ownMs(() => machine.run()));
    if (hasPython) native.push(nativeMs(text));
  }
  return {
    simulated: median(simulated),
    native: hasPython ? median(native) : null,
    callgrind: callgrind && hasValgrind ? callgrindMs(text) : null,
    mib: machine.wasmBytes() / MIB,
  };
}

export interface Seeks {
  p50: number;
  p95: number;
  back: number;
}

/** What somebody waits for, in ms. */
async function waited(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

/** Seeks to random instants and single steps back, through the session as the window makes them. */
export async function seeks(text: string, count = SEEKS): Promise<Seeks> {
  const session = new Session(async () => coreBytes());
  const opened = await session.open(requestFor(text));
  if ("problem" in opened) throw new Error(opened.problem.message);
  const times: number[] = [];
  const back: number[] = [];
  for (const ir of instants(opened.summary.total, count)) {
    times.push(await waited(() => session.seek(ir)));
    back.push(await waited(() => session.step(ir, "bytecode", -1)));
  }
  return { p50: median(times), p95: quantile(times, 0.95), back: quantile(back, 0.95) };
}

export interface Size {
  n: number;
  ms: number;
  mib: number;
}

/** One size of `range(n)`: the time of a run and the memory that it used. */
export async function sized(n: number, build = BUILD, rounds = 3): Promise<Size> {
  const { machine } = await loaded(`range(${n})`, build);
  const times = Array.from({ length: rounds }, () => ownMs(() => machine.run()));
  return { n, ms: median(times), mib: machine.wasmBytes() / MIB };
}

/** A family of processes from nothing to its end. */
export async function family(text: string, rounds: number): Promise<{ ms: number; mib: number }> {
  const machine = new Machine(await instantiate(coreBytes()));
  const request = requestFor(text);
  const build = parseBuild(request.buildJson);
  const times = Array.from({ length: rounds }, () => ownMs(() => loadRun(machine, build, request)));
  return { ms: median(times), mib: machine.wasmBytes() / MIB };
}

/** What the tests of the machine share: the compiled core, opened runs, seeded choices, public reads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ev, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { Stat, Word } from "../../assembly/abi/layout.ts";
import { Stop } from "../../assembly/abi/stop.ts";
import { type Build, parseBuild } from "../../src/tables/build.ts";
import { instantiate } from "../../workers/core.ts";
import { Machine, type RunOptions } from "../../workers/machine.ts";
import type { Under } from "../../workers/protocol.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** The builds whose recorded machine every test of the core runs on. */
export const BUILDS = [
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
  "2.7.12-pydebug-valgrind",
] as const;

export type BuildName = (typeof BUILDS)[number];

export const wasm = (): Promise<Buffer<ArrayBuffer>> =>
  Promise.resolve(readFileSync(join(ROOT, "build", "core.wasm")));

export function buildJson(name: BuildName): string {
  return readFileSync(join(ROOT, "public", "builds", `${name}.json`), "utf8");
}

const parsed = new Map<BuildName, Build>();

export function buildOf(name: BuildName): Build {
  const known = parsed.get(name) ?? parseBuild(buildJson(name));
  parsed.set(name, known);
  return known;
}

export async function newMachine(): Promise<Machine> {
  return new Machine(await instantiate(await wasm()));
}

/** Sets the machine up for `range(n)` as launched by the recipe. */
export function open(
  machine: Machine,
  name: BuildName,
  n: number,
  under: Under = "native",
): LoadedRun {
  return loadRun(machine, buildOf(name), {
    buildJson: "",
    text: `range(${n})`,
    launch: "recipe",
    under,
  });
}

/** Reproducible choices (mulberry32): a failing test names the seed that made them. */
export class Choices {
  constructor(private state: number) {}

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number of [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  of<T>(options: readonly T[]): T {
    const chosen = options[this.between(0, options.length - 1)];
    if (chosen === undefined) throw new Error("there is nothing to choose from");
    return chosen;
  }
}

/** `count` instants of the modelled stretches: those a seek does not move. */
export function modelledInstants(run: LoadedRun, count: number, choices: Choices): number[] {
  const stretches = run.stretches.flatMap((stretch) => {
    const edges = [stretch.from, ...stretch.recorded.flat(), stretch.to];
    const between: [number, number][] = [];
    for (let i = 0; i < edges.length; i += 2) between.push([edges[i] ?? 0, edges[i + 1] ?? 0]);
    return between.filter(([from, to]) => to > from);
  });
  return Array.from({ length: count }, () => {
    const [from, to] = choices.of(stretches);
    return choices.between(from, to);
  });
}

/** One event record, by name. */
export interface Record6 {
  ir: number;
  kind: Ev;
  addr: number;
  a: number;
  b: number;
  times: number;
}

export function decodeRecords(floats: Float64Array): Record6[] {
  const records: Record6[] = [];
  for (let i = 0; i < floats.length; i += RECORD_FIELDS) {
    const [ir = 0, what = 0, addr = 0, a = 0, b = 0, times = 0] = floats.subarray(
      i,
      i + RECORD_FIELDS,
    );
    records.push({ ir, kind: what % 256, addr, a, b, times });
  }
  return records;
}

/** The bits that choose kinds of event for a recording. */
export function bits(...kinds: Ev[]): number {
  return kinds.reduce((mask, kind) => mask | (1 << kind), 0);
}

/** All records of some kinds in a run, however many: they are read in windows of the ring's size. */
export function allRecords(machine: Machine, kinds: number, options: RunOptions = {}): Record6[] {
  const all: Record6[] = [];
  let from = options.recordFrom ?? 0;
  while (true) {
    const stop = machine.run({ ...options, recordFrom: from, kinds });
    const window = decodeRecords(machine.records());
    if (stop !== Stop.RECORDS_FULL) return all.concat(window);
    // The window may end between two records of one instant, which then begins the next window.
    const last = window.at(-1)?.ir ?? from;
    if (last === from)
      throw new Error(`more events happen at instant ${from} than one window holds`);
    all.push(...window.filter((record) => record.ir < last));
    from = last;
  }
}

/** The instant of the first (or a later) event of a kind. */
export function instantOf(machine: Machine, kind: Ev, index = 0): number {
  machine.run({ recordFrom: 0, kinds: bits(kind) });
  const record = decodeRecords(machine.records())[index];
  if (record === undefined) throw new Error(`the run has no event ${Ev[kind]} number ${index}`);
  return record.ir;
}

export function stat(machine: Machine, index: Stat): number {
  return machine.stats()[index] ?? 0;
}

/** One word of simulated memory as an inspector sees it. */
export function peek(machine: Machine, addr: number): { word: Word; value: number } {
  const [word = 0, , low = 0, high = 0] = machine.values(addr, 1);
  return { word, value: high * 2 ** 32 + low };
}

/** Everything a run can be asked about, at the instant where it is parked. */
export function whole(m: Machine): unknown {
  const { functions, executed } = m.ledger();
  return {
    hash: m.hash(),
    functions: [...functions],
    executed: [...executed],
    events: [...m.eventCounts()],
    stack: m.stack(),
    requests: [...m.requests()].sort(([a], [b]) => a - b),
    // Wasm memory in use depends on what the run keeps apart.
    stats: [...m.stats()],
  };
}

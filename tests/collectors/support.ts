/** Programs under the memory managers: what they print, what the manager did, what the oracle found. */
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import { COLLECTOR_NAMES } from "../../workers/collectors.ts";
import { Machine } from "../../workers/machine.ts";
import { ProgramProblem } from "../../workers/program.ts";
import type { CollectorChoice } from "../../workers/protocol.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { instantiate } from "../../workers/core.ts";
import { buildOf, wasm } from "../core/support.ts";

/** All managers but the default one. */
export const OTHERS = COLLECTOR_NAMES.filter((name) => name !== "refcount");

/** What a program may print that differs between managers by right: counts, sizes, addresses. */
export const TELLS_MANAGERS_APART = /\b(getrefcount|getsizeof|id|get_count|is_tracked)\(/;

/** Settings under which even small programs are collected often, and every collection is checked. */
export const EAGER = { threshold: 65536, growth: 1.1, nursery: 65536, oracle: 1 };

/** The default manager, checked alike. */
export const CHECKED = { name: "refcount", oracle: 1 };

export interface Ran {
  stdout: string;
  stderr: string;
  status: number;
  stats: Float64Array;
  run: LoadedRun;
}

/** A machine that is replaced when a program breaks it. */
export class Bench {
  machine: Machine | null = null;

  async ready(): Promise<Machine> {
    this.machine ??= new Machine(await instantiate(await wasm()));
    return this.machine;
  }

  /** Runs a program; what is not simulated is a text. */
  async run(text: string, collector?: CollectorChoice): Promise<Ran | string> {
    const machine = await this.ready();
    this.machine = null;
    try {
      const request = { buildJson: "", text, launch: "recipe", under: "native" } as const;
      const build = buildOf("2.7.18-debian-release");
      const run = loadRun(
        machine,
        build,
        collector === undefined ? request : { ...request, collector },
      );
      this.machine = machine;
      const { stdout, exit } = run.measured;
      const { stderr, status } = exit;
      return { stdout, stderr, status, stats: machine.collectorStats(), run };
    } catch (error) {
      if (!(error instanceof ProgramProblem)) throw error;
      return error.problem.message;
    }
  }
}

/** What is wrong with a program under a manager, compared with the default one; null for nothing. */
export function difference(counted: Ran, other: Ran | string): string | null {
  if (typeof other === "string") return other;
  if (other.stdout !== counted.stdout) return "another output";
  if (other.stderr !== counted.stderr) return `another end: ${other.stderr}`;
  if (other.status !== counted.status) return `another status: ${other.status}`;
  return misjudged(counted, "the default manager: ") ?? misjudged(other, "");
}

/** What the oracle found after the collections of a run; null for nothing. */
function misjudged({ stats }: Ran, whose: string): string | null {
  const lost = stats[CollectorStat.LOST] ?? 0;
  const kept = stats[CollectorStat.KEPT] ?? 0;
  return lost + kept === 0 ? null : `${whose}${lost} lost, ${kept} kept`;
}

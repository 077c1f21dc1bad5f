/** `--find`: instants by what happens there, with the searches that the window has (workers/navigate.ts). */
import type { Machine } from "../../workers/machine.ts";
import { EVENT_NAMES, GAUGE_NAMES, Navigator } from "../../workers/navigate.ts";
import type { Compare, Moment } from "../../workers/protocol.ts";
import type { LoadedRun } from "../../workers/run.ts";

/** What `--find` takes, for the help and for errors. */
export const FINDS = `ir:N, phase:NAME, KIND#K, next:WHAT, previous:WHAT where WHAT is a KIND, write:ADDRESS[:BYTES]
                        or a condition like rss>=4000; KIND is ${EVENT_NAMES.join(", ")}`;

const PHASES = ["start", "compile", "run", "exit", "end"] as const;
const WORD = 8;

/** One answer: null where there is no such instant. */
export interface FoundMoment {
  what: string;
  ir: number | null;
  /** The C function that wrote, of a search for a write. */
  fn: string;
}

/** Understands one `--find`; null where it cannot. */
export function momentOf(text: string): Moment | null {
  const number = /^ir:(\d+)$/.exec(text);
  if (number !== null) return { at: "instruction", ir: Number(number[1]) };
  const phase = PHASES.find((name) => text === `phase:${name}`);
  if (phase !== undefined) return { at: "phase", name: phase };
  const nth = /^([a-z-]+)#(\d+)$/.exec(text);
  if (nth !== null) {
    const kind = EVENT_NAMES.find((name) => name === nth[1]);
    return kind === undefined ? null : { at: "event", kind, k: Number(nth[2]) };
  }
  const [, at = "", what = ""] = /^(next|previous):(.*)$/.exec(text) ?? [];
  if (at !== "next" && at !== "previous") return null;
  return relative(at, what);
}

function relative(at: "next" | "previous", what: string): Moment | null {
  const kind = EVENT_NAMES.find((name) => name === what);
  if (kind !== undefined) return { at, kind };
  const write = /^write:(0x[0-9a-f]+|\d+)(?::(\d+))?$/.exec(what);
  if (write !== null) return { at, addr: Number(write[1]), bytes: Number(write[2] ?? WORD) };
  const condition = /^([a-z-]+)(>=|<=|>|<)(\d+)$/.exec(what);
  const gauge = GAUGE_NAMES.find((name) => name === condition?.[1]);
  if (condition === null || gauge === undefined) return null;
  return { at, gauge, compare: condition[2] as Compare, value: Number(condition[3]) };
}

/** The answers, seen from instant `from`. */
export async function findAll(
  machine: Machine,
  run: LoadedRun,
  finds: readonly { what: string; moment: Moment }[],
  from: number,
): Promise<FoundMoment[]> {
  run.load(machine);
  const navigator = new Navigator(machine, run);
  const found: FoundMoment[] = [];
  for (const { what, moment } of finds) {
    const answer = await navigator.find(Math.min(from, run.total), moment);
    found.push({ what, ir: answer?.ir ?? null, fn: answer?.fn ?? "" });
  }
  return found;
}

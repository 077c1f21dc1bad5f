/** The counters that the timeline draws over the clock. */
import { Gauge } from "../../../assembly/abi/samples.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { isAlone, shares } from "../../state/shares.ts";
import { bytes, group } from "../format.ts";

export interface Lane {
  name: string;
  colour: { light: string; dark: string };
  /** The counter in row `row` of the samples. */
  read(run: RunSummary, row: number): number;
  print(value: number): string;
}

const PAGE = 4096;

function gauge(run: RunSummary, row: number, which: Gauge): number {
  return run.samples[row + which] ?? 0;
}

/** Bytes of PSS or USS in a row of the samples; NaN while the processes are compared. */
function share(run: RunSummary, row: number, which: "pss" | "uss"): number {
  if (isAlone(run)) {
    const recorded = which === "pss" ? run.recorded.pssKb : run.recorded.ussKb;
    return recorded * 1024 + gauge(run, row, Gauge.RSS) * PAGE;
  }
  const known = shares.value;
  if (known === null) return Number.NaN;
  const ir = gauge(run, row, Gauge.IR);
  let [low, high] = [0, known.ir.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((known.ir[middle] ?? 0) <= ir) low = middle;
    else high = middle - 1;
  }
  return (known[which][low] ?? Number.NaN) * PAGE;
}

const ALL_LANES: readonly Lane[] = [
  {
    name: "heap",
    colour: { light: "#6b7178", dark: "#9aa1a9" },
    read: (run, row) => gauge(run, row, Gauge.HEAP) + gauge(run, row, Gauge.MMAPPED),
    print: bytes,
  },
  {
    name: "live ints",
    colour: { light: "#0072b2", dark: "#3d9be0" },
    read: (run, row) => gauge(run, row, Gauge.LIVE_INTS),
    print: group,
  },
  {
    name: "free slots",
    colour: { light: "#2f9bd8", dark: "#6bbcf0" },
    read: (run, row) => gauge(run, row, Gauge.FREE_INTS),
    print: group,
  },
  {
    name: "RSS",
    colour: { light: "#8f4a00", dark: "#e0a160" },
    read: (run, row) => run.recorded.residentKb * 1024 + gauge(run, row, Gauge.RSS) * PAGE,
    print: bytes,
  },
  {
    name: "PSS",
    colour: { light: "#7d3c98", dark: "#c39bd3" },
    read: (run, row) => share(run, row, "pss"),
    print: bytes,
  },
  {
    name: "USS",
    colour: { light: "#00705a", dark: "#5cc7a8" },
    read: (run, row) => share(run, row, "uss"),
    print: bytes,
  },
];

/** The lanes whose counters are known: shares of several processes come after the run. */
export function lanesOf(run: RunSummary): readonly Lane[] {
  return ALL_LANES.filter(({ read }) => !Number.isNaN(read(run, 0)));
}

/** The row of the samples that holds at an instant: the last one that is not later. */
export function rowAt(run: RunSummary, ir: number): number {
  let low = 0;
  let high = run.samples.length / Gauge.COUNT - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((run.samples[middle * Gauge.COUNT] ?? 0) <= ir) low = middle;
    else high = middle - 1;
  }
  return low * Gauge.COUNT;
}

/** Least and largest value of a lane between two instants. */
export function rangeOf(run: RunSummary, lane: Lane, from: number, to: number): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let row = rowAt(run, from); row < run.samples.length; row += Gauge.COUNT) {
    if ((run.samples[row] ?? 0) > to) break;
    const value = lane.read(run, row);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [Number.isFinite(least) ? least : 0, most];
}

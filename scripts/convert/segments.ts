/** What is known about the steps of `range(n)`: from the recorded truth, or from a fresh recording. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuildFacts } from "./build.ts";
import { type Combination, type IntLayout, columnParts, combine } from "./columns.ts";
import {
  applyDelta,
  type EntryFile,
  type ExactFunction,
  type InstructionsFile,
  type RecordedEntry,
  readJson,
  type Segments,
  type SegmentsFile,
} from "./truth.ts";

export function readSegments(truthDir: string, facts: BuildFacts): Segments {
  if (existsSync(join(truthDir, "instructions.json"))) return fromInstructions(truthDir, facts);
  const segments = readJson<SegmentsFile>(truthDir, "segments.json").builds[facts.name];
  if (segments === undefined) throw new Error(`no segments of ${facts.name}`);
  return segments;
}

/** Bytes that the debug hooks add to a request. */
const GUARD_BYTES = 32;

function fromInstructions(truthDir: string, facts: BuildFacts): Segments {
  const recorded = readJson<EntryFile>(truthDir, "entry-state.json").builds[facts.name];
  const launch = recorded?.launches.recipe;
  if (launch === undefined) throw new Error(`no entry state of ${facts.name}`);
  const { ints } = applyDelta<RecordedEntry>(launch.pass, launch["range(300)_delta"]);
  const layout = { slots: ints.slots_per_block, freeAtCall: ints.free_list.length };
  const bytes = 8 + ints.slots_per_block * ints.int_size;
  return {
    block_request_bytes: bytes + (facts.refcntOffset > 0 ? GUARD_BYTES : 0),
    n_intobjects: ints.slots_per_block,
    free_ints_at_range_call: layout.freeAtCall,
    functions_exact: exactFunctions(
      readJson<InstructionsFile>(truthDir, "instructions.json"),
      layout,
    ),
  };
}

/** Rows all of whose instructions ran as often as the columns say, at every n. */
export function exactFunctions(
  { n, rows }: InstructionsFile,
  layout: IntLayout,
): Record<string, ExactFunction> {
  const parts = columnParts(n, layout);
  const zero = n.indexOf(0);
  if (zero < 0) throw new Error("range(0) was not recorded by instruction");
  const result: Record<string, ExactFunction> = {};
  for (const [row, groups] of Object.entries(rows)) {
    const clusters = groups.map(([counts, instructions]) => {
      const beyond = counts.map((count) => count - (counts[zero] ?? 0));
      return { count: combine(beyond, parts), instructions };
    });
    if (clusters.some(({ count }) => count === null)) continue;
    const changing = clusters.flatMap(({ count, instructions }) =>
      count !== null && Object.keys(count).length > 0 ? [{ count, instructions }] : [],
    );
    result[row] = { delta_vs_range0: sumOf(changing), segments: changing };
  }
  return result;
}

function sumOf(clusters: { count: Combination; instructions: number }[]): Combination {
  const sum: Combination = {};
  for (const { count, instructions } of clusters) {
    for (const [column, factor] of Object.entries(count)) {
      sum[column] = (sum[column] ?? 0) + factor * instructions;
    }
  }
  return sum;
}

/**
 * Massif's output file (valgrind's massif/ms_main.c; read by ms_print and massif-visualizer). Bytes of stacks
 * are the recorded ones at the peak, the clock is net instructions.
 */
import type { HeapSite } from "../instruments/heap.ts";
import type { MassifProfile } from "../instruments/massif.ts";

/** Places below this share of the heap are one line (--threshold). */
const THRESHOLD = 0.01;

/** `frames` gives the functions from the one that asked to the outermost. */
export function massifFile(
  massif: MassifProfile,
  command: string,
  frames: (site: HeapSite) => readonly string[],
): string {
  const lines = ["desc: --stacks=yes --time-unit=i (simulated)", `cmd: ${command}`, "time_unit: i"];
  for (const [index, { ir, useful, extra, stacks }] of massif.snapshots.entries()) {
    const peak = index === massif.peak;
    lines.push(
      ...["#-----------", `snapshot=${index}`, "#-----------", `time=${ir}`],
      ...[`mem_heap_B=${useful}`, `mem_heap_extra_B=${extra}`, `mem_stacks_B=${stacks}`],
      `heap_tree=${peak ? "peak" : "empty"}`,
    );
    if (peak) lines.push(...treeLines(useful, massif.shares, frames));
  }
  return `${lines.join("\n")}\n`;
}

function treeLines(
  useful: number,
  shares: ReadonlyMap<HeapSite, number>,
  frames: (site: HeapSite) => readonly string[],
): string[] {
  const known = [...shares].filter(([, bytes]) => bytes > 0).sort((a, b) => b[1] - a[1]);
  const shown = known.filter(([, bytes]) => bytes >= useful * THRESHOLD);
  const rest = useful - shown.reduce((sum, [, bytes]) => sum + bytes, 0);
  const children = shown.length + (rest > 0 ? 1 : 0);
  const lines = [
    `n${children}: ${useful} (heap allocation functions) malloc/new/new[], --alloc-fns, etc.`,
  ];
  for (const [site, bytes] of shown) {
    const path = frames(site);
    path.forEach((frame, depth) => {
      const last = depth === path.length - 1;
      lines.push(`${" ".repeat(depth + 1)}n${last ? 0 : 1}: ${bytes} 0x0: ${frame}`);
    });
  }
  // What start-up left alive is one figure: its places were not recorded.
  const places = known.length - shown.length + 1;
  if (rest > 0)
    lines.push(` n0: ${rest} in ${places} places, below massif's threshold or start-up's`);
  return lines;
}

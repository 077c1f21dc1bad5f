/**
 * callgrind's output file (its documented format, version 1; read by callgrind_annotate and KCachegrind).
 * Self Ir of every row is the profile's; calls are those of the modelled part, whose callers are known.
 */
import type { CallgrindRow } from "../instruments/callgrind.ts";

/** A call between two rows, over the whole run. */
export interface CallgrindCall {
  caller: string;
  callee: string;
  calls: number;
  inclusive: number;
}

/** `calls` name rows as `name|file`. */
export function callgrindFile(
  rows: readonly CallgrindRow[],
  calls: readonly CallgrindCall[],
  command: string,
  pid: number,
): string {
  const total = rows.reduce((sum, { self }) => sum + self, 0);
  const lines = [
    ...["# callgrind format", "version: 1", "creator: rangescope", `pid: ${pid}`],
    ...[`cmd: ${command}`, "part: 1", "", "desc: Trigger: Program termination (simulated)", ""],
    ...["positions: line", "events: Ir", `summary: ${total}`, ""],
  ];
  const own = new Map<string, CallgrindCall[]>();
  for (const call of calls) own.set(call.caller, [...(own.get(call.caller) ?? []), call]);
  const self = new Map(rows.map((row) => [`${row.name}|${row.file}`, row.self]));
  for (const key of new Set([...self.keys(), ...own.keys()])) {
    lines.push(`fl=${fileOf(key)}`, `fn=${nameOf(key)}`, `0 ${self.get(key) ?? 0}`);
    for (const { callee, calls: times, inclusive } of own.get(key) ?? []) {
      lines.push(`cfi=${fileOf(callee)}`, `cfn=${nameOf(callee)}`);
      lines.push(`calls=${times} 0`, `0 ${inclusive}`);
    }
    lines.push("");
  }
  lines.push(`totals: ${total}`, "");
  return lines.join("\n");
}

function nameOf(key: string): string {
  return key.slice(0, key.indexOf("|"));
}

/** callgrind names an unknown file with three question marks. */
function fileOf(key: string): string {
  return key.slice(key.indexOf("|") + 1) || "???";
}

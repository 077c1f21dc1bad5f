/** What people read: tables in fixed columns, numbers grouped, always with a unit. */
import type { FoundMoment } from "./find.ts";
import { isC } from "../../workers/c-program.ts";
import type { Beside, Report } from "../../workers/report.ts";
import { type Comparison, comparisonLines } from "./compare.ts";
import { grouped } from "../instruments/narrate.ts";

/** Rows of the profile shown in the table; --json has all. */
const ROWS_SHOWN = 20;

type Listing = {
  examples: { name: string; about: string; n: number | null }[];
  builds: { name: string; title: string; launches: string[] }[];
  managers: readonly { name: string; title: string; basis: string }[];
  exports: readonly string[];
};

export function listText(list: Listing): string {
  const lines = ["examples"];
  for (const { name, about, n } of list.examples)
    lines.push(`  ${name.padEnd(26)} ${about}${n === null ? "" : ` (N = ${n})`}`);
  lines.push("builds");
  for (const { name, title, launches } of list.builds) {
    lines.push(`  ${name.padEnd(26)} ${title}; launches: ${launches.join(", ")}`);
  }
  lines.push("collectors");
  for (const { name, title, basis } of list.managers)
    lines.push(`  ${name.padEnd(26)} ${title} (${basis})`);
  lines.push("export kinds", `  ${list.exports.join(", ") || "none yet"}`);
  return `${lines.join("\n")}\n`;
}

export function reportText(
  report: Report & { compare?: Comparison; found?: FoundMoment[] },
): string {
  const { ir, events } = report;
  const title = isC(report.program) ? `C, LENGTH ${grouped(report.n ?? 0)}` : report.program;
  const lines = [
    `${title} · ${report.build} · ${report.under} · launch ${report.launch}`,
    "",
    `net Ir      ${grouped(ir.total_net)} in total, ${grouped(ir.program)} beyond ${isC(report.program) ? "an empty main" : "the program pass"}`,
    `phases      start ${grouped(ir.phases.start)} · compile ${grouped(ir.phases.compile)} · run ${grouped(ir.phases.run)} · exit ${grouped(ir.phases.exit)}`,
    `int blocks  ${grouped(events.int_blocks_filled ?? 0)} filled, ${grouped(events.int_blocks_filled_run ?? 0)} of them by the program`,
    `syscalls    ${Object.entries(report.syscalls)
      .map(([name, count]) => `${name} ${grouped(count)}`)
      .join(" · ")}`,
    "",
    `${"self Ir".padStart(16)} ${"inclusive Ir".padStart(16)} ${"calls".padStart(12)}  function`,
  ];
  for (const row of report.functions.slice(0, ROWS_SHOWN)) {
    const figures = [
      grouped(row.self).padStart(16),
      grouped(row.inclusive).padStart(16),
      grouped(row.calls).padStart(12),
    ];
    lines.push(
      `${figures.join(" ")}  ${row.name} (${row.file})${row.basis === "exact" ? "" : ` ${row.basis}`}`,
    );
  }
  if (report.beside !== undefined) lines.push("", ...besideLines(report, report.beside));
  if (report.compare !== undefined) lines.push("", ...comparisonLines(report.compare));
  if (report.found !== undefined) lines.push("", ...report.found.map(foundLine));
  lines.push("", ...stageLines(report), "", costLine(report));
  return `${lines.join("\n")}\n`;
}

/** "next:brk: at 18,204,113 Ir". */
function foundLine({ what, ir, fn }: FoundMoment): string {
  const writer = fn === "" ? "" : `, by ${fn}`;
  return `${what}: ${ir === null ? "never" : `at ${grouped(ir)} Ir${writer}`}`;
}

/** The C program and range(N) in two columns. */
function besideLines(c: Beside, python: Beside): string[] {
  const n = c.n ?? 0;
  const perElement = (ir: number) => (n === 0 ? "–" : (ir / n).toFixed(2));
  const bytes = ({ malloc_sizes_run }: Beside) =>
    Object.entries(malloc_sizes_run).reduce((sum, [size, count]) => sum + Number(size) * count, 0);
  const calls = ({ malloc_sizes_run }: Beside) =>
    Object.values(malloc_sizes_run).reduce((sum, count) => sum + count, 0);
  const rows: [string, (of: Beside) => string][] = [
    ["", ({ program }) => (isC(program) ? "C" : program)],
    ["Ir beyond the empty program", ({ ir }) => grouped(ir.program)],
    ["  of them per element", ({ ir }) => perElement(ir.program)],
    ["calls of malloc, run", (of) => grouped(calls(of))],
    ["bytes asked for, run", (of) => grouped(bytes(of))],
    ["brk, run and exit", ({ syscalls_run }) => grouped(syscalls_run.brk ?? 0)],
    ["mmap, run and exit", ({ syscalls_run }) => grouped(syscalls_run.mmap ?? 0)],
    ["munmap, run and exit", ({ syscalls_run }) => grouped(syscalls_run.munmap ?? 0)],
    ["pages zeroed by the kernel", ({ kernel }) => grouped(kernel.zeroed_pages ?? 0)],
  ];
  return rows.map(
    ([name, of]) => `${name.padEnd(28)} ${of(c).padStart(16)} ${of(python).padStart(16)}`,
  );
}

/** Memory at each stage: a sentence for a lone process, a table that names the process for a family. */
function stageLines({ processes }: Report): string[] {
  if (processes.length > 1) return familyLines(processes);
  return processes.flatMap(({ stages }) =>
    stages.map(
      (s) =>
        `at ${s.name}: RSS ${grouped(s.rss_kb)} kB · PSS ${grouped(s.pss_kb)} kB · USS ${grouped(s.uss_kb)} kB · ${grouped(s.minor_faults)} minor faults`,
    ),
  );
}

function familyLines(processes: Report["processes"]): string[] {
  const widths = [8, 10, 14, 11, 11, 11, 9, 9];
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("");
  const head = line(["process", "role", "at", "RSS kB", "PSS kB", "USS kB", "faults", "copied"]);
  const rows = processes.flatMap(({ pid, role, stages }) =>
    stages.map((s, i) =>
      line([
        i === 0 ? String(pid) : "",
        i === 0 ? role : "",
        s.name,
        ...[s.rss_kb, s.pss_kb, s.uss_kb, s.minor_faults, s.cow_copies].map(grouped),
      ]),
    ),
  );
  return [head, ...rows];
}

function costLine({ sim }: Report): string {
  const mib = (sim.wasm_bytes / 1024 / 1024).toFixed(1);
  return `simulated in ${sim.wall_ms.toFixed(1)} ms with ${mib} MiB of wasm memory; state ${sim.state_hash}`;
}

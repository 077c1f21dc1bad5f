/** What people read: tables in fixed columns, numbers grouped, always with a unit. */
import type { Report } from "../../workers/report.ts";
import { grouped } from "../instruments/narrate.ts";

/** Rows of the profile shown in the table; --json has all. */
const ROWS_SHOWN = 20;

type Listing = {
  examples: { name: string; about: string; n: number }[];
  builds: { name: string; title: string; launches: string[] }[];
  collectors: readonly string[];
  exports: readonly string[];
};

export function listText(list: Listing): string {
  const lines = ["examples"];
  for (const { name, about, n } of list.examples)
    lines.push(`  ${name.padEnd(26)} ${about} (N = ${n})`);
  lines.push("builds");
  for (const { name, title, launches } of list.builds) {
    lines.push(`  ${name.padEnd(26)} ${title}; launches: ${launches.join(", ")}`);
  }
  lines.push("collectors", `  ${list.collectors.join(", ")}`);
  lines.push("export kinds", `  ${list.exports.join(", ") || "none yet"}`);
  return `${lines.join("\n")}\n`;
}

export function reportText(report: Report): string {
  const { ir, events } = report;
  const lines = [
    `${report.program} · ${report.build} · ${report.under} · launch ${report.launch}`,
    "",
    `net Ir      ${grouped(ir.total_net)} in total, ${grouped(ir.program)} beyond the program pass`,
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
  lines.push("", ...stageLines(report), "", costLine(report));
  return `${lines.join("\n")}\n`;
}

function stageLines(report: Report): string[] {
  return report.processes.flatMap(({ stages }) =>
    stages.map(
      (s) =>
        `at ${s.name}: RSS ${grouped(s.rss_kb)} kB · PSS ${grouped(s.pss_kb)} kB · USS ${grouped(s.uss_kb)} kB · ${grouped(s.minor_faults)} minor faults`,
    ),
  );
}

function costLine({ sim }: Report): string {
  const mib = (sim.wasm_bytes / 1024 / 1024).toFixed(1);
  return `simulated in ${sim.wall_ms.toFixed(1)} ms with ${mib} MiB of wasm memory; state ${sim.state_hash}`;
}

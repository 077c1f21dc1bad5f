/** RSS, PSS and USS of each process over the machine's clock, and all of them at this instant. */
import { watchCanvas } from "../canvas.ts";
import { useEffect, useRef } from "preact/hooks";
import type { ProcessInfo, ProcessMemory } from "../../../workers/protocol-processes.ts";
import { isDark, summary } from "../../state/cells.ts";
import { family, goToTick, memory, series, showProcess, tick } from "../../state/family.ts";
import { bytes, group } from "../format.ts";
import { clockAxis, clockTick } from "./axis.ts";
import { COLOURS, DASHES, drawMonitor, monitorHeight } from "./draw-monitor.ts";

const PAGE = 4096;

export function Monitor() {
  const known = family.value;
  if (known === null) return <p class="quiet">The processes are read.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="System monitor" data-testid="monitor">
      <Chart />
      <Legend />
      <Clock />
      <Now />
      <p class="quiet small">
        A tick is one instruction, or a nanosecond of sleep. ◐ simulated; the part marked ● was
        measured, not modelled: pages of files, and what the library’s own code writes.
      </p>
    </section>
  );
}

function Chart() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : watch(canvas.current)), []);
  const count = family.value?.processes.length ?? 1;
  const height = { height: `${monitorHeight(count)}px` };
  return (
    <canvas
      ref={canvas}
      class="monitor-chart"
      role="img"
      aria-label="Memory of each process over the machine’s clock. The table below has the numbers"
      style={height}
      onClick={({ currentTarget, offsetX }) => {
        const known = family.value;
        if (known !== null)
          goToTick(clockTick(clockAxis(known, currentTarget.clientWidth), offsetX));
      }}
    />
  );
}

/** Which line is which. */
function Legend() {
  const colours = isDark.value ? COLOURS.dark : COLOURS.light;
  return (
    <ul class="page-legend" aria-label="Lines">
      {(["rss", "pss", "uss"] as const).map((name) => (
        <li key={name}>
          <svg width="22" height="10" aria-hidden="true">
            {name === "uss" && (
              <rect y="4" width="22" height="6" fill={colours.uss} opacity="0.3" />
            )}
            <path
              d="M0 4h22"
              stroke={colours[name]}
              stroke-width="1.5"
              stroke-dasharray={DASHES[name].join(" ")}
            />
          </svg>{" "}
          {name.toUpperCase()}
        </li>
      ))}
      <li class="quiet">slanting lines: nobody computes; the scale changes at upright lines</li>
    </ul>
  );
}

function watch(canvas: HTMLCanvasElement): () => void {
  const paint = (draw: CanvasRenderingContext2D) => {
    const [known, over] = [family.peek(), series.peek()];
    if (known !== null) drawMonitor(draw, canvas, known, over, tick.peek(), isDark.peek());
  };
  return watchCanvas(canvas, paint, () => {
    void [family.value, series.value, tick.value];
  });
}

/** The machine's clock as a slider over the instants of the series: what the pointer does, with keys. */
function Clock() {
  const ticks = series.value?.ticks;
  if (ticks === undefined) return <p class="quiet">Each process runs once more, in samples.</p>;
  const now = tick.value;
  const at = Math.max(
    0,
    ticks.findLastIndex((each) => each <= now),
  );
  return (
    <label class="monitor-clock">
      <span class="quiet">machine’s clock</span>
      <input
        type="range"
        min={0}
        max={ticks.length - 1}
        value={at}
        aria-valuetext={`${group(now)} ticks`}
        data-testid="machine-clock"
        onInput={({ currentTarget }) => goToTick(ticks[Number(currentTarget.value)] ?? 0)}
      />
      <span class="mono">{group(now)} ticks</span>
    </label>
  );
}

/** What a process does at a tick, in a word. */
export function doing(info: ProcessInfo, at: number): string {
  if (at < info.start) return "not born";
  if (info.status !== null && at > info.end) return "ended";
  const moment = info.moments.find(({ tick: from, until }) => from <= at && at < until);
  if (moment?.kind === "sleep") return "sleeps";
  return moment === undefined ? "computes" : "waits";
}

const COLUMNS: readonly (readonly [string, string, (row: ProcessMemory) => string])[] = [
  ["RSS", "resident: all pages with a frame, shared ones in full", (row) => kib(row.rss)],
  ["PSS", "each frame divided by the processes that map it", (row) => kib(row.pss)],
  ["USS", "frames that only this process maps", (row) => kib(row.uss)],
  [
    "of RSS ●",
    "recorded, not modelled: pages of files and of the library",
    (row) => kib(row.recorded),
  ],
  ["VMS", "address space", (row) => kib(row.vms)],
  ["faults", "minor faults since the process began", (row) => group(row.faults)],
  ["copied", "pages copied by a first write after a fork", (row) => group(row.copies)],
  ["kept", "first writes as a frame’s last user: no copy", (row) => group(row.reuses)],
];

function kib(pages: number): string {
  return bytes(pages * PAGE);
}

function Now() {
  const [known, now] = [family.value, memory.value];
  if (known === null || now === null) return null;
  const sum = now.processes.reduce((all, { pss }) => all + pss, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="wide-table" tabIndex={0} aria-label="Memory at this instant">
      <table data-testid="process-table">
        <thead>
          <tr>
            <th scope="col">process</th>
            {COLUMNS.map(([name, what]) => (
              <th key={name} scope="col" title={what}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {known.processes.map((info) => {
            const row = now.processes.find(({ pid }) => pid === info.pid);
            return (
              <tr key={info.pid} data-pid={info.pid}>
                <th scope="row">
                  <button
                    type="button"
                    class="link mono"
                    aria-current={info.pid === summary.value?.process ? "true" : undefined}
                    title="Show this process in the whole window, at the same tick"
                    onClick={() => void showProcess(info.pid)}
                  >
                    {info.pid}
                  </button>{" "}
                  <span class="quiet">
                    {info.role}, {doing(info, now.tick)}
                  </span>
                </th>
                {COLUMNS.map(([name, , print]) => (
                  <td key={name} class="mono number">
                    {row === undefined ? "–" : print(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <tr>
            <th scope="row" title="Σ PSS: every frame in use, counted once">
              Σ PSS <span title="simulated">◐</span>
            </th>
            <td />
            <td class="mono number" data-testid="sum-pss">
              {kib(sum)}
            </td>
            <td colSpan={COLUMNS.length - 2} />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

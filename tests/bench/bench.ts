/**
 * The benchmark: the simulated runs beside the real ones, by turns in one run, as medians and ratios,
 * with machine and versions. It asserts nothing: times belong to a machine, not to a test.
 *
 *   npm run bench                  the report to stdout
 *   npm run bench -- --write       and to its file among the documents
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { ensureCore } from "../../scripts/build-core.ts";
import { chart, exponent } from "./chart.ts";
import type { InBrowser } from "./in-browser.ts";
import { type Compared, PYDEBUG, ROOT, compare, family, seeks, sized } from "./in-node.ts";
import { PYTHON } from "./measure.ts";
import { FORKS, IRREGULAR, LOOP, RANGE, REGULAR, SHAPES } from "./programs.ts";

const ROUNDS = 9;
const FEW = 5;
/** In a program where each takes long. */
const FEW_SEEKS = 20;
const SIZES = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
/** Below this a run is mostly start-up, which does not grow. */
const GROWS_FROM = 1e6;
const GIB = 2 ** 30;

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const mib = (value: number) => `${value.toFixed(1)} MiB`;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

function versionOf(command: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return `${stdout ?? ""}${stderr ?? ""}`.trim().split("\n")[0] || "not installed";
}

/** "0.051 × native": simulated over native. */
function ofNative({ simulated, native }: Compared): string {
  return native === null ? "no python2.7 here" : `${(simulated / native).toFixed(3)} × native`;
}

function ofCallgrind({ simulated, callgrind }: Compared): string {
  return callgrind === null ? "not measured" : `1/${Math.round(callgrind / simulated)} × callgrind`;
}

type Row = [what: string, target: string, measured: string, met: boolean | null];

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

async function targets(): Promise<Row[]> {
  note("range(10^7), native and callgrind");
  const range = await compare(RANGE, ROUNDS, true);
  const loop = await compare(LOOP, ROUNDS);
  const irregular = await compare(IRREGULAR, FEW);
  note("sizes");
  const [ten, hundred, debug] = [
    await sized(1e7, undefined, ROUNDS),
    await sized(1e8),
    await sized(1e8, PYDEBUG),
  ];
  note("seeks");
  const regular = [];
  for (const [name, text] of Object.entries(REGULAR))
    regular.push({ name, ...(await seeks(text)) });
  const worst = Math.max(...regular.map(({ p95 }) => p95));
  const back = Math.max(...regular.map((found) => found.back));
  const wild = await seeks(IRREGULAR, FEW_SEEKS);
  note("forks");
  const children = await family(FORKS, ROUNDS);
  const ratio = (compared: Compared) =>
    compared.native === null ? Number.NaN : compared.simulated / compared.native;
  const growth = hundred.ms / ten.ms;
  return [
    [
      "`range(10**7)` to exit, all counters on",
      "≤ 0.05 × native",
      `${ms(range.simulated)}: ${ofNative(range)} (${ms(range.native ?? 0)})`,
      ratio(range) <= 0.05,
    ],
    [
      "the same beside callgrind",
      "≤ 1/400",
      ofCallgrind(range),
      range.callgrind === null ? null : range.callgrind / range.simulated >= 400,
    ],
    ["the same, wasm memory", "≤ 48 MiB", mib(ten.mib), ten.mib <= 48],
    ["`range(10**8)`, wasm memory", "≤ 64 MiB", mib(hundred.mib), hundred.mib <= 64],
    ["`range(10**8)` of a pydebug build", "≤ 128 MiB", mib(debug.mib), debug.mib <= 128],
    [
      "`range(10**8)`, time",
      "≤ 12 × the time of 10^7",
      `${ms(hundred.ms)}: ${growth.toFixed(1)} ×`,
      growth <= 12,
    ],
    [
      "random seek, p95, n = 10^7, regular programs",
      "≤ 16 ms",
      regular.map(({ name, p95 }) => `${name} ${ms(p95)}`).join(", "),
      worst <= 16,
    ],
    [
      "one step back, p95",
      "≤ 4 ms",
      regular.map((found) => `${found.name} ${ms(found.back)}`).join(", "),
      back <= 4,
    ],
    [
      "irregular program (10^6 appends, `del x[::2]`, refill, aliases)",
      "≤ 1.0 × native",
      `${ms(irregular.simulated)}: ${ofNative(irregular)}`,
      ratio(irregular) <= 1,
    ],
    ["random seek in it, p95", "≤ 100 ms", ms(wild.p95), wild.p95 <= 100],
    [
      "`for i in range(10**7): pass`",
      "≤ 0.1 × native",
      `${ms(loop.simulated)}: ${ofNative(loop)} (${ms(loop.native ?? 0)})`,
      ratio(loop) <= 0.1,
    ],
    [
      "5 forked children walking 10^7 ints",
      "≤ 150 ms, ≤ 128 MiB",
      `${ms(children.ms)}, ${mib(children.mib)}`,
      children.ms <= 150 && children.mib <= 128,
    ],
  ];
}

function browserRows(b: InBrowser): Row[] {
  return [
    [
      "`range(10**7)` in the worker of Chromium",
      "as in Node",
      `${ms(b.range)} (wall, with checkpoints)`,
      null,
    ],
    [
      "`for i in range(10**7): pass` there",
      "as in Node",
      `${ms(b.loop)} (wall, with checkpoints)`,
      null,
    ],
    ["random seek there, p95, with its message", "≤ 16 ms", ms(b.seekP95), b.seekP95 <= 16],
    ["5 forked children there, opened from nothing", "≤ 150 ms", ms(b.family), b.family <= 150],
    [
      "131,072 pages: main thread, to receive",
      "≤ 0.1 ms",
      b.receive === 0 ? "below 0.1 ms, the clock's step" : `${b.receive.toFixed(1)} ms`,
      b.receive <= 0.1,
    ],
    [
      "131,072 pages: Pixi's render call, all texels sent, main thread",
      "≤ 1 ms",
      `${b.render.ms.toFixed(1)} ms for a map of ${b.render.pages.toLocaleString("en-US")} pages`,
      b.render.ms <= 1,
    ],
    [
      "131,072 pages: pulls per second",
      "≥ 50",
      b.pullsPerSecond.toFixed(0),
      b.pullsPerSecond >= 50,
    ],
    [
      "first interaction, cold cache, local server",
      "≤ 1.5 s",
      `${(b.load.ms / 1000).toFixed(2)} s`,
      b.load.ms <= 1500,
    ],
    ["initial transfer, gzipped", "≤ 250 kB", kb(b.load.total), b.load.total <= 250_000],
    ["of it wasm", "≤ 80 kB", kb(b.load.wasm), b.load.wasm <= 80_000],
  ];
}

async function shapes(): Promise<string> {
  const rows: string[][] = [];
  for (const [name, text] of Object.entries(SHAPES)) {
    note(name);
    const found = await compare(text, FEW);
    rows.push([
      `\`${name}\``,
      ms(found.simulated),
      found.native === null ? "" : ms(found.native),
      ofNative(found),
    ]);
  }
  return table(["10^6 turns of", "simulated", "python2.7", "ratio"], rows);
}

async function growth(): Promise<string> {
  note("growth");
  const found = [];
  for (const n of SIZES) found.push(await sized(n));
  const grown = found.filter(({ n }) => n >= GROWS_FROM);
  const time = exponent(grown.map((size) => ({ x: size.n, y: size.ms })));
  const memory = exponent(grown.map((size) => ({ x: size.n, y: size.mib })));
  const rows = found.map((size) => [
    `10^${Math.log10(size.n)}`,
    `${size.ms.toFixed(2)} ms`,
    mib(size.mib),
  ]);
  return `${table(["n", "time of a run", "wasm memory"], rows)}

From 10^6 on time grows as n^${time.toFixed(2)} and memory as n^${memory.toFixed(2)}; below that a run is its start.

\`\`\`text
${chart(
  found.map((size) => ({ x: size.n, y: size.ms })),
  "ms",
)}

${chart(
  found.map((size) => ({ x: size.n, y: size.mib })),
  "MiB",
)}
\`\`\``;
}

function rowText([what, target, measured, met]: Row): string[] {
  return [what, target, measured, met === null ? "" : met ? "met" : "**not met**"];
}

/** What Chromium measures, in a process of its own: each part finds a heap that no other one filled. */
function inBrowser(): InBrowser | null {
  note("Chromium");
  const main = join(import.meta.dirname, "browser-main.ts");
  const found = spawnSync(process.execPath, [...process.execArgv, main], { encoding: "utf8" });
  if (found.status !== 0) throw new Error(`Chromium's part failed: ${found.stderr}`);
  return JSON.parse(found.stdout) as InBrowser | null;
}

async function report(): Promise<string> {
  const load = loadavg()[0] ?? 0;
  const rows = await targets();
  return document(load, rows, await shapes(), await growth(), inBrowser());
}

function document(
  load: number,
  rows: Row[],
  shapeTable: string,
  growthText: string,
  browser: InBrowser | null,
): string {
  const machine = [
    `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`,
    `${(totalmem() / GIB).toFixed(0)} GiB`,
    `Linux ${release()}`,
    `Node ${process.version}`,
    versionOf(PYTHON, "-V"),
    versionOf("valgrind", "--version"),
    browser === null ? "no Chromium" : `Chromium ${browser.version}`,
  ];
  return `# Benchmark

Written by \`npm run bench -- --write\`. ${machine.join(" · ")}.

Simulated and native runs were made by turns; the figures are medians (${ROUNDS} rounds, ${FEW} for what takes
long): processor time (user + system) in Node and of \`python2.7 -S -E -B\`, wall time under callgrind and in
Chromium. Load of the machine when it began: ${load.toFixed(1)}${load > 1 ? " (other work was running: ratios are meant, not times; seeks are wall time)" : ""}.

${table(["what", "target", "measured", ""], [...rows, ...(browser === null ? [] : browserRows(browser))].map(rowText))}

## Loops of other shapes

${shapeTable}

## Growth

${growthText}
`;
}

await ensureCore();
const text = await report();
if (process.argv.includes("--write")) writeFileSync(join(ROOT, "docs", "bench.md"), text);
process.stdout.write(text);
process.exit(0);

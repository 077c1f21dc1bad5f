/**
 * What a terminal shows while the machine runs: the part of the work, how far its clock is and the seconds
 * it has taken. The machine keeps this thread busy for as long as a run lasts, so another one writes. An interrupt ends
 * the process at once: nothing is written before its result is whole.
 */
import { Worker } from "node:worker_threads";

/** Work shorter than this shows nothing; longer work shows a new figure as often. */
const PERIOD_MS = 200;

const WRITER = `
const { parentPort, workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");
const started = performance.now();
let text = "simulating";
let figure = "";
let shown = false;
parentPort.on("message", (message) => {
  if (message !== null) {
    if (message.text !== undefined) text = message.text;
    figure = message.figure ?? "";
    return;
  }
  if (shown) writeSync(2, "\\r\\x1b[K");
  process.exit();
});
setInterval(() => {
  shown = true;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  writeSync(2, "\\r\\x1b[K" + text + figure + " · " + seconds + " s · Ctrl C gives up");
}, workerData);
`;

export interface Progress {
  /** Another part of the work begins: the `done` of `parts` before it are over. */
  part(name: string, done: number, parts: number): void;
  /** The machine's clock stands at `ir`, of `total` where that is known; so many ints live. */
  at(ir: number, ints: number, total: number | null): void;
  /** Takes the line away. */
  end(): Promise<void>;
}

/** " · 412 M Ir (32 %), 1,000,262 ints". */
export function figureOf(ir: number, ints: number, total: number | null): string {
  const part = total === null ? "" : ` (${Math.floor((100 * ir) / total)} %)`;
  const millions = Math.round(ir / 1e6).toLocaleString("en-US");
  return ` · ${millions} M Ir${part}, ${ints.toLocaleString("en-US")} ints`;
}

/** Shows that work goes on, on a terminal; nothing where stderr goes elsewhere. */
export function showProgress(): Progress {
  if (!process.stderr.isTTY) {
    return { part: () => undefined, at: () => undefined, end: async () => undefined };
  }
  const writer = new Worker(WRITER, { eval: true, workerData: PERIOD_MS });
  writer.unref();
  return {
    part: (name, done, parts) =>
      writer.postMessage({ text: `${name} (${done + 1} of ${parts})`, figure: "" }),
    at: (ir, ints, total) => writer.postMessage({ figure: figureOf(ir, ints, total) }),
    end: () =>
      new Promise((resolve) => {
        // The end is waited for: without a hold on its thread the process would end first.
        writer.ref();
        writer.once("exit", () => resolve());
        writer.postMessage(null);
      }),
  };
}

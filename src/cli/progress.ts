/**
 * What a terminal shows while the machine runs: the part of the work and the seconds it has taken. The
 * machine keeps this thread busy for as long as a run lasts, so another one writes. An interrupt ends
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
let shown = false;
parentPort.on("message", (message) => {
  if (message !== null) { text = message; return; }
  if (shown) writeSync(2, "\\r\\x1b[K");
  process.exit();
});
setInterval(() => {
  shown = true;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  writeSync(2, "\\r\\x1b[K" + text + " · " + seconds + " s · Ctrl C gives up");
}, workerData);
`;

export interface Progress {
  /** Another part of the work begins: the `done` of `parts` before it are over. */
  part(name: string, done: number, parts: number): void;
  /** Takes the line away. */
  end(): Promise<void>;
}

/** Shows that work goes on, on a terminal; nothing where stderr goes elsewhere. */
export function showProgress(): Progress {
  if (!process.stderr.isTTY) return { part: () => undefined, end: async () => undefined };
  const writer = new Worker(WRITER, { eval: true, workerData: PERIOD_MS });
  writer.unref();
  return {
    part: (name, done, parts) => writer.postMessage(`${name} (${done + 1} of ${parts})`),
    end: () =>
      new Promise((resolve) => {
        // The end is waited for: without a hold on its thread the process would end first.
        writer.ref();
        writer.once("exit", () => resolve());
        writer.postMessage(null);
      }),
  };
}

/** The worker of the browser: a session behind comlink. */
import { expose, transfer } from "comlink";
import coreUrl from "../build/core.wasm?url";
import firstUrl from "../build/first.wasm?url";
import { GrowingSession } from "./growing-session.ts";
import type { WorkerApi } from "./protocol.ts";

/** A module's bytes. */
async function fetched(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the machine's module answered ${response.status}`);
  return response.arrayBuffer();
}

/** Figures of a long run leave the worker no more often than anybody reads them. */
const PROGRESS_MS = 100;
let told = 0;

const growing = new GrowingSession(
  () => fetched(firstUrl),
  () => fetched(coreUrl),
  (ir, ints) => {
    const now = performance.now();
    if (now - told < PROGRESS_MS) return;
    told = now;
    self.postMessage({ progress: { ir, ints } });
  },
);

/** Buffers are handed over, not copied. */
function handOver<T extends ArrayBufferView>(view: T): T {
  return transfer(view, [view.buffer as ArrayBuffer]);
}

const api: WorkerApi = {
  prepare: () => growing.prepare(),
  open: (request) => growing.open(request),
  seek: (ir) => growing.ask((session) => session.seek(ir)),
  step: (ir, grain, direction) => growing.ask((session) => session.step(ir, grain, direction)),
  go: (ir, moment) => growing.ask((session) => session.go(ir, moment)),
  window: async (ir, count) => handOver(await growing.ask((session) => session.window(ir, count))),
  pages: async (addr, pages) =>
    handOver(await growing.ask((session) => session.pages(addr, pages))),
  words: async (addr, words) =>
    handOver(await growing.ask((session) => session.words(addr, words))),
  values: async (addr, words) =>
    handOver(await growing.ask((session) => session.values(addr, words))),
  functions: () => growing.ask((session) => session.functions()),
  accesses: () => growing.ask((session) => session.accesses()),
  exportFiles: (kind) => growing.ask((session) => session.exportFiles(kind)),
  callTree: (cuts) => growing.ask((session) => session.callTree(cuts)),
  events: async (ir, count, kinds) =>
    handOver(await growing.ask((session) => session.events(ir, count, kinds))),
  callCounts: () => growing.ask((session) => session.callCounts()),
  findInt: (value, after) => growing.ask((session) => session.findInt(value, after)),
  managers: () => growing.ask((session) => session.managers()),
  managerFigures: () => growing.ask((session) => session.managerFigures()),
  family: () => growing.ask((session) => session.family()),
  familyMemory: (tick) => growing.ask((session) => session.familyMemory(tick)),
  familySeries: () => growing.ask((session) => session.familySeries()),
  familyPages: async (tick) => {
    const pages = await growing.ask((session) => session.familyPages(tick));
    const views = [pages.owners, ...pages.lanes.flatMap(({ states, kinds }) => [states, kinds])];
    return transfer(
      pages,
      views.map(({ buffer }) => buffer),
    );
  },
  whyPrivate: (pid, tick, addr) => growing.ask((session) => session.whyPrivate(pid, tick, addr)),
  play: (from, options, sink) =>
    growing.askWhole((session) =>
      session.play(from, options, (batch) =>
        sink(transfer(batch, [batch.records.buffer as ArrayBuffer])),
      ),
    ),
  pause: () => growing.ask((session) => session.pause()),
};

expose(api);

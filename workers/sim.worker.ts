/** The worker of the browser: a session behind comlink. */
import { expose, transfer } from "comlink";
import coreUrl from "../build/core.wasm?url";
import type { SimApi } from "./protocol.ts";
import { Session } from "./session.ts";

const session = new Session(async () => {
  const response = await fetch(coreUrl);
  if (!response.ok) throw new Error(`the machine's module answered ${response.status}`);
  return response.arrayBuffer();
});

/** Buffers are handed over, not copied. */
function handOver<T extends ArrayBufferView>(view: T): T {
  return transfer(view, [view.buffer as ArrayBuffer]);
}

const api: SimApi = {
  open: (request) => session.open(request),
  seek: (ir) => session.seek(ir),
  step: (ir, grain, direction) => session.step(ir, grain, direction),
  go: (ir, moment) => session.go(ir, moment),
  window: async (ir, count) => handOver(await session.window(ir, count)),
  pages: async (addr, pages) => handOver(await session.pages(addr, pages)),
  words: async (addr, words) => handOver(await session.words(addr, words)),
  values: async (addr, words) => handOver(await session.values(addr, words)),
  functions: () => session.functions(),
  accesses: () => session.accesses(),
  exportFiles: (kind) => session.exportFiles(kind),
  callTree: (cuts) => session.callTree(cuts),
  events: async (ir, count, kinds) => handOver(await session.events(ir, count, kinds)),
  callCounts: () => session.callCounts(),
  findInt: (value, after) => session.findInt(value, after),
  managers: () => session.managers(),
  managerFigures: () => session.managerFigures(),
  family: () => session.family(),
  familyMemory: (tick) => session.familyMemory(tick),
  familySeries: () => session.familySeries(),
  familyPages: async (tick) => {
    const pages = await session.familyPages(tick);
    const views = [pages.owners, ...pages.lanes.flatMap(({ states, kinds }) => [states, kinds])];
    return transfer(
      pages,
      views.map(({ buffer }) => buffer),
    );
  },
  whyPrivate: (pid, tick, addr) => session.whyPrivate(pid, tick, addr),
  play: (from, options, sink) =>
    session.play(from, options, (batch) =>
      sink(transfer(batch, [batch.records.buffer as ArrayBuffer])),
    ),
  pause: () => session.pause(),
};

expose(api);

/** The same machine in the worker of headless Chromium, the first load, and a full view of pages. */
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { missingBrowser, openLab, type Lab, WAIT_MS } from "../browser/harness.ts";
import { requestFor } from "./in-node.ts";
import { median, quantile } from "./measure.ts";
import { FORKS, LOOP, RANGE } from "./programs.ts";

const VIEW_PAGES = 131_072;
const ROUNDS = 5;
const SEEKS = 60;
const PULLS = 60;
const LOADS = 5;
const READY = '[data-testid="ready"]';

/** What travels gzipped, in bytes, until the page can be used. */
export interface Load {
  ms: number;
  total: number;
  wasm: number;
}

export interface InBrowser {
  version: string;
  range: number;
  loop: number;
  family: number;
  seekP95: number;
  /** Milliseconds of the main thread for one view of pages: to take the message, and with a render call. */
  receive: number;
  pullsPerSecond: number;
  /** Median of the main thread's part of a render call in the app, all texels sent anew, and the map's pages. */
  render: { ms: number; pages: number };
  load: Load;
}

/** Answers of the worker in the page, timed there. Nothing of the window's own code takes part. */
interface Driver {
  ask(
    method: string,
    ...values: unknown[]
  ): Promise<{ value: unknown; ms: number; receive: number }>;
}

declare global {
  interface Window {
    __driver?: Driver;
  }
}

/** Marks when something appears in the page, exactly. */
function markReady(selector: string): void {
  const watcher = new MutationObserver(() => {
    if (document.querySelector(selector) === null) return;
    performance.mark("shown");
    watcher.disconnect();
  });
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
}

/** Opens the page cold and counts what it fetches until a run is shown. */
async function firstLoad(lab: Lab): Promise<Load & { worker: string }> {
  const context = await lab.browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<{ url: string; asked: number; bytes: number }>[] = [];
  await page.addInitScript(markReady, READY);
  page.on("response", (response) => {
    const url = response.url();
    if (!url.startsWith("http")) return;
    const asked = response.request().timing().startTime;
    const bytes = response.body().then(
      (body) => gzipSync(body, { level: 9 }).length,
      () => 0,
    );
    bodies.push(bytes.then((size) => ({ url, asked, bytes: size })));
  });
  const started = performance.now();
  await page.goto(lab.address, { waitUntil: "commit" });
  await page.waitForSelector(READY, { state: "attached" });
  const ms = performance.now() - started;
  // A slow machine answers later than that, when what comes after the first step is being fetched.
  const shown = await page.evaluate(() => {
    const [mark] = performance.getEntriesByName("shown");
    return performance.timeOrigin + (mark?.startTime ?? 0);
  });
  const files = (await Promise.all(bodies)).filter(({ asked }) => asked < shown);
  const sum = (wanted: (url: string) => boolean) =>
    files.filter(({ url }) => wanted(url)).reduce((total, { bytes }) => total + bytes, 0);
  const worker = files.find(({ url }) => url.includes("sim.worker"))?.url;
  if (worker === undefined) throw new Error("the page started no worker");
  await context.close();
  return { ms, total: sum(() => true), wasm: sum((url) => url.endsWith(".wasm")), worker };
}

/** Speaks comlink's messages to a worker of its own. */
async function drive(page: Page, worker: string): Promise<void> {
  await page.evaluate((url) => {
    const thread = new Worker(url, { type: "module" });
    let next = 0;
    window.__driver = {
      ask: (method, ...values) =>
        new Promise((resolve, reject) => {
          const id = `bench-${next++}`;
          const started = performance.now();
          const listen = (event: MessageEvent) => {
            const taken = performance.now();
            const data = event.data as { id?: string; type?: string; value?: unknown };
            if (data?.id !== id) return;
            const now = performance.now();
            thread.removeEventListener("message", listen);
            if (data.type === "HANDLER") reject(new Error(JSON.stringify(data.value)));
            else resolve({ value: data.value, ms: now - started, receive: now - taken });
          };
          thread.addEventListener("message", listen);
          const argumentList = values.map((value) => ({ type: "RAW", value }));
          thread.postMessage({ id, type: "APPLY", path: [method], argumentList });
        }),
    };
  }, worker);
}

/** `ms` until it is open, `runMs` of that for its processes' runs, which leave checkpoints behind. */
async function open(
  page: Page,
  text: string,
): Promise<{ total: number; ms: number; runMs: number }> {
  return page.evaluate(async (request) => {
    const answer = await window.__driver?.ask("open", request);
    const { summary } = answer?.value as { summary: { total: number; wallMs: number } };
    return { total: summary.total, ms: answer?.ms ?? 0, runMs: summary.wallMs };
  }, requestFor(text));
}

/** Milliseconds of `count` seeks to random instants. */
async function seeks(page: Page, total: number, count: number): Promise<number[]> {
  return page.evaluate(
    async ([end, calls]) => {
      const times: number[] = [];
      for (let i = 0; i < calls; i++) {
        times.push((await window.__driver?.ask("seek", Math.floor(Math.random() * end)))?.ms ?? 0);
      }
      return times;
    },
    [total, count] as const,
  );
}

async function views(page: Page, addr: number): Promise<{ ms: number[]; receive: number[] }> {
  return page.evaluate(
    async ([from, pages, count]) => {
      const ms: number[] = [];
      const receive: number[] = [];
      for (let i = 0; i < count; i++) {
        const answer = await window.__driver?.ask("pages", from, pages);
        ms.push(answer?.ms ?? 0);
        receive.push(answer?.receive ?? 0);
      }
      return { ms, receive };
    },
    [addr, VIEW_PAGES, PULLS] as const,
  );
}

/** A run with more pages than a full view, so that the map has at least as many. */
const MANY_PAGES = "range(20000000)\n";
const DRAWS = 15;

/** Pixi's render call in the app itself; reading a pixel back between two waits for the graphics. */
export async function renderCalls(lab: Lab): Promise<InBrowser["render"]> {
  const page = await lab.browser.newPage();
  await page.goto(`${lab.address}?test=1#v1;text=${encodeURIComponent(MANY_PAGES)}`);
  await page.waitForFunction(() => window.__rangescope?.settled() === true, null, {
    timeout: WAIT_MS,
  });
  const found = await page.evaluate((draws) => {
    const hook = window.__rangescope;
    if (hook === undefined) throw new Error("the page has no hook");
    const times: number[] = [];
    for (let i = 0; i < draws; i++) {
      times.push(hook.timeDraw().ms);
      hook.readPixel(0x555555556000);
    }
    return { times, pages: hook.timeDraw().pages, text: hook.program() };
  }, DRAWS);
  await page.close();
  return { ms: median(found.times), pages: found.pages };
}

/** Null where there is no browser. */
export async function measureInBrowser(): Promise<InBrowser | null> {
  if (missingBrowser() !== null) return null;
  const lab = await openLab();
  try {
    const loads = [];
    for (let i = 0; i < LOADS; i++) loads.push(await firstLoad(lab));
    const [{ worker, total, wasm } = { worker: "", total: 0, wasm: 0 }] = loads;
    const context = await lab.browser.newContext();
    const page = await context.newPage();
    // What runs TypeScript here names functions through a helper that the page does not have.
    await page.addInitScript("window.__name = (named) => named");
    await page.goto(lab.address);
    await page.waitForSelector(READY, { state: "attached" });
    await drive(page, worker);
    const opened: { range: number; loop: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const loop = (await open(page, LOOP)).runMs;
      opened.push({ loop, range: (await open(page, RANGE)).runMs });
    }
    const range = await open(page, RANGE);
    const seekP95 = quantile(await seeks(page, range.total, SEEKS), 0.95);
    await page.evaluate((at) => window.__driver?.ask("seek", at), Math.floor(range.total / 2));
    const view = await views(page, 0x555555554000);
    const family = await open(page, FORKS);
    return {
      version: lab.browser.version(),
      range: median(opened.map((found) => found.range)),
      loop: median(opened.map((found) => found.loop)),
      family: family.ms,
      seekP95,
      receive: median(view.receive),
      pullsPerSecond: 1000 / median(view.ms),
      render: await renderCalls(lab),
      load: { ms: median(loads.map(({ ms }) => ms)), total, wasm },
    };
  } finally {
    await lab.close();
  }
}

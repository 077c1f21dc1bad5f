/**
 * What a frame costs the main thread while the window plays and while the map is panned, zoomed and left alone:
 * `npx tsx tests/bench/frames.ts`. Timed around every requestAnimationFrame callback, in headless Chromium
 * with its software renderer: what the graphics do after the callback is not in it.
 */
import type { Page } from "playwright-core";
import { openLab, settled, visit } from "../browser/harness.ts";
import { quantile } from "./measure.ts";

const PLAY_MS = 5000;
const IDLE_MS = 2000;
const MOVES = 40;

declare global {
  interface Window {
    __frames?: number[];
  }
}

/** Times every callback of the page's frames. */
async function timeFrames(page: Page): Promise<void> {
  await page.addInitScript(`
    window.__frames = [];
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) => ask((now) => {
      const started = performance.now();
      draw(now);
      window.__frames.push(performance.now() - started);
    });
  `);
}

async function during(page: Page, what: string, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate("window.__frames.length = 0");
  await act();
  const times: number[] = await page.evaluate("window.__frames");
  const at = (share: number) => (times.length === 0 ? "–" : quantile(times, share).toFixed(2));
  console.log(`${what}: ${times.length} frames, median ${at(0.5)} ms, 95 % ${at(0.95)} ms`);
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator('[data-testid="map"]').boundingBox();
  if (box === null) throw new Error("there is no map");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0; i < MOVES; i++) {
    await page.mouse.move(x + 120 * Math.sin(i / 9), y + 60 * Math.cos(i / 7));
  }
  await page.mouse.up();
}

async function wheel(page: Page): Promise<void> {
  for (let i = 0; i < MOVES; i++) await page.mouse.wheel(0, i % 40 < 20 ? -60 : 60);
}

const lab = await openLab();
try {
  for (const n of [300, 1_000_000]) {
    const { page } = await visit(lab, {
      ...{ hash: `#v1;n=${n}`, width: 960, height: 560 },
      prepare: timeFrames,
    });
    await settled(page);
    console.log(`range(${n})`);
    await page.keyboard.press("Shift+P");
    await during(page, "playing", async () => {
      await page.keyboard.press("p");
      await page.waitForTimeout(PLAY_MS);
      await page.keyboard.press("p");
    });
    await settled(page);
    await during(page, "dragging", () => drag(page));
    await during(page, "zooming", () => wheel(page));
    await settled(page);
    await page.waitForTimeout(1000);
    await during(page, "alone", () => page.waitForTimeout(IDLE_MS));
    await page.context().close();
  }
} finally {
  await lab.close();
}

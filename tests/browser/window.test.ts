/** The window in a real browser: it loads, steps, goes back, scrubs, switches and answers to keys. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import {
  changes,
  type Lab,
  missingBrowser,
  openLab,
  program,
  seen,
  settled,
  visit,
} from "./harness.ts";

const missing = missingBrowser();
/**
 * What a first visit may transfer, gzipped: the machine's first part, all else until steps work, and the map with
 * its drawing library after that. The whole machine comes last, when nobody waits.
 */
const MACHINE_BYTES = 56_000;
const FIRST_BYTES = 185_000;
const MAP_BYTES = 103_000;
const PYDEBUG = "2.7.18-debian-pydebug";

describe.skipIf(missing !== null)(`the window${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it("opens on range(300), paused where the module's code begins, without a complaint", async () => {
    const { page, complaints } = await visit(lab);
    await settled(page);
    expect(await page.inputValue('[data-testid="n"]')).toBe("300");
    expect(await page.textContent('[data-testid="sentence"]')).not.toBe("");
    expect(await page.locator('[data-testid="bytecode"] [aria-current]').count()).toBe(1);
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(complaints).toEqual([]);
  });

  it("fetches little before the first step can be made, and the map after that", async () => {
    const fetched: Promise<[string, number]>[] = [];
    const asked: string[] = [];
    const { page } = await visit(lab, {
      prepare: async (page) => {
        page.on("request", (request) => asked.push(request.url()));
        page.on("response", (response) => {
          fetched.push(response.body().then((body) => [response.url(), gzipSync(body).length]));
        });
      },
    });
    await settled(page);
    const sizes = await Promise.all(fetched);
    const sum = (wanted: (url: string) => boolean) =>
      sizes.reduce((total, [url, size]) => total + (wanted(url) ? size : 0), 0);
    const isMap = (url: string) => /live/.test(url);
    expect(sum(isMap)).toBeGreaterThan(0);
    expect(sum(isMap)).toBeLessThan(MAP_BYTES);
    const isWhole = (url: string) => /core-[^/]*\.wasm$/.test(url);
    const isMachine = (url: string) => url.endsWith(".wasm") && !isWhole(url);
    expect(sum(isMachine)).toBeGreaterThan(0);
    expect(sum(isMachine)).toBeLessThan(MACHINE_BYTES);
    expect(sum((url) => !isMap(url) && !isMachine(url) && !isWhole(url))).toBeLessThan(FIRST_BYTES);
    await expect.poll(() => asked.findIndex(isWhole)).toBeGreaterThan(asked.findIndex(isMap));
    expect(sum((url) => /editor|Profile|Palette|Help/.test(url))).toBe(0);
    // The whole file of a build is for programs that import and for other launches.
    expect(sizes.filter(([url]) => /builds\//.test(url)).map(([url]) => url)).toEqual([
      expect.stringContaining("builds/first/2.7.18-debian-release.json"),
    ]);
  });

  it("comes back to the same state by one step forward and one back, at every grain", async () => {
    const { page } = await visit(lab);
    for (const grain of ["bytecode", "call", "allocator", "phase"]) {
      await page.selectOption('[data-testid="grain"]', grain);
      await page.locator('[data-testid="map"]').blur();
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      const first = await changes(page, () => page.keyboard.press("ArrowRight"));
      const second = await changes(page, () => page.keyboard.press("ArrowRight"));
      expect(second.ir).toBeGreaterThan(first.ir);
      const back = await changes(page, () => page.keyboard.press("ArrowLeft"));
      expect(back).toEqual(first);
      await changes(page, () => page.keyboard.press("Home"));
    }
  });

  it("shows what the timeline is scrubbed to", async () => {
    const { page } = await visit(lab);
    const box = await page.locator('[data-testid="scrubber"]').boundingBox();
    if (box === null) throw new Error("the timeline is not on screen");
    const there = await changes(page, () =>
      page.mouse.click(box.x + box.width * 0.3, box.y + box.height / 2),
    );
    expect(there.ir).toBeGreaterThan(0);
    const end = await changes(page, () => page.mouse.click(box.x + box.width - 1, box.y + 20));
    expect(end.ir).toBe(end.total);
  });

  it("switches the build: an int block has 41 slots in one and 24 in the other", async () => {
    const { page, complaints } = await visit(lab);
    const sentenceAtBlock = async () => {
      for (let i = 0; i < 4; i++) await changes(page, () => page.keyboard.press(" "));
      return page.textContent('[data-testid="sentence"]');
    };
    expect(await sentenceAtBlock()).toContain("41 slots");
    await changes(page, () => page.selectOption('[data-testid="build"]', PYDEBUG));
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await page.inputValue('[data-testid="build"]')).toBe(PYDEBUG);
    await changes(page, () => page.keyboard.press("Home"));
    expect(await sentenceAtBlock()).toContain("24 slots");
    expect(complaints).toEqual([]);
  });

  it("plays and pauses", async () => {
    const { page } = await visit(lab);
    const begun = await seen(page);
    // A boundary would pause it, too: on a slow machine before the second click.
    await page.keyboard.press("Shift+P");
    await changes(page, () => page.click('[data-testid="play"]'));
    await page.waitForSelector('[data-testid="play"][aria-label="pause"]');
    await page.keyboard.press("p");
    await page.waitForSelector('[data-testid="play"][aria-label="play"]');
    const paused = await seen(page);
    expect(paused.ir).toBeGreaterThan(begun.ir);
  });

  it("runs a million ints and keeps the address bar a link to the moment", async () => {
    const { page } = await visit(lab);
    await changes(page, async () => {
      await page.fill('[data-testid="n"]', "1000000");
      await page.keyboard.press("Enter");
    });
    const end = await changes(page, async () => {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press("End");
    });
    await page.waitForFunction((ir) => location.hash.includes(`ir=${ir}`), end.ir);
    const again = await visit(lab, { hash: new URL(page.url()).hash });
    expect((await seen(again.page)).ir).toBe(end.ir);
    expect(end.stats[Stat.FAULTS]).toBeGreaterThan(7000);
  });

  it("shows the last of many lengths chosen in a row, and memory of no other", async () => {
    const { page } = await visit(lab);
    const slider = page.locator('input[type="range"]');
    await slider.focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowRight");
    const wanted = await page.inputValue('[data-testid="n"]');
    await page.waitForFunction((n) => window.__rangescope?.program() === `range(${n})\n`, wanted);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const array = await changes(page, () => page.keyboard.press(" "));
    expect(array.stats[Stat.ITEMS_LENGTH]).toBe(Number(wanted));
  });

  it("can be used with the keyboard alone", async () => {
    const { page } = await visit(lab);
    for (let i = 0; i < 3; i++) await changes(page, () => page.keyboard.press(" "));
    await page.keyboard.press("t");
    await page.waitForSelector('[data-testid="table"] tbody tr');
    expect(await page.locator('[data-testid="table"] [aria-current]').count()).toBe(1);
    await page.keyboard.press("t");
    await page.keyboard.press("?");
    await page.waitForSelector("dialog.help");
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").count()).toBe(0);
    const before = await page.locator('[data-testid="legend"]').count();
    await page.keyboard.press("l");
    expect(await page.locator('[data-testid="legend"]').count()).toBe(1 - before);
    await page.focus('[data-testid="map"]');
    for (const key of ["+", "+", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.waitForSelector('[data-testid="inspector"] table');
    await page.focus('[data-testid="n"]');
    await page.keyboard.press("Control+A");
    await page.keyboard.type("10");
    await changes(page, () => page.keyboard.press("Enter"));
    expect(await program(page)).toBe("range(10)\n");
  });
});

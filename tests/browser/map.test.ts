/** Colours of the map at named addresses: what the machine says is what the picture shows. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { Stat, VmaKind } from "../../assembly/abi/layout.ts";
import { changes, type Lab, missingBrowser, openLab, seen, settled, visit } from "./harness.ts";

const missing = missingBrowser();
/** Pixels per page at which a word is 100 wide and 12 high. */
const WORD_SCALE = 800;
const WORD = 8;
/** Colours go through floats: they may be off by one. */
const TOLERANCE = 2;

/** Zooms to an address, waits for its memory, and compares the drawn colour with a state's. */
async function expectColour(page: Page, addr: number, state: string): Promise<void> {
  await page.evaluate(([to, scale]) => window.__rangescope?.zoomTo(to, scale), [
    addr,
    WORD_SCALE,
  ] as const);
  await settled(page);
  const [drawn, wanted] = await page.evaluate(
    ([at, name]) => [window.__rangescope?.readPixel(at), window.__rangescope?.stateColour(name)],
    [addr, state] as const,
  );
  const off = (wanted ?? []).map((part, index) => Math.abs(part - (drawn?.[index] ?? -99)));
  const what = `${state} at 0x${addr.toString(16)}: drawn ${drawn}, wanted ${wanted}`;
  expect(Math.max(...off), what).toBeLessThanOrEqual(TOLERANCE);
}

/** Dots leave most of the surface free: of a few words next to each other one shows it. */
async function expectDots(page: Page, addr: number): Promise<void> {
  await page.evaluate(([to, scale]) => window.__rangescope?.zoomTo(to, scale), [
    addr,
    WORD_SCALE,
  ] as const);
  await settled(page);
  const drawn = await page.evaluate(
    (first) => [0, 8, 16, 24, 64, 72].map((at) => window.__rangescope?.readPixel(first + at)),
    addr,
  );
  const ground = await page.evaluate(() => window.__rangescope?.stateColour("never touched"));
  expect(drawn.map((colour) => colour?.slice(0, 3))).toContainEqual(ground);
}

describe.skipIf(missing !== null)(`the map${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it("draws a live int, a free slot and list slots in the colours of their states", async () => {
    const { page } = await visit(lab);
    const zeroed = await changes(page, () => page.keyboard.press(" "));
    const items = zeroed.stats[Stat.ITEMS_ADDR] ?? 0;
    const head = zeroed.stats[Stat.FREE_LIST] ?? 0;
    await expectColour(page, items + 8, "empty list slot");
    await expectColour(page, head, "unused slot");
    const shared = await changes(page, () => page.keyboard.press(" "));
    expect(shared.stats[Stat.FREE_LIST]).toBe(head);
    await expectColour(page, items + 100 * WORD, "reference to a small int");
    await changes(page, () => page.keyboard.press(" "));
    // 257 took the head of the free list.
    await expectColour(page, head, "live int");
    await expectColour(page, items + 257 * WORD, "reference to an int");
    await expectColour(page, items + 258 * WORD, "empty list slot");
    // The block is filled, the list dies, the module ends: 257 was the last item to die, so that its slot
    // is the head again. The program's literal dies with the code object, a step into exit.
    for (let i = 0; i < 3; i++) await changes(page, () => page.keyboard.press(" "));
    expect((await seen(page)).stats[Stat.FREE_LIST]).toBe(head);
    await expectColour(page, head, "free slot");
  });

  it("draws a freshly linked block as unused slots and a page without a frame as never touched", async () => {
    const { page } = await visit(lab);
    for (let i = 0; i < 4; i++) await changes(page, () => page.keyboard.press(" "));
    const filled = await seen(page);
    expect(filled.stats[Stat.FREE_INTS]).toBe(41);
    const head = filled.stats[Stat.FREE_LIST] ?? 0;
    await expectColour(page, head + WORD, "unused slot");
    const untouched = await page.evaluate((kind) => {
      const vmas = window.__rangescope?.instant()?.vmas ?? [];
      // Recorded: the heap's pages 98 to 105 have no frame (shared/truth/entry-state.json).
      return (vmas.find((vma) => vma.kind === kind)?.start ?? 0) + 100 * 4096;
    }, VmaKind.HEAP);
    await expectDots(page, untouched);
  });

  it("draws no frame while nothing changes", async () => {
    const { page } = await visit(lab, {
      prepare: (fresh) =>
        fresh.addInitScript(() => {
          const original = window.requestAnimationFrame.bind(window);
          const counter = window as unknown as { frames: number };
          counter.frames = 0;
          window.requestAnimationFrame = (callback) => {
            counter.frames += 1;
            return original(callback);
          };
        }),
    });
    await settled(page);
    const frames = () => page.evaluate(() => (window as unknown as { frames: number }).frames);
    let before = await frames();
    // What the first picture started may still draw: then there is a quiet second.
    for (let tries = 0; tries < 10; tries++) {
      await page.waitForTimeout(1000);
      const now = await frames();
      if (now === before) break;
      before = now;
    }
    await page.waitForTimeout(1000);
    expect(await frames()).toBe(before);
    await changes(page, () => page.keyboard.press(" "));
    await settled(page);
    expect(await frames()).toBeGreaterThan(before);
  });

  it("keeps an address under the same pixel as it zooms", async () => {
    const { page } = await visit(lab);
    const now = await changes(page, () => page.keyboard.press(" "));
    const items = now.stats[Stat.ITEMS_ADDR] ?? 0;
    await page.evaluate((addr) => window.__rangescope?.zoomTo(addr, 90), items);
    const rect = (addr: number) => page.evaluate((at) => window.__rangescope?.mapRect(at), addr);
    const before = await rect(items);
    if (before == null) throw new Error("the array is not on the map");
    await page.mouse.move(before.x, before.y);
    await page.mouse.wheel(0, -900);
    await page.waitForFunction(
      ([at, width]) => (window.__rangescope?.mapRect(at)?.width ?? 0) > width,
      [items, before.width] as const,
    );
    const after = await rect(items);
    expect(Math.abs((after?.x ?? 0) - before.x)).toBeLessThan(2);
    expect(Math.abs((after?.y ?? 0) - before.y)).toBeLessThan(2);
  });

  it("tells what is under the pointer, and selects it by a click", async () => {
    const { page } = await visit(lab);
    const now = await changes(page, () => page.keyboard.press(" "));
    const head = now.stats[Stat.FREE_LIST] ?? 0;
    await page.evaluate((addr) => window.__rangescope?.zoomTo(addr, 1000), head);
    await settled(page);
    const rect = await page.evaluate((at) => window.__rangescope?.mapRect(at), head);
    if (rect == null) throw new Error("the free list's head is not on the map");
    await page.mouse.move(rect.x, rect.y);
    await page.waitForSelector(".tooltip");
    expect(await page.textContent(".tooltip")).toContain("unused slot");
    await page.mouse.click(rect.x, rect.y);
    await page.waitForFunction(() =>
      document.querySelector('[data-testid="inspector"]')?.textContent?.includes("slot 12 of 41"),
    );
    expect(await page.textContent('[data-testid="inspector"]')).toContain("unused slot");
  });

  it("comes back after the graphics card took the picture away", async () => {
    const { page, complaints } = await visit(lab);
    const now = await changes(page, () => page.keyboard.press(" "));
    const items = now.stats[Stat.ITEMS_ADDR] ?? 0;
    await expectColour(page, items + 8, "empty list slot");
    await page.evaluate(() => window.__rangescope?.loseContext());
    await page.waitForSelector(".map-lost");
    await page.evaluate(() => window.__rangescope?.restoreContext());
    await page.waitForSelector(".map-lost", { state: "detached" });
    await expectColour(page, items + 8, "empty list slot");
    expect(complaints).toEqual([]);
  });
});

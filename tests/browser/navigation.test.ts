/** Going to instants by what happens there, in the window: each by its key and by words in the palette. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import { changes, type Lab, missingBrowser, openLab, seen, visit } from "./harness.ts";

const missing = missingBrowser();
/** No loop of it goes in strides, so that its run takes seconds. */
const LONG = `x = 1
y = []
for i in xrange(4000000):
    x = (x * 1103515245 + 12345) % 2147483648
    if x % 7 == 3:
        y = [x, i]
`;

/** Types into the palette that a key has opened, behind what stands there, and takes the first answer. */
async function asks(page: Page, key: string, text: string) {
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press(key);
  await page.waitForSelector('[data-testid="palette"]');
  await page.keyboard.press("End");
  // "‹3": what stands there loses its last sign.
  if (text.startsWith("‹")) await page.keyboard.press("Backspace");
  await page.keyboard.type(text.replace("‹", ""));
  const shown = await changes(page, () => page.keyboard.press("Enter"));
  await page.waitForSelector('[data-testid="palette"]', { state: "detached" });
  return shown;
}

describe.skipIf(missing !== null)(`navigation${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it("goes to neighbours of a kind, conditions, landmarks and instructions, there and back", async () => {
    const { page, complaints } = await visit(lab, { width: 800, height: 480, hash: "#v1;n=1000" });
    const begun = await seen(page);
    const fault = await asks(page, "Shift+G", "fault");
    expect(fault.event?.kind).toBe(Ev.FAULT);
    expect(fault.ir).toBeGreaterThan(begun.ir);
    const block = await asks(page, "Shift+G", "block");
    expect(block.event?.kind).toBe(Ev.INT_BLOCK);
    const second = await asks(page, "g", "‹2");
    expect(second.event).toMatchObject({ kind: Ev.INT_BLOCK });
    expect((await asks(page, "Shift+J", "int block filled")).ir).toBeLessThan(second.ir);
    const before = (begun.stats[Stat.LIVE_INTS] ?? 0) + 500;
    const many = await asks(page, "q", String(before));
    expect(many.stats[Stat.LIVE_INTS]).toBe(before);
    const few = await asks(page, "Shift+Q", String(before - 200));
    expect(few.ir).toBeLessThan(many.ir);
    expect(few.stats[Stat.LIVE_INTS]).toBe(before - 200);
    expect((await asks(page, "j", "exit begins")).phase).toBeGreaterThan(few.phase);
    expect((await asks(page, "j", "first page fault")).event?.kind).toBe(Ev.FAULT);
    expect((await asks(page, ":", String(few.ir))).ir).toBe(few.ir);
    expect(complaints).toEqual([]);
  });

  it("tells who wrote a word, a page and a reference count, before and after", async () => {
    const { page } = await visit(lab, { width: 800, height: 480, hash: "#v1;n=1000" });
    await asks(page, "g", "‹2");
    await page.keyboard.press("/");
    await page.waitForSelector('[data-testid="palette"]');
    await page.keyboard.type("258");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-testid="inspector"] >> text=live int');
    const at = await seen(page);
    const writer = async (key: string) => {
      const { ir } = await changes(page, () => page.keyboard.press(key));
      await page.waitForFunction(() =>
        /writes here/.test(document.querySelector('[data-testid="writer"]')?.textContent ?? ""),
      );
      return { ir, said: await page.textContent('[data-testid="writer"]') };
    };
    const count = await writer("h");
    expect(count.ir).toBeLessThan(at.ir);
    expect((await writer("Shift+H")).ir).toBeGreaterThan(count.ir);
    expect((await writer("x")).said).toMatch(/PyInt_FromLong|builtin_range|list/);
    const page_ = await writer("Shift+Y");
    expect((await writer("y")).ir).toBeLessThan(page_.ir);
  });

  it("goes to a collection, and says when there is no such event", async () => {
    const text = "import gc\nx = range(400)\ngc.collect()\n";
    const { page } = await visit(lab, { hash: `#v1;text=${encodeURIComponent(text)}` });
    const begun = await seen(page);
    expect((await asks(page, "j", "first collection")).ir).toBeGreaterThan(begun.ir);
    await page.keyboard.press("g");
    await page.fill('[data-testid="palette"]', "copy 9999");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".palette [role=status] >> text=has no event");
  });

  it("says how far a long run is, and gives it up by Esc", async () => {
    const { page, complaints } = await visit(lab);
    const before = await seen(page);
    await page.evaluate((text) => {
      location.hash = `#v1;text=${encodeURIComponent(text)}`;
    }, LONG);
    await page.waitForSelector('[data-testid="progress"] >> text=M Ir');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    // Meanwhile no input waits for the worker.
    await page.keyboard.press("l");
    await page.waitForSelector('[data-testid="legend"]');
    expect(await page.locator('[data-testid="waiting"]').count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.waitForSelector("text=The program was stopped");
    await page.waitForSelector('[data-testid="waiting"]', { state: "detached" });
    expect((await seen(page)).ir).toBe(before.ir);
    await changes(page, () => page.keyboard.press(" "));
    expect(complaints).toEqual([]);
  });
});

/** The way of the focus through the window: as the eye goes, without a way back or a trap, at each size. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, missingBrowser, openLab, settled, visit } from "./harness.ts";

const missing = missingBrowser();
/** More stops than any window has. */
const STOPS_MAX = 120;

/** Regions in the order in which Tab comes to them, one name for stops in a row; it ends with the window. */
async function way(page: Page): Promise<string[]> {
  const regions: string[] = [];
  const stops = new Set<string>();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (element === null || element === document.body) return null;
      const region = element.closest(".top-bar, .source, .map, nav, .right, .timeline");
      const marked = element as HTMLElement & { stop?: number };
      marked.stop ??= performance.now();
      const { width, height } = element.getBoundingClientRect();
      return { region: region?.className.split(" ")[0] ?? "", stop: marked.stop, width, height };
    });
    if (at === null) return regions;
    expect(stops.has(String(at.stop))).toBe(false);
    expect(Math.min(at.width, at.height)).toBeGreaterThan(0);
    stops.add(String(at.stop));
    if (at.region !== "" && regions.at(-1) !== at.region) regions.push(at.region);
  }
  throw new Error("the focus never leaves the window");
}

describe.skipIf(missing !== null)(`the focus${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it.each([
    [1280, 720, ["top-bar", "source", "map", "right", "timeline"]],
    [390, 844, ["top-bar", "map", "sheet-tabs", "source", "timeline"]],
  ] as const)("goes as the eye goes at %i × %i, past the text, too", async (width, height, order) => {
    const { page, complaints } = await visit(lab, { width, height });
    await settled(page);
    expect(await way(page)).toEqual(order);
    // Meanwhile the editor has come, which Tab does not write into.
    await page.waitForSelector(".cm-content");
    expect(await way(page)).toEqual(order);
    expect(await page.locator('[data-testid="changed"]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

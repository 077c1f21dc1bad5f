/** The way of the focus through the window: as the eye goes, without a way back or a trap, at each size. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, keyName } from "../../src/views/commands.ts";
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

  it("finds a key in the hint of everything that the window's frame does", async () => {
    const { page } = await visit(lab, { width: 1440, height: 900 });
    await settled(page);
    const keys = new Set(COMMANDS.flatMap((command) => command.keys.map(keyName)));
    const hints = await page.$$eval(
      ".top-bar, .map, .timeline, .tabs, .tab-row, .program-pane",
      (regions) =>
        regions.flatMap((region) =>
          [...region.querySelectorAll<HTMLElement>("button, select, input, label[title]")]
            .filter((one) => one.offsetParent !== null)
            .map((one) => one.title || one.closest<HTMLElement>("[title]")?.title || one.outerHTML),
        ),
    );
    expect(hints.length).toBeGreaterThan(40);
    const keyless = hints.filter((hint) => {
      const named = /\(([^()]+)\)/.exec(hint)?.[1] ?? "";
      return !named.split(/ and |, | or | … /).some((key) => keys.has(key));
    });
    expect(keyless).toEqual([]);
  });

  it("has a key and a palette's entry for every command, also where a field takes the focus", async () => {
    expect(COMMANDS.filter(({ keys }) => keys.length === 0)).toEqual([]);
    const { page } = await visit(lab);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-testid"));
    for (const [key, field] of [
      ["Shift+R", "n"],
      ["Shift+B", "build"],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focused()).toBe(field);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    }
    await page.keyboard.press("Shift+E");
    await page.waitForSelector(".cm-content:focus");
    await page.keyboard.press("Escape");
    await page.keyboard.press(":");
    await page.fill('[data-testid="palette"]', "play faster");
    await page.waitForSelector('[role="option"] >> text=play faster');
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('[aria-label="speed"]')?.value !== "auto",
    );
  });
});

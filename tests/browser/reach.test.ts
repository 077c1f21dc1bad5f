/** Everything can be reached and read: every control at every size, every pane in every theme. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import AxeModule from "axe-core";
import type { Page } from "playwright-core";
import { INSTRUMENTS, type Instrument, type Theme } from "../../src/state/cells.ts";
import { changes, type Lab, missingBrowser, openLab, seen, settled, visit } from "./harness.ts";

const missing = missingBrowser();

/** The last one is a small laptop at 200 %. */
const SIZES = [
  [1440, 900],
  [1280, 720],
  [960, 620],
  [640, 360],
  [390, 844],
] as const;
const THEMES: readonly Theme[] = ["light", "dark", "projector"];
/** A part of an instrument that is there when it has its numbers. */
const SHOWN: Partial<Record<Instrument, string>> = {
  counters: '[data-testid="counters"]',
  profile: '[data-testid="profile"] .cost-row',
  heap: '[data-testid="heap"] tbody tr',
  sites: '[data-testid="accesses"] tbody tr',
  calls: '[data-testid="calls"]',
  compare: '[data-testid="compare"]',
  calibration: '[data-testid="calibration"] tbody tr',
};

/** Controls that no scrolling brings into sight, or that something else covers. */
function unreachable(): string[] {
  const controls = document.querySelectorAll<HTMLElement>("button, input, select, [tabindex='0']");
  const found: string[] = [];
  for (const control of controls) {
    if (control.closest("[hidden], .visually-hidden, .is-hidden") !== null) continue;
    if (getComputedStyle(control).display === "none" || control.offsetParent === null) continue;
    control.scrollIntoView({ block: "center", inline: "center" });
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + Math.min(width, 20) / 2, top + Math.min(height, 20) / 2];
    const at = document.elementFromPoint(x, y);
    const label = control.closest("label");
    const isReached = control.contains(at) || (label?.contains(at) ?? false);
    if (width > 0 && isReached) continue;
    const name = control.getAttribute("aria-label") ?? control.textContent ?? "";
    found.push(`${control.tagName} ${name.slice(0, 40)}: ${at?.className ?? "outside"}`);
  }
  return found;
}

/** What axe objects to within a part of the page. */
async function problems(page: Page, part: string, rules: readonly string[]): Promise<string[]> {
  return page.evaluate(
    async ([within, only]) => {
      const axe = (window as unknown as { axe: typeof AxeModule }).axe;
      const options = {
        resultTypes: ["violations" as const],
        ...(only.length === 0 ? {} : { runOnly: [...only] }),
      };
      const { violations } = await axe.run(within, options);
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
      );
    },
    [part, rules] as const,
  );
}

describe.skipIf(missing !== null)(`reach${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  let page: Page;
  beforeAll(async () => {
    lab = await openLab();
    ({ page } = await visit(lab, { width: 1280, height: 720 }));
    await settled(page);
    // Evaluated through the protocol: the page's CSP forbids adding a script element.
    await page.evaluate(AxeModule.source);
  });
  afterAll(() => lab?.close());

  it.each(
    SIZES,
  )("lets every control be reached at %i × %i, with nothing beside the window", async (width, height) => {
    await page.setViewportSize({ width, height });
    await settled(page);
    expect(await page.evaluate(unreachable)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  it("unfolds the instruments' names in a low window, and folds them when one is chosen", async () => {
    await page.setViewportSize({ width: 1280, height: 720 });
    const inSight = () =>
      page.$$eval(".tabs button", (tabs) => {
        const row = tabs[0]?.parentElement?.getBoundingClientRect();
        return tabs
          .map((tab) => tab.getBoundingClientRect())

          .filter(({ left, right }) => row && left >= row.left - 1 && right <= row.right + 1)
          .length;
      });
    await page.$eval(".tabs", (tabs) => tabs.scrollTo(0, 0));
    await page.waitForFunction(() =>
      document.querySelector(".tabs")?.matches('[data-more="right"]'),
    );
    expect(await inSight()).toBeLessThan(INSTRUMENTS.length);
    await page.focus('[data-testid="all-instruments"]');
    await page.keyboard.press("Enter");
    expect(await inSight()).toBe(INSTRUMENTS.length);
    await page.click('.tabs >> text="managers"');
    expect(await page.getAttribute('[data-testid="all-instruments"]', "aria-expanded")).toBe(
      "false",
    );
    await page.waitForFunction(() =>
      document.querySelector(".tabs")?.matches('[data-more="left"]'),
    );
    await page.keyboard.press("3");
  });

  it.each(
    INSTRUMENTS,
  )("shows %s without an accessibility problem, light and dark", async (name) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.click(`.tabs >> text="${name}"`);
    await page.waitForSelector(SHOWN[name] ?? `.instruments`);
    // The window around it is read once; the projector's colours are the light ones, darker.
    const isFirst = name === INSTRUMENTS[0];
    for (const theme of isFirst ? THEMES : THEMES.slice(0, 2)) {
      await choose(page, theme);
      const part = isFirst ? ":root" : ".instruments > :not(.tab-row)";
      const rules = theme === "light" ? [] : ["color-contrast"];
      expect(await problems(page, part, rules)).toEqual([]);
    }
  });

  it("works in forced colours, and moves nothing where motion is not wanted", async () => {
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const before = await seen(page);
    expect((await changes(page, () => page.keyboard.press(" "))).ir).toBeGreaterThan(before.ir);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.emulateMedia({ forcedColors: "none" });
  });
});

/** Presses D until the theme is there. */
async function choose(page: Page, theme: Theme): Promise<void> {
  const wanted = theme === "projector" ? "light large" : `${theme} normal`;
  const now = () =>
    page.evaluate(() => {
      const { theme: colours, size } = document.documentElement.dataset;
      return `${colours} ${size}`;
    });
  while ((await now()) !== wanted) await page.keyboard.press("d");
}

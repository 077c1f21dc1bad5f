/** What people do in the lab, from end to end: profile, zoom, search, compare, link, undo. */
import { readFileSync } from "node:fs";
import AxeModule from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import { changes, type Lab, missingBrowser, openLab, seen, visit } from "./harness.ts";

const missing = missingBrowser();
const PYDEBUG = "2.7.18-debian-pydebug";

/** A child that reads its parent's ints while the parent waits. */
const FORKS = `import os
x = range(5000)
if os.fork() == 0:
    for k in range(50):
        for v in x: pass
    os._exit(0)
os.wait()
`;

/** Moves the machine's clock to a share of its stops. */
async function seeks(page: Page, share: number): Promise<void> {
  await page.locator('[data-testid="machine-clock"]').evaluate((element, to) => {
    const slider = element as HTMLInputElement;
    slider.value = String(Math.round(Number(slider.max) * to));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, share);
}

async function childComputes(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    /1001\s*child, computes/.test(
      document.querySelector('[data-testid="process-table"]')?.textContent ?? "",
    ),
  );
}

/** What axe finds serious. */
async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(AxeModule.source);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: typeof AxeModule }).axe;
    const { violations } = await axe.run(document);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
}

describe.skipIf(missing !== null)(`journeys${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it("profiles the run by list, callers, tree and flame chart, with the keyboard", async () => {
    const { page, complaints } = await visit(lab, { width: 1280, height: 720 });
    await page.keyboard.press("4");
    await page.waitForSelector('[data-testid="profile"] .cost-row button >> text=builtin_range');
    await page.click('[data-testid="profile"] .cost-row button >> text=memset');
    await page.waitForSelector('[data-testid="neighbours"] >> text=PyList_New');
    const saved = page.waitForEvent("download");
    await page.click('[data-testid="save-callgrind"]');
    const file = await (await saved).path();
    expect(readFileSync(file, "utf8")).toMatch(/^fn=.*builtin_range/m);
    await page.click(".tools >> text=tree");
    await page.waitForSelector('[data-testid="call-tree"] >> text=builtin_range');
    await page.click(".tools >> text=flame");
    await page.waitForSelector('[data-testid="flame"]');
    expect(complaints).toEqual([]);
  });

  it("draws the heap of a link that opens on it", async () => {
    const { page } = await visit(lab, { hash: "#v1;n=1000;tool=heap", width: 1280, height: 720 });
    await page.waitForSelector('[data-testid="heap"] tbody tr');
    await page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="heap"] canvas');
      const { width, height } = canvas ?? { width: 0, height: 0 };
      if (canvas === null || width === 0 || height === 0) return false;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      return pixels.some((value) => value > 0);
    });
  });

  it("leads a newcomer from the empty address to why range(1000) needs 18 blocks", async () => {
    const { page } = await visit(lab, { width: 1280, height: 720 });
    await page.waitForSelector(".hint >> text=Space");
    await changes(page, async () => {
      await page.fill('[data-testid="n"]', "1000");
      await page.keyboard.press("Enter");
    });
    const why = '[data-testid="why-blocks"]';
    expect(await page.textContent(`${why} h3`)).toContain("Why 18 int blocks");
    const terms = await page.$$eval(`${why} .number`, (cells) =>
      cells.map((one) => one.textContent),
    );
    expect(terms).toEqual(["1\u2009000", "− 257", "− 14", "= 729", "÷ 41", "= 18"]);
    await changes(page, () => page.click(`${why} >> text=go to block 1`));
    expect(await page.textContent('[data-testid="sentence"]')).toContain("41 slots");
    expect(await page.textContent(why)).toContain("1 of 18 blocks made by now");
    await page.waitForSelector(`${why} >> text=go to block 2`);
  });

  it("is understood in two minutes: four times Space, and the same at range(10000000)", {
    timeout: 120_000,
  }, async () => {
    const { page, complaints } = await visit(lab);
    const begun = await seen(page);
    /** What Space leads to: sentences, and what became more since the program's start. */
    const boundary = async (sentence: RegExp) => {
      const { stats } = await changes(page, () => page.keyboard.press(" "));
      expect(await page.textContent('[data-testid="sentence"]')).toMatch(sentence);
      const more = (stat: Stat) => (stats[stat] ?? 0) - (begun.stats[stat] ?? 0);
      return { filled: stats[Stat.ITEMS_FILLED], ints: more(Stat.LIVE_INTS), stats };
    };
    expect(await boundary(/array of 2\u2009400 bytes .* slots are empty/)).toMatchObject({
      filled: 0,
      ints: 0,
    });
    expect(await boundary(/256 needs no memory of its own.* shared int/)).toMatchObject({
      filled: 257,
      ints: 0,
    });
    expect(await boundary(/257 took a free slot.* its 258th reference/)).toMatchObject({
      filled: 258,
      ints: 1,
    });
    const block = /fill_free_list asks malloc for 992 bytes.* links 41 slots/;
    expect((await boundary(block)).stats[Stat.FREE_INTS]).toBe(41);
    await changes(page, async () => {
      await page.fill('[data-testid="n"]', "10000000");
      await page.keyboard.press("Enter");
    });
    expect(await page.textContent('[data-testid="why-blocks"] h3')).toContain("243\u2009896");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const { total } = await changes(page, () => page.keyboard.press("Home"));
    expect(Math.round(total / 10_000_000)).toBe(83);
    await boundary(/array of 80\u2009000\u2009000 bytes .* slots are empty/);
    await boundary(/256 needs no memory of its own.* shared int/);
    await boundary(/257 took a free slot.* its 258th reference/);
    await boundary(block);
    expect(complaints).toEqual([]);
  });

  it("goes to the k-th event of a kind, and counts the blocks that exist by then", async () => {
    const { page } = await visit(lab, { hash: "#v1;n=1000", width: 1280, height: 720 });
    expect(await page.textContent('[data-testid="why-blocks"]')).toContain("= 18");
    await page.keyboard.press("g");
    await page.fill('[data-testid="palette"]', "block 5");
    await changes(page, () => page.keyboard.press("Enter"));
    expect(await page.textContent('[data-testid="sentence"]')).toContain("fill_free_list");
    expect(await page.textContent('[data-testid="why-blocks"]')).toContain("5 of 18 blocks");
    await page.keyboard.press("g");
    await page.fill('[data-testid="palette"]', "block 19");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".palette [role=status] >> text=has 18 events");
  });

  it("finds an int by its value, inspects its page and goes back", async () => {
    const { page } = await visit(lab, { width: 1280, height: 720 });
    const begun = await seen(page);
    for (let i = 0; i < 3; i++) await changes(page, () => page.keyboard.press(" "));
    await page.keyboard.press("/");
    await page.waitForSelector('[data-testid="palette"]');
    await page.keyboard.type("257");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-testid="inspector"] >> text=live int');
    await page.click('.crumbs >> text="page"');
    await page.waitForSelector('[data-testid="inspector"] >> text=present');
    const before = await seen(page);
    await changes(page, () => page.keyboard.press("Home"));
    expect((await changes(page, () => page.keyboard.press("u"))).ir).toBe(before.ir);
    expect(before.ir).toBeGreaterThan(begun.ir);
  });

  it("shows processes, their pages, why one is private, and two managers, light and dark", async () => {
    const hash = `#v1;text=${encodeURIComponent(FORKS)};tool=processes,wide`;
    const { page, complaints } = await visit(lab, { hash, width: 1280, height: 720 });
    await page.waitForSelector('[data-testid="machine-clock"]');
    await seeks(page, 0.6);
    await childComputes(page);
    expect(await seriousProblems(page)).toEqual([]);
    await page.click(".processes .tools >> text=pages");
    await page.waitForSelector('[data-testid="lane-1001"]');
    await page.focus('[data-testid="lane-1001"]');
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector('[data-testid="why"] >> text=in process 1001');
    expect(await seriousProblems(page)).toEqual([]);
    await page.selectOption('[data-testid="process"]', "1001");
    await page.waitForFunction(() => location.hash.includes(";process=1001"));
    expect((await seen(page)).stats[Stat.PID]).toBe(1001);
    await page.keyboard.press("b");
    await page.click('[data-testid="managers"] >> text=beside');
    await page.waitForSelector('[data-testid="managers-copies"]');
    const sides = await page.$$eval('[data-testid="beside-maps"] figcaption', (titles) =>
      titles.map((title) => title.textContent ?? ""),
    );
    expect(sides[0]).not.toContain("refcount");
    expect(sides[1]).toContain("refcount");
    expect(await seriousProblems(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await seriousProblems(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("shows a child that is not born yet at its birth", async () => {
    const hash = `#v1;text=${encodeURIComponent(FORKS)};tool=processes`;
    const { page } = await visit(lab, { hash, width: 1280, height: 720 });
    await page.waitForSelector(".processes >> text=1001 child, not born");
    await page.selectOption('[data-testid="process"]', "1001");
    await page.waitForSelector(".processes >> text=1001 child, computes");
    expect(await page.locator(".processes >> text=1001 child, not born").count()).toBe(0);
  });

  it("zooms out of the address space to the machine, and into another process from there", async () => {
    const hash = `#v1;text=${encodeURIComponent(FORKS)};tool=processes`;
    const { page, complaints } = await visit(lab, { hash, width: 1280, height: 720 });
    await page.waitForSelector('[data-testid="machine-clock"]');
    await seeks(page, 0.6);
    await childComputes(page);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    // The map shows everything, then half as large: beyond that lies the machine.
    for (let i = 0; i < 12 && (await page.locator('[data-testid="machine"]').count()) === 0; i++) {
      await page.keyboard.press("-");
      await page.waitForTimeout(100);
    }
    await page.waitForSelector('[data-testid="machine"] [data-testid^="lane-"]');
    await page.waitForSelector('[data-testid="machine"] .lane canvas >> nth=1');
    expect(await seriousProblems(page)).toEqual([]);
    await page
      .locator('[data-testid="machine"] .lane >> nth=1 >> text=open its address space')
      .click();
    await page.waitForSelector('[data-testid="machine"]', { state: "detached" });
    expect(await page.inputValue('[data-testid="process"]')).not.toBe("1000");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("v");
    await page.waitForSelector('[data-testid="machine"]');
    await page.waitForFunction(() => location.hash.includes(";level=machine"));
    await page.keyboard.press("+");
    await page.waitForSelector('[data-testid="machine"]', { state: "detached" });
    expect(complaints).toEqual([]);
  });

  it("shows the pages of a pinned run and of this one side by side", async () => {
    const { page, complaints } = await visit(lab, {
      hash: "#v1;n=1000;ir=5530000;pin=300,2.7.18-debian-release,recipe,native",
      width: 1280,
      height: 720,
    });
    await page.waitForSelector('[data-testid="beside-maps"] canvas >> nth=1');
    const text = () => page.textContent('[data-testid="beside-maps"] > p');
    expect(await text()).toMatch(/^[1-9][\d\u202f ]* pages? differ, framed, of /);
    const ints = await page.$$eval('[data-testid="beside-maps"] canvas', (sides) =>
      sides.map((side) =>
        Number(/(\d+) live int/.exec(side.getAttribute("aria-label") ?? "")?.[1]),
      ),
    );
    expect(ints[1]).toBeGreaterThan(ints[0] ?? 0);
    expect(await seriousProblems(page)).toEqual([]);
    await page.click('[data-testid="pin"]');
    await page.waitForSelector('[data-testid="beside-maps"]', { state: "detached" });
    expect(complaints).toEqual([]);
  });

  it("pins a run, changes the build and says what differs", async () => {
    const { page, complaints } = await visit(lab, { width: 1280, height: 720 });
    await changes(page, () => page.keyboard.press(" "));
    await page.keyboard.press("c");
    await page.waitForSelector('[data-testid="same-moment"]');
    await changes(page, () => page.selectOption('[data-testid="build"]', PYDEBUG));
    await page.waitForFunction(() =>
      /40 instead of 24/.test(
        document.querySelector('[data-testid="difference"]')?.textContent ?? "",
      ),
    );
    expect(complaints).toEqual([]);
  });

  it("shares all of it: a link opens the same instant, panes, part of the clock and selection", async () => {
    const { page } = await visit(lab, { width: 1280, height: 720 });
    await changes(page, () => page.keyboard.press(" "));
    for (const key of ["i", "7", "1", "z"]) await page.keyboard.press(key);
    await page.focus('[data-testid="map"]');
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      [";sel=", ";span=", ";tool=calls", ";panes=", ";view="].every((part) =>
        location.hash.includes(part),
      ),
    );
    const { hash } = new URL(page.url());
    expect(hash.length).toBeLessThan(2000);
    const again = await visit(lab, { hash, width: 1280, height: 720 });
    expect((await seen(again.page)).ir).toBe((await seen(page)).ir);
    await again.page.waitForSelector('[data-testid="calls"]');
    expect(await again.page.locator(".source").count()).toBe(0);
    await again.page.waitForFunction((wanted) => location.hash === wanted, hash);
  });

  it("says that a link is too new, and opens the default", async () => {
    const { page } = await visit(lab, { hash: "#v7;n=3" });
    expect(await page.textContent('[data-testid="problem"]')).toMatch(
      /link is too new.*newer page/,
    );
    expect(await page.inputValue('[data-testid="n"]')).toBe("300");
  });
});

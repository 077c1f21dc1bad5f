/** What goes wrong says so, names the value and the remedy, and leaves the run before as it was. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe.skipIf(missing !== null)(`faults${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it("refuses an n that is negative, fractional, no number, too large or missing, and keeps the run", async () => {
    const { page } = await visit(lab);
    const before = await seen(page);
    for (const value of ["-5", "2.5", "ten", "100000001", ""]) {
      await page.fill('[data-testid="n"]', value);
      await page.keyboard.press("Enter");
      const message = page.locator('[data-testid="problem"]', { hasText: `“${value}”` });
      expect(await message.textContent()).toContain("0 … 100\u2009000\u2009000");
      expect(await page.getAttribute('[data-testid="n"]', "aria-invalid")).toBe("true");
      expect(await seen(page)).toEqual(before);
      expect(await program(page)).toBe("range(300)\n");
    }
  });

  for (const [what, body, status] of [
    ["is missing", "not here", 404],
    ["is broken", '{"name": "half', 200],
    ["is something else", "<!doctype html><title>start page</title>", 200],
  ] as const) {
    it(`names a build whose file ${what} and keeps the run`, async () => {
      const { page } = await visit(lab, {
        prepare: (fresh) =>
          fresh.route("**/builds/**/2.7.18-debian-pydebug.json", (route) =>
            route.fulfill({ status, body }),
          ),
      });
      const before = await seen(page);
      await page.selectOption('[data-testid="build"]', "2.7.18-debian-pydebug");
      const message = await page.textContent('[data-testid="problem"]');
      expect(message).toContain("2.7.18-debian-pydebug");
      expect(await page.inputValue('[data-testid="build"]')).toBe("2.7.18-debian-release");
      expect(await seen(page)).toEqual(before);
      const next = await changes(page, () =>
        page
          .getByText("close")
          .click()
          .then(() => page.keyboard.press("ArrowRight")),
      );
      expect(next.ir).toBeGreaterThan(before.ir);
    });
  }

  it("opens where it always opens when a link is damaged, and says what is wrong with it", async () => {
    const { page } = await visit(lab, { hash: "#v1;n=-3;build=x" });
    expect(await page.textContent('[data-testid="problem"]')).toContain("n is “-3”");
    expect(await program(page)).toBe("range(300)\n");
  });

  it("replays the run in a new worker after the worker died", async () => {
    const { page } = await visit(lab, {
      prepare: (fresh) =>
        fresh.route("**/sim.worker-*.js", async (route) => {
          const response = await route.fetch();
          // A message that the session does not know makes the worker throw outside of any call.
          const trap = `addEventListener("message", ({data}) => { if (data === "crash") throw new Error("the worker was told to crash"); });`;
          await route.fulfill({ response, body: `${trap}\n${await response.text()}` });
        }),
    });
    const there = await changes(page, () => page.keyboard.press(" "));
    await crash(page);
    await page.waitForSelector('[data-testid="fault"]');
    expect(await page.textContent('[data-testid="fault"]')).toContain("told to crash");
    expect(await seen(page)).toEqual(there);
    await page.getByText("restart", { exact: true }).click();
    await page.waitForSelector('[data-testid="fault"]', { state: "detached" });
    const next = await changes(page, () => page.keyboard.press(" "));
    expect(next.ir).toBeGreaterThan(there.ir);
    expect((await changes(page, () => page.keyboard.press("Shift+ "))).hash).toBe(there.hash);
  });

  it("shows the table instead of the map without WebGL 2", async () => {
    const { page } = await visit(lab, {
      prepare: (fresh) =>
        fresh.addInitScript(() => {
          const original = HTMLCanvasElement.prototype.getContext;
          HTMLCanvasElement.prototype.getContext = function (
            this: HTMLCanvasElement,
            kind: string,
            ...rest: unknown[]
          ) {
            if (kind.startsWith("webgl")) return null;
            return Reflect.apply(original, this, [kind, ...rest]);
          } as typeof original;
        }),
    });
    expect(await page.textContent(".map-problem")).toContain("WebGL 2");
    await page.waitForSelector('[data-testid="table"] tbody tr');
    const first = await page.textContent('[data-testid="sentence"]');
    await page.keyboard.press(" ");
    await page.waitForFunction(
      (old) => document.querySelector('[data-testid="sentence"]')?.textContent !== old,
      first,
    );
    const current = page.locator('[data-testid="table"] [aria-current]', { hasText: "item array" });
    await current.waitFor();
  });

  it("shows the table when the map cannot be fetched, and the map when it can again", async () => {
    const renderer = "**/assets/live-*.js";
    const { page } = await visit(lab, {
      prepare: (fresh) => fresh.route(renderer, (route) => route.abort()),
    });
    expect(await page.textContent(".map-problem")).toContain("could not be fetched");
    await page.waitForSelector('[data-testid="table"] tbody tr');
    await page.unroute(renderer);
    await page.click('[data-testid="map-again"]');
    await settled(page);
  });

  it("steps on without a connection, says what cannot be fetched, and fetches it later", async () => {
    const { page } = await visit(lab, { width: 1280, height: 720 });
    await settled(page);
    await page.context().setOffline(true);
    const before = await seen(page);
    expect((await changes(page, () => page.keyboard.press(" "))).ir).toBeGreaterThan(before.ir);
    await page.keyboard.press("4");
    const alert = page.locator(".instruments [role=alert]", { hasText: "cannot be fetched" });
    await alert.waitFor();
    await page.context().setOffline(false);
    await alert.getByText("try again").click();
    await page.waitForSelector('[data-testid="profile"] .cost-row');
  });

  it("says on the whole page that WebAssembly is missing", async () => {
    const { page } = await visit(lab, {
      ready: false,
      prepare: (fresh) =>
        fresh.addInitScript(() => {
          Reflect.deleteProperty(globalThis, "WebAssembly");
        }),
    });
    expect(await page.textContent(".full-page")).toContain("WebAssembly");
  });
});

/** Makes the page's worker throw. Workers are found through the browser, not through the page. */
async function crash(page: import("playwright-core").Page): Promise<void> {
  const worker = page.workers()[0];
  if (worker === undefined) throw new Error("the page has no worker");
  await worker.evaluate(() => {
    setTimeout(() => dispatchEvent(new MessageEvent("message", { data: "crash" })), 0);
  });
}

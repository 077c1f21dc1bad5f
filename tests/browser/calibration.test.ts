/** The calibration panel in a real browser: simulated beside recorded figures of the chosen build and n. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, missingBrowser, openLab, visit } from "./harness.ts";

const missing = missingBrowser();

describe.skipIf(missing !== null)(
  `the calibration panel${missing === null ? "" : ` (${missing})`}`,
  () => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await openLab();
    });
    afterAll(() => lab?.close());

    it("shows what callgrind counted beside what the machine says, with the residual and a mark", async () => {
      const { page, complaints } = await visit(lab, { width: 1280, height: 800 });
      await page.getByRole("button", { name: "calibration", exact: true }).click();
      const panel = page.locator('[data-testid="calibration"]');
      await panel.waitFor();
      await page.selectOption('[data-testid="calibration-n"]', "10000000");
      const cells = async (name: string) => {
        const row = panel.locator("tr", {
          has: page.getByRole("rowheader", { name, exact: true }),
        });
        return (await row.locator("td").allTextContents()).map((text) =>
          text.replace(/\u2009/g, ""),
        );
      };
      expect(await cells("builtin_range")).toEqual(["210729645", "210729645", "0", "●"]);
      expect((await cells("whole process"))[1]).toBe("824002259");
      await page.selectOption('[data-testid="calibration-n"]', "0");
      expect((await cells("whole process"))[2]).toBe("0");
      expect(complaints).toEqual([]);
    });

    it("has marks beside the numbers elsewhere, with the bound behind them", async () => {
      const { page, complaints } = await visit(lab, { width: 1280, height: 800 });
      await page.getByRole("button", { name: "counters", exact: true }).click();
      const rows = page.locator('[data-testid="counters"] tr');
      const marks = rows.locator(".mark[title^='simulated: '], .mark[title^='estimated: ']");
      await rows.first().waitFor();
      expect(await rows.count()).toBeGreaterThan(5);
      expect(await marks.count()).toBe(await rows.count());
      const clock = page.locator(".clock .mark");
      expect(await clock.getAttribute("title")).toContain("within 400 Ir of callgrind");
      expect(complaints).toEqual([]);
    });

    it("follows the build, and says when it has no figures", async () => {
      const { page } = await visit(lab, {
        width: 1280,
        height: 800,
        prepare: (p) => p.route(/calibration\/.*pydebug\.json/, (route) => route.abort()),
      });
      await page.keyboard.press("k");
      await page.locator('[data-testid="calibration"]').waitFor();
      await page.selectOption('[data-testid="build"]', "2.7.18-debian-pydebug");
      await page.getByText("No figures to compare with").waitFor();
    });
  },
);

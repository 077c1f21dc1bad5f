/** The program's text in a real browser: typed, run, refused, kept, chosen from the examples; its output. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import AxeModule from "axe-core";
import type { Page } from "playwright-core";
import { changes, type Lab, missingBrowser, openLab, program, seen, visit } from "./harness.ts";
import { pretend } from "./pretend.ts";

const missing = missingBrowser();

const LOOP = "for i in range(3):\n    print i\n";
const INDEX = JSON.stringify([
  { name: "one", title: "One", about: "The first.", file: "one.py" },
  { name: "two", title: "Two", about: "The second.", file: "two.py" },
]);

/** The editor is fetched when somebody wants to write; afterwards keys are the window's again. */
async function openEditor(page: Page): Promise<void> {
  const plain = page.locator('[data-testid="plain-text"]');
  if ((await plain.count()) === 0) return;
  await plain.focus();
  await page.waitForSelector(".cm-focused");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
}

/** The text in the editor. */
async function draft(page: Page): Promise<string> {
  await openEditor(page);
  const lines = await page.locator(".cm-line").allTextContents();
  return lines.join("\n");
}

/** Replaces all text in the editor as a person would who pastes another one. */
async function write(page: Page, text: string): Promise<void> {
  await openEditor(page);
  await page.click(".cm-content");
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(".cm-content")?.dispatchEvent(event);
  }, text);
}

async function run(page: Page, text: string): Promise<void> {
  await write(page, text);
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction((wanted) => window.__rangescope?.program() === wanted, text);
}

/** Serves two examples of the tests' own. */
async function serveExamples(page: Page): Promise<void> {
  await page.route("**/examples/index.json", (route) => route.fulfill({ body: INDEX }));
  await page.route("**/examples/one.py", (route) => route.fulfill({ body: "range(11)\n" }));
  await page.route("**/examples/two.py", (route) => route.fulfill({ body: "range(22)\n" }));
}

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

describe.skipIf(missing !== null)(`the editor${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab?.close());

  it("comes after the first run, runs what is typed, and is left by Escape, without a complaint", async () => {
    const { page, complaints } = await visit(lab);
    expect(await draft(page)).toBe("range(300)\n");
    await run(page, "range(12)\n");
    expect(await page.inputValue('[data-testid="n"]')).toBe("12");
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("run");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await changes(page, () => page.keyboard.press(" "));
    expect(complaints).toEqual([]);
  });

  it("indents after a colon and by Tab, four columns each", async () => {
    const { page } = await visit(lab);
    await draft(page);
    await write(page, "");
    await page.keyboard.type("if x:");
    await page.keyboard.press("Enter");
    await page.keyboard.type("y");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("z");
    expect(await draft(page)).toBe("if x:\n    y\n        z");
    await page.keyboard.press("Shift+Tab");
    expect(await draft(page)).toBe("if x:\n    y\n    z");
  });

  it("marks what is wrong in the text and says it below, until the text is changed", async () => {
    const { page } = await visit(lab);
    await draft(page);
    const before = await seen(page);
    await write(page, "x = 1\ny = = 2\n");
    await page.keyboard.press("Control+Enter");
    const message = page.locator('[data-testid="program-problem"][role="alert"]');
    expect(await message.textContent()).toContain("line 2, column 5: SyntaxError: invalid syntax");
    expect(await page.textContent(".cm-line.is-wrong .problem")).toBe("=");
    expect(await seen(page)).toEqual(before);
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.type("z");
    await message.waitFor({ state: "detached" });
    expect(await page.locator(".cm-line .problem").count()).toBe(0);
  });

  it("sees while typing what would be refused, apart from the line that is being written", async () => {
    const { page } = await visit(lab);
    await draft(page);
    await write(page, "class A: pass\nimport re\nx = 1");
    const hint = page.locator('[data-testid="program-hint"][role="status"]');
    expect(await hint.textContent()).toMatch(/^line 1, column \d+: .*1 more place/);
    expect(await page.locator(".cm-line .problem").count()).toBe(2);
    expect(await page.locator('[data-testid="program-problem"]').count()).toBe(0);
    await write(page, "x = 1\ny = = 2");
    await hint.waitFor({ state: "detached" });
    await page.keyboard.press("Control+Home");
    expect(await hint.textContent()).toContain("line 2, column 5: SyntaxError: invalid syntax");
    await write(page, "x = 1\n");
    await hint.waitFor({ state: "detached" });
  });

  it("edits the number of range(N) where it stands, as a step of undo", async () => {
    const { page } = await visit(lab);
    await draft(page);
    await changes(page, async () => {
      await page.fill('[data-testid="n"]', "1234");
      await page.keyboard.press("Enter");
    });
    expect(await draft(page)).toBe("range(1234)\n");
    await openEditor(page);
    await page.click(".cm-content");
    await page.keyboard.press("Control+Z");
    expect(await draft(page)).toBe("range(300)\n");
    await write(page, "pass\n");
    await page.waitForSelector('[data-testid="n"]', { state: "detached" });
  });

  it("keeps the text over a reload, run or not, and the address opens what ran", async () => {
    const { page } = await visit(lab, { prepare: (fresh) => pretend(fresh, { stdout: "0\n" }) });
    await draft(page);
    await run(page, LOOP);
    await page.waitForFunction(() => /;?(text|packed)=/.test(location.hash));
    await write(page, `${LOOP}# not run\n`);
    await page.waitForSelector('[data-testid="changed"]');
    await page.reload();
    expect(await draft(page)).toBe(`${LOOP}# not run\n`);
    expect(await program(page)).toBe(LOOP);
    const other = await visit(lab, {
      hash: new URL(page.url()).hash,
      prepare: (fresh) => pretend(fresh, {}),
    });
    expect(await draft(other.page)).toBe(LOOP);
    expect(await program(other.page)).toBe(LOOP);
  });

  it("takes 100 kB, keeps them in this browser and says that the link does not hold them", async () => {
    let text = "";
    for (let i = 0; text.length < 100_000; i++) text += `x${i} = '${Math.sin(i)}'\n`;
    const { page } = await visit(lab, { prepare: (fresh) => pretend(fresh, {}) });
    await draft(page);
    await run(page, text);
    await page.waitForSelector('[data-testid="local-link"]');
    await page.reload();
    await page.waitForFunction((wanted) => window.__rangescope?.program() === wanted, text);
    const other = await visit(lab, { hash: new URL(page.url()).hash });
    expect(await other.page.textContent('[data-testid="problem"]')).toContain(
      "too long for a link",
    );
    expect(await program(other.page)).toBe("range(300)\n");
  });

  it("runs an empty program: it is one", async () => {
    const { page } = await visit(lab);
    await draft(page);
    await run(page, "");
    expect(await page.textContent(".cm-placeholder")).toContain("empty program");
    expect(await page.locator('[data-testid="bytecode"] li').count()).toBe(2);
    await page.waitForFunction(() => location.hash.includes(";text=;"));
    await page.reload();
    await page.waitForFunction(() => window.__rangescope?.program() === "");
  });

  it("shows the line and the instruction that run, also while the text is edited", async () => {
    const listing = (name: string, line: number) => ({
      name,
      lines: [{ offset: 0, line, name: "LOAD_CONST", argument: 0, meaning: "7" }],
    });
    const { page } = await visit(lab, {
      prepare: (fresh) =>
        pretend(fresh, {
          codes: [listing("<module>", 3), listing("f", 2)],
          places: [
            { code: 0, line: 3, offset: 0 },
            { code: 1, line: 2, offset: 0 },
          ],
        }),
    });
    await draft(page);
    await run(page, "def f():\n    return 7\nf()\n");
    expect(await page.textContent(".cm-line.is-running")).toBe("f()");
    await page.keyboard.press("Escape");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    for (let i = 0; i < 4; i++) await changes(page, () => page.keyboard.press(" "));
    await page.waitForSelector('.cm-line.is-running:has-text("return 7")');
    expect(await page.inputValue(".bytecode-pane select")).toBe("1");
    expect(await page.textContent('[data-testid="bytecode"] [aria-current]')).toContain("2");
    await openEditor(page);
    await page.click(".cm-content");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# first\n");
    expect(await page.textContent(".cm-line.is-running")).toBe("    return 7");
  });

  it("loads an example, asks before it replaces a text of one's own, and brings that back", async () => {
    const { page } = await visit(lab, { prepare: serveExamples });
    await draft(page);
    const choose = async (title: string) => {
      await page.click('[data-testid="examples"]');
      await page.click(`.choice:has-text("${title}")`);
    };
    await choose("One");
    await page.waitForFunction(() => window.__rangescope?.program() === "range(11)\n");
    await choose("Two");
    await page.waitForFunction(() => window.__rangescope?.program() === "range(22)\n");
    await write(page, "range(33)\n");
    await choose("One");
    await page.waitForSelector('[data-testid="replace-question"]');
    expect(await seriousProblems(page)).toEqual([]);
    await page.click("text=keep my text");
    await page.keyboard.press("Escape");
    expect(await draft(page)).toBe("range(33)\n");
    await choose("One");
    await page.click('[data-testid="replace-question"] >> text="replace"');
    await page.waitForFunction(() => window.__rangescope?.program() === "range(11)\n");
    expect(await draft(page)).toBe("range(11)\n");
    await openEditor(page);
    await page.click(".cm-content");
    await page.keyboard.press("Control+Z");
    expect(await draft(page)).toBe("range(33)\n");
    await page.keyboard.press("Control+Y");
    await page.click('[data-testid="examples"]');
    await page.click('[data-testid="own-text"]');
    await page.waitForFunction(() => window.__rangescope?.program() === "range(33)\n");
  });

  it("says that the examples or the editor cannot be loaded, and works without them", async () => {
    const { page } = await visit(lab, {
      prepare: async (fresh) => {
        await fresh.route("**/examples/index.json", (route) => route.abort());
        await fresh.route("**/assets/editor-*.js", (route) => route.abort());
      },
    });
    await page.focus('[data-testid="plain-text"]');
    const field = page.locator("textarea.plain-field");
    await field.fill("range(9)\n");
    await field.press("Control+Enter");
    await page.waitForFunction(() => window.__rangescope?.program() === "range(9)\n");
    await page.click('[data-testid="examples"]');
    const message = await page.textContent('[data-testid="examples-problem"]');
    expect(message).toContain("index.json");
    await page.unroute("**/examples/index.json");
    await page.click("text=try again");
    await page.waitForSelector(".choice");
  });

  it("gives up a program that takes too long, and shows the run of before again", async () => {
    const { page } = await visit(lab, { prepare: (fresh) => pretend(fresh, { endless: true }) });
    await draft(page);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const before = await changes(page, () => page.keyboard.press(" "));
    await write(page, "while 1:\n    pass\n");
    await page.keyboard.press("Control+Enter");
    await page.click('[data-testid="stop"]');
    const message = page.locator('[data-testid="program-problem"]');
    expect(await message.textContent()).toContain("was stopped");
    expect(await seen(page)).toEqual(before);
    expect(await draft(page)).toBe("while 1:\n    pass\n");
    await page.keyboard.press("Escape");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await changes(page, () => page.keyboard.press(" "));
  });

  it("opens a link to a program that cannot be compiled with its text and what is wrong", async () => {
    const { page } = await visit(lab, { hash: "#v1;text=x%20%3D%0A" });
    expect(await draft(page)).toBe("x =\n");
    expect(await page.textContent('[data-testid="program-problem"]')).toContain("SyntaxError");
    expect(await program(page)).toBe("range(300)\n");
  });

  it("shows output up to the instant, then the traceback and the exit status", async () => {
    const stdout = "one\ntwo\nthree\n";
    const stderr = "Traceback (most recent call last):\nZeroDivisionError: no\n";
    const { page } = await visit(lab, {
      prepare: (fresh) => pretend(fresh, { stdout, exit: { status: 1, stderr, limit: null } }),
    });
    await draft(page);
    await run(page, LOOP);
    await page.waitForSelector('[data-testid="output"]');
    expect(await page.textContent('[data-testid="written"]')).toBe("");
    expect(await page.textContent('[data-testid="ahead"]')).toBe(stdout);
    await page.keyboard.press("Escape");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    for (let i = 0; i < 3; i++) await changes(page, () => page.keyboard.press(" "));
    const written = (await page.textContent('[data-testid="written"]')) ?? "";
    expect(written.length).toBeGreaterThan(0);
    expect(written + (await page.textContent('[data-testid="ahead"]'))).toBe(stdout);
    await page.keyboard.press("End");
    await page.waitForSelector('[data-testid="ahead"]', { state: "detached" });
    expect(await page.textContent('[data-testid="written"]')).toBe(stdout);
    expect(await page.getAttribute('[data-testid="stderr"]', "class")).toBe("stderr");
    expect(await page.textContent('[data-testid="status"]')).toContain("exit status 1");
    expect(await seriousProblems(page)).toEqual([]);
  });

  it("has no serious accessibility problem on a phone, and copies the whole output", async () => {
    const { page } = await visit(lab, {
      ...{ width: 390, height: 844, dark: true },
      prepare: (fresh) => pretend(fresh, { stdout: "one\ntwo\n" }),
    });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.click(".sheet-tabs >> text=Program");
    await draft(page);
    await run(page, LOOP);
    expect(await seriousProblems(page)).toEqual([]);
    await page.click(".sheet-tabs >> text=Output");
    expect(await seriousProblems(page)).toEqual([]);
    await page.click('[data-testid="output"] >> text="copy"');
    await page.waitForSelector('[data-testid="output"] >> text=copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("one\ntwo\n");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
  });

  it("says which limit stopped a program and what to do, and that nothing was written", async () => {
    const exit = { status: 137, stderr: "", limit: "it ran 10 000 000 000 instructions" };
    const { page } = await visit(lab, { prepare: (fresh) => pretend(fresh, { exit }) });
    await draft(page);
    await run(page, "while 1: pass\n");
    await page.click(".tabs >> text=output");
    expect(await page.textContent('[data-testid="output"]')).toContain("(no output)");
    expect(await page.textContent('[data-testid="limit"]')).toContain("10 000 000 000");
  });
});

/** A collection in the window: asked for by a key, drawn on the map, taken back, refused where none can run. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { parseManager } from "../../src/state/manager-text.ts";
import { Session } from "../../workers/session.ts";
import { changes, type Lab, missingBrowser, openLab, seen, settled, visit } from "./harness.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");
const missing = missingBrowser();
/** Pixels per page at which a word is 100 wide and 12 high. */
const WORD_SCALE = 800;
const TOLERANCE = 2;
/** Floats in lists that are dropped, others that stay. */
const TEXT = `keep = [[i * 0.5] for i in range(40)]
drop = [[i * 0.5] for i in range(200)]
drop = None
n = 1
n = 2
`;
const RUN = `#v1;text=${encodeURIComponent(TEXT)};manager=mark-sweep;tool=managers`;

/** Whether one of the words from `addr` on has the colour of a state: its mark may cover some of them. */
async function shows(page: Page, addr: number, state: string): Promise<boolean> {
  await page.evaluate(([to, scale]) => window.__rangescope?.zoomTo(to, scale), [
    addr,
    WORD_SCALE,
  ] as const);
  await settled(page);
  return page.evaluate(
    ([at, name, off]) => {
      const wanted = window.__rangescope?.stateColour(name) ?? [];
      return [0, 8, 16, 24].some((word) => {
        const drawn = window.__rangescope?.readPixel(at + word) ?? [];
        return wanted.every((part, i) => Math.abs(part - (drawn[i] ?? -99)) <= off);
      });
    },
    [addr, state, TOLERANCE] as const,
  );
}

/** Where a collection may be asked for, and two instants of it: an object was marked, the sweep has just begun. */
async function instants() {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const open = async (collector: string) => {
    const answer = await session.open({
      ...{ buildJson: BUILD, text: TEXT, launch: "recipe", under: "native" },
      collector: parseManager(collector),
    });
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    return answer.summary.total;
  };
  const total = await open("mark-sweep");
  // The last assignments lie behind the drop.
  const place = ((await session.seek(total - 1))?.bytecodes ?? 0) - 6;
  const ir = (await session.go(0, { at: "event", kind: "bytecode", k: place }))?.instant.ir ?? 0;
  await open(`mark-sweep,collectAt=${place}`);
  let now = await session.go(0, { at: "event", kind: "bytecode", k: place });
  const next = async (kind: Ev) => {
    let step = now?.instant ?? null;
    while (step !== null && step.event?.kind !== kind)
      step = await session.step(step.ir, "allocator", 1);
    if (step === null) throw new Error(`no ${Ev[kind]}`);
    now = { instant: step } as typeof now;
    return step;
  };
  const mark = await next(Ev.MARK);
  return { place, ir, total, mark };
}

describe.skipIf(missing !== null)(`a collection${missing === null ? "" : ` (${missing})`}`, () => {
  let lab: Lab;
  let found: Awaited<ReturnType<typeof instants>>;
  beforeAll(async () => {
    lab = await openLab();
    found = await instants();
  });
  afterAll(() => lab?.close());

  it("is asked for by R, is in the link, and is taken out again", async () => {
    const { page, complaints } = await visit(lab, { hash: `${RUN};ir=${found.ir}` });
    const before = await seen(page);
    await changes(page, () => page.keyboard.press("r"));
    await page.waitForFunction(() => decodeURIComponent(location.hash).includes("collectAt="));
    expect((await seen(page)).total).toBeGreaterThan(before.total);
    await page.waitForSelector('[data-testid="collections"] >> text=1 collection up to here');
    await page.click('[data-testid="collections"] >> text=take it out');
    await page.waitForFunction(
      (total) => window.__rangescope?.instant()?.total === total,
      before.total,
    );
    expect(complaints).toEqual([]);
  });

  it("is drawn while it marks: the marked object, and what the pane and the legend say", async () => {
    const manager = encodeURIComponent(`mark-sweep,collectAt=${found.place}`);
    const hash = `${RUN.replace("mark-sweep", manager)};ir=${found.mark.ir}`;
    const { page, complaints } = await visit(lab, { hash });
    const state = found.mark.event?.b === 1 ? "root" : "marked";
    const addr = found.mark.event?.addr ?? 0;
    expect((await shows(page, addr, state)) || (await shows(page, addr, "marked"))).toBe(true);
    await page.waitForSelector('[data-testid="running"] >> text=it marks');
    await page.keyboard.press("l");
    const legend = page.locator('[data-testid="legend"]');
    if ((await legend.count()) === 0) await page.keyboard.press("l");
    for (const name of ["root", "mark front", "garbage"])
      expect(await legend.textContent()).toContain(name);
    expect(complaints).toEqual([]);
  });

  it("is refused where none can run, and the run stays", async () => {
    const { page } = await visit(lab, { hash: RUN });
    await changes(page, () => page.keyboard.press("End"));
    const before = await seen(page);
    await page.keyboard.press("r");
    await page.waitForSelector("text=A collection runs between two bytecodes of the program");
    expect(await seen(page)).toEqual(before);
    expect(await page.textContent("body")).toContain("Go to an instant of the run phase");
  });

  it("has settings that say what is allowed", async () => {
    const { page } = await visit(lab, { hash: RUN.replace("mark-sweep", "generational") });
    const total = (await seen(page)).total;
    await page.click("text=settings of its heap");
    await page.fill('.manager-settings label:has-text("nursery") input', "65537");
    await page.keyboard.press("Enter");
    await page.waitForSelector(
      "text=nursery is “65537”: allowed are 65536 to 268435456 in steps of 4096",
    );
    expect((await seen(page)).total).toBe(total);
  });
});

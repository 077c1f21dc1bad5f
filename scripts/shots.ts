/**
 * Takes pictures of the window for people to look at: sizes, themes, zoom levels, instants. They
 * land in tests/browser/shots/ and are compared with nothing.
 *
 *   npx tsx scripts/shots.ts [part of a name]
 */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { pretend } from "../tests/browser/pretend.ts";
import { removeBuild } from "../tests/browser/shared-build.ts";
import { INSTRUMENTS } from "../src/state/cells.ts";
import { openLab, settled, visit, type Lab, type VisitOptions } from "../tests/browser/harness.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, "tests/browser/shots");
const SPACE_WAIT_MS = 300;

interface Shot extends VisitOptions {
  name: string;
  act?(page: Page): Promise<void>;
}

const LARGE = { width: 1440, height: 900 };
const LAPTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

async function spaces(page: Page, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await page.keyboard.press(" ");
    await page.waitForTimeout(SPACE_WAIT_MS);
  }
}

/** Zooms to the current event's address at so many pixels a page. */
async function zoom(page: Page, scale: number): Promise<void> {
  await page.evaluate((to) => {
    const hook = window.__rangescope;
    const addr = hook?.instant()?.event?.addr ?? 0;
    if (addr > 0) hook?.zoomTo(addr, to);
  }, scale);
}

const SHOTS: readonly Shot[] = [
  { name: "start-large", ...LARGE },
  { name: "start-laptop", ...LAPTOP },
  { name: "start-phone", ...PHONE },
  { name: "start-dark", ...LARGE, dark: true },
  { name: "zeroed-large", ...LARGE, act: (page) => spaces(page, 1) },
  { name: "small-ints-large", ...LARGE, act: (page) => spaces(page, 2) },
  { name: "first-take-laptop", ...LAPTOP, act: (page) => spaces(page, 3) },
  {
    name: "filled-word-large",
    ...LARGE,
    act: async (page) => {
      await spaces(page, 5);
      await zoom(page, 2000);
    },
  },
  {
    name: "filled-block-dark",
    ...LARGE,
    dark: true,
    act: async (page) => {
      await spaces(page, 5);
      await zoom(page, 700);
    },
  },
  {
    name: "filled-slots-laptop",
    ...LAPTOP,
    act: async (page) => {
      await spaces(page, 5);
      await zoom(page, 320);
    },
  },
  {
    name: "filled-all-large",
    ...LARGE,
    act: async (page) => {
      await spaces(page, 5);
      await page.keyboard.press("0");
    },
  },
  { name: "dying-large", ...LARGE, act: (page) => spaces(page, 6) },
  {
    name: "dying-phone",
    ...PHONE,
    dark: true,
    act: async (page) => {
      await spaces(page, 6);
      await zoom(page, 700);
    },
  },
  { name: "exit-laptop", ...LAPTOP, act: (page) => page.keyboard.press("End") },
  {
    name: "million-large",
    ...LARGE,
    hash: "#v1;n=1000000;build=2.7.18-debian-release;ir=60000000",
    act: (page) => page.keyboard.press("0"),
  },
  {
    name: "debug-word-large",
    ...LARGE,
    dark: true,
    hash: "#v1;n=300;build=2.7.18-debian-pydebug",
    act: async (page) => {
      await spaces(page, 5);
      await zoom(page, 2000);
    },
  },
  { name: "help-large", ...LARGE, act: (page) => page.keyboard.press("?") },
  {
    name: "table-laptop",
    ...LAPTOP,
    act: async (page) => {
      await spaces(page, 5);
      await page.keyboard.press("t");
    },
  },
  {
    name: "problem-laptop",
    ...LAPTOP,
    act: async (page) => {
      await page.fill('[data-testid="n"]', "-5");
      await page.keyboard.press("Enter");
    },
  },
  {
    name: "profile-large",
    ...LARGE,
    act: async (page) => {
      await page.click(".tabs >> text=profile");
      await page.waitForSelector('[data-testid="profile"] .cost-row button');
    },
  },
];

/** An example of the menu, opened on one instrument. */
async function exampleHash(name: string, tool: string): Promise<string> {
  const text = await readFile(join(ROOT, `public/examples/${name}.py`), "utf8");
  return `#v1;text=${encodeURIComponent(text)};tool=${tool}`;
}

const SIZES = { large: LARGE, laptop: LAPTOP, phone: PHONE } as const;

/** Puts the machine's clock where the children have read everything. */
async function showProcesses(page: Page, view: string): Promise<void> {
  await page.waitForSelector('[data-testid="machine-clock"]');
  await page.waitForTimeout(SPACE_WAIT_MS);
  await page.locator('[data-testid="machine-clock"]').evaluate((input) => {
    const slider = input as HTMLInputElement;
    slider.value = String(Math.round(Number(slider.max) * 0.93));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.waitForTimeout(2 * SPACE_WAIT_MS);
  if (view !== "monitor") await page.click(`.processes .tools >> text=${view}`);
  if (view !== "pages") return;
  await page.waitForSelector(".lane canvas");
  const lane = page.locator(".lane-pages").nth(1);
  await lane.click({ position: { x: 95, y: 15 } });
  await page
    .waitForSelector('[data-testid="first-write"]', { timeout: 5000 })
    .catch(() => undefined);
  await page.waitForTimeout(2 * SPACE_WAIT_MS);
}

const PROCESS_SHOTS: readonly Shot[] = await Promise.all(
  Object.entries(SIZES).flatMap(([size, box]) =>
    [false, true].flatMap((dark) =>
      ["monitor", "pages", "measured"].map(async (view) => ({
        ...box,
        dark,
        name: `processes-${view}-${size}${dark ? "-dark" : ""}`,
        hash: await exampleHash("process-list", size === "phone" ? "processes" : "processes,wide"),
        act: (page: Page) => showProcesses(page, view),
      })),
    ),
  ),
);

/** Two managers beside each other. */
async function showManagers(page: Page): Promise<void> {
  await page.click("text=beside");
  await page.waitForSelector('[data-testid="managers-copies"]');
  await page.waitForTimeout(2 * SPACE_WAIT_MS);
}

const MANAGER_SHOTS: readonly Shot[] = await Promise.all(
  Object.entries(SIZES).flatMap(([size, box]) =>
    [false, true].map(async (dark) => ({
      ...box,
      dark,
      name: `managers-${size}${dark ? "-dark" : ""}`,
      hash: `${await exampleHash("fork-exit", "managers")};manager=mark-sweep`,
      act: showManagers,
    })),
  ),
);

/** A program with more of everything than the window opens with. */
const PROGRAM = `# How many primes are there below a limit?
limit = range(60)

def primes(numbers):
    """The primes among the numbers."""
    found = []
    for n in numbers:
        for p in found:
            if n % p == 0:
                break
        else:
            if n > 1:
                found.append(n)
    return found

found = primes(limit)
print 'primes below', len(limit), 'are', found
print len(found) / 0
`;

/** Stands for a run of that program: what it prints, where it is, how it ends. */
function prepareProgram(page: Page): Promise<void> {
  const line = (at: number, offset: number, name: string, meaning: string) => ({
    ...{ line: at, offset, name, meaning },
    argument: meaning === "" ? null : 0,
  });
  return pretend(page, {
    stdout:
      "primes below 60 are [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59]\n",
    exit: {
      status: 1,
      stderr: `Traceback (most recent call last):
  File "p.py", line 18, in <module>
    print len(found) / 0
ZeroDivisionError: integer division or modulo by zero
`,
      limit: null,
    },
    codes: [
      {
        name: "<module>",
        lines: [line(2, 0, "LOAD_NAME", "range"), line(2, 3, "LOAD_CONST", "60")],
      },
      {
        name: "primes",
        lines: [
          line(6, 0, "BUILD_LIST", ""),
          line(6, 3, "STORE_FAST", "found"),
          line(7, 6, "SETUP_LOOP", "to 78"),
          line(7, 9, "LOAD_FAST", "numbers"),
          line(7, 12, "GET_ITER", ""),
          line(7, 13, "FOR_ITER", "to 77"),
          line(7, 16, "STORE_FAST", "n"),
          line(8, 19, "SETUP_LOOP", "to 47"),
          line(8, 22, "LOAD_FAST", "found"),
          line(9, 32, "LOAD_FAST", "n"),
          line(9, 35, "LOAD_FAST", "p"),
          line(9, 38, "BINARY_MODULO", ""),
        ],
      },
    ],
    places: [
      { code: 0, line: 2, offset: 0 },
      { code: 1, line: 9, offset: 35 },
    ],
  });
}

/** Puts a text into the editor and runs it. */
async function runText(page: Page, text: string): Promise<void> {
  if (!(await page.isVisible(".cm-content"))) await page.click("text=Program");
  await page.click(".cm-content");
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await page.waitForTimeout(SPACE_WAIT_MS);
}

async function runProgram(page: Page): Promise<void> {
  await runText(page, PROGRAM);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await spaces(page, 4);
}

const PROGRAM_SHOTS: readonly Shot[] = Object.entries(SIZES).flatMap(([size, box]) =>
  [false, true].flatMap((dark) => {
    const name = (what: string) => `program-${what}-${size}${dark ? "-dark" : ""}`;
    const base = { ...box, dark };
    return [
      { ...base, name: name("running"), prepare: prepareProgram, act: runProgram },
      {
        ...base,
        name: name("ended"),
        prepare: prepareProgram,
        act: async (page: Page) => {
          await runProgram(page);
          await page.keyboard.press("End");
          if (size === "phone") await page.click(".sheet-tabs >> text=Output");
        },
      },
      {
        ...base,
        name: name("problem"),
        act: (page: Page) => runText(page, "numbers = range(300)\nprint sum(numbers\n"),
      },
      {
        ...base,
        name: name("examples"),
        act: (page: Page) => page.click('[data-testid="examples"]'),
      },
    ];
  }),
);

/** What each instrument is shown with, so that it has something to show. */
const PANE_PROGRAMS: Record<string, string> = { processes: "process-list", managers: "fork-exit" };

/** Every instrument in every size and theme. */
const PANE_SHOTS: readonly Shot[] = await Promise.all(
  INSTRUMENTS.flatMap((tool) =>
    Object.entries(SIZES).flatMap(([size, box]) =>
      (["light", "dark", "projector"] as const).map(async (theme) => ({
        ...box,
        dark: theme === "dark",
        prepare: (page: Page) =>
          page.addInitScript((chosen) => localStorage.setItem("rangescope-theme", chosen), theme),
        name: `pane-${tool}-${size}-${theme}`,
        hash:
          tool in PANE_PROGRAMS
            ? await exampleHash(PANE_PROGRAMS[tool] ?? "", tool)
            : `#v1;n=1000;ir=5520000;tool=${tool}`,
        act: async (page: Page) => {
          await page.waitForTimeout(4 * SPACE_WAIT_MS);
        },
      })),
    ),
  ),
);

/** The machine's lanes in the map's place, and two runs' pages below it. */
const BESIDE_SHOTS: readonly Shot[] = await Promise.all(
  Object.entries(SIZES).flatMap(([size, box]) =>
    [false, true].flatMap((dark) => [
      (async () => ({
        ...box,
        dark,
        name: `machine-${size}${dark ? "-dark" : ""}`,
        hash: `${await exampleHash("process-list", "processes")};ir=27900000`,
        act: async (page: Page) => {
          await page.keyboard.press("v");
          await page.waitForSelector('[data-testid="machine"] .lane canvas');
        },
      }))(),
      (async () => ({
        ...box,
        dark,
        name: `beside-${size}${dark ? "-dark" : ""}`,
        hash: "#v1;n=1000;ir=5530000;pin=300,2.7.18-debian-release,recipe,native;tool=compare",
        act: (page: Page) =>
          page.waitForSelector('[data-testid="beside-maps"] canvas').then(() => undefined),
      }))(),
    ]),
  ),
);

async function take(lab: Lab, shot: Shot): Promise<void> {
  const { page, complaints } = await visit(lab, shot);
  await settled(page);
  await shot.act?.(page);
  await page.waitForTimeout(SPACE_WAIT_MS);
  if (await page.isVisible('[data-testid="map"]')) await settled(page);
  await page.waitForTimeout(SPACE_WAIT_MS);
  await page.screenshot({ path: join(FOLDER, `${shot.name}.png`) });
  console.log(shot.name, complaints.length === 0 ? "" : complaints);
  await page.context().close();
}

await mkdir(FOLDER, { recursive: true });
const lab = await openLab();
const wanted = process.argv[2] ?? "";
try {
  for (const shot of [
    ...SHOTS,
    ...PROCESS_SHOTS,
    ...MANAGER_SHOTS,
    ...PROGRAM_SHOTS,
    ...PANE_SHOTS,
    ...BESIDE_SHOTS,
  ])
    if (shot.name.includes(wanted)) await take(lab, shot);
} finally {
  await lab.close();
  await removeBuild();
}

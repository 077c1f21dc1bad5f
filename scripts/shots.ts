/**
 * Takes pictures of the window for people to look at: sizes, themes, zoom levels, instants. They
 * land in tests/browser/shots/ and are compared with nothing.
 *
 *   npx tsx scripts/shots.ts [part of a name]
 */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { openLab, settled, visit, type Lab, type VisitOptions } from "../tests/browser/harness.ts";

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), "tests/browser/shots");
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
      await page.click("text=profile");
      await page.waitForSelector('[data-testid="profile"]');
    },
  },
];

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
  for (const shot of SHOTS) if (shot.name.includes(wanted)) await take(lab, shot);
} finally {
  await lab.close();
}

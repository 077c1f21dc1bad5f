/**
 * A smoke journey through the built page in Firefox and in WebKit, Safari's engine: it loads, draws the map,
 * steps by Space, shows a profile and restores a link. Run by hand (docs/browsers.md); needs Debian's
 * firefox-esr, webkit2gtk-driver and xvfb:
 *
 *   NODE_OPTIONS=--experimental-websocket npx tsx scripts/other-browsers.ts [folder for pictures]
 */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { preview } from "vite";
import { removeBuild, sharedBuild } from "../tests/browser/shared-build.ts";
import type { Driver } from "./other-browsers/driver.ts";
import { openFirefox } from "./other-browsers/firefox.ts";
import { openWebKit } from "./other-browsers/webkit.ts";

const DISPLAY = ":97";
const [WIDTH, HEIGHT] = [1280, 720];
const WAIT_MS = 60_000;
const SENTENCE = `document.querySelector('[data-testid="sentence"]')?.textContent`;
/** What the sentence says after each Space. */
const BOUNDARIES = ["slots are empty", "shared int", "257 took a free slot", "links 41 slots"];

async function until(page: Driver, expression: string): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > end) throw new Error(`never true: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Goes through the page; `save` keeps a picture under a name. */
async function journey(
  page: Driver,
  address: string,
  save: (name: string) => Promise<void>,
): Promise<void> {
  await page.go(`${address}?test=1`);
  await until(page, `document.querySelector('[data-testid="ready"]') !== null`);
  await until(page, `window.__rangescope?.settled() === true`);
  for (const words of BOUNDARIES) {
    await page.press(" ");
    await until(page, `${SENTENCE}?.includes(${JSON.stringify(words)}) === true`);
  }
  await until(page, `window.__rangescope.settled()`);
  await save("map");
  await page.press("4");
  await until(page, `document.querySelector('[data-testid="profile"] .cost-row') !== null`);
  await save("profile");
  const ir = await page.evaluate("window.__rangescope.instant().ir");
  await until(page, `location.hash.includes(";ir=${ir};")`);
  const hash = await page.evaluate("location.hash");
  await page.go("about:blank");
  await page.go(`${address}?test=1${hash}`);
  await until(page, `window.__rangescope?.instant()?.ir === ${ir}`);
}

async function main(): Promise<void> {
  const folder = process.argv[2];
  const server = await preview({
    logLevel: "error",
    build: { outDir: await sharedBuild() },
    preview: { port: 0, host: "127.0.0.1", open: false },
  });
  const screen = spawn("Xvfb", [DISPLAY, "-screen", "0", "1400x900x24"], { stdio: "ignore" });
  const address = server.resolvedUrls?.local[0] ?? "";
  for (const open of [openFirefox, openWebKit]) {
    const page = await open(DISPLAY, WIDTH, HEIGHT);
    try {
      await journey(page, address, async (name) => {
        const file = `${page.version.replaceAll(/\W+/g, "-")}-${name}.png`;
        if (folder !== undefined) await writeFile(join(folder, file), await page.picture());
      });
      const said = page.complaints === null ? "not told" : page.complaints.join("; ") || "none";
      console.log(`${page.version}: the journey is whole; errors on the console: ${said}`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`${page.version}: ${error instanceof Error ? error.message : error}`);
    } finally {
      await page.close();
    }
  }
  screen.kill();
  await server.close();
  await removeBuild();
}

await main();

/**
 * A real browser on the production build, which is made once per run of the tests, served by Vite's
 * preview server on a free port, opened in Debian's Chromium.
 */
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import type {} from "../../src/views/memory-map/test-hook.ts";
import { sharedBuild } from "./shared-build.ts";

const CHROMIUM = process.env.RANGESCOPE_CHROMIUM ?? "/usr/bin/chromium";
export const WAIT_MS = 30_000;

/** Why browser tests cannot run here, or null. In CI a missing browser is a failure. */
export function missingBrowser(): string | null {
  if (existsSync(CHROMIUM)) return null;
  const reason = `no Chromium at ${CHROMIUM}: install Debian's chromium, or set RANGESCOPE_CHROMIUM`;
  if (process.env.CI === "true") throw new Error(reason);
  return reason;
}

export interface Lab {
  browser: Browser;
  address: string;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const folder = await sharedBuild();
  const server = await preview({
    logLevel: "error",
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1", open: false },
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--enable-unsafe-swiftshader",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-extensions",
      "--no-first-run",
    ],
  });
  return {
    browser,
    address: addressOf(server),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

function addressOf(server: PreviewServer): string {
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  return address;
}

export interface Visit {
  page: Page;
  /** Everything the page complained about: console errors, exceptions, CSP violations. */
  complaints: string[];
}

export interface VisitOptions {
  hash?: string;
  width?: number;
  height?: number;
  dark?: boolean;
  /** Before the page's own scripts. */
  prepare?(page: Page): Promise<unknown>;
  /** False for pages that are expected to show no run. */
  ready?: boolean;
}

/** Opens the page and waits until a run is shown. */
export async function visit(lab: Lab, options: VisitOptions = {}): Promise<Visit> {
  const { width = 960, height = 620 } = options;
  const context = await lab.browser.newContext({
    viewport: { width, height },
    colorScheme: options.dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await options.prepare?.(page);
  await page.goto(`${lab.address}?test=1${options.hash ?? ""}`);
  if (options.ready !== false) await page.waitForFunction(isReady);
  return { page, complaints };
}

/** A run is loaded, and the map shows it or says why it cannot. */
function isReady(): boolean {
  const map = window.__rangescope ?? document.querySelector(".map-problem");
  return document.querySelector('[data-testid="ready"]') !== null && map != null;
}

/** Waits until everything on the map shows the present. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => window.__rangescope?.settled() === true);
}

export interface Seen {
  ir: number;
  hash: string;
  phase: number;
  total: number;
  stats: number[];
  event: { kind: number; addr: number; a: number; b: number } | null;
}

/** The instant on screen. */
export async function seen(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const now = window.__rangescope?.instant();
    if (now === undefined || now === null) throw new Error("no instant is shown");
    const { ir, hash, phase, total, event } = now;
    return { ir, hash, phase, total, event, stats: [...now.stats] };
  });
}

/** The text of the run on screen. */
export async function program(page: Page): Promise<string | null> {
  // The editor may be there before the first run is.
  await page.waitForFunction(() => (window.__rangescope?.program() ?? null) !== null);
  return page.evaluate(() => window.__rangescope?.program() ?? null);
}

/** Does something and waits until another instant is shown. */
export async function changes(page: Page, act: () => Promise<unknown>): Promise<Seen> {
  const before = await seen(page);
  await act();
  await page.waitForFunction(
    ([ir, hash]) => {
      const now = window.__rangescope?.instant();
      return now != null && (now.ir !== ir || now.hash !== hash);
    },
    [before.ir, before.hash] as const,
  );
  return seen(page);
}

/**
 * One production build for all browser tests of a run: whichever file comes first makes it, the others
 * wait for it. The folder carries the number of the process that started the tests.
 */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

const WAIT_MS = 100;
const WAITS_MAX = 2400;

function folderOf(run: number): string {
  return join(tmpdir(), `rangescope-app-${run}`);
}

/** The folder of the built page. */
export async function sharedBuild(): Promise<string> {
  const folder = folderOf(process.ppid);
  const done = join(folder, "done");
  const isMine = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isMine) {
    await make(join(folder, "app"));
    await writeFile(done, "");
  }
  for (let waits = 0; !existsSync(done); waits++) {
    if (waits === WAITS_MAX) throw new Error(`nobody finished the build in ${folder}`);
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return join(folder, "app");
}

async function make(outDir: string): Promise<void> {
  // Vitest sets NODE_ENV to "test"; the page under test is the one people get.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ mode: "production", logLevel: "error", build: { outDir, emptyOutDir: true } });
  if (environment !== undefined) process.env.NODE_ENV = environment;
}

/** For scripts, which nobody cleans up after. */
export async function removeBuild(): Promise<void> {
  await rm(folderOf(process.ppid), { recursive: true, force: true });
}

/** Vitest calls these in the process that starts the tests. */
export async function setup(): Promise<void> {
  // A run that was killed may have left a build under the same number.
  await rm(folderOf(process.pid), { recursive: true, force: true });
}

export async function teardown(): Promise<void> {
  await rm(folderOf(process.pid), { recursive: true, force: true });
}

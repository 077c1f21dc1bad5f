/**
 * Compiles the machine (assembly/index.ts) into build/core.wasm. Vite, vitest and the command line
 * share this file, so that all of them run the same bytes.
 *
 *   names that the code uses -> abi/functions.ts, abi/segments.ts
 *   sources newer than build/core.wasm? -> asc.main in memory -> files moved into place in one step
 */
import { execFile } from "node:child_process";
import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeNames } from "./generate-names.ts";
import { withMergedData } from "./wasm/data.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = "assembly/index.ts";
const OUTPUT = join(ROOT, "build", "core.wasm");
const FIRST = join(ROOT, "build", "first.wasm");

/** The newest change among the files the module is made from. */
async function newestSource(): Promise<number> {
  let newest = (await stat(join(ROOT, "asconfig.json"))).mtimeMs;
  const entries = await readdir(join(ROOT, "assembly"), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    newest = Math.max(newest, (await stat(join(entry.parentPath, entry.name))).mtimeMs);
  }
  return newest;
}

/** True when build/core.wasm is missing or older than a source file. */
export async function coreIsStale(): Promise<boolean> {
  try {
    return (await stat(OUTPUT)).mtimeMs < (await newestSource());
  } catch {
    return true;
  }
}

/** Compiles; throws with the compiler's own messages. */
export async function compileCore(): Promise<void> {
  writeNames();
  const asc = await import("assemblyscript/asc");
  const files = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [ENTRY, "--config", "asconfig.json", "--baseDir", ROOT, "--target", "release"],
    { writeFile: (name, contents) => void files.set(name, contents) },
  );
  if (error) throw new Error(`${stderr.toString()}\n${error.message}`);
  if (files.size === 0) throw new Error("the AssemblyScript compiler wrote no file");
  // The compiler names files relative to its base folder or absolutely, as it is called.
  for (const [name, contents] of files) {
    const isModule = typeof contents !== "string" && name.endsWith(".wasm");
    await replaceFile(
      join(dirname(OUTPUT), basename(name)),
      isModule ? withMergedData(contents) : contents,
    );
  }
}

/** Readers never see half a file: a rename within a folder is one step. */
async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

/** Compiles when something changed since the last time. */
export async function ensureCore(): Promise<void> {
  writeNames();
  if (await coreIsStale()) await compileCore();
}

/** Makes the page's first part of the machine, when it is older than what it is made from (docs/adr/0030). */
export async function ensureFirstCore(): Promise<void> {
  await ensureCore();
  const made = await stat(FIRST).catch(() => null);
  const scripts = (await readdir(join(ROOT, "scripts", "wasm"))).map((name) => `wasm/${name}`);
  const sources = [
    "build/core.wasm",
    ...["first-core.ts", ...scripts].map((one) => `scripts/${one}`),
  ];
  const times = await Promise.all(
    sources.map(async (path) => (await stat(join(ROOT, path))).mtimeMs),
  );
  if (made !== null && made.mtimeMs >= Math.max(...times)) return;
  // A process of its own: who calls may have read the names before they were written.
  await promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/first-core.ts"], {
    cwd: ROOT,
  });
}

/** vitest's globalSetup. */
export async function setup(): Promise<void> {
  await ensureCore();
}

// Run directly (npm's `prepare`), it makes the first start quick.
if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureCore();

/** Programs on the real python2.7, a few processes at a time. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "../program/outcomes.ts";

const PYTHON = "/usr/bin/python2.7";
const AT_ONCE = 4;
const TIMEOUT_MS = 30_000;

function run(folder: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, ["-S", "-E", "-B", "p.py"], {
      cwd: folder,
      env: { LC_ALL: "C" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIMEOUT_MS,
    });
    const outcome = { stdout: "", stderr: "" };
    child.stdout.setEncoding("latin1").on("data", (text) => (outcome.stdout += text));
    child.stderr.setEncoding("latin1").on("data", (text) => (outcome.stderr += text));
    child.on("error", reject);
    child.on("close", (status, signal) => {
      if (status === null) reject(new Error(`${PYTHON} was ended by ${signal}`));
      else resolve({ ...outcome, status });
    });
  });
}

/** What python2.7 makes of each text, run as p.py in a folder of its own. */
export async function outcomesOf(texts: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  async function work(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
    for (let i = next++; i < texts.length; i = next++) {
      writeFileSync(join(folder, "p.py"), texts[i] ?? "", "latin1");
      outcomes[i] = await run(folder);
    }
    rmSync(folder, { recursive: true });
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

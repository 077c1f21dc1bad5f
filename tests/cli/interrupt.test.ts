/** Long work in the command line: it shows how far it is on a terminal, and an interrupt ends it at once. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
/** util-linux's tool that gives a program a terminal. */
const SCRIPT = "/usr/bin/script";
/** Recursion is not strided: this runs for minutes. */
const LONG = "def f(n):\n    if n < 2: return n\n    return f(n - 1) + f(n - 2)\nf(40)\n";
const WORDS = ["--import", "tsx", "src/cli/main.ts", "run", "--limit-ir", "1000000000000"];
/** The clock in millions of Ir, whose total nobody knows yet, live ints, seconds. */
const LINE = /simulating · [\d,]+ M Ir, [\d,]+ ints · \d+\.\d s · Ctrl C gives up/;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rangescope-cli-"));
  file = join(folder, "long.py");
  writeFileSync(file, LONG);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  stdout: string;
  signal: string | null;
  code: number | null;
}

function ended(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  child.stdout?.on("data", (piece: Buffer) => {
    stdout += piece.toString();
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ stdout, signal, code }));
  });
}

describe("long work", () => {
  it("ends at once when it is interrupted, without a result", async () => {
    const child = spawn(process.execPath, [...WORDS, file], { cwd: ROOT });
    const end = ended(child);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    const { stdout, signal, code } = await end;
    expect(stdout).toBe("");
    expect(signal ?? code).toSatisfy((how) => how === "SIGINT" || how === 130);
  });

  it.skipIf(!existsSync(SCRIPT))(
    "shows its clock, live ints and seconds on a terminal",
    async () => {
      const command = [process.execPath, ...WORDS, file].join(" ");
      const child = spawn(SCRIPT, ["-qfec", command, "/dev/null"], { cwd: ROOT });
      let seen = "";
      const end = ended(child);
      await new Promise<void>((resolve) => {
        child.stdout.on("data", (piece: Buffer) => {
          seen += piece.toString();
          if (LINE.test(seen)) resolve();
        });
        void end.then(() => resolve());
      });
      child.kill("SIGTERM");
      await end;
      expect(seen).toMatch(LINE);
    },
  );
});

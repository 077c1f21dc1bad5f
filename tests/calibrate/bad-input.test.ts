/** `npm run calibrate` with things that cannot be calibrated: one line, exit status 2, nothing written. */
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toolsFor } from "../live/tools.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SCRIPT = join(ROOT, "scripts", "calibrate.ts");
const { missing, mustRun, reason } = toolsFor("valgrind", "gdb", "gcc", "strace");

let folder: string;
const at = (name: string) => join(folder, name);
const into = () => at("into");

function calibrate(args: string[], path = process.env.PATH): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [TSX_CLI, SCRIPT, ...args, "--into", into()], {
    encoding: "utf8",
    env: { ...process.env, PATH: path, TMPDIR: at("tmp") },
  });
}

/** tsx without its shell wrapper: it must start with any PATH. */
const TSX_CLI = join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");

/** The single line of a refusal; fails when it is not one. */
function refusal(args: string[], path?: string): string {
  const { status, stdout, stderr } = calibrate(args, path);
  expect(stdout).toBe("");
  expect(status).toBe(2);
  expect(existsSync(into()), "something was written").toBe(false);
  expect(readdirSync(at("tmp")).filter((name) => name.startsWith("calibrate-"))).toEqual([]);
  const errors = stderr.split("\n").filter((line) => line.startsWith("error: "));
  expect(errors).toHaveLength(1);
  return errors[0] ?? "";
}

function compile(name: string, ...flags: string[]): string {
  const source = join(import.meta.dirname, "interpreter.c");
  const { status, stderr } = spawnSync("gcc", ["-g", ...flags, "-o", at(name), source]);
  if (status !== 0) throw new Error(String(stderr));
  return at(name);
}

/** A folder whose programs are all that PATH offers: the real ones without some. */
function pathWithout(...names: string[]): string {
  const bin = mkdtempSync(at("bin-"));
  const tools = ["valgrind", "gdb", "python3", "readelf", "addr2line", "gcc", "strace", "setarch"];
  for (const tool of [...tools, "ldd", "getconf", "cat", "sh"].filter((t) => !names.includes(t))) {
    const real = ["/usr/bin", "/bin"]
      .map((dir) => join(dir, tool))
      .find((file) => existsSync(file));
    if (real !== undefined) symlinkSync(real, join(bin, tool));
  }
  return bin;
}

describe.skipIf(!mustRun)(`what cannot be calibrated${reason}`, () => {
  beforeAll(() => {
    expect(missing, "tools that CI must have").toEqual([]);
    folder = mkdtempSync(join(tmpdir(), "calibrate-test-"));
    mkdirSync(at("tmp"));
    compile("python2.7");
    compile("stripped", "-s");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is refused without an interpreter's name", () => {
    expect(refusal([])).toContain("--python is missing");
  });

  it("is refused when there is no such interpreter", () => {
    expect(refusal(["--python", at("nothing")])).toBe(
      `error: there is no interpreter at ${at("nothing")}`,
    );
  });

  it("is refused when it is a folder, or not executable", () => {
    expect(refusal(["--python", at("tmp")])).toContain("is not a file");
    writeFileSync(at("text"), "no program");
    chmodSync(at("text"), 0o644);
    expect(refusal(["--python", at("text")])).toContain("is not executable");
  });

  it("is refused when it is a script that starts the interpreter", () => {
    writeFileSync(at("wrapper"), '#!/bin/sh\nexec python2.7 "$@"\n');
    chmodSync(at("wrapper"), 0o755);
    expect(refusal(["--python", at("wrapper")])).toContain(
      "is a script, not an interpreter's binary: give the program that it starts",
    );
  });

  it("is refused when it is a Python 3", () => {
    const python3 = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
      encoding: "utf8",
    }).stdout.trim();
    expect(refusal(["--python", python3])).toMatch(
      /is Python 3\.\d+\.\d+; only Python 2\.7 can be calibrated/,
    );
  });

  it("is refused when it is no Python at all", () => {
    copyFileSync("/bin/false", at("false"));
    expect(refusal(["--python", at("false")])).toContain("does not run Python: exit status 1");
  });

  it("is refused when it is stripped of its symbols", () => {
    expect(refusal(["--python", at("stripped")])).toContain(
      "has no symbols (no PyEval_EvalFrameEx)",
    );
  });

  it("is refused without valgrind, and without gdb", () => {
    const python = ["--python", at("python2.7")];
    expect(refusal(python, pathWithout("valgrind"))).toBe(
      "error: valgrind is not installed; on Debian: apt-get install valgrind",
    );
    expect(refusal(python, pathWithout("gdb"))).toBe(
      "error: gdb is not installed; on Debian: apt-get install gdb",
    );
  });

  it("is refused under the name of a recorded build, and under no name", () => {
    const python = ["--python", at("python2.7")];
    expect(refusal([...python, "--build", "2.7.18-debian-release"])).toContain(
      "choose another name",
    );
    expect(refusal([...python, "--build", "a/b"])).toContain("cannot be a build's name");
    expect(refusal([...python, "--launches", "site"])).toContain("--launches names recipe");
  });

  it("is given up when a run dies, and says of what", () => {
    const line = refusal(["--python", at("python2.7"), "--build", "dying"]);
    expect(line).toContain("the run of");
    expect(line).toContain("died");
  }, 60_000);

  it("is given up on an interrupt, with nothing left behind", async () => {
    const python = "/usr/bin/python2.7";
    const child = spawn(
      process.execPath,
      ["--import", "tsx", SCRIPT, "--python", python, "--build", "stopped", "--into", into()],
      {
        cwd: ROOT,
        env: { ...process.env, TMPDIR: at("tmp") },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let said = "";
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (text: Buffer) => {
        said += text.toString();
        if (/step 2 of/.test(said)) resolve();
      });
      child.on("close", () => resolve());
    });
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(said).toContain("stopped: nothing was written");
    expect(existsSync(into())).toBe(false);
    expect(readdirSync(at("tmp")).filter((name) => name.startsWith("calibrate-"))).toEqual([]);
  }, 60_000);
});

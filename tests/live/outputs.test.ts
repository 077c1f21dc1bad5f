/** What the programs print, asked again on this machine: the recordings are what python2.7 says here. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FOLDERS } from "../program/outcomes.ts";
import { toolsFor } from "./tools.ts";

const { missing, mustRun, reason } = toolsFor();

describe.skipIf(!mustRun)(`the outputs of the programs on this machine${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "record-outputs-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(() => {
    expect(missing, "tools that CI must have").toEqual([]);
    execFileSync("python3", ["-B", "scripts/record-outputs.py", "--into", folder]);
  }, 300_000);

  it.each(Object.keys(FOLDERS))("of %s are the recorded ones, byte for byte", (name) => {
    const here = readFileSync(join(folder, `${name}.json`), "utf8");
    expect(here).toBe(readFileSync(`tests/program/outputs/${name}.json`, "utf8"));
  });
});

/**
 * Programs with multiprocessing print, report and end as real python2.7 does: stdout, stderr (tracebacks
 * through the library's own lines included) and status, recorded by scripts/record-processes.py.
 */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { history } from "./support.ts";

const FOLDER = "tests/processes";

interface Output {
  status: number;
  stdout: string;
  stderr: string;
}

const recorded = JSON.parse(readFileSync(`${FOLDER}/mp-outputs.json`, "utf8")) as Record<
  string,
  Output
>;

describe("programs with multiprocessing", () => {
  it("are all recorded", () => {
    const files = readdirSync(`${FOLDER}/mp-programs`).map((file) => file.replace(/\.py$/, ""));
    expect(Object.keys(recorded).sort()).toEqual(files.sort());
  });

  it.each(Object.entries(recorded))("%s behaves as recorded", async (name, output) => {
    const text = readFileSync(`${FOLDER}/mp-programs/${name}.py`, "latin1");
    const { measured } = await history(text);
    expect({
      status: measured.exit.status,
      stdout: measured.stdout,
      stderr: measured.exit.stderr,
    }).toEqual(output);
  });
});

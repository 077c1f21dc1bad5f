/** `--export` and `--malloc` as a script meets them; the files are read by the real tools where there are any. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError, parseArgs } from "../../src/cli/args.ts";
import type { Report } from "../../workers/report.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "rangescope-"));
afterAll(() => rmSync(folder, { recursive: true }));

function rangescope(words: string) {
  const tsx = join(ROOT, "node_modules", ".bin", "tsx");
  return spawnSync(tsx, [join(ROOT, "src", "cli", "main.ts"), ...words.split(" ")], {
    encoding: "utf8",
  });
}

function printedBy(tool: string, file: string): string {
  const { stdout, stderr, status } = spawnSync(tool, [file], { encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout;
}

describe("rangescope run --export", () => {
  const TOOLS = ["callgrind_annotate", "ms_print"];
  const missing = TOOLS.filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
  const mustRun = missing.length === 0 || process.env.CI === "true";
  const reason = mustRun ? "" : ` (their readers are skipped: ${missing.join(", ")} not installed)`;

  it(`writes several files of one run beside its JSON${reason}`, () => {
    const at = (kind: string) => join(folder, `${kind}=1.out`);
    const kinds = ["callgrind", "massif", "dhat"];
    const words = kinds.map((kind) => `--export ${kind}=${at(kind)}`).join(" ");
    const run = "run --example range --n 100000 --under callgrind --json";
    const { stdout, stderr, status } = rangescope(`${run} ${words}`);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(readdirSync(folder).sort()).toEqual(kinds.map((kind) => `${kind}=1.out`).sort());
    const report = JSON.parse(stdout) as Report;
    const total = report.ir.total_net.toLocaleString("en-US");
    const dhat = JSON.parse(readFileSync(at("dhat"), "utf8"));
    expect(dhat).toMatchObject({ dhatFileVersion: 2, mode: "heap", te: report.ir.total_net });
    if (!mustRun) return;
    const annotated = printedBy("callgrind_annotate", at("callgrind"));
    expect(annotated).toContain(`${total} (100.0%)`);
    expect(annotated).toMatch(/listobject\.c:list_dealloc/);
    const printed = printedBy("ms_print", at("massif"));
    expect(printed).toContain("2.7.18-debian-release p.py (range(100000))");
    expect(printed).toMatch(/\(peak\)/);
  });

  it("writes nothing where it may not, says so, and leaves no half a file", () => {
    const place = join(folder, "no", "such", "folder");
    const missed = rangescope(`run --example range --export massif=${place}`);
    expect({ status: missed.status, stdout: missed.stdout }).toEqual({ status: 2, stdout: "" });
    expect(missed.stderr).toContain(`${place} cannot be written`);
    const before = readdirSync(folder);
    const taken = rangescope(`run --example range --export dhat=${folder}`);
    expect(taken.status).toBe(2);
    expect(existsSync(`${folder}.new`)).toBe(false);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("says that a text which Python refuses leaves no file", () => {
    const [text, out] = [join(folder, "p.py"), join(folder, "refused.out")];
    writeFileSync(text, "range(\n");
    const { stderr, status } = rangescope(`run ${text} --export callgrind=${out}`);
    expect(status).toBe(1);
    expect(stderr).toContain(`${out} is not written`);
    expect(existsSync(out)).toBe(false);
  });
});

describe("rangescope run --malloc", () => {
  it("runs on another C library's malloc, and says which", () => {
    const run = "run --example range --n 10000000 --malloc glibc=2.23 --json";
    const { stdout, stderr } = rangescope(run);
    expect(stderr).toBe("");
    // Without a tcache each page's blocks are trimmed at once: 1,824 calls become more than 61,000.
    expect((JSON.parse(stdout) as Report).syscalls.brk).toBeGreaterThan(61_000);
  });
});

describe("the words of --export and --malloc", () => {
  const parse = (text: string) =>
    parseArgs(
      `run --example range ${text}`.split(" "),
      ["2.7.18-debian-release"],
      [{ name: "range", about: "", text: () => "range(300)", defaultN: 300 }],
    );

  it("may be repeated, and a path may hold an equals sign", () => {
    expect(
      parse("--export dhat=a=b --export=massif=c --malloc tcache=off,top_pad=0"),
    ).toMatchObject({
      exports: [
        { kind: "dhat", path: "a=b" },
        { kind: "massif", path: "c" },
      ],
      malloc: { tcache: 0, top_pad: 0 },
    });
  });

  it.each([
    ["--export", "needs a value"],
    ["--export gprof=out", "valid: callgrind, dhat, massif"],
    ["--export massif", "needs a file: --export massif=PATH"],
    ["--export massif=", "needs a file"],
    ["--malloc", "needs a value"],
    ["--malloc glibc=2.40", "valid: 2.36, 2.23"],
    ["--malloc arenas=2", "there are glibc, tcache, top_pad"],
    ["--malloc tcache=many", "off or a whole number from 0 to 65535"],
    ["--malloc tcache=65536", '"65536"'],
    ["--malloc top_pad=-1", '"-1"'],
    ["--malloc top_pad=1,top_pad=2", "given twice"],
    ["--malloc glibc=2.23,tcache=7", "no tcache"],
  ])("%s: is refused with a word about it", (text, part) => {
    expect(() => parse(text)).toThrow(UsageError);
    expect(() => parse(text)).toThrow(part);
  });
});

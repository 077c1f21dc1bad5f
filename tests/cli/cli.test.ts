/** The command line as a script meets it: words in; stdout, stderr and status out. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { UsageError, parseArgs } from "../../src/cli/args.ts";
import { readExamples } from "../../src/cli/examples.ts";
import type { FoundMoment } from "../../src/cli/find.ts";
import type { Report } from "../../workers/report.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILDS = ["2.7.12-pydebug-valgrind", "2.7.18-debian-pydebug", "2.7.18-debian-release"];

const EXAMPLES = readExamples(join(ROOT, "public", "examples"));

function rangescope(...words: string[]) {
  const tsx = join(ROOT, "node_modules", ".bin", "tsx");
  return spawnSync(tsx, [join(ROOT, "src", "cli", "main.ts"), ...words], { encoding: "utf8" });
}

function reportOf(...words: string[]): Report {
  const { stdout, status, stderr } = rangescope("run", ...words, "--json");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.endsWith("\n")).toBe(true);
  expect(stdout.trimEnd().includes("\n")).toBe(false);
  return JSON.parse(stdout) as Report;
}

describe("rangescope run", () => {
  it("prints one JSON object whose phases and rows add up to the total", () => {
    const report = reportOf("--example", "range", "--under", "callgrind");
    const { phases, total_net, baseline, program } = report.ir;
    expect(report).toMatchObject({
      build: "2.7.18-debian-release",
      program: "range(300)",
      n: 300,
      under: "callgrind",
      launch: "recipe",
      exit: { status: 0, stderr: "", limit: null },
      stdout: "",
    });
    expect(phases.start + phases.compile + phases.run + phases.exit).toBe(total_net);
    expect(baseline + program).toBe(total_net);
    expect(report.functions.reduce((sum, row) => sum + row.self, 0)).toBe(total_net);
    expect(report.processes[0]?.stages.map((stage) => stage.name)).toEqual(["exit"]);
  });

  it("runs the same program from a file as from the example", () => {
    const folder = mkdtempSync(join(tmpdir(), "rangescope-"));
    const file = join(folder, "p.py");
    writeFileSync(file, "range(1000)\n");
    const fromFile = reportOf(file);
    const fromExample = reportOf("--example", "range", "--n", "1000");
    rmSync(folder, { recursive: true });
    expect(fromFile.sim.state_hash).toBe(fromExample.sim.state_hash);
    expect(fromFile.ir).toEqual(fromExample.ir);
  });

  it("reports memory at instants that are asked for", () => {
    const report = reportOf("--example", "range", "--n", "100000", "--stage-at", "9000000");
    const [asked, exit] = report.processes[0]?.stages ?? [];
    expect(asked?.at).toBe(9_000_000);
    expect(asked?.private_pages.int_blocks).toBeGreaterThan(100);
    expect(exit?.name).toBe("exit");
  });

  it("tells at which instants what was asked for happens", () => {
    const asked = (text: string) =>
      (reportOf(...text.split(" ")) as Report & { found?: FoundMoment[] }).found ?? [];
    const whats = ["block#1", "next:brk", "phase:exit", "block#90000"];
    const words = `--example range --n 20000 ${whats.map((what) => `--find ${what}`).join(" ")}`;
    const found = asked(words);
    const [block = 0, brk = 0, exit = 0, never] = found.map(({ ir }) => ir ?? undefined);
    expect(found.map(({ what }) => what)).toEqual(whats);
    expect(never).toBeUndefined();
    expect(block).toBeGreaterThan(0);
    expect(brk).toBeGreaterThan(block);
    expect(exit).toBeGreaterThan(brk);
    const [back] = asked(
      `--example range --n 20000 --find-from ${brk} --find previous:block --find next:ints>=9000`,
    );
    expect(back?.ir).toBeGreaterThanOrEqual(block);
    expect(back?.ir).toBeLessThan(brk);
    expect(rangescope("run", "--example", "range", "--find", "next:nothing").status).toBe(2);
  });

  it("names the process of each stage when a program forks", () => {
    const words = ["--example", "process-list", "--n", "300"];
    const { processes } = reportOf(...words);
    expect(processes.length).toBeGreaterThan(1);
    const lines = rangescope("run", ...words).stdout.split("\n");
    for (const { pid, role, stages } of processes) {
      const first = lines.findIndex((line) => line.startsWith(`${pid} `));
      expect(lines[first]).toContain(role);
      expect(
        lines.slice(first, first + stages.length).map((line) => line.slice(18, 32).trim()),
      ).toEqual(stages.map(({ name }) => name));
    }
  });

  it("ends with status 1 and still prints when a limit stops the program", () => {
    const { stdout, status } = rangescope(
      "run",
      "--example",
      "range",
      "--limit-ir",
      "5500000",
      "--json",
    );
    const report = JSON.parse(stdout) as Report;
    expect(status).toBe(1);
    expect(report.exit.limit).toContain("5,500,000");
  });

  it("refuses a program that is not simulated yet, and says what to write", () => {
    const folder = mkdtempSync(join(tmpdir(), "rangescope-"));
    const file = join(folder, "p.py");
    writeFileSync(file, "class A: pass\n");
    const { stdout, stderr, status } = rangescope("run", file);
    rmSync(folder, { recursive: true });
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
    expect(stderr).toContain("class");
  });

  it("prints a table for people without --json", () => {
    const { stdout, status } = rangescope("run", "--example", "range", "--n", "10");
    expect(status).toBe(0);
    expect(stdout).toContain("net Ir");
    expect(stdout).toContain("int blocks");
  });
});

describe("rangescope list, --help, --version", () => {
  it("lists examples, builds, collectors and export kinds", () => {
    const { stdout, status } = rangescope("list", "--json");
    const list = JSON.parse(stdout) as { builds: { name: string }[]; examples: { name: string }[] };
    expect(status).toBe(0);
    expect(list.builds.map((build) => build.name)).toEqual(BUILDS);
    const files = readdirSync(join(ROOT, "public", "examples")).filter((f) => f.endsWith(".py"));
    const names = [...files.map((file) => file.slice(0, -".py".length)), "c-benchmark"];
    expect(list.examples.map((example) => example.name).sort()).toEqual(names.sort());
  });

  it("explains itself", () => {
    expect(rangescope("--help").stdout).toContain("--example NAME");
    expect(rangescope("--version").stdout).toMatch(/^rangescope \d+\.\d+\.\d+\n$/);
  });

  it("ends with status 2 and the valid values on stderr when a word is wrong", () => {
    const { stdout, stderr, status } = rangescope("run", "--example", "range", "--build", "3.12");
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
    for (const build of BUILDS) expect(stderr).toContain(build);
  });

  it("ends with status 2 when a build was not recorded with a launch", () => {
    const { stderr, status } = rangescope(
      ..."run --example range --build 2.7.12-pydebug-valgrind --launch site".split(" "),
    );
    expect(status).toBe(2);
    expect(stderr).toContain("recipe");
  });
});

describe("the words of run", () => {
  const parse = (text: string) => parseArgs(text.split(" "), BUILDS, EXAMPLES);

  it("puts an example's N where its text has it, comments apart", () => {
    const given = parse("run --example kept-list --n 77");
    const usual = parse("run --example kept-list");
    expect(given).toMatchObject({ source: { text: expect.stringContaining("range(77)") } });
    expect(usual).toMatchObject({ source: { text: expect.stringContaining("range(300)") } });
  });

  it("defaults to the release build, native, launched by the recipe", () => {
    expect(parse("run --example range")).toEqual({
      command: "run",
      source: { text: "range(300)" },
      build: "2.7.18-debian-release",
      under: "native",
      launch: "recipe",
      stageAt: [],
      schedule: "parallel",
      thp: "madvise",
      limitIr: null,
      limitBytes: null,
      finds: [],
      findFrom: 0,
      exports: [],
      json: false,
    });
  });

  it.each([
    ["run", "FILE or --example"],
    ["run --example list", "valid: range"],
    ["run --example range --n -1", '"-1"'],
    ["run --example range --n 1.5", '"1.5"'],
    ["run --example range --n many", "0 to 100000000"],
    ["run --example range --n 100000001", '"100000001"'],
    ["run p.py --n 3", "belongs to an example"],
    ["run --example sieve --n 3", "has no N"],
    ["run p.py q.py", "one program at a time"],
    ["run p.py --example range", "not both"],
    ["run --example range --under valgrind", "valid: native, callgrind"],
    ["run --example range --launch x", "valid: recipe, site, c"],
    ["run --example range --collector pypy", "valid: refcount"],
    ["run --example range --schedule fair", "valid: parallel, parent-first, child-first"],
    ["run --example range --size 3", "no option"],
    ["run --example range --n", "needs a value"],
    ["run --example range --stage-at soon", '"soon"'],
    ["list --all", "--all"],
    ["start", "run and list"],
  ])("%s: is refused with a word about it", (text, part) => {
    expect(() => parse(text)).toThrow(UsageError);
    expect(() => parse(text)).toThrow(part);
  });
});

/**
 * Programs behave on the machine as on real python2.7: equal stdout, exit status and stderr, byte for
 * byte. outputs/gaps.json names the programs that are known to differ, with the first difference; it
 * must not name one that agrees (tests/program/score.ts --gaps writes it anew).
 */
import { readFileSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Met, answersTo, failureOf } from "./answers.ts";
import { FOLDERS, type Folder, outputsOf, recordedPrograms } from "./outcomes.ts";

const SECONDS = 60;
const AT_ONCE = 2;

const gaps = JSON.parse(readFileSync("tests/program/outputs/gaps.json", "utf8")) as Record<
  string,
  string
>;
const programs = recordedPrograms();
const agreeing = programs.filter(({ name }) => !(name in gaps));

describe("the recordings", () => {
  it.each(Object.keys(FOLDERS) as Folder[])("hold every program of %s", (folder) => {
    const files = readdirSync(FOLDERS[folder]).filter((name) => name.endsWith(".py"));
    const { left_out, outputs } = outputsOf(folder);
    const recorded = [...Object.keys(left_out), ...Object.keys(outputs)];
    expect(recorded.map((name) => `${name}.py`).sort()).toEqual(files.sort());
  });

  it("leave out only programs that no two runs print alike or whose modules are stubs", () => {
    const reasons = /^(needs the module \w+|prints an address|prints something else at every run)$/;
    const left = (Object.keys(FOLDERS) as Folder[]).flatMap((folder) =>
      Object.values(outputsOf(folder).left_out),
    );
    expect(left.filter((reason) => !reasons.test(reason))).toEqual([]);
    expect(programs.length).toBeGreaterThan(10 * left.length);
  });

  it("know no gap that is not a program", () => {
    const names = programs.map(({ name }) => name);
    expect(Object.keys(gaps).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("on the machine", () => {
  let answers: Met[];

  beforeAll(async () => {
    answers = await answersTo(
      programs.map(({ text }) => text),
      { atOnce: AT_ONCE, seconds: SECONDS },
    );
  }, 600_000);

  function difference(program: (typeof programs)[number]): string | null {
    return failureOf(program.outcome, answers[programs.indexOf(program)]);
  }

  it.each(agreeing)("$name behaves as on python2.7", (program) => {
    expect(difference(program)).toBeNull();
  });

  it("every gap is still one", () => {
    const closed = programs.filter(
      (program) => program.name in gaps && difference(program) === null,
    );
    expect(closed.map(({ name }) => name)).toEqual([]);
  });
});

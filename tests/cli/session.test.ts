/** The session under bad input: a clear problem, and the run before it untouched. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import { ensureCore } from "../../scripts/build-core.ts";
import type { Build } from "../../src/tables/build.ts";
import type { RunRequest } from "../../workers/protocol.ts";
import { Session } from "../../workers/session.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const JSON_TEXT = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");

beforeAll(ensureCore);

async function opened(): Promise<Session> {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const answer = await session.open(request("range(300)"));
  expect("summary" in answer).toBe(true);
  return session;
}

function request(text: string, buildJson = JSON_TEXT): RunRequest {
  return { buildJson, text, launch: "recipe", under: "native" };
}

/** A request that must fail with `part` in its message and leave the run that was open alone. */
async function refuses(bad: RunRequest, part: string): Promise<void> {
  const session = await opened();
  const before = await session.seek(5_505_000);
  const answer = await session.open(bad);
  if (!("problem" in answer)) throw new Error("the bad request was accepted");
  expect(answer.problem.message).toContain(part);
  expect(answer.problem.remedy).not.toBe("");
  const after = await session.seek(5_505_000);
  expect(after?.hash).toBe(before?.hash);
  expect(after?.stats[Stat.LIVE_INTS]).toBe(before?.stats[Stat.LIVE_INTS]);
}

function changed(change: (build: Build) => void): string {
  const build = JSON.parse(JSON_TEXT) as Build;
  change(build);
  return JSON.stringify(build);
}

it("tells the list where more page faults than fit its records share the instant", async () => {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  // 3,000,000 references are 5,860 pages, which one memset writes first.
  await session.open(request("range(3000000)"));
  const [made = 0] = await session.events(0, 1, 1 << Ev.LIST_NEW);
  const there = await session.seek(made);
  expect(there?.ir).toBe(made);
  expect(there?.event?.kind).toBe(Ev.LIST_NEW);
});

describe("a session keeps the open run when a request is bad", () => {
  it.each([
    ["range(100000001)", "100000001"],
    ["range(", "SyntaxError"],
    ["class A: pass", "class"],
    ["f = lambda x: x", "lambda"],
    ["def f(*args): pass", "parameter with *"],
  ])("program %s", (text, part) => refuses(request(text), part));

  it("a build file that is not JSON", () => refuses(request("pass", "{"), "not JSON"));

  it("a build file of another format", () =>
    refuses(
      request(
        "pass",
        changed((build) => Object.assign(build, { format: 9 })),
      ),
      "format 9",
    ));

  it("a build file without prices", () =>
    refuses(
      request(
        "pass",
        changed((build) => Reflect.deleteProperty(build, "prices")),
      ),
      '"prices"',
    ));

  it("a build file with a negative price", () => {
    const negative = changed((build) => {
      build.prices.free__heap = { price: -1, basis: "measured" };
    });
    return refuses(request("range(5)", negative), "-1");
  });

  it("a launch that was not recorded", () =>
    refuses({ ...request("range(5)"), launch: "other" as "recipe" }, "other"));
});

describe("a build file that is not of this version", () => {
  /** The clock at the end of range(300), and how many executions of segments had no price. */
  async function ending(buildJson: string): Promise<{ total: number; unpriced: number }> {
    const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
    const answer = await session.open(request("range(300)", buildJson));
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    const end = await session.seek(answer.summary.total);
    return { total: answer.summary.total, unpriced: end?.stats[Stat.UNPRICED] ?? -1 };
  }

  it("may price a step that no code takes any more: nothing changes", async () => {
    const older = changed((build) => {
      build.prices.malloc__by_magic = { price: 1, basis: "measured" };
    });
    expect(await ending(older)).toEqual(await ending(JSON_TEXT));
  });

  it("may lack the price of a step on the way: the step costs nothing and is reported", async () => {
    const lacking = changed((build) => Reflect.deleteProperty(build.prices, "free__heap"));
    const [priced, unpriced] = [await ending(JSON_TEXT), await ending(lacking)];
    expect(unpriced.unpriced).toBeGreaterThan(priced.unpriced);
  });
});

describe("a newer seek", () => {
  it("cancels an older one that has not started", async () => {
    const session = await opened();
    const [first, second] = await Promise.all([session.seek(5_500_000), session.seek(5_505_000)]);
    expect(first).toBeNull();
    expect(second?.ir).toBe(5_505_000);
  });

  it("into a recorded stretch lands on its nearer end and names it", async () => {
    const session = await opened();
    const early = await session.seek(1000);
    expect(early).toMatchObject({ ir: 0, recorded: "start" });
  });
});

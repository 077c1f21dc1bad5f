/** A heap that is full: MemoryError where CPython raises it, a limit that says so elsewhere, and a run that stays. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureCore } from "../../scripts/build-core.ts";
import { parseManager } from "../../src/state/manager-text.ts";
import { COLLECTOR_NAMES } from "../../workers/collectors.ts";
import { Session } from "../../workers/session.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");
/** An interpreter has 9 MB of address space when it begins. */
const LIMIT = 16_000_000;

/** An array that never fits, one that grows until it does not, and a heap that is well afterwards. */
const ARRAYS = `
try:
    x = [None] * 3000000
except MemoryError, e:
    print 'no room', repr(e)
y = [1, 2, 3]
try:
    while 1:
        y += y
except MemoryError:
    print 'grown'
    del y
print len(range(1000))
`;

function open(session: Session, manager: string, text: string) {
  return session.open({
    ...{ buildJson: BUILD, text, launch: "recipe", under: "native", limitBytes: LIMIT },
    collector: parseManager(manager),
  });
}

function started(): Session {
  return new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
}

beforeAll(ensureCore);

describe.each(COLLECTOR_NAMES)("a full heap under %s", (name) => {
  it("raises MemoryError for an item array, and the program goes on", async () => {
    const answer = await open(started(), name, ARRAYS);
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    expect(answer.summary.exit).toEqual({ status: 0, stderr: "", limit: null });
    expect(answer.summary.stdout).toBe("no room MemoryError()\ngrown\n1000\n");
  });

  it("says so when nobody catches it", async () => {
    const answer = await open(started(), name, "x = [None] * 3000000\n");
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    expect(answer.summary.exit.status).toBe(1);
    expect(answer.summary.exit.stderr).toMatch(/line 1, in <module>(?:.|\n)*\nMemoryError\n$/);
  });

  it("of small objects ends the run with the limit's name, and the run can be looked at", async () => {
    const session = started();
    const answer = await open(session, name, "x = []\nwhile 1: x = [x, x]\n");
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    expect(answer.summary.exit.limit).toContain("16,000,000 bytes of address space");
    const half = Math.floor(answer.summary.total / 2);
    expect((await session.seek(half))?.ir).toBe(half);
  });
});

describe("a nursery that has no room", () => {
  it("is refused, and the run before stays", async () => {
    const session = started();
    await open(session, "generational", "x = range(10)\n");
    const before = await session.seek(5_000_000);
    const answer = await open(session, "generational,nursery=134217728", "x = 1\n");
    expect("problem" in answer ? answer.problem.message : "").toContain("134217728");
    expect(await session.seek(5_000_000)).toEqual(before);
  });
});

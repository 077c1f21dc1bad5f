/** Collections that a person asks for at a bytecode: under every manager, replayed, undone, refused. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import { ensureCore } from "../../scripts/build-core.ts";
import { narrate } from "../../src/instruments/narrate.ts";
import { parseManager, printManager } from "../../src/state/manager-text.ts";
import { COLLECTOR_NAMES } from "../../workers/collectors.ts";
import { Session } from "../../workers/session.ts";
import { cBenchmarkText } from "../../workers/c-program.ts";
import { Bench, type Ran } from "./support.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");
const bench = new Bench();

/** Cycles that wait, then a loop whose turns go as strides where the manager permits. */
const CYCLES = `
for i in range(100):
    a = [i]
    a.append(a)
n = 0
for i in xrange(4000):
    n = n + 1
print n
`;
/** All cycles wait, the loop is under way. */
const EARLY = 1500;
const LATE = 12_000;

async function run(name: string, collectAt: number[] = []): Promise<Ran> {
  const ran = await bench.run(CYCLES, { name, collectAt });
  if (typeof ran === "string") throw new Error(ran);
  return ran;
}

async function opened(manager: string) {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const open = (collector: string, text = CYCLES) =>
    session.open({
      ...{ buildJson: BUILD, text, launch: "recipe", under: "native" },
      collector: parseManager(collector),
    });
  return { session, open, answer: await open(manager) };
}

beforeAll(ensureCore);

describe.each(COLLECTOR_NAMES)("under %s", (name) => {
  it("a collection that is asked for runs, twice alike, and changes no output", async () => {
    const none = await run(name);
    const first = await run(name, [EARLY, LATE]);
    const again = await run(name, [EARLY, LATE]);
    expect(first.stdout).toBe(none.stdout);
    expect(first.stats[CollectorStat.FORCED]).toBe(2);
    expect(first.run.measured.eventCounts[Ev.OPCODE]).toBe(
      none.run.measured.eventCounts[Ev.OPCODE],
    );
    expect(first.run.total).toBeGreaterThan(none.run.total);
    expect(again.run.total).toBe(first.run.total);
    // A stride does not pass over the place: the run that goes turn by turn ends alike.
    const machine = await bench.ready();
    machine.run({ strides: false });
    expect(machine.collectorStats()).toEqual(first.stats);
    // Without the request it is gone.
    expect((await run(name)).run.total).toBe(none.run.total);
  });

  it("garbage that waits is what a collection there frees, to the object", async () => {
    const { session } = await opened(name);
    await session.go(0, { at: "event", kind: "bytecode", k: EARLY });
    const { waiting, now } = await session.managerFigures();
    expect(waiting).toBeGreaterThanOrEqual(99);
    const collecting = await opened(`${name},collectAt=${EARLY}`);
    await collecting.session.go(0, { at: "event", kind: "bytecode", k: EARLY + 1 });
    const after = await collecting.session.managerFigures();
    expect(after.waiting).toBe(0);
    // A lazy sweep counts what is dead when it comes by.
    if (name !== "bitmap") expect(after.now.freed - now.freed).toBe(waiting);
  });
});

describe("the steps of a collection", () => {
  it.each([
    "mark-sweep",
    "bitmap",
  ])("under %s are seen one by one, there and back", async (name) => {
    const { session, answer } = await opened(`${name},collectAt=${EARLY}`);
    const at = await session.go(0, { at: "event", kind: "bytecode", k: EARLY });
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    const seen: [number, Ev, string][] = [];
    let ir = at?.instant.ir ?? 0;
    for (let i = 0; i < 40; i++) {
      const now = await session.step(ir, "allocator", 1);
      if (now?.event) seen.push([now.ir, now.event.kind, narrate(now, answer.summary)]);
      ir = now?.ir ?? ir;
    }
    const marks = seen.filter(([, kind]) => kind === Ev.MARK);
    expect(marks.length).toBeGreaterThan(5);
    expect(marks[0]?.[2]).toMatch(/reached and gets? (its|their) marks?/);
    const [second = 0, third = 0] = marks.slice(1).map(([clock]) => clock);
    expect((await session.step(third, "allocator", -1))?.ir).toBe(second);
  });
});

describe("a collection that cannot run", () => {
  it.each([
    ["refcount,collectAt=900000", "900000"],
    ["bitmap,collectAt=20+10", "10"],
    ["mark-sweep,collectAt=0", "0"],
  ])("%s is refused, and the run before stays", async (wrong, place) => {
    const { session, open } = await opened("bitmap");
    const before = await session.seek(9_000_000);
    const answer = await open(wrong);
    expect("problem" in answer ? answer.problem.message : "").toContain(place);
    expect(await session.seek(9_000_000)).toEqual(before);
  });

  it("is refused in a C program", async () => {
    const { open } = await opened("");
    const c = cBenchmarkText(100);
    const answer = await open("refcount,collectAt=5", c);
    expect("problem" in answer ? answer.problem.message : "").toContain("C program");
  });
});

describe("a link", () => {
  it("holds the places of collections", () => {
    for (const text of ["refcount,collectAt=1500", "bitmap,growth=1.5,collectAt=3+77"]) {
      expect(printManager(parseManager(text))).toBe(text);
    }
  });
});

/** What the map is told of a heap while a collection runs: marks, the mark front, garbage, swept blocks, free cells. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import {
  LOOK_SHIFT,
  Look,
  Owner,
  PAGE_SHARES_SHIFT,
  PageShares,
} from "../../assembly/abi/layout.ts";
import { ensureCore } from "../../scripts/build-core.ts";
import { narrate } from "../../src/instruments/narrate.ts";
import { parseManager } from "../../src/state/manager-text.ts";
import { State, stateOfPage, stateOfWord } from "../../src/views/memory-map/states.ts";
import type { Instant, RunSummary } from "../../workers/protocol.ts";
import { Session } from "../../workers/session.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");
const HEAP_BLOCK = 16384;
const PAGE = 4096;

/** Lists that are kept, lists and floats that are dropped, then a collection. */
const TEXT = `keep = [[i, [i]] for i in range(30)]
drop = [[i * 0.5] for i in range(90)]
drop = None
n = 1
n = 2
`;

interface Lab {
  session: Session;
  summary: RunSummary;
  /** The instants of the collection at which something is marked or swept, in order. */
  steps: Instant[];
}

/** A run with a collection behind the last `drop`, and its steps. */
async function collected(name: string): Promise<Lab> {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const open = async (manager: string) => {
    const answer = await session.open({
      ...{ buildJson: BUILD, text: TEXT, launch: "recipe", under: "native" },
      collector: parseManager(manager),
    });
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    return answer.summary;
  };
  const all = await open(name);
  const bytecodes = (await session.seek(all.total - 1))?.bytecodes ?? 0;
  // Two assignments and the return of None lie behind the drop.
  const place = bytecodes - 6;
  const summary = await open(`${name},collectAt=${place}`);
  const first = await session.go(0, { at: "event", kind: "bytecode", k: place });
  const steps: Instant[] = [];
  let ir = first?.instant.ir ?? 0;
  let passed = 0;
  while (steps.length < 900) {
    const now = await session.step(ir, "allocator", 1);
    if (now === null || now.ir === ir || now.bytecodes > place + 1) break;
    ir = now.ir;
    if (now.event?.kind === Ev.COLLECT) passed += 1;
    if (passed > 1 || now.bytecodes > place) break;
    if (now.event?.kind === Ev.MARK || now.event?.kind === Ev.SWEEP) steps.push(now);
  }
  return { session, summary, steps };
}

/** Looks and owners of the words of the block at `addr`, counted. */
async function wordsOf(session: Session, addr: number) {
  const words = await session.words(addr - (addr % HEAP_BLOCK), HEAP_BLOCK / 8);
  const looks = new Map<Look, number>();
  const owners = new Map<Owner, number>();
  for (let i = 1; i < words.length; i += 2) {
    const byte = words[i] ?? 0;
    const [owner, look]: [Owner, Look] = [byte % (1 << LOOK_SHIFT), byte >> LOOK_SHIFT];
    looks.set(look, (looks.get(look) ?? 0) + 1);
    owners.set(owner, (owners.get(owner) ?? 0) + 1);
  }
  return { looks, owners };
}

async function sharesOf(session: Session, addr: number): Promise<PageShares> {
  const [texel] = [await session.pages(addr - (addr % PAGE), 1)];
  return (texel[3] ?? 0) >> PAGE_SHARES_SHIFT;
}

beforeAll(ensureCore);

describe.each(["mark-sweep", "bitmap"])("a collection under %s", (name) => {
  it("shows roots, marks and the mark front while it marks, garbage before the sweep, free cells behind it", async () => {
    const { session, summary, steps } = await collected(name);
    const marks = steps.filter(({ event }) => event?.kind === Ev.MARK);
    const roots = marks.filter(({ event }) => (event?.b ?? 0) % 2 === 1);
    expect(marks.length).toBeGreaterThan(60);
    expect(roots.length).toBeGreaterThan(0);
    // The shared ints are roots always.
    expect(roots.length).toBeLessThan(marks.length - 60);
    expect(narrate(roots[0] as Instant, summary)).toContain("is a root");

    // In the middle of marking: some lists of the block are marked, some not, one of them is being followed.
    const led = marks.filter(({ event }) => (event?.b ?? 0) % 2 === 0 && event?.a === 1);
    const middle = led[Math.floor(led.length / 2)] as Instant;
    await session.seek(middle.ir);
    const addr = middle.event?.addr ?? 0;
    const half = await wordsOf(session, addr);
    expect(half.looks.get(Look.REACHED)).toBeGreaterThan(0);
    expect(half.looks.get(Look.NONE)).toBeGreaterThan(0);
    expect(await sharesOf(session, addr)).toBeGreaterThan(PageShares.USE);
    const front = await Promise.all(
      [
        ...new Set(
          marks.map(({ event }) => (event?.addr ?? 0) - ((event?.addr ?? 0) % HEAP_BLOCK)),
        ),
      ].map(async (block) => (await wordsOf(session, block)).looks.get(Look.FRONT) ?? 0),
    );
    expect(front.reduce((all, words) => all + words, 0)).toBeGreaterThan(0);

    // Every step can be taken back: the picture is a function of the instant.
    await session.step(middle.ir, "allocator", -1);
    await session.seek(middle.ir);
    expect(await wordsOf(session, addr)).toEqual(half);

    const sweeps = steps.filter(({ event }) => event?.kind === Ev.SWEEP);
    if (name === "bitmap") {
      // The sweep is lazy: after the collection marks and garbage stay until a block's cells are needed.
      await session.seek((steps.at(-1)?.ir ?? 0) + 1);
      const left = await wordsOf(session, addr);
      expect(left.looks.get(Look.REACHED)).toBeGreaterThan(0);
      return;
    }
    // An eager sweep: garbage in blocks that it has not come to, none in those behind it.
    const withGarbage = sweeps.find(({ event }) => (event?.b ?? 0) > 40) as Instant;
    const at = sweeps.indexOf(withGarbage);
    const dead = withGarbage.event?.addr ?? 0;
    await session.seek(sweeps[at - 1]?.ir ?? marks.at(-1)?.ir ?? 0);
    const before = await wordsOf(session, dead);
    expect(before.looks.get(Look.GARBAGE)).toBeGreaterThan(80);
    expect(await sharesOf(session, dead)).toBe(PageShares.JUDGED);
    await session.seek(withGarbage.ir);
    const after = await wordsOf(session, dead);
    expect(after.looks.get(Look.GARBAGE) ?? 0).toBe(0);
    expect(after.looks.get(Look.REACHED) ?? 0).toBe(0);
    expect(after.owners.get(Owner.CELL_FREE)).toBeGreaterThan(80);
  });
});

describe("garbage that waits", () => {
  it("is told apart from live objects before any collection", async () => {
    const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
    const answer = await session.open({
      ...{ buildJson: BUILD, text: "x = [[i] for i in range(99)]\nx = None\n", launch: "recipe" },
      under: "native",
      collector: parseManager("mark-sweep"),
    });
    if (!("summary" in answer)) throw new Error(answer.problem.message);
    const end = await session.step(answer.summary.total, "bytecode", -1);
    const vmas = (await session.seek(end?.ir ?? 0))?.vmas ?? [];
    let garbage = 0;
    for (const { start, end: stop } of vmas) {
      for (let at = start; at < stop && stop - start <= 1 << 21; at += PAGE)
        if ((await sharesOf(session, at)) === PageShares.WAITING) garbage += 1;
    }
    expect(garbage).toBeGreaterThan(0);
  });
});

describe("the states of the map", () => {
  it("have one for each look, and for each thing a page's shares are about", () => {
    const { LIST } = Owner;
    const looks = [Look.REACHED, Look.ROOT, Look.FRONT, Look.GARBAGE];
    expect(looks.map((look) => stateOfWord(20, LIST, look))).toEqual([
      State.REACHED,
      State.ROOT,
      State.FRONT,
      State.GARBAGE,
    ]);
    const there = 3;
    expect(stateOfPage(LIST, there)).toBe(State.LIST);
    expect(stateOfPage(LIST, 0)).toBe(State.ABSENT);
    expect(stateOfPage(LIST, there + (PageShares.JUDGED << PAGE_SHARES_SHIFT))).toBe(State.JUDGED);
  });
});

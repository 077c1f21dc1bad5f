import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import type { Grain, Instant, RunSummary } from "../../workers/protocol.ts";
import { Session } from "../../workers/session.ts";
import {
  BUILDS,
  type BuildName,
  Choices,
  buildJson,
  modelledInstants,
  newMachine,
  open,
  wasm,
} from "./support.ts";

const GRAINS: readonly Grain[] = ["bytecode", "call", "allocator", "phase"];

async function opened(
  name: BuildName,
  n: number,
): Promise<{ session: Session; summary: RunSummary }> {
  const session = new Session(wasm);
  const request = {
    buildJson: buildJson(name),
    text: `range(${n})`,
    launch: "recipe",
    under: "native",
  } as const;
  const answer = await session.open(request);
  if ("problem" in answer) throw new Error(answer.problem.message);
  return { session, summary: answer.summary };
}

/** What a person sees at a stop, as text: the state, the counters, the stack. */
function sight(instant: Instant): string {
  const stats = [...instant.stats].slice(0, -1);
  return JSON.stringify([instant.hash, stats, instant.stack, instant.place?.offset, instant.event]);
}

/** Steps from one end of the run to the other. */
async function walk(
  session: Session,
  total: number,
  grain: Grain,
  direction: 1 | -1,
): Promise<Instant[]> {
  const stops: Instant[] = [];
  const [from, to] = direction > 0 ? [0, total] : [total, 0];
  for (let at = from; at !== to; ) {
    const instant = await session.step(at, grain, direction);
    if (instant === null) throw new Error("nobody cancelled this step");
    if ((instant.ir - at) * direction <= 0)
      throw new Error(`a step from ${at} went to ${instant.ir}`);
    stops.push(instant);
    at = instant.ir;
  }
  return stops;
}

it("names the C function that made an event, and how deep it was called", async () => {
  const { session, summary } = await opened("2.7.18-debian-release", 300);
  const stops = await walk(session, summary.total, "allocator", 1);
  const of = (kind: Ev) => stops.find(({ event }) => event?.kind === kind)?.event;
  expect(of(Ev.INT_BLOCK)?.fn).toBe("fill_free_list");
  expect(of(Ev.INT_BLOCK)?.depth).toBeGreaterThan(5);
  expect(of(Ev.INT_BLOCK)?.depth).toBeLessThan(20);
});

describe.each(BUILDS)("a session of range(300) in %s", (name) => {
  let session: Session;
  let summary: RunSummary;
  beforeAll(async () => {
    ({ session, summary } = await opened(name, 300));
  });

  it.each(
    GRAINS,
  )("steps by %s to the end, back to the start and forward again through equal states", async (grain) => {
    const start = await session.seek(0);
    const there = await walk(session, summary.total, grain, 1);
    expect(there.length).toBeGreaterThan(3);
    const back = await walk(session, summary.total, grain, -1);
    const again = await walk(session, summary.total, grain, 1);
    expect(again.map(sight)).toEqual(there.map(sight));
    // The way back begins at the last instant, which was the last stop of the way there.
    const seen = new Map(there.map((instant) => [instant.ir, sight(instant)]));
    if (start !== null) seen.set(0, sight(start));
    expect(back.map((instant) => instant.ir)).toEqual(
      [...seen.keys()].sort((a, b) => b - a).slice(1),
    );
    for (const instant of back)
      expect(sight(instant), `instant ${instant.ir}`).toBe(seen.get(instant.ir));
  });

  it.each(
    GRAINS,
  )("stays at the first instruction when stepped back by %s from there", async (grain) => {
    expect((await session.step(0, grain, -1))?.ir).toBe(0);
  });

  it("hashes every stop", async () => {
    const stops = await walk(session, summary.total, "allocator", 1);
    expect(stops.every((instant) => /^[0-9a-f]{16}$/.test(instant.hash))).toBe(true);
    expect(new Set(stops.map((instant) => instant.hash)).size).toBeGreaterThan(stops.length / 2);
  });
});

describe.each(BUILDS)("200 instants of the modelled stretches of range(2000) in %s", (name) => {
  it("are, when sought in any order, what a straight run passes through", async () => {
    const machine = await newMachine();
    const run = open(machine, name, 2000);
    const { session, summary } = await opened(name, 2000);
    expect(summary.total).toBe(run.total);
    for (const target of modelledInstants(run, 200, new Choices(200))) {
      const sought = await session.seek(target);
      expect(sought?.ir).toBe(target);
      // The straight run takes every loop turn as a step of its own.
      machine.run({ target, strides: false });
      expect(sought?.hash, `instant ${target}`).toBe(machine.hash());
    }
  });

  it("land on the nearer end when they lie in a recorded stretch", async () => {
    const { session, summary } = await opened(name, 0);
    for (const [from, to] of summary.stretches.flatMap((stretch) => stretch.recorded)) {
      if (to - from < 10) continue;
      expect((await session.seek(from + 2))?.ir).toBe(from);
      expect((await session.seek(to - 2))?.ir).toBe(to);
    }
  });
});

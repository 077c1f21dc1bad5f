/** Which stretches of the machine's code the runs and gestures of a first visit reach. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseBuild } from "../../src/tables/build.ts";
import { compile, instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import type { Grain } from "../../workers/protocol.ts";
import { loadRun } from "../../workers/run.ts";
import { PACING } from "../../workers/runner.ts";
import { Session } from "../../workers/session.ts";
import { probed } from "./stretches.ts";

const BUILDS = join(import.meta.dirname, "..", "..", "public", "builds");
/** Lists that are looked at closely: the window's first program, and strides with a mapped array. */
const LENGTHS = [300, 1_000_000];
/** Lists of which only the middle is seen: each takes its own way through malloc. */
const MORE_LENGTHS = [0, 1, 30, 3000, 7777, 100_000];
const MOMENTS = [0, 0.4, 1];
const GRAINS: Grain[] = ["bytecode", "call", "allocator", "phase"];
/** Runs pause as often as they can. */
const SLOW = { ...PACING, pollMs: 0, spacingMs: 0, worth: 0 };
const VIEW_PAGES = 256;
const VIEW_WORDS = 1024;

/** Tells of a stretch of `core` whether anything reached it. */
export async function reached(core: Uint8Array): Promise<(stretch: number) => boolean> {
  const hits = new Set<number>();
  const hit = (stretch: number) => void hits.add(stretch);
  const module = await compile(probed(core));
  for (const file of readdirSync(BUILDS)) {
    // As for a first visit: a machine that ran nothing before.
    const session = new Session(async () => module, hit);
    const slow = new Machine(await instantiate(module, hit), SLOW);
    const buildJson = readFileSync(join(BUILDS, file), "utf8");
    for (const n of LENGTHS) await visit(session, buildJson, n, MOMENTS);
    for (const n of MORE_LENGTHS) await visit(session, buildJson, n, []);
    for (const n of [...LENGTHS, ...MORE_LENGTHS]) crawl(slow, buildJson, n);
  }
  return (stretch) => hits.has(stretch);
}

/** On a slow computer runs pause and leave checkpoints behind, from which later ones go on. */
function crawl(machine: Machine, buildJson: string, n: number): void {
  const text = `range(${n})\n`;
  const request = { buildJson, text, launch: "recipe", under: "native" } as const;
  const { total } = loadRun(machine, parseBuild(buildJson), request);
  for (let tenth = 0; tenth <= 20; tenth++) {
    machine.run({ target: Math.floor(((tenth % 11) / 10) * total) });
    machine.hash();
  }
}

/** What the window asks for when a run is opened and somebody looks around. */
async function visit(
  session: Session,
  buildJson: string,
  n: number,
  moments: readonly number[],
): Promise<void> {
  const text = `range(${n})\n`;
  const opened = await session.open({ buildJson, text, launch: "recipe", under: "native" });
  if ("problem" in opened) throw new Error(`${text} is not opened: ${opened.problem.message}`);
  await session.seek(Math.floor(opened.summary.total / 2));
  await session.callCounts();
  await session.functions();
  for (const share of moments) {
    let now = await session.seek(Math.floor(share * opened.summary.total));
    for (const { start } of now?.vmas ?? []) {
      await session.pages(start, VIEW_PAGES);
      await session.words(start, VIEW_WORDS);
      await session.values(start, VIEW_WORDS);
    }
    for (const grain of GRAINS) {
      now = await session.step(now?.ir ?? 0, grain, 1);
      now = await session.step(now?.ir ?? 0, grain, -1);
    }
    await session.window(now?.ir ?? 0, 1);
    await session.window(now?.ir ?? 0, -1);
  }
}

/** The first part of the machine (docs/adr/0030): the same answers as the whole one, or none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureFirstCore } from "../../scripts/build-core.ts";
import { instantiate, PartMissing } from "../../workers/core.ts";
import { GrowingSession } from "../../workers/growing-session.ts";
import { Machine } from "../../workers/machine.ts";
import { Session } from "../../workers/session.ts";
import { BUILDS, type BuildName, buildJson, open, wasm } from "./support.ts";

const FIRST = join(import.meta.dirname, "..", "..", "build", "first.wasm");
const FIRST_BYTES = 56_000;
const OTHER = "x = {}\nfor i in range(3): x[i] = str(i)\nprint sorted(x.values())\n";

function request(text: string, build: BuildName = BUILDS[0]) {
  return { buildJson: buildJson(build), text, launch: "recipe", under: "native" } as const;
}

const first = async () => readFileSync(FIRST);

/** A growing session that counts how often it fetched the whole machine. */
function growing(): { session: GrowingSession; fetched: () => number } {
  let fetched = 0;
  const session = new GrowingSession(first, () => {
    fetched += 1;
    return wasm();
  });
  return { session, fetched: () => fetched };
}

async function opened(session: Pick<Session, "open">, text: string, build?: BuildName) {
  const answer = await session.open(request(text, build));
  if ("problem" in answer) throw new Error(answer.problem.message);
  const { wallMs, ...summary } = answer.summary;
  expect(wallMs).toBeGreaterThanOrEqual(0);
  return summary;
}

// Made afresh after every change of the machine: twenty seconds of a processor that others may use, too.
beforeAll(ensureFirstCore, 300_000);

describe("the first part of the machine", () => {
  it("is small", () => {
    expect(gzipSync(readFileSync(FIRST)).length).toBeLessThan(FIRST_BYTES);
  });

  it.each(BUILDS)("steps through range(n) as the whole machine does, %s", async (build) => {
    const part = new Session(first);
    const whole = new Session(wasm);
    for (const text of ["range(300)\n", "range(7777)\n"]) {
      const summary = await opened(part, text, build);
      expect(summary).toEqual(await opened(whole, text, build));
      for (const share of [0, 0.31, 0.62, 0.97, 1]) {
        const at = Math.floor(share * summary.total);
        const now = await part.seek(at);
        expect(now?.hash).not.toBe("");
        expect(now).toEqual(await whole.seek(at));
        expect(await part.step(at, "bytecode", 1)).toEqual(await whole.step(at, "bytecode", 1));
      }
    }
  });

  it.each(
    BUILDS,
  )("pauses and goes on from checkpoints as on a slow computer, %s", async (build) => {
    const eager = { pollMs: 0, spacingMs: 0, worth: 0, budgetBytes: 2 ** 28 };
    const part = new Machine(await instantiate(await first()), eager);
    const whole = new Machine(await instantiate(await wasm()), null);
    const { total } = open(part, build, 7777);
    open(whole, build, 7777);
    for (const share of [1, 0.4, 0.9, 0.7]) {
      const target = Math.floor(share * total);
      expect(part.run({ target })).toBe(whole.run({ target }));
      expect(part.hash()).toBe(whole.hash());
    }
    expect(part.runner.checkpoints.size.count).toBeGreaterThan(0);
  });

  it("throws instead of going on with what it lacks", async () => {
    await expect(new Session(first).open(request(OTHER))).rejects.toThrow(PartMissing);
  });
});

describe("a session that grows", () => {
  it("fetches nothing more for range(n)", async () => {
    const { session, fetched } = growing();
    const { total } = await opened(session, "range(300)\n");
    await session.ask((one) => one.seek(Math.floor(total / 2)));
    expect(fetched()).toBe(0);
  });

  it("goes on at the same instant of the same run where the first part ends", async () => {
    const { session, fetched } = growing();
    const whole = new Session(wasm);
    const { total } = await opened(session, "range(300)\n");
    await opened(whole, "range(300)\n");
    const at = Math.floor(total / 2);
    await session.ask((one) => one.seek(at));
    await whole.seek(at);
    const cuts = [0, at, total];
    const tree = await session.ask((one) => one.callTree(cuts));
    expect(fetched()).toBe(1);
    expect(tree).toEqual(await whole.callTree(cuts));
    const from = 0x555555554000;
    expect(await session.ask((one) => one.pages(from, 64))).toEqual(await whole.pages(from, 64));
  });

  it("opens other programs with the whole machine, and keeps the run before when one is wrong", async () => {
    const { session, fetched } = growing();
    const { total } = await opened(session, "range(300)\n");
    const wrong = await session.open(request("while ]:\n"));
    expect(wrong).toHaveProperty("problem");
    expect((await session.ask((one) => one.seek(total)))?.total).toBe(total);
    expect((await opened(session, OTHER)).stdout).toBe("['0', '1', '2']\n");
    expect(fetched()).toBe(1);
  });

  it("tries again after the whole machine could not be fetched", async () => {
    let isOnline = false;
    const session = new GrowingSession(first, async () => {
      if (!isOnline) throw new Error("no connection");
      return wasm();
    });
    await session.prepare();
    const { total } = await opened(session, "range(300)\n");
    await expect(session.open(request(OTHER))).rejects.toThrow("no connection");
    expect((await session.ask((one) => one.seek(total)))?.ir).toBe(total);
    isOnline = true;
    expect((await opened(session, OTHER)).stdout).toBe("['0', '1', '2']\n");
  });
});

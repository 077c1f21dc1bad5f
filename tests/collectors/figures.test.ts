/** What the window compares of two managers: the same bytecode, other writes, other copies. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureCore } from "../../scripts/build-core.ts";
import { parseManager, printManager } from "../../src/state/manager-text.ts";
import { Session } from "../../workers/session.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");
const READS = `import os
x = [n + 1000 for n in range(20000)]
if os.fork() == 0:
    for v in x: pass
    os._exit(0)
os.wait()
`;

beforeAll(ensureCore);

async function under(manager: string): Promise<{ session: Session; total: number }> {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const collector = parseManager(manager);
  const answer = await session.open({
    buildJson: BUILD,
    text: READS,
    launch: "recipe",
    under: "native",
    collector,
  });
  if (!("summary" in answer)) throw new Error(answer.problem.message);
  return { session, total: answer.summary.total };
}

describe("two managers", () => {
  it("stand at the same bytecode, and only one copies pages that a child reads", async () => {
    const sides = await Promise.all(["", "mark-sweep"].map(under));
    const figures = [];
    for (const { session } of sides) {
      const found = await session.go(0, { at: "event", kind: "bytecode", k: 3000 });
      expect(found?.instant.bytecodes).toBe(3000);
      figures.push(await session.managerFigures());
    }
    const [counts, marks] = figures;
    expect(counts?.bytecodes).toBe(marks?.bytecodes);
    expect(counts?.basis).toBe("calibrated");
    expect(marks?.basis).toBe("estimated");
    expect(counts?.writes.refcount).toBeGreaterThan(40_000);
    expect(marks?.writes.refcount).toBe(0);
    expect(counts?.copied[0]?.pages).toBeGreaterThan(110);
    expect(marks?.copied[0]?.pages).toBeLessThan(60);
    expect(marks?.estimate?.low).toBeLessThan(marks?.estimate?.high ?? 0);
    // The instant stays where it was.
    const [first] = sides;
    expect((await first?.session.seek(first.total))?.ir).toBe(first?.total);
  });

  it("are written in a link and read again", () => {
    for (const text of ["", "bitmap", "mark-sweep,threshold=65536,growth=1.5"]) {
      expect(printManager(parseManager(text))).toBe(text);
    }
    expect(() => parseManager("mark-sweep,colour=2")).toThrow("colour");
    expect(() => parseManager("Mark Sweep")).toThrow("Mark Sweep");
  });
});

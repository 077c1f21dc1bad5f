/** Files of the real tools of a program that forks: one for each process, with its ancestors' past in it. */
import { beforeAll, expect, it } from "vitest";
import { ProcessLog } from "../../assembly/abi/process.ts";
import { exportRun } from "../../workers/exports.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { history, machine } from "./support.ts";

/**
 * valgrind 3.19 (--trace-children=yes, Debian's python2.7, -E -B -S) on this program: the child's callgrind.out
 * holds 26,844,523 Ir and its parent's 51,651,054, so both hold the start-up; the child's dhat.out holds
 * 14,917,435 bytes and its parent's 11,704,827.
 */
const TEXT = `import os
l = range(300000)
pid = os.fork()
if pid == 0:
    m = range(100000)
    os._exit(0)
os.wait()
`;
const MORE_BYTES = 14_917_435 - 11_704_827;
/** Import and exit ask for some bytes, too, in one process only. */
const BYTES_BOUND = 0.01;

let run: LoadedRun;
beforeAll(async () => {
  run = await history(TEXT);
});

/** Instructions of each process's file: a child's are those of its parent up to the fork, and its own. */
function instructions(): number[] {
  const [first, child] = run.measured.history.processes;
  const fork = first?.log.find(({ kind }) => kind === ProcessLog.FORK)?.ir ?? Number.NaN;
  expect(fork).toBeGreaterThan(10_000_000);
  return [first?.ir ?? 0, fork + (child?.ir ?? 0)];
}

it("callgrind: each process has a file; a child's total holds what its parent did before the fork", () => {
  const files = exportRun(machine(), run, "callgrind");
  expect(files.map(({ pid }) => pid)).toEqual([1000, 1001]);
  files.forEach(({ pid, text }, i) => {
    expect(text).toContain(`pid: ${pid}\n`);
    expect(Number(/^totals: (\d+)$/m.exec(text)?.[1])).toBe(instructions()[i]);
  });
  expect(files[0]?.text).not.toContain("(before the fork)");
  expect(files[1]?.text).toMatch(/fn=\(before the fork\)\n0 \d+/);
});

it("dhat: a child's clock and bytes go on from its parent's", () => {
  const files = exportRun(machine(), run, "dhat").map(({ pid, text }) => {
    const file = JSON.parse(text);
    expect(file.pid).toBe(pid);
    return file;
  });
  expect(files.map(({ te }) => te)).toEqual(instructions());
  const bytes = files.map(({ pps }) =>
    pps.reduce((sum: number, { tb }: { tb: number }) => sum + tb, 0),
  );
  const more = (bytes[1] ?? 0) - (bytes[0] ?? 0);
  expect(Math.abs(more / MORE_BYTES - 1), `${more} bytes`).toBeLessThan(BYTES_BOUND);
});

it("massif: the clock of a child's file never goes back, and its heap is larger than at its birth", () => {
  const child = exportRun(machine(), run, "massif")[1]?.text ?? "";
  const times = [...child.matchAll(/^time=(\d+)$/gm)].map(([, time]) => Number(time));
  expect(times.length).toBeGreaterThan(20);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const heap = [...child.matchAll(/^mem_heap_B=(\d+)$/gm)].map(([, bytes]) => Number(bytes));
  // 300,000 and 100,000 items of 8 bytes, ints of 24.
  expect(Math.max(...heap)).toBeGreaterThan(400_000 * 32);
});

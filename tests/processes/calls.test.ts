/** os.fork and its companions: what programs see. Expected outputs are CPython 2.7.18's. */
import { describe, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import { PROCESSES_MAX } from "../../assembly/abi/process.ts";
import { history, machine } from "./support.ts";

const FORK_FIVE = `import os
kids = []
for i in range(5):
    pid = os.fork()
    if pid == 0:
        print 'child', i
        os._exit(i)
    kids.append(pid)
for pid in kids:
    got, status = os.waitpid(pid, 0)
    print got == pid, status
`;

describe("fork", () => {
  it("returns in the parent and in the child, and wait tells the status", async () => {
    const { measured } = await history(FORK_FIVE);
    const lines = measured.stdout.split("\n");
    expect([...lines].sort()).toEqual(
      // What a child prints into a pipe is still in its buffer when _exit ends it.
      ["True 0", "True 256", "True 512", "True 768", "True 1024", ""].sort(),
    );
    const pids = measured.history.processes.map(({ pid }) => pid);
    expect(pids).toEqual([1000, 1001, 1002, 1003, 1004, 1005]);
    expect(measured.exit.status).toBe(0);
  });

  it("runs the first process twice and every child once", async () => {
    const { measured } = await history(FORK_FIVE);
    expect(measured.history.processes.map(({ runs }) => runs)).toEqual([2, 1, 1, 1, 1, 1]);
  });

  it("works at any depth of calls, in functions and grandchildren", async () => {
    const { measured } = await history(`import os
def grow(depth):
    if depth:
        return grow(depth - 1)
    return os.fork()
def run():
    if grow(20) == 0:
        if map(grow, [3])[0] == 0:
            os._exit(7)
        print os.wait()[1], 'grandchild'
        os._exit(3)
    print os.wait()[1], 'child'
run()
`);
    expect(measured.stdout).toBe("768 child\n");
    expect(measured.history.processes.map(({ parent }) => parent)).toEqual([null, 1000, 1001]);
  });

  it("gives the child a clock and counters of its own", async () => {
    const { measured } = await history(FORK_FIVE);
    const [first, child] = measured.history.processes;
    expect(child?.ir).toBeGreaterThan(1000);
    expect(child?.ir).toBeLessThan(500_000);
    expect(child?.start).toBeLessThan(first?.ir ?? 0);
    expect(child?.stats[Stat.PID]).toBe(1001);
    expect(child?.stats[Stat.PARENT_PID]).toBe(1000);
    expect(first?.stats[Stat.COW_FAULTS]).toBeGreaterThan(0);
  });

  it("is deterministic, and every process can be run again to any instant", async () => {
    const one = await history(FORK_FIVE);
    const hash = machine().hash();
    const two = await history(FORK_FIVE);
    expect(machine().hash()).toBe(hash);
    expect(two.measured.stdout).toBe(one.measured.stdout);
    const child = two.measured.history.processes[3];
    if (child === undefined) throw new Error("a third child");
    machine().port.become(child.identity, two.measured.history.facts);
    machine().run({ target: Math.floor(child.ir / 2) });
    const half = machine().stats();
    expect(half[Stat.PID]).toBe(1003);
    expect(half[Stat.IR]).toBeLessThanOrEqual(child.ir / 2);
    machine().run();
    expect(machine().stats()[Stat.IR]).toBe(child.ir);
  });
});

describe("wait", () => {
  it("says that there is nobody to wait for", async () => {
    const { measured } = await history(`import os
try:
    os.wait()
except OSError, e:
    print e, e.errno, repr(e)
print os.fork() and os.wait()[1]
try:
    os.waitpid(12345, 0)
except OSError, e:
    print e
`);
    expect(measured.stdout).toContain(
      "[Errno 10] No child processes 10 OSError(10, 'No child processes')\n",
    );
  });

  it("takes the child that ends first, and returns when it ends", async () => {
    const { measured } = await history(`import os, time
slow = os.fork()
if slow == 0:
    time.sleep(0.5)
    os._exit(1)
quick = os.fork()
if quick == 0:
    time.sleep(0.1)
    os._exit(2)
print os.waitpid(slow, os.WNOHANG)
print os.wait() == (quick, 512), os.wait() == (slow, 256)
`);
    expect(measured.stdout).toBe("(0, 0)\nTrue True\n");
    const [first] = measured.history.processes;
    // Half a second is 5 * 10^8 ticks of the machine's clock, but no instruction.
    expect(first?.end).toBeGreaterThan(5e8);
    expect(first?.ir).toBeLessThan(2e7);
  });
});

describe("ends of children", () => {
  it("an uncaught exception is reported and is status 1", async () => {
    const { measured } = await history(`import os
if os.fork() == 0:
    [][1]
print os.wait()[1]
`);
    expect(measured.stdout).toBe("256\n");
    expect(measured.exit.stderr).toBe(
      `Traceback (most recent call last):\n  File "p.py", line 3, in <module>\n    [][1]\nIndexError: list index out of range\n`,
    );
  });

  it("sys.exit leaves through the interpreter's shutdown", async () => {
    const { measured } = await history(`import os, sys
x = range(3000)
if os.fork() == 0:
    sys.exit(4)
print os.wait()[1]
`);
    expect(measured.stdout).toBe("1024\n");
    const child = measured.history.processes[1];
    // The list dies: all its int pages are written.
    expect(child?.stats[Stat.COW_FAULTS]).toBeGreaterThan((3000 - 257) / 167);
  });

  it("the first process may end before its children", async () => {
    const { measured } = await history(`import os, sys, time
if os.fork() == 0:
    time.sleep(1)
    print 'late'
    sys.exit(0)
print 'early'
`);
    expect(measured.stdout).toBe("early\nlate\n");
    expect(machine().stats()[Stat.PID]).toBe(1000);
  });
});

describe("too much", () => {
  it("a fork bomb meets CPython's own error", async () => {
    const { measured } = await history("import os\nwhile 1:\n    os.fork()\n");
    const { processes } = measured.history;
    expect(processes).toHaveLength(PROCESSES_MAX);
    expect(measured.exit.status).toBe(1);
    expect(measured.exit.stderr).toContain("OSError: [Errno 11] Resource temporarily unavailable");
    expect(processes.map(({ status }) => status)).toEqual(processes.map(() => 256));
  });

  it("an endless child ends the run at the limit of instructions, and the rest can be seen", async () => {
    const { measured } = await history(
      "import os\nif os.fork() == 0:\n    while 1: pass\nos.wait()\n",
      "2.7.18-debian-release",
      20_000_000,
    );
    expect(measured.exit.limit).toContain("instructions");
    expect(measured.history.processes).toHaveLength(2);
  });
});

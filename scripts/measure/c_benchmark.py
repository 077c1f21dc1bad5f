#!/usr/bin/env python3
"""c_benchmark.py: the C program beside range(n), as the real tools see it: c_benchmark.c compiled with
gcc -g, one binary per length, and an empty main.

  empty    callgrind's rows of `int main(void){return 0;}` without the loader's object, before main and from
           exit on; the address space when main begins (ptrace, single steps: no page is touched by a break
           point), minor faults and memory by then
  runs     per length: callgrind's rows that differ from the empty program's; memory calls (strace); memory
           when the process enters exit

  c_benchmark.py --out ../../tests/traces/c-benchmark/gcc-12.2.json
"""
import argparse, collections, os, re, struct, subprocess, sys
import proc
from provenance import provenance

LENGTHS = (0, 1, 10, 300, 1000, 3000, 10**4, 32765, 32766, 10**5, 10**6, 10**7)
EMPTY = "int main(void){return 0;}\n"
CALLS = "brk,mmap,munmap,mremap,mprotect"
FILE, HEAP, ANON, STACK = 0, 1, 2, 3
PAGE_ANON, PAGE_FILE = 1, 2
HERE = os.path.dirname(os.path.abspath(__file__))


def compile_c(wd, text, length):
    source = os.path.join(wd, "benchmark.c")
    with open(source, "w") as f:
        f.write(text)
    binary = os.path.join(wd, "b")
    subprocess.run(["gcc", "-g", "-DLENGTH=%d" % length, source, "-o", binary], check=True)
    return binary


def rows_of(parts):
    """rows without the loader's object, all unnamed pieces of code as one"""
    rows = collections.Counter()
    calls = collections.Counter()
    for p in parts:
        for (fn, fl, ob), ir in p.self.items():
            if not proc.is_loader(ob):
                rows[proc.row_key(fn, fl)] += ir
        for (fn, fl, ob), n in p.calls.items():
            if not proc.is_loader(ob):
                calls[proc.row_key(fn, fl)] += n
    return {k: [ir, calls[k]] for k, ir in sorted(rows.items()) if ir}


def callgrind(binary, wd):
    out = os.path.join(wd, "out")
    proc.run_pinned([proc.shutil.which("valgrind"), "--tool=callgrind", "--callgrind-out-file=" + out,
                     "--dump-instr=yes", "--compress-pos=no", "--combine-dumps=yes", "--dump-before=main",
                     "--dump-after=main", binary], wd)
    return [p for p in proc.parts(out) if p.total]


def kind_of(name):
    return HEAP if name == "[heap]" else STACK if name == "[stack]" else FILE if name else ANON


def pages_of(pid, maps):
    """runs of present pages: [address, pages, state]"""
    rows = []
    with open("/proc/%d/pagemap" % pid, "rb") as f:
        for a, b, perms, name in maps:
            if name.startswith("[v"):
                continue
            f.seek(a // proc.PAGE * 8)
            for i in range((b - a) // proc.PAGE):
                word, = struct.unpack("<Q", f.read(8))
                if not word >> 63:
                    continue
                state = PAGE_FILE if word >> 61 & 1 else PAGE_ANON
                at = a + i * proc.PAGE
                if rows and rows[-1][2] == state and rows[-1][0] + rows[-1][1] * proc.PAGE == at:
                    rows[-1][1] += 1
                else:
                    rows.append([at, 1, state])
    return rows


def memory_now(pid):
    roll = {m[1]: int(m[2]) for m in re.finditer(r"(\w+):\s+(\d+) kB", open("/proc/%d/smaps_rollup" % pid).read())}
    return {"rss": roll["Rss"], "pss": roll["Pss"], "uss": roll["Private_Clean"] + roll["Private_Dirty"],
            "anonymous": roll["Anonymous"]}


def stat_field(pid, number):
    return int(open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()[number - 3])


def at_main(binary, wd):
    main = next(a for a, s, n in proc.functions(binary) if n == "main") - proc.link_base(binary)
    pid = proc.start_traced([binary], wd)
    faults = stat_field(pid, 10)
    base = min(a for a, b, p, n in proc.read_maps(pid) if n == os.path.realpath(binary))
    while proc.reg(pid, "rip") != base + main:
        proc.pt(proc.STEP, pid)
        os.waitpid(pid, 0)
    maps = [m for m in proc.read_maps(pid) if not m[3].startswith("[vsyscall")]
    libc = min(a for a, b, p, n in maps if "libc.so" in n)
    o = {"vmas": [[a, b, kind_of(n)] for a, b, p, n in maps], "pages": pages_of(pid, maps),
         "heapStart": stat_field(pid, 47), "imageBase": base, "libcBase": libc,
         "faults": stat_field(pid, 10) - faults, "recordedKb": memory_now(pid)}
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return o


def at_exit(binary, wd):
    pid = proc.start_traced([binary], wd)
    proc.pt(proc.SETOPT, pid, 0, 0x00100000 | 0x40)          # EXITKILL | TRACEEXIT
    faults = stat_field(pid, 10)
    while True:
        proc.pt(proc.CONT, pid)
        _, st = os.waitpid(pid, 0)
        if st >> 16 == 6:                                     # PTRACE_EVENT_EXIT
            break
    hwm = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/%d/status" % pid).read())[1])
    o = {"minor_faults": stat_field(pid, 10) - faults, "vm_hwm_kb": hwm, **memory_now(pid)}
    proc.pt(proc.CONT, pid)
    os.waitpid(pid, 0)
    return o


def syscalls(binary, wd):
    log = os.path.join(wd, "log")
    proc.run_pinned([proc.shutil.which("strace"), "-f", "-e", "trace=" + CALLS, "-o", log, binary], wd)
    found = [m[1] for m in (re.match(r"\d+\s+(\w+)\(", line) for line in open(log)) if m]
    return {name: found.count(name) for name in CALLS.split(",")}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out", required=True)
    ap.add_argument("--length", type=int, action="append")
    a = ap.parse_args()
    wd = proc.workdir("", "cbwork")
    binary = compile_c(wd, EMPTY, 0)
    parts = callgrind(binary, wd)
    before, after = rows_of(parts[:1]), rows_of(parts[2:])
    whole = rows_of(parts)
    empty = {"rows": whole, "net_before_main": sum(r[0] for r in before.values()),
             "net_after_main": sum(r[0] for r in after.values()), "net": sum(r[0] for r in whole.values()),
             "syscalls": syscalls(binary, wd), "at_main": at_main(binary, wd), "at_exit": at_exit(binary, wd)}
    text = open(os.path.join(HERE, "c_benchmark.c")).read()
    runs = []
    for n in a.length or LENGTHS:
        binary = compile_c(wd, text, n)
        rows = rows_of(callgrind(binary, wd))
        own = {k: r for k, r in rows.items() if r != whole.get(k)}
        runs.append({"n": n, "net": sum(r[0] for r in rows.values()), "rows": own,
                     "syscalls": syscalls(binary, wd), "at_exit": at_exit(binary, wd)})
        print(n, runs[-1]["net"], runs[-1]["syscalls"], runs[-1]["at_exit"], file=sys.stderr, flush=True)
    res = {"what": "a C program that fills an array of ints, compiled with gcc -g",
           "units": {"rows": "self Ir and calls per function and source file, whole process without the loader's object",
                     "at_main": "when main begins: address space (kinds and page states of assembly/abi/layout.ts), minor faults since execve, kB",
                     "at_exit": "when the process enters exit: minor faults since execve, kB; vm_hwm_kb = highest RSS"},
           "provenance": provenance("c_benchmark.py --out tests/traces/c-benchmark/gcc-12.2.json", [], ("libc6", "gcc-12", "strace")),
           "empty": empty, "runs": runs}
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

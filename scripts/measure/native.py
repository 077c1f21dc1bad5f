#!/usr/bin/env python3
"""native.py: what the kernel sees of small Python 2.7 programs running natively (no valgrind).

For every launch (recipe, site, c; see proc.py) and program:
  syscalls  strace -f -e trace=brk,mmap,munmap,mremap, whole process from exec on; brk_steps = how
            often the break moved by how many bytes
  memory    a second run, stopped by ptrace at the process's exit (PTRACE_EVENT_EXIT: everything
            still mapped): VmHWM, minor faults since exec, smaps_rollup, anonymous pages of [heap]
Address randomisation is off in the second run.  Each second run is made twice (--repeat).

  native.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/native.json
"""
import argparse, collections, json, os, re, subprocess, sys
import proc
from provenance import provenance

PROGRAMS = ["pass"] + ["range(%d)" % n for n in (0, 300, 1000, 10**4, 10**5, 10**6, 10**7)]


def syscalls(python, launch, source):
    wd = proc.workdir(source, "ntwork")
    log = os.path.join(wd, "log")
    proc.run_pinned([proc.shutil.which("strace"), "-f", "-e", "trace=brk,mmap,munmap,mremap", "-o", log] + proc.argv_of(python, launch, source), wd)
    count, steps, brk = collections.Counter({"brk": 0, "mmap": 0, "munmap": 0, "mremap": 0}), collections.Counter(), None
    for line in open(log):
        m = re.match(r"\d+\s+(brk|mmap|munmap|mremap)\(.*= (0x[0-9a-f]+|\d+)", line)
        if not m:
            continue
        count[m[1]] += 1
        if m[1] == "brk":
            new = int(m[2], 16)
            if brk is not None and new != brk:
                steps[new - brk] += 1
            brk = new
    proc.shutil.rmtree(wd)
    return dict(count), {str(k): v for k, v in sorted(steps.items())}


def memory(python, launch, source):
    wd = proc.workdir(source, "ntwork")
    pid = proc.start_traced(proc.argv_of(python, launch, source), wd)
    proc.pt(proc.SETOPT, pid, 0, 0x00100000 | 0x40)          # EXITKILL | TRACEEXIT
    minflt = lambda: int(open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()[7])
    before = minflt()
    while True:
        proc.pt(proc.CONT, pid)
        _, st = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(st):
            raise RuntimeError("process gone")
        if st >> 16 == 6:                                     # PTRACE_EVENT_EXIT
            break
    o = {"minor_faults": minflt() - before}
    status = open("/proc/%d/status" % pid).read()
    o["vm_hwm_kb"] = int(re.search(r"VmHWM:\s+(\d+)", status)[1])
    roll = {m[1]: int(m[2]) for m in re.finditer(r"(\w+):\s+(\d+) kB", open("/proc/%d/smaps_rollup" % pid).read())}
    o["rss_kb"], o["pss_kb"] = roll["Rss"], roll["Pss"]
    o["uss_kb"] = roll["Private_Clean"] + roll["Private_Dirty"]
    o["anonymous_kb"] = roll["Anonymous"]
    o["huge_kb"] = roll.get("AnonHugePages", 0)
    heap = 0
    size = 0
    name = ""
    for line in open("/proc/%d/smaps" % pid):
        m = re.match(r"([0-9a-f]+)-([0-9a-f]+) .*?(\[\w+\])?$", line)
        if m:
            name = m[3]
            if name == "[heap]":
                size = (int(m[2], 16) - int(m[1], 16)) // 4096
        elif name == "[heap]" and line.startswith("Anonymous:"):
            heap = int(line.split()[1]) // 4
    o["heap_pages"], o["heap_anonymous_pages"] = size, heap
    proc.pt(proc.CONT, pid)
    os.waitpid(pid, 0)
    proc.shutil.rmtree(wd)
    return o


def record(build, python, launches, repeat=2, programs=PROGRAMS, told=lambda text: print(text, file=sys.stderr, flush=True)):
    rows = []
    for launch in launches:
        for src in programs:
            count, steps = syscalls(python, launch, src)
            mem = [memory(python, launch, src) for _ in range(repeat)]
            row = {"launch": launch, "program": src, "syscalls": count, "brk_steps": steps, "at_exit": mem[0]}
            vary = {k: [m[k] for m in mem] for k in mem[0] if len({m[k] for m in mem}) > 1}
            if vary:
                row["varies"] = vary
            rows.append(row)
            told("%s: native, launch %s, %s" % (build, launch, src))
    res = {
        "what": "system calls, faults and memory of native runs", "build": build,
        "units": {"syscalls": "calls of the whole process from exec on, as strace -f counts them",
                  "brk_steps": "change of the break in bytes -> how often (queries that move nothing left out)",
                  "at_exit": "when the process enters exit, everything still mapped: minor_faults since the end of execve; vm_hwm_kb = highest "
                             "RSS (what getrusage reports as max RSS); rss, pss, uss, anonymous from smaps_rollup (uss = Private_Clean + Private_Dirty); "
                             "heap_pages = size of [heap], heap_anonymous_pages = pages of it that are present",
                  "varies": "values of the repeats where they differed; pss and private-clean parts depend on other running processes and the page cache"},
        "provenance": provenance("native.py --build %s --out tests/traces/%s/native.json" % (build, build), [python],
                                 ("libc6", "strace", os.path.basename(python))),
        "rows": rows}
    return res


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    ap.add_argument("--launch", action="append", choices=sorted(proc.LAUNCHES))
    ap.add_argument("--repeat", type=int, default=2)
    a = ap.parse_args()
    python = proc.python_path(a.build)
    res = record(a.build, python, a.launch or ["recipe", "site", "c"], a.repeat)
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

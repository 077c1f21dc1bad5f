#!/usr/bin/env python3
"""growth.py: memory calls of native programs whose lists grow, shrink and are given back by the collector.

Launch recipe (proc.py). For each program: how often brk, mmap, munmap and mremap are called (strace), and from
how many to how many bytes mappings were resized, in order.

  growth.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/growth.json
"""
import argparse, collections, os, re, sys
import proc
from provenance import provenance

PROGRAMS = {
    "pass": "pass",
    "append": "x = []\nfor i in xrange(10**6):\n    x.append(i)\n",
    "pop": "x = range(200000)\nwhile x:\n    x.pop()\n",
    "extend": "x = [0] * 200000\nx.extend(x)\nx.extend(x)\n",
    "insert": "x = range(50000)\nfor i in xrange(300):\n    x.insert(0, i)\n",
    "ints twice": "x = range(10**6)\ndel x\nx = range(10**6)\n",
    "ints twice, collected between": "import gc\nx = range(10**6)\ndel x\ngc.collect()\nx = range(10**6)\n",
}
CALLS = ("brk", "mmap", "munmap", "mremap")


def calls(python, source):
    wd = proc.workdir(source, "growth")
    log = os.path.join(wd, "log")
    argv = [proc.shutil.which("strace"), "-f", "-e", "trace=" + ",".join(CALLS), "-o", log]
    proc.run_pinned(argv + proc.argv_of(python, "recipe", source), wd, {"LC_ALL": "C"})
    count, resized = collections.Counter({name: 0 for name in CALLS}), []
    for line in open(log):
        m = re.match(r"\d+\s+(\w+)\((.*)\) += (0x[0-9a-f]+|\d+)", line)
        if not m or m[1] not in CALLS:
            continue
        count[m[1]] += 1
        if m[1] == "mremap":
            resized.append([int(n) for n in m[2].split(", ")[1:3]])
    proc.shutil.rmtree(wd)
    return dict(count), resized


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    python = proc.python_path(a.build)
    rows = []
    for name, source in PROGRAMS.items():
        count, resized = calls(python, source)
        rows.append({"name": name, "program": source, "syscalls": count, "mremap": resized})
        print(name, count, len(resized), file=sys.stderr, flush=True)
    res = {"what": "memory calls of native programs whose lists grow, shrink and are collected", "build": a.build,
           "provenance": provenance("growth.py --build %s" % a.build, [python], ("libc6", "strace", os.path.basename(python))),
           "rows": rows}
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

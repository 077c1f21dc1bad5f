#!/usr/bin/env python3
"""malloc_parameters.py: memory calls of native runs whose malloc has other parameters (GLIBC_TUNABLES).

Launch recipe (proc.py). For each setting and program: how often brk, mmap and munmap are called (strace), and
by how many bytes the break moved how often.

  malloc_parameters.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/malloc-parameters.json
"""
import argparse, collections, os, re, sys
import proc
from provenance import provenance

SETTINGS = {
    "-": "",
    "tcache=off": "tcache_count=0",
    "top_pad=0": "top_pad=0",
    "top_pad=1048576": "top_pad=1048576",
    "mmap_threshold=1000000000": "mmap_threshold=1000000000",
    "trim_threshold=1000000000": "trim_threshold=1000000000",
    "tcache=off,trim_threshold=1000000000": "tcache_count=0:glibc.malloc.trim_threshold=1000000000",
    "tcache=off,mmap_threshold=131072": "tcache_count=0:glibc.malloc.mmap_threshold=131072",
}
PROGRAMS = ["pass", "range(10**5)", "range(10**6)"]
LARGE = {"-": ["range(10**7)", "x = range(10**7)"], "tcache=off": ["range(10**7)"]}


def calls(python, launch, source, tunables):
    wd = proc.workdir(source, "mpwork")
    log = os.path.join(wd, "log")
    env = {"LC_ALL": "C"}
    if tunables:
        env["GLIBC_TUNABLES"] = "glibc.malloc." + tunables
    proc.run_pinned([proc.shutil.which("strace"), "-f", "-e", "trace=brk,mmap,munmap", "-o", log] + proc.argv_of(python, launch, source), wd, env)
    count, steps, brk = collections.Counter({"brk": 0, "mmap": 0, "munmap": 0}), collections.Counter(), None
    for line in open(log):
        m = re.match(r"\d+\s+(brk|mmap|munmap)\(.*= (0x[0-9a-f]+|\d+)", line)
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


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    python = proc.python_path(a.build)
    rows = []
    jobs = [("recipe", s, p) for s in SETTINGS for p in PROGRAMS + LARGE.get(s, [])]
    jobs += [("site", s, p) for s in LARGE for p in ("pass", "range(10**7)")]
    for launch, setting, program in jobs:
        count, steps = calls(python, launch, program, SETTINGS[setting])
        rows.append({"launch": launch, "malloc": setting, "program": program, "syscalls": count, "brk_steps": steps})
        print(launch, setting, program, count, file=sys.stderr, flush=True)
    res = {"what": "memory calls of native runs with other parameters of malloc", "build": a.build,
           "provenance": provenance("malloc_parameters.py --build %s" % a.build, [python], ("libc6", "strace", os.path.basename(python))),
           "rows": rows}
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

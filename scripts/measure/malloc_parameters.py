#!/usr/bin/env python3
"""malloc_parameters.py: memory calls of native runs whose malloc has other parameters (GLIBC_TUNABLES).

Launch recipe (proc.py). For each setting and program: how often brk, mmap and munmap are called (strace), and
by how many bytes the break moved how often.

  malloc_parameters.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/malloc-parameters.json
"""
import collections
import memory_calls

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
CALLS = ("brk", "mmap", "munmap")
LARGE = {"-": ["range(10**7)", "x = range(10**7)"], "tcache=off": ["range(10**7)"]}


def row(python, launch, setting, program):
    calls = memory_calls.traced(python, launch, program, CALLS, SETTINGS[setting])
    count = {call: sum(1 for c in calls if c[0] == call) for call in CALLS}
    breaks = [int(result, 16) for call, _, result in calls if call == "brk"]
    steps = collections.Counter(b - a for a, b in zip(breaks, breaks[1:]) if a != b)
    return {"launch": launch, "malloc": setting, "program": program, "syscalls": count,
            "brk_steps": {str(k): v for k, v in sorted(steps.items())}}


def rows(python):
    jobs = [("recipe", s, p) for s in SETTINGS for p in PROGRAMS + LARGE.get(s, [])]
    jobs += [("site", s, p) for s in LARGE for p in ("pass", "range(10**7)")]
    for job in jobs:
        yield row(python, *job)


if __name__ == "__main__":
    memory_calls.write("malloc_parameters.py", __doc__, "memory calls of native runs with other parameters of malloc", rows)

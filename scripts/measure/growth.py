#!/usr/bin/env python3
"""growth.py: memory calls of native programs whose lists grow, shrink and are given back by the collector.

Launch recipe (proc.py). For each program: how often brk, mmap, munmap and mremap are called (strace), and from
how many to how many bytes mappings were resized, in order.

  growth.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/growth.json
"""
import memory_calls

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


def rows(python):
    for name, source in PROGRAMS.items():
        calls = memory_calls.traced(python, "recipe", source, CALLS)
        count = {call: sum(1 for c in calls if c[0] == call) for call in CALLS}
        resized = [[int(n) for n in arguments.split(", ")[1:3]] for call, arguments, _ in calls if call == "mremap"]
        yield {"name": name, "program": source, "syscalls": count, "mremap": resized}


if __name__ == "__main__":
    memory_calls.write("growth.py", __doc__, "memory calls of native programs whose lists grow, shrink and are collected", rows)

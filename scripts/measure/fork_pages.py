#!/usr/bin/env python3
"""fork_pages.py: pages that a forked child of Python 2.7 writes, and that no modelled step writes.

Two things, per build and launch, address randomisation off:
  containers  pages with the heads of the start-up's container objects, by generation of the collector, when the
              module's own code starts (entry_state.py), plainly and behind the imports of imports.py. A collection
              writes a count into every head of the generations that it looks at.
  born        pages that a child of os.fork has written when it sleeps for the first time, whatever the program:
              those of the interpreter's and the libraries' data, of the stack, and those of the heap and of
              the small-object arenas that children of all PROGRAMS have in common; `faults`: minor faults
              of the child that made no page its own (files mapped again).

    python3 scripts/measure/fork_pages.py BUILD=PYTHON ...     writes tests/traces/BUILD/fork-pages.json
"""
import json, os, struct, subprocess, sys, time
import proc
from entry_memory import Mem
from entry_state import Build, Process, cont, hit, hwbreaks, modules

PAGE = proc.PAGE
GC_REFS = 16                                   # PyGC_Head: gc_next, gc_prev, gc_refs
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODULES = {"pass": (), "os": ("os",), "random": ("os", "random")}
STARTS = {"recipe": ("pass", "os", "random"), "site": ("pass", "random"), "c": ("pass", "os", "random")}
HEAD = "import os, time\n"
TAIL = "time.sleep(0.2)\nif os.fork() == 0:\n    time.sleep(2)\n    os._exit(0)\nos.wait()\n"
PROGRAMS = [HEAD + middle + TAIL for middle in (
    "", "x = range(10000)\n", "x = [str(i) for i in xrange(3000)]\n",
    "def f(a, b=2):\n    return {a: b}\nd = map(f, range(500))\n", "import gc\ny = {}\nfor i in range(900): y[i] = [i]\n")]
SETTLED_SECONDS = 0.7


def source(name):
    imports = "".join('__import__("%s")\n' % module for module in MODULES[name])
    return imports + 'exec "pass"\n' if imports else "pass"


def runs(pages):
    """[skip, count, skip, count ...] of ascending page numbers, from page 0 on"""
    out, at = [], 0
    for page in sorted(pages):
        if out and page == at:
            out[-1] += 1
        else:
            out += [page - at, 1]
        at = page + 1
    return out


def words(first):
    """[skip, word, skip, word ...]: pages from page 0 on, each with the word that is written first"""
    out, at = [], 0
    for page in sorted(first):
        out += [page - at, first[page]]
        at = page + 1
    return out


def containers(build, launch, name):
    """per generation, the pages of all heads, each with the gc_refs that is written first"""
    nth = modules(build, launch, source(name))
    p = Process(build, launch, source(name))
    try:
        hwbreaks(p.pid, [p.at("PyEval_EvalCode")])
        n = 0
        while n < nth:
            cont(p.pid)
            hit(p.pid)
            n += p.from_run_mod()
        memory, first = Mem(p.pid), p.base + build.static[("gcmodule.c", "generations")]
        stride, generations = build.sym["generations"][1] // 3, []
        for k in range(3):
            head, pages = first + stride * k, {}
            at = memory.u64(head)
            while at != head:
                refs = at + GC_REFS
                pages.setdefault(refs // PAGE, refs % PAGE // 8)
                at = memory.u64(at)
            generations.append(words(pages))
        return generations
    finally:
        p.kill()


def mapped(pid):
    """page -> (is the process's own, name of its mapping)"""
    out = {}
    for line in open("/proc/%d/maps" % pid):
        field = line.split()
        start, end = (int(t, 16) for t in field[0].split("-"))
        if len(field) > 5 and field[5] in ("[vvar]", "[vdso]", "[vsyscall]"):
            continue
        with open("/proc/%d/pagemap" % pid, "rb") as f:
            f.seek(start // PAGE * 8)
            entries = struct.unpack("<%dQ" % ((end - start) // PAGE), f.read((end - start) // PAGE * 8))
        for i, entry in enumerate(entries):
            if entry >> 63:
                own = entry >> 56 & 1 and not entry >> 61 & 1
                out[start // PAGE + i] = (bool(own), field[5] if len(field) > 5 else "")
    return out


def child(build, launch, text):
    """the child's own pages, the faults that made none of them, and where libraries begin"""
    wd = proc.workdir(text, "fpwork")
    with open(os.devnull, "rb") as null:
        parent = subprocess.Popen(["setarch", "-R"] + proc.argv_of(build.python, launch, text), env={"LC_ALL": "C"}, cwd=wd,
                                  stdin=null, preexec_fn=proc.default_signals)
    try:
        kids = ""
        while not kids:
            time.sleep(0.01)
            kids = open("/proc/%d/task/%d/children" % (parent.pid, parent.pid)).read()
        time.sleep(SETTLED_SECONDS)
        pid = int(kids.split()[0])
        faults = int(open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()[7])
        pages = mapped(pid)
        own = {page: name for page, (mine, name) in pages.items() if mine}
        libc = min(page for page, (_, name) in pages.items() if name == build.libc)
        return own, faults - len(own), libc
    finally:
        parent.kill()
        parent.wait()


def born(build, launch):
    everywhere, seen, faults = None, {}, []
    for text in PROGRAMS:
        own, rest, _ = child(build, launch, text)
        faults.append(rest)
        seen.update(own)
        everywhere = set(own) if everywhere is None else everywhere & set(own)
    where = {}
    for page in everywhere:
        where[os.path.basename(seen[page]) or "(anonymous)"] = where.get(os.path.basename(seen[page]) or "(anonymous)", 0) + 1
    return {"pages": runs(everywhere), "where": where, "faults": sorted(faults)[len(faults) // 2]}


def main():
    for argument in sys.argv[1:]:
        name, python = argument.split("=", 1)
        build = Build(python)
        out = {launch: {"containers": {start: containers(build, launch, start) for start in starts}, "born": born(build, launch)}
               for launch, starts in STARTS.items()}
        with open(os.path.join(ROOT, "tests", "traces", name, "fork-pages.json"), "w", encoding="ascii") as file:
            json.dump(out, file, separators=(",", ":"), sort_keys=True)
            file.write("\n")


main()

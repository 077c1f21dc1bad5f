#!/usr/bin/env python3
"""launches.py: what differs between the launches of one interpreter (recipe, site, c; see proc.py).

  callgrind  net Ir of `pass` and its phases, every launch, measured --repeat times
  malloc     requests of the whole process, native, by requested size (malloc_count.c, preloaded)
  stderr     what a native run prints on stderr at exit (debug builds: [N refs])

  launches.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/launches.json
"""
import argparse, collections, os, subprocess, sys, tempfile
import phases, proc
from provenance import provenance

LAUNCHES = ("recipe", "site", "c")
COUNTED = ("pass", "range(0)", "range(300)")
PRINTED = ("pass", "range(0)", "range(10)", "range(300)", "range(1000)")


def callgrind(python, launch, repeat, tmp):
    runs = []
    for _ in range(repeat):
        split, _trigger = phases.phases(python, "pass", tmp, launch)
        whole = phases.merge(phases.callgrind(python, "pass", False, tmp + "/whole.out", launch))
        runs.append({"net": whole["net"], "loader": whole["loader"], "phases": {p: split[p]["net"] for p in phases.PHASES}})
    return dict(runs[0], repeats=repeat, repeats_equal=all(r == runs[0] for r in runs),
                phases_add_up=sum(runs[0]["phases"].values()) == runs[0]["net"])


def malloc(python, launch, source, library):
    wd = proc.workdir(source, "mcwork")
    proc.run_pinned(proc.argv_of(python, launch, source), wd, {"LC_ALL": "C", "LD_PRELOAD": library})
    sizes = collections.defaultdict(dict)
    for line in open(os.path.join(wd, "malloc.count")):
        kind, size, count = line.split()
        sizes[kind][size] = int(count)
    proc.shutil.rmtree(wd)
    calls = {kind: sum(sizes[kind].values()) for kind in ("malloc", "calloc", "realloc", "free")}
    return {"calls": calls, "sizes": {kind: sizes[kind] for kind in ("malloc", "calloc", "realloc")}}


def stderr(python, launch, source):
    wd = proc.workdir(source, "sework")
    proc.run_pinned(proc.argv_of(python, launch, source), wd)
    text = open(os.path.join(wd, "e")).read()
    proc.shutil.rmtree(wd)
    return text


def record(build, python, repeat=2, launches=LAUNCHES, told=lambda text: print(text, file=sys.stderr, flush=True)):
    res = {
        "what": "what differs between the launches of one interpreter", "build": build,
        "units": {
            "callgrind": "launch -> net Ir of the program pass without the dynamic loader's own object; phases as in phases.json; "
                         "repeats_equal: every repeat gave the same net, loader and phases",
            "malloc": "launch -> program -> calls and sizes (function -> requested bytes -> calls; calloc: items times size; realloc: the new "
                      "size) of the whole native process, counted by a preloaded library: everything that goes through a linkage table, glibc's "
                      "own requests included, without what the dynamic loader allocates before it has relocated itself; free without free(NULL)",
            "stderr": "launch -> program -> what the native process printed on stderr"},
        "provenance": provenance("launches.py --build %s --out tests/traces/%s/launches.json" % (build, build), [python],
                                 ("libc6", "valgrind", os.path.basename(python))),
        "callgrind": {}, "malloc": {}, "stderr": {}}
    with tempfile.TemporaryDirectory() as tmp:
        library = tmp + "/malloc_count.so"
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "malloc_count.c")
        subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-fno-builtin", "-o", library, source], check=True)
        for launch in launches:
            res["callgrind"][launch] = callgrind(python, launch, repeat, tmp)
            res["malloc"][launch] = {source: malloc(python, launch, source, library) for source in COUNTED}
            res["stderr"][launch] = {source: stderr(python, launch, source) for source in PRINTED}
            told("%s: launch %s" % (build, launch))
    return res


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    ap.add_argument("--repeat", type=int, default=2)
    a = ap.parse_args()
    python = proc.python_path(a.build)
    res = record(a.build, python, a.repeat)
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

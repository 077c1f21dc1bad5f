#!/usr/bin/env python3
"""compiler_containers.py: free lists of containers and the collector's counts when a program's own code starts.

A compiler makes lists, dictionaries and tuples; what it gives back stays on free lists, and each one that no free
list could serve has counted in the collector's youngest generation. Per program: `count` of the three generations,
free `list` and `dict` objects, free `tuple` objects by length 1 to 19 (trailing zeros left out). `printed`: what
gc.get_count() is behind imports of built-in modules, which make containers, too.

  compiler_containers.py --out ../../tests/program/compiler-containers.json PROGRAM.py ...
"""
import argparse, json, os, subprocess, tempfile
from entry_state import Build, modules, native_state


def state(build, source):
    whole = native_state(build, "recipe", source, modules(build, "recipe", source))
    free, generations = whole["freelists"], whole["gc"]["generations"]
    tuples = free["tuple"]["numfree"][1:]
    while tuples and tuples[-1] == 0:
        tuples.pop()
    return {"count": [g["count"] for g in generations], "list": free["list"]["numfree"], "dict": free["dict"]["numfree"], "tuple": tuples}


PRINTED = ["import gc\n%sprint gc.get_count()\n" % lines for lines in
           ("", "import time\n", "import array\n", "def f(a):\n    return (a,)\nf(1)\n")]


def printed(python, text):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "p.py"), "w") as f:
            f.write(text)
        return subprocess.run([python, "-S", "-E", "-B", "p.py"], cwd=folder, env={"LC_ALL": "C"}, capture_output=True, text=True).stdout


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--python", default="/usr/bin/python2.7")
    p.add_argument("--out", required=True)
    p.add_argument("programs", nargs="+")
    a = p.parse_args()
    build = Build(a.python)
    told = {}
    for path in a.programs:
        try:
            told[os.path.basename(path)[:-3]] = state(build, open(path).read())
        except RuntimeError as e:
            print(path, e)
    rows = ",\n".join("%s:%s" % (json.dumps(k), json.dumps(v, separators=(",", ":"))) for k, v in sorted(told.items()))
    with open(a.out, "w") as f:
        f.write('{\n"printed":%s,\n"what":"free containers and counts of the collector when the program\'s own code starts (compiler_containers.py)",\n'
                '"provenance":"scripts/measure/compiler_containers.py, Python 2.7.18 of Debian, release, native, launch recipe; programs of tests/calibration",\n'
                '"programs":{\n%s\n}}\n' % (json.dumps({t: printed(a.python, t) for t in PRINTED}), rows))


if __name__ == "__main__":
    main()

"""memory_calls.py: system calls of a native run, under strace; and the frame of scripts that record them per build."""
import argparse, os, re, sys
import proc
from provenance import provenance


def traced(python, launch, source, names, tunables=""):
    """[name, text of the arguments, text of the result] of every call of these names, in order"""
    wd = proc.workdir(source, "callwork")
    log = os.path.join(wd, "log")
    env = {"LC_ALL": "C"}
    if tunables:
        env["GLIBC_TUNABLES"] = "glibc.malloc." + tunables
    argv = [proc.shutil.which("strace"), "-f", "-e", "trace=" + ",".join(names), "-o", log]
    proc.run_pinned(argv + proc.argv_of(python, launch, source), wd, env)
    found = [re.match(r"\d+\s+(\w+)\((.*)\) += (0x[0-9a-f]+|\d+)", line) for line in open(log)]
    proc.shutil.rmtree(wd)
    return [m.groups() for m in found if m and m[1] in names]


def write(script, about, what, rows_of):
    """the script's main: rows_of(python) gives the rows, one after the other"""
    ap = argparse.ArgumentParser(description=about.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    python = proc.python_path(a.build)
    rows = []
    for row in rows_of(python):
        rows.append(row)
        print(row, file=sys.stderr, flush=True)
    res = {"what": what, "build": a.build,
           "provenance": provenance("%s --build %s" % (script, a.build), [python], ("libc6", "strace", os.path.basename(python))),
           "rows": rows}
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")

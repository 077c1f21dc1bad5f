#!/usr/bin/env python3
"""strings.py: instructions (callgrind Ir, self) of one call of glibc's functions on bytes.

Compiles strings.c, runs it once under valgrind --tool=callgrind and reads one dump per call.

  strings.py --out ../../tests/traces/glibc-2.36/strings.json
"""
import argparse, collections, os, subprocess, tempfile
from memset import dumps
from proc import pretty
from provenance import provenance

HERE = os.path.dirname(os.path.abspath(__file__))


def runs(table):
    """piecewise constant [size_from, size_to, ir]"""
    out = []
    for n in sorted(table):
        if out and out[-1][2] == table[n]:
            out[-1][1] = n
        else:
            out.append([n, n, table[n]])
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    rows = collections.defaultdict(lambda: collections.defaultdict(dict))
    with tempfile.TemporaryDirectory() as tmp:
        exe, raw = tmp + "/strings", tmp + "/cg.out"
        subprocess.run(["gcc", "-O1", "-fno-builtin", "-o", exe, HERE + "/strings.c"], check=True)
        subprocess.run(["valgrind", "-q", "--tool=callgrind", "--combine-dumps=yes", "--callgrind-out-file=" + raw, exe],
                       check=True, env={"LC_ALL": "C", "PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL)
        for label, selfs in dumps(raw):
            kind, n, al = label.split()
            found = [ir for fn, ir in selfs.items() if fn.startswith("__") and ("mem" in fn or "strlen" in fn)]
            assert len(found) == 1, (label, selfs)
            rows[kind][int(al)][int(n)] = found[0]
    main_al = {k: 0 if k.startswith(("memcpy", "mempcpy", "memmove")) else 4 for k in rows}
    other = [[n, al, ir, rows["memcpy"][0][n]] for al, t in sorted(rows["memcpy"].items()) for n, ir in sorted(t.items())
             if ir != rows["memcpy"][0][n]]
    res = {
        "what": "callgrind Ir (self) of one call of glibc's functions on bytes (avx2 variants, as callgrind shows the processor)",
        "units": {"runs": "case (strings.c) -> piecewise constant [from, to, ir], both ends included",
                  "other_alignments": "memcpy: size, target modulo 64, ir, ir in runs, where they differ"},
        "provenance": provenance("strings.py --out tests/traces/glibc-2.36/strings.json"),
        "runs": {k: runs(t[main_al[k]]) for k, t in sorted(rows.items())},
        "other_alignments": other}
    with open(a.out, "w") as f:
        f.write(pretty(res) + "\n")
    print({k: len(v) for k, v in res["runs"].items()}, "differing", len(other))


if __name__ == "__main__":
    main()

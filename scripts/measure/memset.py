#!/usr/bin/env python3
"""memset.py: instructions (callgrind Ir, self) of one call of glibc's memset.

Compiles memset.c, runs it once under valgrind --tool=callgrind and reads one dump per call.
Every size 0..2048 at four alignments, then sizes above 2048, mapped buffers, 7- and 8-byte fills.

  memset.py --out ../../tests/traces/glibc-2.36/memset.json
"""
import argparse, collections, json, os, re, subprocess, sys, tempfile
from proc import pretty
from provenance import provenance

HERE = os.path.dirname(os.path.abspath(__file__))
SYMBOL = "__memset_avx2_unaligned_erms"


def dumps(path):
    """(label, {function: self Ir}) per dump of a combined callgrind file"""
    label, fn, after, selfs, names = None, None, False, {}, {}
    for line in open(path):
        if line.startswith("desc: Trigger: Client Request: "):
            label = line[31:].strip()
        elif line.startswith(("fn=", "cfn=")):       # a name is spelled out once: "(12) memset", then "(12)"
            kind, num, val = re.match(r"(c?fn)=(\(\d+\)) ?(.*)", line).groups()
            if val:
                names[num] = val
            if kind == "fn":
                fn = names[num]
        elif line.startswith("calls="):
            after = True
        elif line[0] in "0123456789+-*":
            if not after:
                selfs[fn] = selfs.get(fn, 0) + int(line.split()[1])
            after = False
        elif line.startswith("totals:"):
            if label:
                yield label, selfs
            label, selfs = None, {}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        exe, raw = tmp + "/memset", tmp + "/cg.out"
        subprocess.run(["gcc", "-O1", "-fno-builtin", "-o", exe, HERE + "/memset.c"], check=True)
        subprocess.run(["valgrind", "-q", "--tool=callgrind", "--combine-dumps=yes", "--callgrind-out-file=" + raw, exe],
                       check=True, env={"LC_ALL": "C", "PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL)
        rows = collections.defaultdict(dict)
        for label, selfs in dumps(raw):
            kind, n, al, po = label.split()
            rows[kind][int(n), int(po)] = selfs[SYMBOL]
    table = {al: {n: ir for (n, po), ir in rows["all"].items() if po % 64 == al} for al in (0, 16, 32, 48)}
    assert all(len(t) == 2049 for t in table.values())
    runs = {}
    for al, t in table.items():
        r = runs[str(al)] = []
        for n in range(2049):
            if r and r[-1][2] == t[n]:
                r[-1][1] = n
            else:
                r.append([n, n, t[n]])
    odd = [[n, po, ir, table[po % 64][n]] for (n, po), ir in sorted(rows["page"].items()) if ir != table[po % 64][n]]
    consts = sorted({ir - n for k in ("big", "mmap") for (n, po), ir in rows[k].items()})
    guards = collections.defaultdict(dict)
    for (n, po), ir in rows["guard"].items():
        guards[n].setdefault(ir, []).append(po)
    res = {
        "what": "callgrind Ir (self) of one call of memset, glibc symbol " + SYMBOL,
        "units": {
            "runs": "dst modulo 64 -> piecewise constant [size_from, size_to, ir], both ends included, sizes 0..2048",
            "above_2048": "ir = size + constant (rep stosb, one Ir per byte); measured: every [size, dst modulo 4096, ir]; "
                          "constants: every value of ir - size that occurred. 'mapped' rows: buffers of malloc that are mapped "
                          "(page + 16) and 16 bytes further (page + 32, where the debug hooks put the user's bytes)",
            "guard": "sizes 7 and 8: ir -> number of tested positions (all dst modulo 64, and the last 16 bytes before a page end)",
            "page_check": "number of calls repeated at six other page offsets and with other byte values; "
                          "differing: [size, dst modulo 4096, ir, ir in runs] that are not equal"},
        "provenance": provenance("memset.py --out tests/traces/glibc-2.36/memset.json"),
        "runs": runs,
        "above_2048": {"constants": consts,
                       "heap": [[n, po, ir] for (n, po), ir in sorted(rows["big"].items())],
                       "mapped": [[n, po, ir] for (n, po), ir in sorted(rows["mmap"].items())]},
        "guard": {str(n): {str(ir): len(ps) for ir, ps in sorted(g.items())} for n, g in sorted(guards.items())},
        "page_check": {"calls": len(rows["page"]), "differing": odd}}
    with open(a.out, "w") as f:
        f.write(pretty(res) + "\n")
    print({k: len(v) for k, v in runs.items()}, "constants", consts, "guard", res["guard"], "differing", len(odd), file=sys.stderr)


if __name__ == "__main__":
    main()

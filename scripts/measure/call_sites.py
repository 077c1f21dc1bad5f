#!/usr/bin/env python3
"""call_sites.py: which functions of an interpreter call which others directly, as its binary's text says.

A call that C has and the binary has not was inlined (or goes through a pointer). Clones that a compiler made of
a function (.isra, .constprop, .cold) are counted as the function itself. A .part is told apart: it is the rarer
path of a function whose quick path was inlined in its caller.

  call_sites.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/call-sites.json
"""
import argparse, bisect, os, re, subprocess
import proc
from provenance import provenance


def parts_of(path):
    """addresses of the parts that were split off"""
    t = subprocess.run(["readelf", "-sW", proc.debug_file(path)], capture_output=True, text=True).stdout
    return {int(m, 16) for m in re.findall(r"^\s*\d+: ([0-9a-f]+)\s+\d+ FUNC .* \S+\.part\.\d+(?:\.lto_priv\.\d+)?$", t, re.M)}


def sites(path):
    """{caller: {callee}} of direct calls and jumps between functions of the binary and into its libraries"""
    found = proc.functions(path)
    starts, end_of, name_of = [a for a, _, _ in found], {a: a + s for a, s, _ in found}, {a: n for a, _, n in found}
    whole = parts_of(path)
    out = {}
    text = subprocess.Popen(["objdump", "-d", "--no-show-raw-insn", path], stdout=subprocess.PIPE, text=True)
    for line in text.stdout:
        m = re.match(r"\s*([0-9a-f]+):\s+(call|jmp|j\w+)\s+(?:\*?0x)?([0-9a-f]+)(?: <([^>]+)>)?", line)
        if not m:
            continue
        at, to = int(m[1], 16), int(m[3], 16)
        i = bisect.bisect_right(starts, at) - 1
        if i < 0 or at >= end_of[starts[i]]:
            continue
        caller = name_of[starts[i]]
        callee = name_of.get(to)
        if callee is None and m[4] and m[4].endswith("@plt"):
            callee = m[4][:-4]
        if callee and callee != caller:
            out.setdefault(caller, set()).add(callee + (".part" if to in whole else ""))
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    python = os.path.realpath(proc.python_path(a.build))
    found = sites(python)
    res = {"what": "direct calls and jumps from function to function in the binary's text; NAME.part: the rarer path of a function whose quick path is inlined",
           "provenance": provenance("call_sites.py --build %s" % a.build, [python], ("libc6", os.path.basename(python))),
           "calls": {k: " ".join(sorted(v)) for k, v in sorted(found.items())}}
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")
    print(len(res["calls"]), sum(len(v.split()) for v in res["calls"].values()))


if __name__ == "__main__":
    main()

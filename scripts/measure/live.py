#!/usr/bin/env python3
"""live.py: measures a few programs on this machine, for the tests that ask the real tools again.

Prints one JSON object: programs -> figures, and the provenance of this machine (binaries,
processor flags), which the tests compare with the provenance of the recordings.
  callgrind  net Ir and {name|file: [self, calls]} of each program, launch recipe, without the loader
  syscalls   calls of brk, mmap, munmap and mremap, native, launch recipe, as strace counts them

  live.py callgrind --build 2.7.18-debian-release 'range(0)' 'range(300)'
"""
import argparse, json, os, tempfile
import native, phases, proc
from provenance import provenance


def callgrind(python, source):
    with tempfile.TemporaryDirectory() as tmp:
        merged = phases.merge(phases.callgrind(python, source, False, tmp + "/live.out"))
    return {"net": merged["net"], "rows": merged["rows"]}


def syscalls(python, source):
    return native.syscalls(python, "recipe", source)[0]


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("tool", choices=("callgrind", "syscalls"))
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("programs", nargs="+")
    a = ap.parse_args()
    python = proc.python_path(a.build)
    measure = {"callgrind": callgrind, "syscalls": syscalls}[a.tool]
    print(json.dumps({
        "programs": {source: measure(python, source) for source in a.programs},
        "provenance": provenance("live.py %s --build %s" % (a.tool, a.build), [python], ("libc6", os.path.basename(python)))}))


if __name__ == "__main__":
    main()

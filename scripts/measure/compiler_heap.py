#!/usr/bin/env python3
"""compiler_heap.py: what parsing and compiling a text asks malloc for, in a release interpreter.

A preloaded malloc (compiler_heap.c) writes down its calls. Kept are those from the parser's stack (36,032 bytes)
to the end of the symbol table (72 bytes): m malloc or realloc, c calloc, f free, with the block's bytes. Blocks
of ints are left out: which literal needs one is not the compiler's doing.

  compiler_heap.py --out ../../tests/program/compiler-heap.json PROGRAM.py ...
"""
import argparse, json, os, struct, subprocess, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PARSER, SYMTABLE, INT_BLOCK = 36032, 72, 992


def calls_of(python, text, shim, folder):
    with open(os.path.join(folder, "p.py"), "w") as f:
        f.write(text)
    out = os.path.join(folder, "calls")
    subprocess.run(["env", "-i", "LC_ALL=C", "LD_PRELOAD=" + shim, "CALLS_FILE=" + out, python, "-S", "-E", "-B", "p.py"],
                   cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    data = open(out, "rb").read()
    return [struct.unpack_from("4Q", data, i) for i in range(0, len(data), 32)]


def compiling(calls):
    first = max(i for i, c in enumerate(calls) if c[1] == PARSER)
    sizes, told, symtable = {}, [], None
    for i, (kind, size, block, old) in enumerate(calls):
        if kind == ord("f"):
            size = sizes.pop(block, 0)
        elif kind == ord("r"):
            sizes.pop(old, None)
        if kind != ord("f"):
            sizes[block] = size
        if i < first:
            continue
        if size == INT_BLOCK and kind == ord("m"):
            continue
        told.append("%s%d" % ("m" if kind == ord("r") else chr(kind), size))
        if size == SYMTABLE and kind == ord("m") and symtable is None:
            symtable = block
        if kind == ord("f") and block == symtable:
            return " ".join(told)
    raise RuntimeError("the compiler did not end")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--python", default="/usr/bin/python2.7")
    p.add_argument("--out", required=True)
    p.add_argument("programs", nargs="+")
    a = p.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shim = os.path.join(folder, "calls.so")
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", shim, os.path.join(HERE, "compiler_heap.c")], check=True)
        told = {os.path.basename(f)[:-3]: compiling(calls_of(a.python, open(f).read(), shim, folder)) for f in a.programs}
    rows = ",\n".join("%s:%s" % (json.dumps(k), json.dumps(v)) for k, v in sorted(told.items()))
    with open(a.out, "w") as f:
        f.write('{\n"what":"calls of malloc from the parser\'s stack to the end of the symbol table: m malloc or realloc, c calloc, f free, and bytes",\n'
                '"provenance":"scripts/measure/compiler_heap.py, Python 2.7.18 of Debian, release, native; programs of tests/calibration",\n'
                '"programs":{\n%s\n}}\n' % rows)


if __name__ == "__main__":
    main()

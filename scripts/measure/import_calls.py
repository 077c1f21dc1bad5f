#!/usr/bin/env python3
"""import_calls.py: what the first import of a module asks malloc for, launch site (-B p.py).

A preloaded malloc (compiler_heap.c) writes down its calls; two strs of a known length mark the import in the
log. A call is three numbers: what (0 malloc, 1 calloc, 2 realloc, 3 free), the block's number, bytes. Blocks that
lived before are left out. `known` is the import of a module that is there already. None of these imports needs a
block of ints: their constants take free slots, and how many is seen from the recorded states (imports.py).

    python3 scripts/measure/import_calls.py BUILD=PYTHON ...     writes tests/traces/BUILD/import-calls.json
"""
import json, os, struct, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BEFORE, AFTER, ADDED = 100000, 200000, 100
# modules that are imported before, module
SETS = {"known": ((), "sys"), "time": ((), "time"), "gc": (("time",), "gc"), "gc_with_time": ((), "gc"),
        "array": (("time", "gc"), "array"), "random": (("time", "gc"), "random")}


def calls_of(python, text, shim, folder):
    with open(os.path.join(folder, "p.py"), "w") as f:
        f.write(text)
    out = os.path.join(folder, "calls")
    env = {"LC_ALL": "C", "LD_PRELOAD": shim, "CALLS_FILE": out}
    subprocess.run([python, "-B", "p.py"], env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    data = open(out, "rb").read()
    return [struct.unpack_from("4Q", data, i) for i in range(0, len(data), 32)]


def importing(calls):
    """between the marks: the compiler folds them once for itself, so the last of each is meant"""
    mark = lambda n: max(i for i, c in enumerate(calls) if c[0] == ord("m") and n < c[1] < n + ADDED)
    numbers, spare, out = {}, [], []

    def number(block):
        n = spare.pop() if spare else len(numbers) + len(spare)
        numbers[block] = n
        return n

    for kind, size, block, old in calls[mark(BEFORE) + 1:mark(AFTER)]:
        what = "mcrf".index(chr(kind))
        if what == 3:
            if block in numbers:
                n = numbers.pop(block)
                spare.append(n)
                out += [3, n, 0]
        elif what == 2 and old:
            if old in numbers:
                n = numbers[block] = numbers.pop(old)
                out += [2, n, size]
        else:
            out += [0 if what == 2 else what, number(block), size]
    return out


def main():
    with tempfile.TemporaryDirectory() as folder:
        shim = os.path.join(folder, "calls.so")
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", shim, os.path.join(HERE, "compiler_heap.c")], check=True)
        for argument in sys.argv[1:]:
            name, python = argument.split("=", 1)
            out = {}
            for key, (before, module) in SETS.items():
                text = "x = 1\n" + "".join("import %s\n" % m for m in before) + "x = 'a' * %d\nx = 1\nimport %s\nx = 'a' * %d\n" % (BEFORE, module, AFTER)
                out[key] = importing(calls_of(python, text, shim, folder))
            with open(os.path.join(ROOT, "tests", "traces", name, "import-calls.json"), "w", encoding="ascii") as file:
                json.dump({"site": out}, file, separators=(",", ":"), sort_keys=True)
                file.write("\n")


main()

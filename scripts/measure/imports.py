#!/usr/bin/env python3
"""imports.py: what importing modules of the library leaves behind in memory, for programs that begin with it.

The state of the interpreter is recorded when a module's code starts (entry_state.py). Here that module is the
text of an exec statement, which runs after the imports: free slots, holes of the heap, pools and resident
pages are those that the program goes on with. Natively, launches recipe, site and c.

    python3 scripts/measure/imports.py BUILD=PYTHON ...     writes tests/traces/BUILD/imports.json
"""
import json, os, sys
from entry_state import Build, native_record

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The site module has imported os already.
SETS = {"recipe": ("os", "random"), "site": ("random",), "c": ("os", "random")}


def source(name):
    """imports under no name, as the program itself gives them their names"""
    also = '__import__("os")\n' if name == "random" else ""
    return '%s__import__("%s")\nexec "pass"\n' % (also, name)


def main():
    for argument in sys.argv[1:]:
        name, python = argument.split("=", 1)
        build = Build(python)
        out = {launch: {module: native_record(build, launch, source(module)) for module in modules}
               for launch, modules in SETS.items()}
        with open(os.path.join(ROOT, "tests", "traces", name, "imports.json"), "w", encoding="ascii") as file:
            json.dump(out, file, separators=(",", ":"), sort_keys=True)
            file.write("\n")


main()

#!/usr/bin/env python3
"""start_dicts.py: what look-ups meet when the module's code starts: the dictionary of interned strs, that of
the module sys, those of types, and the method cache; and which functions of libraries nobody has called.

Starts the interpreter natively under gdb as gdb_range_state.py does, with the program `pass`, stops where the
module's own code starts and reads the three tables. A str is told by its hash, which is the same in every run.

  start_dicts.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/start-dicts.json
  start_dicts.py --build 2.7.18-debian-release --launch site --out ../../tests/traces/2.7.18-debian-release/start-dicts-site.json
"""
import json, os, re, struct, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
# sizeof(struct method_cache_entry), entries, bytes before a type's tp_version_tag (without a header of a debug build)
CACHE_BYTES, CACHE_ENTRIES, VERSION_TAG = 24, 1024, 384
# bytes before a type's tp_dict
TYPE_DICT = 264
# interpreter state: next, tstate_head, modules, sysdict
SYSDICT = 24


def inside(cfg):
    import gdb
    for c in ("set pagination off", "set confirm off", "set exec-wrapper env -i LC_ALL=C", "set disable-randomization on"):
        gdb.execute(c)
    gdb.execute("starti %s </dev/null >o 2>e" % " ".join(cfg["argv"][1:]), to_string=True)
    inf = gdb.selected_inferior()
    maps = [l.split(None, 5) for l in open("/proc/%d/maps" % inf.pid)]
    image = min(int(m[0].split("-")[0], 16) for m in maps if len(m) > 5 and m[5].strip() == cfg["python"])
    base = image - cfg["link_base"]
    S = {k: base + v for k, v in cfg["sym"].items()}
    H = cfg["header"]

    def words(a, n):
        return struct.unpack("<%dQ" % n, bytes(inf.read_memory(a, 8 * n)))

    def reg(n):
        return int(gdb.parse_and_eval("$" + n)) & (2**64 - 1)

    def run_to(a):
        b = gdb.Breakpoint("*%d" % a, internal=True)
        gdb.execute("continue", to_string=True)
        b.delete()

    while True:
        run_to(S["PyEval_EvalCode"])
        if S["run_mod"] <= words(reg("rsp"), 1)[0] < S["run_mod"] + cfg["run_mod_size"]:
            break
        gdb.execute("stepi", to_string=True)

    def text(a):
        size = words(a + H, 1)[0]
        return bytes(inf.read_memory(a + H + 8 + 8 + 4, size)).decode("latin1")

    def table(d):
        fill, used, mask, at = words(d + H, 4)
        out = []
        for slot in range(mask + 1):
            h, key, value = words(at + 24 * slot, 3)
            if key:
                out.append([slot, "%016x" % h if value else None])
        assert len(out) == fill and len([e for e in out if e[1]]) == used
        return {"mask": mask, "entries": out}
    interned, sysdict = words(S["interned"], 1)[0], words(words(S["interp_head"], 1)[0] + SYSDICT, 1)[0]
    versions, dicts = {}, {}
    for name, offset in cfg["types"].items():
        tag = words(image + offset + H - 16 + VERSION_TAG, 1)[0] & 0xffffffff
        if tag:
            versions.setdefault(tag, name)
        made = words(image + offset + H - 16 + TYPE_DICT, 1)[0]
        if made:
            dicts[name] = table(made)
    cache = []
    for i in range(CACHE_ENTRIES):
        version, name, value = words(S["method_cache"] + CACHE_BYTES * i, 3)
        if name and (version & 0xffffffff) in versions:
            cache.append([versions[version & 0xffffffff], text(name)])
    end = max(int(m[0].split("-")[1], 16) for m in maps if len(m) > 5 and m[5].strip() == cfg["python"])
    unbound = [name for offset, name in cfg["slots"] if image <= words(image + offset, 1)[0] < end]
    characters = [i for i, a in enumerate(words(S["characters"], 256)) if a]
    res = {"characters": characters, "interned": table(interned), "sys": table(sysdict), "methods": sorted(cache), "tagged": sorted(versions.values()), "types": dicts, "unbound": sorted(unbound)}
    gdb.execute("kill", to_string=True)
    json.dump(res, open(cfg["out"], "w"))


def record(build, launch="recipe"):
    import proc
    from gdb_range_state import statics, symbols
    from provenance import libc_path
    python = os.path.realpath(proc.python_path(build))
    sym = symbols(python)
    wanted = {"stringobject.c": ("interned", "characters"), "pystate.c": ("interp_head",), "typeobject.c": ("method_cache",)}
    found = {name: address for (_, name), address in statics(python, wanted).items()}
    types = json.load(open(os.path.join(HERE, "..", "..", "tests", "traces", build, "types.json")))["types"]
    calls = subprocess.run(["readelf", "-rW", python], capture_output=True, text=True, check=True).stdout
    slots = [[int(a, 16), name] for a, name in re.findall(r"^([0-9a-f]+) +[0-9a-f]+ R_X86_64_JUMP_SLO\w* +[0-9a-f]+ (\w+)", calls, re.M)]
    wd = proc.workdir("pass\n", "gdbwork")
    cfg = {"argv": proc.argv_of(proc.python_path(build), launch, "pass"), "python": python, "link_base": proc.link_base(python),
           "run_mod_size": sym["run_mod"][1], "sym": dict({k: sym[k][0] for k in ("PyEval_EvalCode", "run_mod")}, **found),
           "slots": slots, "header": 32 if "_Py_RefTotal" in sym else 16, "types": types, "out": os.path.join(wd, "state.json")}
    env = dict(os.environ, START_DICTS_CFG=json.dumps(cfg), SHELL="/bin/sh")
    r = subprocess.run(["gdb", "-nx", "-q", "-batch", "-iex", "set debug-file-directory /nowhere", "-iex", "set auto-load no", "-x", os.path.abspath(__file__), cfg["argv"][0]],
                       cwd=wd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, preexec_fn=proc.default_signals)
    if not os.path.exists(cfg["out"]):
        raise RuntimeError(r.stdout[-1500:] + r.stderr[-1500:])
    res = json.load(open(cfg["out"]))
    proc.shutil.rmtree(wd)
    return res


def main():
    import argparse, proc
    from provenance import provenance
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    ap.add_argument("--launch", default="recipe", choices=("recipe", "site"), help="site: the interned strs alone")
    a = ap.parse_args()
    state = record(a.build, a.launch)
    if a.launch == "site":
        state = {"interned": state["interned"]}
    res = dict({
        "what": "tables that look-ups meet when the module's code starts (program pass, launch %s, native run under gdb)" % a.launch,
        "units": {"characters": "bytes of which a str of one character exists already","entries": "slot, hash of the str there (hexadecimal; null: removed)",
                  "methods": "type and name of the method cache's entries, types of types.json only", "tagged": "types that have a version tag",
                  "types": "dictionaries of types", "unbound": "functions of libraries whose slot of the linkage table is still unresolved"},
        "provenance": provenance("start_dicts.py --build %s --launch %s" % (a.build, a.launch), [proc.python_path(a.build)], ("libc6", "gdb", os.path.basename(proc.python_path(a.build))))},
        **state)
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if "START_DICTS_CFG" in os.environ:
    inside(json.loads(os.environ["START_DICTS_CFG"]))
elif __name__ == "__main__":
    main()

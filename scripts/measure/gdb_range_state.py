#!/usr/bin/env python3
"""gdb_range_state.py: where a real Python 2.7 puts the ints and the list of range(N), as gdb sees it.

Starts the interpreter natively under gdb (address randomisation off, environment LC_ALL=C only,
fresh folder holding p.py, stdin null device, stdout and stderr files, flags -S -E -B p.py) and
prints one JSON object with the state at four moments:
  at_call      first instruction of the module's own builtin_range
  at_return    its return: list object, item array, items, int blocks, free list, malloc top, break
  at_finalize  first instruction of Py_Finalize: the list has died
  after_clear  return of the first PyInt_ClearFreeList
Statics that link-time optimisation hides (free_list, block_list, small_ints) are found in the
debug information (DWARF), as record-entry-state.py does.

  gdb_range_state.py --build 2.7.18-debian-release --source 'range(300)' [--items 0-299,500] [--out FILE.json]
The file runs twice: outside (starts gdb) and inside gdb's own Python (the part below `inside`).
"""
import json, os, re, struct, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


# ------------------------------------------------------------------ inside gdb
def inside(cfg):
    import gdb
    for c in ("set pagination off", "set confirm off", "set exec-wrapper env -i LC_ALL=C", "set disable-randomization on"):
        gdb.execute(c)
    gdb.execute("starti %s </dev/null >o 2>e" % " ".join(cfg["argv"][1:]), to_string=True)
    inf = gdb.selected_inferior()

    def maps():
        return [l.split(None, 5) for l in open("/proc/%d/maps" % inf.pid)]

    def base_of(path):
        return min(int(m[0].split("-")[0], 16) for m in maps() if len(m) > 5 and m[5].strip() == path)
    base = base_of(cfg["python"]) - cfg["link_base"]
    S = {k: base + v for k, v in cfg["sym"].items()}
    H = cfg["header"]

    def reg(n):
        return int(gdb.parse_and_eval("$" + n)) & (2**64 - 1)

    def read(a, n):
        return bytes(inf.read_memory(a, n))

    def u64(a):
        return struct.unpack("<Q", read(a, 8))[0]

    def i64(a):
        return struct.unpack("<q", read(a, 8))[0]

    def run_to(a):
        b = gdb.Breakpoint("*%d" % a, internal=True)
        gdb.execute("continue", to_string=True)
        b.delete()
        assert reg("rip") == a, "stopped elsewhere"

    def chain(head, offset):
        out, p = [], u64(head)
        while p:
            out.append(p)
            p = u64(p + offset)
        return out
    # the module's own code: PyEval_EvalCode called by run_mod
    while True:
        run_to(S["PyEval_EvalCode"])
        if S["run_mod"] <= u64(reg("rsp")) < S["run_mod"] + cfg["run_mod_size"]:
            break
        gdb.execute("stepi", to_string=True)
    heap = [m for m in maps() if m[-1].strip() == "[heap]"][0]
    heap_start = int(heap[0].split("-")[0], 16)
    libc = base_of(cfg["libc"]) - cfg["libc_link_base"]

    def state(small=False):
        heap = [m for m in maps() if m[-1].strip() == "[heap]"][0]
        top = u64(libc + cfg["main_arena"] + 96)
        blocks, free = chain(S["block_list"], 0), chain(S["free_list"], H - 8)
        o = {"int_blocks": blocks, "int_blocks_offsets": [a - heap_start for a in blocks],
             "free_list": free, "free_list_offsets": [a - heap_start for a in free],
             "malloc_top": top, "malloc_top_offset": top - heap_start, "malloc_top_size": u64(top + 8) & ~7,
             "break": int(heap[0].split("-")[1], 16), "break_offset": int(heap[0].split("-")[1], 16) - heap_start}
        if small:
            sm = struct.unpack("<262Q", read(S["small_ints"], 262 * 8))
            o["small_int_refcounts"] = [i64(a + H - 16) for a in sm]
        return o
    res = {"heap_start": heap_start, "image_base": base + cfg["link_base"], "libc_base": libc + cfg["libc_link_base"], "PyInt_Type": S["PyInt_Type"]}
    run_to(S["builtin_range"])
    res["at_call"] = state(True)
    run_to(u64(reg("rsp")))
    lst = reg("rax")
    size, items = i64(lst + H), u64(lst + H + 8)
    want = range(size) if cfg["items"] is None else [i for i in cfg["items"] if i < size]
    addr = [u64(items + 8 * i) for i in want]
    for i, a in zip(want, addr):
        assert u64(a + H - 8) == S["PyInt_Type"], "item is not an int"
    res["at_return"] = dict(state(True), list=lst, list_offset=lst - heap_start, list_refcount=i64(lst + H - 16), ob_size=size,
                            ob_item=items, ob_item_offset=items - heap_start if items else None, item_index=list(want), item_address=addr,
                            item_offset=[a - heap_start for a in addr], item_refcount=[i64(a + H - 16) for a in addr],
                            item_value=[i64(a + H) for a in addr])
    run_to(S["Py_Finalize"])
    res["at_finalize"] = state(True)
    run_to(S["PyInt_ClearFreeList"])
    run_to(u64(reg("rsp")))
    res["after_clear"] = dict(state(), returned=struct.unpack("<i", struct.pack("<I", reg("rax") & 0xFFFFFFFF))[0])
    gdb.execute("kill", to_string=True)
    json.dump(res, open(cfg["out"], "w"))


# ------------------------------------------------------------------ outside
def symbols(path):
    import proc
    out = {}
    for line in subprocess.run(["readelf", "-sW", proc.debug_file(path)], capture_output=True, text=True).stdout.splitlines():
        f = line.split()
        if len(f) == 8 and f[3] in ("FUNC", "OBJECT") and f[6] != "UND" and ".cold" not in f[7] and ".part" not in f[7]:
            out.setdefault(proc.strip_clone(f[7].split("@")[0]), (int(f[1], 16), int(f[2], 0)))
    return out


def statics(path, wanted):
    """{(file, variable): link-time address} of file-local variables, from DWARF, link-time optimised builds included"""
    import proc
    p = subprocess.Popen(["readelf", "--debug-dump=info", "-W", proc.debug_file(path)], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True, errors="replace")
    decl, addr, die, cu, tag = {}, {}, None, "", ""

    def close():
        if die and tag == "DW_TAG_variable":
            if die.get("name") in wanted.get(cu, ()) and "origin" not in die:
                decl[die["off"]] = (cu, die["name"])
            if "addr" in die:
                addr[die.get("origin", die["off"])] = die["addr"]
    for line in p.stdout:
        if "Abbrev Number" in line:
            close()
            m = re.match(r"\s*<[0-9a-f]+><([0-9a-f]+)>: Abbrev Number: \d+ \((\w+)\)", line)
            die, tag = ({"off": int(m[1], 16)}, m[2]) if m else (None, "")
        elif die is None:
            continue
        elif tag == "DW_TAG_compile_unit":
            if "DW_AT_name" in line:
                cu = os.path.basename(line.rstrip().split(": ")[-1])
        elif tag == "DW_TAG_variable":
            if "DW_AT_name" in line:
                die["name"] = line.rstrip().split(": ")[-1].strip()
            elif "DW_AT_abstract_origin" in line or "DW_AT_specification" in line:
                die["origin"] = int(re.search(r"<0x([0-9a-f]+)>", line)[1], 16)
            elif "DW_OP_addr" in line:
                die["addr"] = int(re.search(r"DW_OP_addr: ([0-9a-f]+)", line)[1], 16)
    close()
    return {decl[o]: a for o, a in addr.items() if o in decl}


def record(build, source, items=None):
    import proc
    from provenance import libc_path
    python = os.path.realpath(proc.python_path(build))
    sym = symbols(python)
    st = {name: a for (_, name), a in statics(python, {"intobject.c": ("free_list", "block_list", "small_ints")}).items()}
    libc = os.path.realpath(libc_path())
    wd = proc.workdir(source, "gdbwork")
    want = ("PyEval_EvalCode", "run_mod", "builtin_range", "Py_Finalize", "PyInt_ClearFreeList", "PyInt_Type")
    cfg = {"argv": proc.argv_of(proc.python_path(build), "recipe", source), "python": python, "link_base": proc.link_base(python), "libc": libc,
           "libc_link_base": proc.link_base(libc), "main_arena": symbols(libc)["main_arena"][0], "run_mod_size": sym["run_mod"][1],
           "sym": dict({k: sym[k][0] for k in want}, **st), "header": 32 if "_Py_RefTotal" in sym else 16, "items": items,
           "out": os.path.join(wd, "state.json")}
    env = dict(os.environ, GDB_RANGE_CFG=json.dumps(cfg), SHELL="/bin/sh")
    r = subprocess.run(["gdb", "-nx", "-q", "-batch", "-iex", "set debug-file-directory /nowhere", "-iex", "set auto-load no", "-x", os.path.abspath(__file__), cfg["argv"][0]],
                       cwd=wd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, preexec_fn=proc.default_signals)
    if not os.path.exists(cfg["out"]):
        raise RuntimeError(r.stdout[-1500:] + r.stderr[-1500:])
    res = json.load(open(cfg["out"]))
    proc.shutil.rmtree(wd)
    return dict({"build": build, "source": source, "launch": "recipe", "int_bytes": cfg["header"] + 8, "ints_per_block": 992 // (cfg["header"] + 8)}, **res)


def main():
    import argparse, proc
    from provenance import provenance
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--source", default="range(300)")
    ap.add_argument("--items", help="indices like 0-9,41,300 (default: all)")
    ap.add_argument("--out")
    a = ap.parse_args()
    items = None
    if a.items:
        items = [i for t in a.items.split(",") for lo, _, hi in [t.partition("-")] for i in range(int(lo), int(hi or lo) + 1)]
    res = dict({
        "what": "addresses of range(N)'s objects in a native run under gdb, address randomisation off",
        "units": {"addresses": "bytes; *_offset(s) = minus heap_start (start of [heap] in /proc/PID/maps); malloc_top = address of the top chunk's header",
                  "int_blocks": "block_list chain from its head (newest first); free_list = chain from its head: the order in which new ints are taken",
                  "items": "item_index[k] has item_address[k], item_refcount[k] at the return of builtin_range",
                  "small_int_refcounts": "of -5..256, in order",
                  "moments": "at_call = first instruction of builtin_range, at_return = its return, at_finalize = first instruction of Py_Finalize, "
                             "after_clear = first return of PyInt_ClearFreeList (returned = its result, the number of ints still alive in kept blocks)"},
        "provenance": provenance("gdb_range_state.py --build %s --source '%s'" % (a.build, a.source), [proc.python_path(a.build)],
                                 ("libc6", "gdb", os.path.basename(proc.python_path(a.build))))}, **record(a.build, a.source, items))
    text = proc.pretty(res) if a.out else json.dumps(res)
    if a.out:
        open(a.out, "w").write(text + "\n")
    else:
        print(text)


if "GDB_RANGE_CFG" in os.environ:
    inside(json.loads(os.environ["GDB_RANGE_CFG"]))
elif __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""debug_blocks.py: what a pydebug interpreter's allocator writes around blocks and into them, as gdb sees it.

Runs python2.7-dbg natively under gdb, as gdb_range_state.py does, and prints one JSON object:
  serialno   launch -> program -> the debug layer's count of requests when the module's own code starts
  range      range(N): every word of the decorated item array (its ends) and of the newest int blocks at
             the return of builtin_range, and the count then
  blocks     blocks of an 'o' request: just made and not written, and just freed

  debug_blocks.py [--out ../../tests/traces/2.7.18-debian-pydebug/debug-blocks.json]
The file runs twice: outside (starts gdb) and inside gdb's own Python (the part below `inside`).
"""
import json, os, struct, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
BUILD = "2.7.18-debian-pydebug"
LENGTH, BLOCKS = 1000, 3
SIZES = (71, 72, 83)                           # bytes of requests whose blocks are looked at: str of 18, 19 and 30


# ------------------------------------------------------------------ inside gdb
def inside(cfg):
    import gdb
    for c in ("set pagination off", "set confirm off", "set exec-wrapper env -i LC_ALL=C", "set disable-randomization on"):
        gdb.execute(c)
    gdb.execute("starti %s </dev/null >o 2>e" % " ".join(cfg["argv"][1:]), to_string=True)
    inf = gdb.selected_inferior()

    def value(text):
        return int(gdb.parse_and_eval(text)) & (2**64 - 1)

    def words(start, end):
        return ["%016x" % w for w in struct.unpack("<%dQ" % ((end - start) // 8), bytes(inf.read_memory(start, end - start)))]

    def run_to(where):
        b = gdb.Breakpoint(where, internal=True)
        gdb.execute("continue", to_string=True)
        b.delete()

    def finish():
        run_to("*%d" % struct.unpack("<Q", bytes(inf.read_memory(value("$rsp"), 8)))[0])
    while True:
        run_to("*PyEval_EvalCode")
        if gdb.newest_frame().older().name() == "run_mod":
            break
        gdb.execute("stepi", to_string=True)
    res = {"serialno": value("serialno")}
    if cfg["what"] == "range":
        run_to("*builtin_range")
        res["serialno_at_call"] = value("serialno")
        finish()
        lst = value("$rax")
        size, items = struct.unpack("<QQ", bytes(inf.read_memory(lst + 32, 16)))
        end = items + 8 * size
        res.update(serialno_at_return=value("serialno"), ob_item=items, array_front=words(items - 16, items), array_behind=words(end, end + 16), int_blocks=[])
        block = value("(unsigned long)'../Objects/intobject.c'::block_list")
        for _ in range(cfg["blocks"]):
            res["int_blocks"].append({"block": block, "words": words(block - 16, block + 968 + 16)})
            block = struct.unpack("<Q", bytes(inf.read_memory(block, 8)))[0]
    if cfg["what"] == "blocks":
        res = {"made": [], "freed": []}
        while len(res["made"]) < len(cfg["sizes"]):
            run_to("*_PyObject_DebugMallocApi")
            bytes_, api = value("$rsi"), value("$rdi") & 255
            if api != ord("o") or bytes_ not in cfg["sizes"] or any(m["bytes"] == bytes_ for m in res["made"]):
                gdb.execute("stepi", to_string=True)
                continue
            finish()
            p = value("$rax")
            res["made"].append({"bytes": bytes_, "serialno": value("serialno"), "block_offset_in_page": (p - 16) % 4096,
                                "content": bytes(inf.read_memory(p - 16, bytes_ + 32)).hex()})
        while len(res["freed"]) < len(cfg["sizes"]):
            run_to("*_PyObject_DebugFreeApi")
            p = value("$rsi")
            bytes_ = int.from_bytes(bytes(inf.read_memory(p - 16, 8)), "big") if p else 0
            if bytes_ not in cfg["sizes"] or any(m["bytes"] == bytes_ for m in res["freed"]):
                gdb.execute("stepi", to_string=True)
                continue
            finish()
            # the first word is the pool's link
            res["freed"].append({"bytes": bytes_, "content": bytes(inf.read_memory(p - 8, bytes_ + 24)).hex()})
    gdb.execute("kill", to_string=True)
    json.dump(res, open(cfg["out"], "w"))


# ------------------------------------------------------------------ outside
def record(what, launch, source):
    import proc
    wd = proc.workdir(source, "gdbwork")
    cfg = {"argv": proc.argv_of(proc.python_path(BUILD), launch, source), "what": what, "blocks": BLOCKS, "sizes": SIZES, "out": os.path.join(wd, "state.json")}
    cfg["argv"] = [cfg["argv"][0]] + ["'%s'" % a for a in cfg["argv"][1:]]
    env = dict(os.environ, DEBUG_BLOCKS_CFG=json.dumps(cfg), SHELL="/bin/sh")
    r = subprocess.run(["gdb", "-nx", "-q", "-batch", "-iex", "set auto-load no", "-x", os.path.abspath(__file__), cfg["argv"][0]],
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
    ap.add_argument("--out")
    a = ap.parse_args()
    counts = {l: {s: record("serialno", l, s)["serialno"] for s in ("pass", "range(300)")} for l in ("recipe", "site", "c")}
    source = "range(%d)" % LENGTH
    res = {"what": "words and counts of obmalloc's debug layer in native runs under gdb, address randomisation off", "build": BUILD,
           "units": {"serialno": "launch -> program -> static serialno of obmalloc.c at the module's own PyEval_EvalCode",
                     "range": "launch recipe; words as 16 hexadecimal digits; array_front, array_behind: the 16 bytes before and behind the item array; "
                              "int_blocks: the newest ones, from 16 bytes before a block to 16 behind it",
                     "blocks": "launch recipe, strs of 18, 19 and 30 characters made and dropped: first 'o' requests of these sizes after the code starts. made: from 16 bytes before the user's memory to 16 "
                               "behind it, at the return of _PyObject_DebugMallocApi; freed: from 8 bytes before it, at the return of _PyObject_DebugFreeApi"},
           "provenance": provenance("debug_blocks.py --out tests/traces/%s/debug-blocks.json" % BUILD, [proc.python_path(BUILD)],
                                    ("libc6", "gdb", os.path.basename(proc.python_path(BUILD)))),
           "serialno": counts, "range": dict({"source": source}, **record("range", "recipe", source)), "blocks": record("blocks", "recipe", "s = 'a'; t = s * 18; u = s * 19; v = s * 30; del t; del u; del v")}
    text = proc.pretty(res) if a.out else json.dumps(res)
    if a.out:
        open(a.out, "w").write(text + "\n")
    else:
        print(text)


if "DEBUG_BLOCKS_CFG" in os.environ:
    inside(json.loads(os.environ["DEBUG_BLOCKS_CFG"]))
elif __name__ == "__main__":
    main()

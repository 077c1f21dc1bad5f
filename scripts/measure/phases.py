#!/usr/bin/env python3
"""phases.py: instructions (callgrind Ir) per phase, per function and per opcode for small programs.

Every program runs once under the pinned recipe (see proc.py) with callgrind dumping its counters
whenever PyEval_EvalCode is entered or left from outside itself.  The last such pair before the end
is the module's own call, so the run falls into
  start = before it (start-up, reading, parsing, compiling),  run = the call,  exit = after it.
The sum is compared with an unsplit run and with the recorded truth (--truth FOLDER, optional).

For range(N) the run phase is also single-stepped natively (ptrace, address randomisation off,
avx512 hidden from glibc so that the same string functions are used as under valgrind).  Every
instruction belongs to the opcode that is current: an opcode starts after the indirect jump
(dispatch) that selects it and ends with the next one.  The result is compared with callgrind per
function, and per instruction address inside PyEval_EvalFrameEx.

  phases.py --build 2.7.18-debian-release --out ../../tests/traces/2.7.18-debian-release/phases.json [--truth DIR]
"""
import argparse, collections, json, os, re, subprocess, sys, tempfile
import proc
from provenance import provenance

PROGRAMS = ["pass", "range(0)", "range(10)", "range(300)", "range(1000)"]
OPNAMES = {1: "POP_TOP", 83: "RETURN_VALUE", 100: "LOAD_CONST", 101: "LOAD_NAME", 131: "CALL_FUNCTION"}
CODE = {"pass": "64000053", "range": "6500006400008301000164010053"}
PHASES = ("start", "run", "exit")
# ceval.c: the label fast_block_end; what runs at or after this line leaves the frame. Where it is not
# known, leaving the frame is a part of RETURN_VALUE.
FAST_BLOCK_END = {"2.7.18": 3206}


def callgrind(python, source, split, raw, launch="recipe"):
    wd = proc.workdir(source)
    extra = ["--combine-dumps=yes", "--dump-before=PyEval_EvalCode", "--dump-after=PyEval_EvalCode"] if split else []
    proc.run_pinned([proc.shutil.which("valgrind"), "--tool=callgrind", "--callgrind-out-file=" + raw, "--dump-instr=yes",
                     "--compress-pos=no"] + extra + proc.argv_of(python, launch, source), wd)
    proc.shutil.rmtree(wd)
    return list(proc.parts(raw))


def merge(ps):
    """sums over dumps: total, loader, {name|file: [self, calls]} without the loader, instructions of the evaluator"""
    total = loader = 0
    raw, inloader = collections.defaultdict(lambda: [0, 0]), set()
    rows, ins = collections.defaultdict(lambda: [0, 0]), collections.Counter()
    for p in ps:
        total += p.total
        for (fn, fl, ob), v in p.self.items():
            if proc.is_loader(ob):
                loader += v
                inloader.add(proc.row_key(fn, fl, False))
            elif v:
                rows[proc.row_key(fn, fl)][0] += v
                raw[proc.row_key(fn, fl, False)][0] += v
        for (fn, fl, ob), v in p.calls.items():
            if not proc.is_loader(ob):
                rows[proc.row_key(fn, fl)][1] += v
                raw[proc.row_key(fn, fl, False)][1] += v
        for (fn, fl, ob), c in p.instr.items():
            if proc.row_key(fn, fl).startswith("PyEval_EvalFrameEx|"):
                ins.update(c)
    assert total == loader + sum(r[0] for r in rows.values())
    return {"total": total, "loader": loader, "net": total - loader, "rows": dict(rows), "raw": raw, "inloader": inloader, "instr": ins}


def phases(python, source, tmp, launch="recipe"):
    ps = callgrind(python, source, True, tmp + "/split.out", launch)
    k = max(i for i, p in enumerate(ps) if p.trigger == "--dump-before=PyEval_EvalCode")
    return {"start": merge(ps[:k + 1]), "run": merge(ps[k + 1:k + 2]), "exit": merge(ps[k + 2:])}, ps[k + 1].trigger


# ------------------------------------------------------------------ opcodes
def trace(python, source):
    """[(function, link-time address or 0)] of every instruction of the module's PyEval_EvalCode, loader left out"""
    image = proc.image_path(python)
    syms = {n: a for a, s, n in proc.functions(image)}
    env = {"LC_ALL": "C", "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW"}

    def start():
        wd = proc.workdir(source)
        pid = proc.start_traced(proc.argv_of(python, "recipe", source), wd, env)
        # the loader has mapped the interpreter's library when the program's own code begins
        proc.run_until(pid, [proc.load_base(proc.read_maps(pid), python) + proc.entry_point(python)])
        return pid, proc.load_base(proc.read_maps(pid), image)
    pid, base = start()
    ev, fin = base + syms["PyEval_EvalCode"], base + syms["Py_Finalize"]
    n = 0
    while proc.run_until(pid, [ev, fin]) == ev:
        n += 1
        proc.pt(proc.STEP, pid)
        os.waitpid(pid, 0)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    pid, base = start()
    for _ in range(n):
        proc.run_until(pid, [ev])
        if _ < n - 1:
            proc.pt(proc.STEP, pid)
            os.waitpid(pid, 0)
    ret = proc.pt(proc.PEEK, pid, proc.reg(pid, "rsp"))
    pcs = []
    while True:
        rip = proc.reg(pid, "rip")
        if rip == ret:
            break
        pcs.append(rip)
        proc.pt(proc.STEP, pid)
        os.waitpid(pid, 0)
    maps = proc.read_maps(pid)
    mem = os.open("/proc/%d/mem" % pid, os.O_RDONLY)
    objs = []
    for path in {os.path.realpath(m[3]) for m in maps if m[3].startswith("/")}:
        b = proc.load_base(maps, path)
        hi = max(m[1] for m in maps if os.path.realpath(m[3]) == path)
        objs.append((min(m[0] for m in maps if os.path.realpath(m[3]) == path), hi, b, path, proc.functions(path)))
    cache, out = {}, []
    for rip in pcs:
        if rip not in cache:
            lo, hi, b, path, fns = next(o for o in objs if o[0] <= rip < o[1])
            f = [nm for a, s, nm in fns if a <= rip - b < a + s]
            jump = re.match(rb"(\x3e)?[\x40-\x4f]?\xff[\x20-\x27\x60-\x67\xa0-\xa7\xe0-\xe7]", os.pread(mem, 8, rip)) is not None
            cache[rip] = None if proc.is_loader(path) else (f[0] if f else "0x?", rip - b, jump)
        if cache[rip]:
            f, a, j = cache[rip]
            # callgrind counts a linkage stub (no symbol) in the function that jumps through it
            out.append((out[-1][0], 0, False) if f == "0x?" else (f, a, j))
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return out


def lines_of(python, addrs):
    """link-time address -> line in ceval.c (0: other file), innermost inline level"""
    text = subprocess.run(["addr2line", "-e", proc.debug_file(proc.image_path(python))] + ["%#x" % a for a in addrs], capture_output=True, text=True).stdout
    res = {}
    for a, t in zip(addrs, text.splitlines()):
        m = re.match(r".*?([^/]*):(\d+)", t)
        res[a] = int(m[2]) if m and m[1] == "ceval.c" else 0
    return res


def version_of(python):
    return subprocess.run([python, "-S", "-E", "-c", "import sys; print sys.version.split()[0]"], capture_output=True, text=True).stdout.strip()


def opcodes(python, program, run):
    code = bytes.fromhex(CODE[program.split("(")[0]])
    names, i = [], 0
    while i < len(code):
        names.append(OPNAMES[code[i]] + ("_None" if code[i] == 100 and i == len(code) - 4 else ""))
        i += 3 if code[i] >= 90 else 1
    steps = trace(python, program)
    F = "PyEval_EvalFrameEx"
    addrs = sorted({a for f, a, j in steps if f == F})
    line = lines_of(python, addrs)
    end = FAST_BLOCK_END.get(version_of(python), 1 << 30)
    segs = collections.OrderedDict((k, {"self": 0, "callees": collections.Counter()}) for k in ["entry"] + names + ["exit"])
    around = {"before": collections.Counter(), "after": collections.Counter()}
    seq, ended, exiting = iter(names), False, False
    first = next(k for k, s in enumerate(steps) if s[0] == F)
    last = max(k for k, s in enumerate(steps) if s[0] == F)
    cur, count, per_line = "entry", collections.Counter(), collections.defaultdict(collections.Counter)
    for k, (f, a, jump) in enumerate(steps):
        if k < first or k > last:
            around["before" if k < first else "after"][f] += 1
            continue
        if f == F:
            if cur == "RETURN_VALUE" and line.get(a, 0) >= end:
                cur = "exit"
            segs[cur]["self"] += 1
            count[a] += 1
            per_line[cur][line.get(a)] += 1
            if jump:
                cur = next(seq)
        else:
            segs[cur]["callees"][f] += 1
    assert next(seq, None) is None and cur == ("exit" if end < 1 << 30 else "RETURN_VALUE"), cur
    # ---- against callgrind
    byname = collections.Counter()
    for key, (s, c) in run["rows"].items():
        byname[key.split("|")[0]] += s
    tot = collections.Counter(around["before"]) + around["after"]
    for s in segs.values():
        tot.update(s["callees"])
    tot[F] = sum(s["self"] for s in segs.values())
    differ = {f: [tot[f], byname[f]] for f in sorted(set(tot) | set(byname)) if tot[f] != byname[f]}
    # a repeated string instruction counts once more in callgrind than it single-steps: put the difference where memset ran most
    for f in [f for f in differ if f.startswith("__mem")]:
        big = max(segs.values(), key=lambda s: s["callees"][f])
        big["callees"][f] += byname[f] - tot[f]
    cg = {}
    shift = (min(run["instr"]) - addrs[0]) if run["instr"] else 0
    for a, v in run["instr"].items():
        cg[a - shift] = v
    res = {"sequence": ["entry"] + names + ["exit"],
           "opcodes": {k: {"self": s["self"], "callees": dict(sorted(s["callees"].items()))} for k, s in segs.items()},
           "around": {k: dict(sorted(v.items())) for k, v in around.items()},
           "check": {"self_sum": tot[F], "callgrind_self": byname[F], "addresses_equal": dict(count) == cg,
                     "functions_differing [stepped, callgrind]": differ}}
    return res, per_line


def record(build, python, truth=None, lines_wanted=False, told=lambda text: print(text, file=sys.stderr)):
    """the phases, functions and opcodes of PROGRAMS; truth: recorded runs by source, to compare with"""
    truth = truth or {}
    progs, ref = {}, None
    with tempfile.TemporaryDirectory() as tmp:
        for src in PROGRAMS:
            ph, trig = phases(python, src, tmp)
            whole = merge(callgrind(python, src, False, tmp + "/whole.out"))
            sums = collections.defaultdict(lambda: [0, 0])
            for p in PHASES:
                for k, (s, c) in ph[p]["rows"].items():
                    sums[k][0] += s
                    sums[k][1] += c
            diff = {k: [sums.get(k, [0, 0]), whole["rows"].get(k, [0, 0])] for k in sorted(set(sums) | set(whole["rows"]))
                    if list(sums.get(k, [0, 0])) != list(whole["rows"].get(k, [0, 0]))}
            o = {"source": src, "net": sum(ph[p]["net"] for p in PHASES), "loader": sum(ph[p]["loader"] for p in PHASES),
                 "phases": {p: ph[p]["net"] for p in PHASES},
                 "check": {"net_unsplit": whole["net"], "loader_unsplit": whole["loader"], "rows_differing [split, unsplit]": diff}}
            if src in truth:
                t, raw = truth[src], whole["raw"]
                o["check"]["truth_net"] = t["ir_net"]
                o["check"]["truth_loader"] = t["ir_loader"]
                # names that the loader has too are mixed with it in the truth: left out here
                same = [k for k in t["fns"] if k in raw and k not in whole["inloader"]]
                o["check"]["truth_rows_compared"] = len(same)
                o["check"]["rows_differing [here, truth]"] = {k: [raw[k], [t["fns"][k][0], t["fns"][k][2]]] for k in sorted(same)
                                                              if raw[k] != [t["fns"][k][0], t["fns"][k][2]]}
            rows = {p: {k: v for k, v in sorted(ph[p]["rows"].items())} for p in PHASES}
            if ref is None:
                ref = rows
                o["functions"] = rows
            else:
                o["functions_differing_from_pass"] = {
                    p: {k: rows[p].get(k, [0, 0]) for k in sorted(set(rows[p]) | set(ref[p])) if rows[p].get(k, [0, 0]) != ref[p].get(k, [0, 0])}
                    for p in PHASES}
            o["opcode_split"], lines = opcodes(python, src, ph["run"])
            if lines_wanted:
                print(src, {k: dict(v) for k, v in lines.items()}, file=sys.stderr)
            progs[src] = o
            told("%s: phases and opcodes of %s" % (build, src))
    res = {
        "what": "callgrind Ir per phase, function and opcode, pinned recipe (env -i LC_ALL=C; -S -E -B p.py; fresh folder)",
        "build": build,
        "units": {
            "net": "instructions without the dynamic loader's own object",
            "phases": "start = before the module's own PyEval_EvalCode, run = that call, exit = after it; they add up to net",
            "functions": "phase -> 'C name|source file' -> [self Ir, calls]; recursion levels and compiler clones merged; loader left out; "
                         "'0x?' = linkage stubs and code without a symbol. Other programs list only rows that differ from pass, "
                         "with their own values ([0, 0] = absent)",
            "opcode_split": "self = Ir of PyEval_EvalFrameEx while this opcode is current (its dispatch tail included); callees = self Ir of "
                            "every function, at any depth, executed meanwhile; entry = from the first instruction of PyEval_EvalFrameEx "
                            "to the first dispatch; exit = from fast_block_end to the return; around = PyEval_EvalCode and what it calls "
                            "before and after PyEval_EvalFrameEx",
            "check": "rows that differ between the split and the unsplit run, between this run and the recorded truth, and between the "
                     "single-stepped and the callgrind counts before correction (empty = equal; 'rep stosb' single-steps once less "
                     "per call than callgrind counts, which was added to CALL_FUNCTION)"},
        "provenance": provenance("phases.py --build %s --out tests/traces/%s/phases.json --truth DIR" % (build, build),
                                 [python], ("libc6", "valgrind", os.path.basename(python))),
        "programs": progs}
    return res


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True, choices=sorted(proc.PYTHONS))
    ap.add_argument("--out", required=True)
    ap.add_argument("--truth", help="folder with callgrind-BUILD.json to compare with")
    ap.add_argument("--lines", action="store_true", help="print the source lines behind each opcode")
    a = ap.parse_args()
    python = proc.python_path(a.build)
    truth = {}
    if a.truth:
        for r in json.load(open(os.path.join(a.truth, "callgrind-%s.json" % a.build)))["runs"]:
            if r["program"] in ("pass", "range"):
                truth["pass" if r["program"] == "pass" else "range(%d)" % r["n"]] = r
    res = record(a.build, python, truth, a.lines)
    os.makedirs(os.path.dirname(os.path.abspath(a.out)), exist_ok=True)
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

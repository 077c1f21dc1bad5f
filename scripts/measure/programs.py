#!/usr/bin/env python3
"""programs.py: callgrind profiles of the module's own run for a folder of small programs.

Every program runs once under the pinned recipe (see proc.py), split into start, run and exit as
phases.py does it, with --separate-callers: callgrind then keeps a function's cost apart for every chain
of callers. A chain is cut behind the next frame of the evaluator, so equal work has equal chains.
What a chain tells is to which modelled function the cost of an unmodelled helper belongs.

  programs.py --build 2.7.18-debian-release --programs ../../tests/calibration --out ../../tests/traces/BUILD/programs/fit.json
              [--only NAME,NAME] [--verify]      (--verify also runs without chains and compares the rows)
              [--python PATH] [--minutes M]      (a Python 2.7 that is no recorded build; no program is begun after M minutes)
"""
import argparse, collections, glob, json, os, random, re, sys, tempfile, time
import proc
from provenance import provenance

EVALUATOR = "PyEval_EvalFrameEx"
MODULE = "PyEval_EvalCode"
# longer than any chain between two frames of the evaluator in these programs
CALLERS = 12


class Dump:
    """one dump: loader's Ir; per chain: self Ir, calls from the caller, from itself, from its own clone"""

    def __init__(self):
        self.total, self.loader = 0, 0
        self.self, self.calls, self.again, self.parts = (collections.Counter() for _ in range(4))


def chain(text, file):
    """('name|file', caller, caller's caller...), cut behind the evaluator's or the module's frame"""
    names = [n for n in text.split("'") if not n.isdigit()]
    names = ["0x?" if n.startswith("0x") else proc.strip_clone(n) for n in names]
    out = [proc.row_key(names[0], file)]
    last = names[0]
    for n in names[1:]:
        if last == MODULE or (len(out) > 1 and last == EVALUATOR):
            break
        # a clone under its own function is a part of it
        if n != last:
            out.append(n)
        last = n
    return tuple(out)


KIND = {"ob": "ob", "cob": "ob", "fl": "fl", "fi": "fl", "fe": "fl", "cfl": "fl", "cfi": "fl", "fn": "fn", "cfn": "fn"}


def read(path):
    """the dumps of one file, start | run | exit; start has its sums only, for it is long"""
    text = open(path, errors="replace").read()
    names = {"ob": {}, "fl": {}, "fn": {}}
    for k, number, v in re.findall(r"^(c?(?:ob|fl|fn|fi|fe))=\((\d+)\) (.+)$", text, re.M):
        names[KIND[k]][number] = v
    parts = text.split("\npart:")[1:]
    triggers = [re.search(r"^desc: Trigger: (.*)$", p, re.M)[1].strip() for p in parts]
    k = max(i for i, t in enumerate(triggers) if t == "--dump-before=" + MODULE)
    return {"start": [sums(p, names) for p in parts[:k + 1]], "run": [dump(p, names) for p in parts[k + 1:k + 2]],
            "exit": [dump(p, names) for p in parts[k + 2:]]}


def total_of(part):
    return int(re.search(r"^totals: (\d+)$", part, re.M)[1])


def sums(part, names):
    d = Dump()
    d.total = total_of(part)
    for section in re.split(r"^ob=", part, flags=re.M)[1:]:
        if proc.is_loader(names["ob"][re.match(r"\((\d+)\)", section)[1]]):
            own = re.sub(r"^calls=.*\n.*\n", "", section, flags=re.M)
            d.loader += sum(int(v) for v in re.findall(r"^\d+ (\d+)$", own, re.M))
    return d


def dump(part, names):
    known = {}
    d, ob, fl, fn, cur = Dump(), "", "", "", ""
    d.total = total_of(part)
    cob = cfl = cfn = pending = None

    def name(kind, text):
        return names[kind][text[1:text.index(")")]]

    def key(fn, fl):
        if (fn, fl) not in known:
            known[fn, fl] = chain(fn, fl)
        return known[fn, fl]

    for line in part.split("\n")[1:]:
        if not line:
            continue
        if line[0].isdigit():
            if pending:
                count, callee, file, obj = pending
                pending = None
                if not proc.is_loader(obj):
                    # a call of itself has no chain of its own: callgrind folds direct recursion
                    to, by = callee.split("'")[0], fn.split("'")[0]
                    table = d.again if to == by else d.parts if proc.strip_clone(to) == proc.strip_clone(by) else d.calls
                    table[key(callee, file)] += count
                continue
            cost = int(line.split()[1])
            if proc.is_loader(ob):
                d.loader += cost
            else:
                d.self[key(fn, fl)] += cost
            continue
        k, eq, v = line.partition("=")
        if not eq:
            continue
        if k == "ob":
            ob = name("ob", v)
        elif k == "fl":
            fl = cur = name("fl", v)
        elif k == "fn":
            fn, cob, cfl = name("fn", v), None, None
        elif k in ("fi", "fe"):
            cur = name("fl", v)
        elif k == "cob":
            cob = name("ob", v)
        elif k in ("cfl", "cfi"):
            cfl = name("fl", v)
        elif k == "cfn":
            cfn = name("fn", v)
        elif k == "calls":
            pending = (int(v.split()[0]), cfn, cfl or cur, cob or ob)
            cob = cfl = None
    return d


def profile(python, source, tmp, callers=CALLERS):
    raw = os.path.join(tmp, "out")
    wd = proc.workdir(source)
    proc.run_pinned([proc.shutil.which("valgrind"), "--tool=callgrind", "--callgrind-out-file=" + raw, "--dump-instr=no",
                     "--compress-pos=no", "--combine-dumps=yes", "--dump-before=" + MODULE, "--dump-after=" + MODULE,
                     "--separate-callers=%d" % callers] + proc.argv_of(python, "recipe", source), wd)
    proc.shutil.rmtree(wd)
    phases = read(raw)
    os.remove(raw)
    return phases


def rows(ds):
    """'name|file' -> [self, calls] of all chains"""
    out = collections.defaultdict(lambda: [0, 0])
    for d in ds:
        for c, v in d.self.items():
            out[c[0]][0] += v
        for table in (d.calls, d.again, d.parts):
            for c, v in table.items():
                out[c[0]][1] += v
    return {k: v for k, v in out.items() if v != [0, 0]}


def net(ds):
    return sum(d.total - d.loader for d in ds)


class Names:
    """numbers for texts, in the order of their first use"""

    def __init__(self):
        self.list, self.index = [], {}

    def __call__(self, text):
        if text not in self.index:
            self.index[text] = len(self.list)
            self.list.append(text)
        return self.index[text]


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--build", required=True)
    ap.add_argument("--python", help="default: the interpreter of that recorded build")
    ap.add_argument("--minutes", type=float, default=float("inf"))
    ap.add_argument("--programs", required=True, help="folder with *.py")
    ap.add_argument("--out", required=True)
    ap.add_argument("--only", help="names without .py, separated by commas: replaces these in --out")
    ap.add_argument("--resume", action="store_true", help="keep what --out has and record the rest")
    ap.add_argument("--verify", action="store_true")
    a = ap.parse_args()
    if a.python:
        proc.PYTHONS[a.build] = os.path.abspath(a.python)
    python, start = proc.python_path(a.build), time.time()
    names, chains, programs = Names(), Names(), {}
    only = set(a.only.split(",")) if a.only else None
    if (only or a.resume) and os.path.exists(a.out):
        old = json.load(open(a.out))
        for n in old["names"]:
            names(n)
        for c in old["chains"]:
            chains(tuple(c))
        programs = {k: v for k, v in old["programs"].items() if a.resume or k not in only}
    paths = {os.path.basename(p)[:-3]: p for p in glob.glob(os.path.join(a.programs, "*.py"))}
    wanted = sorted(n for n in paths if (not only or n in only) and n not in programs)
    # in an order that is mixed but always the same: a recording that was stopped early has some of everything
    random.Random(1).shuffle(wanted)
    with tempfile.TemporaryDirectory() as tmp:
        base = rows(profile(python, "pass\n", tmp)["exit"])
        for number, label in enumerate(wanted):
            source = open(paths[label]).read()
            ph = profile(python, source, tmp)
            run = ph["run"][0]
            flat = []
            for c in sorted(set(run.self) | set(run.calls) | set(run.again)):
                v = [run.self[c], run.calls[c], run.again[c]]
                if any(v):
                    flat += [chains(tuple(names(n) for n in c))] + v
            left = rows(ph["exit"])
            differ = {k: [left.get(k, [0, 0])[i] - base.get(k, [0, 0])[i] for i in (0, 1)] for k in sorted(set(left) | set(base))
                      if left.get(k, [0, 0]) != base.get(k, [0, 0])}
            programs[label] = {"net": [net(ph[p]) for p in ("start", "run", "exit")], "run": flat,
                               "exit": [x for k, v in differ.items() for x in [names(k)] + v]}
            if a.verify:
                plain = profile(python, source, tmp, 0)
                assert rows(plain["run"]) == rows(ph["run"]), label
                assert all(net(plain[p]) == net(ph[p]) for p in plain), label
            spent = time.time() - start
            left = min(spent / (number + 1) * (len(wanted) - number - 1), a.minutes * 60 - spent)
            print("%s: program %d of %d, %s, about %d s left" % (a.build, number + 1, len(wanted), label, max(0, left)), file=sys.stderr, flush=True)
            if number % 20 == 19 or number + 1 == len(wanted) or spent > a.minutes * 60:
                write(a, names, chains, {k: v for k, v in programs.items() if k in paths})
            if spent > a.minutes * 60:
                break


def write(a, names, chains, programs):
    python = proc.python_path(a.build)
    head = {
        "what": "callgrind Ir of the module's own run per chain of callers, pinned recipe (env -i LC_ALL=C; -S -E -B p.py; fresh folder)",
        "build": a.build,
        "units": {
            "names": "'C name|source file' (the row of a profile) and C names (callers)",
            "chains": "numbers of names: a row, its caller, the caller's caller... up to the next frame of the evaluator",
            "net": "Ir of start, run and exit without the dynamic loader's object",
            "run": "chain, self Ir, calls from the caller, calls from itself; repeated",
            "exit": "row, self Ir and calls beyond the exit of `pass`; repeated, only rows that differ"},
        "provenance": provenance("programs.py --build %s" % a.build, [python], ("libc6", "valgrind", os.path.basename(python)))}
    os.makedirs(os.path.dirname(os.path.abspath(a.out)), exist_ok=True)
    short = lambda x: json.dumps(x, separators=(",", ":"))
    with open(a.out + ".new", "w") as f:
        f.write(proc.pretty(head)[:-2] + ',\n "names": ' + short(names.list) + ',\n "chains": ' + short(chains.list) + ',\n "programs": {\n')
        f.write(",\n".join("  %s: %s" % (json.dumps(k), short(programs[k])) for k in sorted(programs)) + "\n }\n}\n")
    os.replace(a.out + ".new", a.out)


if __name__ == "__main__":
    main()

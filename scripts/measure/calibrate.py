#!/usr/bin/env python3
"""calibrate.py: records everything that a build file is made of, for one Python 2.7 (called by `npm run calibrate`).

Writes into --out, in the shape of the recorded truth, without any path of this machine:
  callgrind-BUILD.json  profiles of pass, range(n) and a few other programs; functions that cost in a run what
                        they cost in range(0) are left out of it
  instructions.json     per function whose cost depends on n: its instructions, grouped by how often they ran
  phases.json launches.json native.json types.json entry-state.json instruments.json   (the other scripts' recordings)

  calibrate.py --python PATH --build NAME --out DIR --n 0,1,10 --held-out 5000 [--launches recipe,site,c]
Every step prints a line on stderr: "step K of N: what". A failure is one line, exit status 2.
"""
import argparse, collections, json, os, shutil, subprocess, sys, tempfile, time
import entry_state, launches, native, phases, proc
from provenance import provenance

HERE = os.path.dirname(os.path.abspath(__file__))
# programs that are not fitted: label, text, n
OTHERS = [("x_range", "x=range({n})\n", (1000000,)), ("x_range_del", "x=range({n})\ndel x\n", (1000, 100000)),
          ("list_range", "list(range({n}))\n", (1000, 100000)), ("range_twice", "range({n})\nrange({n})\n", (1000, 100000))]


class Steps:
    """numbered lines of progress with the time that is left, judged by what the steps so far took"""

    def __init__(self, weights):
        self.left, self.total, self.done, self.number, self.start = list(weights), sum(weights), 0, 0, time.time()
        self.count = len(self.left)

    def __call__(self, what):
        spent = time.time() - self.start
        rest = "" if self.number == 0 else ", about %d s left" % round(spent / max(self.done, 1) * (self.total - self.done))
        print("step %d of %d: %s%s" % (self.number + 1, self.count, what, rest), file=sys.stderr, flush=True)
        self.done += self.left[min(self.number, self.count - 1)]
        self.number += 1


def profile(python, source, tmp):
    part = phases.callgrind(python, source, False, os.path.join(tmp, "profile.out"))[-1]
    rows, instr, loader = collections.defaultdict(lambda: [0, 0, 0]), {}, 0
    for (fn, fl, ob), v in part.self.items():
        if proc.is_loader(ob):
            loader += v
        elif v:
            rows[proc.row_key(fn, fl)][0] += v
    for (fn, fl, ob), v in part.inclusive.items():
        if not proc.is_loader(ob) and "'" not in fn:
            rows[proc.row_key(fn, fl)][1] += v
    for (fn, fl, ob), v in part.calls.items():
        if not proc.is_loader(ob):
            rows[proc.row_key(fn, fl)][2] += v
    for (fn, fl, ob), counts in part.instr.items():
        if "libpython" in ob or os.path.realpath(ob) == os.path.realpath(python):
            instr.setdefault(proc.row_key(fn, fl), collections.Counter()).update(counts)
    return {"net": part.total - loader, "rows": dict(rows), "instr": instr}


def as_run(label, n, source, profile, base=None):
    """a run as the recorded truth has it; `base`: rows that may be left out because they are the same there"""
    same = base or {}
    fns = {k: v for k, v in sorted(profile["rows"].items()) if same.get(k, [0, 0, 0])[0::2] != v[0::2]}
    if base:
        fns.update({k: [0, 0, 0] for k in base if k not in profile["rows"]})
    return dict({"program": label, "n": n, "source": source, "ir_net": profile["net"]}, **({"beyond": "range(0)"} if base else {}), fns=fns)


def instructions(runs):
    """row -> [counts per run, how many instructions ran so often], only rows whose counts differ"""
    out = {}
    ns = sorted(runs)
    for row in sorted(set().union(*(runs[n]["instr"] for n in ns))):
        counts = [runs[n]["instr"].get(row, {}) for n in ns]
        if all(c == counts[0] for c in counts):
            continue
        groups = collections.Counter(tuple(c.get(a, 0) for c in counts) for a in set().union(*counts))
        out[row] = [[list(vector), times] for vector, times in sorted(groups.items())]
    return {"n": ns, "rows": out}


def malloc_log(build, launched):
    sizes = launched["malloc"]["recipe"]["pass"]["sizes"]["malloc"]
    return {"malloc_log": [{"build": build, "n": "pass", "size_992": sizes.get("992", 0), "size_1000": sizes.get("1000", 0)}]}


def types(python):
    text = subprocess.run(["setarch", "-R", python, "-S", "-E", os.path.join(HERE, "type_addresses.py")], capture_output=True,
                          text=True, env={"LC_ALL": "C"})
    if text.returncode:
        raise RuntimeError("the types could not be read: " + text.stderr.strip().split("\n")[-1])
    return json.loads(text.stdout)


def record(a, python, tmp, write):
    fitted, held = ([int(n) for n in text.split(",") if n] for text in (a.n, a.held_out))
    wanted = a.launches.split(",")
    seconds = lambda n: 3 + n / 250000
    # what each step takes, in about the seconds that a release build needs
    told = Steps([3] + [seconds(n) for n in sorted(fitted + held)] + [seconds(n) for _, _, ns in OTHERS for n in ns] + [12] * len(phases.PROGRAMS)
                 + [12] * len(wanted) + [1] * len(wanted) + [6] * len(wanted) + [12, 6])
    told("pass")
    first = profile(python, "pass\n", tmp)
    if not any(key.startswith("PyEval_EvalFrameEx|") for key in first["rows"]):
        raise RuntimeError("callgrind saw no PyEval_EvalFrameEx: the program only starts the interpreter")
    runs, ranges = [as_run("pass", None, "pass\n", first)], {}
    for n in sorted(fitted + held):
        source = "range(%d)\n" % n
        told(source.strip())
        ranges[n] = profile(python, source, tmp)
        runs.append(as_run("range", n, source, ranges[n], ranges[0]["rows"] if n else None))
    for label, text, n in ((label, text, n) for label, text, ns in OTHERS for n in ns):
        source = text.replace("{n}", str(n))
        told(source.strip().replace("\n", "; "))
        runs.append(as_run(label, n, source, profile(python, source, tmp), ranges[0]["rows"]))
    about = provenance("npm run calibrate -- --build %s" % a.build, [python, proc.image_path(python)], ("libc6", "valgrind"))
    write("callgrind-%s.json" % a.build, {"build": a.build, "columns": ["self", "incl", "calls"], "held_out": held, "provenance": about, "runs": runs})
    write("instructions.json", instructions({n: p for n, p in ranges.items() if n in fitted}))
    write("phases.json", phases.record(a.build, python, told=told))
    launched = launches.record(a.build, python, 1, wanted, told)
    write("launches.json", launched)
    write("instruments.json", malloc_log(a.build, launched))
    write("native.json", native.record(a.build, python, wanted, 1, ["pass"], told))
    write("types.json", types(python))
    entry = entry_state.record(python, wanted, told)
    write("entry-state.json", {"units": {"machine": "%s; %s" % (", ".join(about["packages"]), about["tools"]["valgrind"])}, "builds": {a.build: entry}})


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--python", "--build", "--out", "--n", "--held-out"):
        ap.add_argument(name, required=True)
    ap.add_argument("--launches", default="recipe")
    a = ap.parse_args()
    python = os.path.abspath(a.python)
    os.makedirs(a.out, exist_ok=True)

    def write(name, value):
        with open(os.path.join(a.out, name), "w") as f:
            f.write(proc.pretty(value) + "\n")
    tmp = tempfile.mkdtemp(prefix="calibrate")
    try:
        record(a, python, tmp, write)
    except (RuntimeError, OSError, AssertionError, KeyError, ValueError, StopIteration, entry_state.NoSymbols) as e:
        print("error: %s" % " ".join(str(e).split() or [type(e).__name__])[-300:], file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        shutil.rmtree(tmp, ignore_errors=True)


if __name__ == "__main__":
    main()

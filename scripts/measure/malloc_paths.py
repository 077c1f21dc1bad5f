#!/usr/bin/env python3
"""malloc_paths.py: instructions (callgrind Ir, self) of glibc's malloc family, path by path.

Compiles malloc_paths.c, runs every case of it in a process of its own under valgrind
--tool=callgrind, twice, and reads one dump per bracketed call.  Then finds integer prices of the
pieces named in the labels such that they add up to every measured row (exact elimination over
fractions; FIXED pins the freedom that is left, because some pieces never occur apart).

  malloc_paths.py --out ../../tests/traces/glibc-2.36/malloc-paths.json [--case NAME] [--once]
"""
import argparse, collections, json, os, subprocess, sys, tempfile
from fractions import Fraction
import proc
from provenance import provenance

HERE = os.path.dirname(os.path.abspath(__file__))
FUNCTION = {"m": "malloc", "f": "free", "im": "_int_malloc", "if": "_int_free", "c": "malloc_consolidate",
            "u": "unlink_chunk", "t": "systrim", "s": "sysmalloc"}
# pieces whose price is a choice (the others follow): see "gauge" in the output
FIXED = {"im.index0": 0, "im.file_index0": 0, "im.pos_empty": 0, "im.fit_exhaust": 0, "im.scan": 5, "im.scan_none": 2, "im.pos_smallest": 0, "im.visit": 40, "im.miss_small": 62,
         "if.big": 75, "c.chunk": 30, "s.fallback": 0}
MEANING = {
    "m.tcache": "request served by the tcache: the whole call",
    "m.small": "tcache bin empty, chunk size <= 1040: malloc's own part",
    "m.large": "chunk size > 1040 (no tcache bin): malloc's own part",
    "m.mmapped": "the chunk came from mmap",
    "m.tiny": "request of at most 8 bytes (chunk size is not rounded but set to 32)", "im.tiny": "the same in _int_malloc",
    "im.exact_direct_more_lreq": "nb > 1040 and further chunks remain in the unsorted list",
    "im.scan_marked_empty_bit31": "the cleared bin was the last of its word (bins 31, 63, 95)",
    "s.brk_was_higher": "the arena was larger before a trim: its maximum is not written",
    "im.fast_hit": "nb <= 128 and its fast bin has a chunk: the whole call",
    "im.fast_stash": "per further chunk moved from the fast bin to the tcache",
    "im.fast_full": "stashing ended because the tcache was full (7), not because the fast bin was empty",
    "im.small_hit": "small bin has a chunk: the whole call",
    "im.small_stash": "per further chunk moved from the small bin to the tcache",
    "im.small_full": "stashing ended because the tcache was full",
    "im.miss_small": "nb < 1024, small bin empty: entry",
    "im.fast_class": "additionally nb <= 128, fast bin empty",
    "im.miss_large": "nb >= 1024: entry",
    "im.index0": "bin index of the request: nb <= 3135", "im.index1": "bin index of the request: nb <= 10751",
    "im.index2": "bin index of the request: nb <= 45055", "im.index3": "bin index of the request: nb <= 163839",
    "im.index4": "bin index of the request: nb <= 786431", "im.index5": "bin index of the request: above",
    "im.consolidate": "nb >= 1024 and fast chunks exist: the call of malloc_consolidate",
    "im.visit": "per unsorted chunk looked at",
    "im.visit_only_sreq": "the visited chunk is the last one left in the unsorted list and nb < 1024",
    "im.is_last_remainder": "additionally it is last_remainder",
    "im.lastrem_filed_large": "it is too small (size <= nb + 32) and >= 1024: filed in a large bin",
    "im.lastrem_split": "last_remainder is split (size > nb + 32): ends the call",
    "im.lastrem_lrest": "the rest of that split is >= 1024",
    "im.exact_to_tcache": "visited chunk fits exactly, goes to the tcache",
    "im.exact_direct": "visited chunk fits exactly, is returned: ends the call",
    "im.exact_direct_uncacheable": "additionally nb > 1040",
    "im.return_cached": "unsorted list empty, a cached chunk is returned: ends the call",
    "im.return_cached_lreq": "additionally nb >= 1024 (only 1040 exists)",
    "im.return_cached_after_file": "additionally the last visited chunk was filed, not cached",
    "im.filed_after_cached": "per chunk filed after one was cached (limit test)",
    "im.file_small": "visited chunk < 1024 goes to its small bin",
    "im.file_large": "visited chunk >= 1024 goes to its large bin",
    "im.file_index0": "its bin index: size <= 3135", "im.file_index1": "its bin index: size <= 10751",
    "im.file_index2": "its bin index: size <= 45055", "im.file_index3": "its bin index: size <= 163839",
    "im.file_index4": "its bin index: size <= 786431", "im.file_index5": "its bin index: above",
    "im.pos_empty": "the large bin was empty", "im.pos_nonempty": "the large bin was not empty",
    "im.pos_smallest": "smaller than the bin's smallest", "im.pos_between": "inserted before a smaller one",
    "im.pos_same": "inserted second among its equals", "im.pos_walk": "per larger size walked over",
    "im.exit_after_file": "the unsorted list is empty after at least one visit, nothing cached",
    "im.exit_after_file_sreq": "additionally nb < 1024",
    "im.own_too_small": "nb >= 1024: own large bin not empty, its largest chunk too small",
    "im.fit": "nb >= 1024: a chunk of the own large bin fits: ends the call",
    "im.fit_skip": "per smaller size skipped", "im.fit_not_last": "the chosen size is not the bin's last chunk (one more comparison)",
    "im.fit_second": "an equal follows and is taken instead", "im.fit_exhaust": "rest < 32: whole chunk taken",
    "im.fit_split": "rest >= 32: split, rest to unsorted", "im.fit_lrest": "that rest is >= 1024",
    "im.scan": "binmap scan begins",
    "im.scan_words": "per binmap word (32 bins) stepped to, after the one that holds index + 1",
    "im.scan_word_found": "a later word than the first has a bit: scan goes on at its bit 0",
    "im.scan_steps": "per bit stepped over (from index + 1, or from bit 0 of a later word, to the bin)",
    "im.scan_marked_empty": "per marked but empty bin (bit cleared; replaces the step over it)",
    "im.scan_only_marked_empty": "the only marked bin of a later word is empty: cleared, scan goes on",
    "im.scan_none": "no bin found",
    "im.split": "binned chunk split, rest >= 32 to unsorted: ends the call", "im.exhaust": "rest < 32, whole chunk taken: ends the call",
    "im.split_sreq": "nb < 1024: the rest becomes last_remainder", "im.split_lrest": "the rest is >= 1024",
    "im.top": "cut from the top: ends the call",
    "im.top_short_consolidate": "top too small, fast chunks exist: malloc_consolidate, back to the unsorted list",
    "im.sysmalloc": "top too small: sysmalloc serves the request: ends the call",
    "f.call": "free of a heap chunk", "f.mmapped": "free of a mapped chunk (adjusting allowed)",
    "f.above_threshold": "its size is above mmap_threshold", "f.adjust": "and at most 32 MiB: thresholds raised",
    "f.off": "adjusting switched off (a threshold was set explicitly)", "f.null": "free(NULL): the whole call",
    "if.tcache": "chunk goes to the tcache: the whole call",
    "if.tcache_full": "chunk size <= 1040 but its tcache bin is full (7)",
    "if.fast": "chunk goes to its fast bin: ends the call", "if.fast_nonempty": "that fast bin was not empty",
    "if.big": "chunk goes to unsorted or top", "if.noncontiguous": "the arena has been extended by mmap (one test less)",
    "if.prev": "previous chunk is free: merge", "if.next_free": "next chunk is free: merge, to unsorted",
    "if.next_used": "next chunk is in use: clear its bit, to unsorted", "if.large": "the unsorted chunk is >= 1024: clear its size links",
    "if.top": "next chunk is the top: merge", "if.64k": "merged size >= 65,536: test for fast chunks and for trimming",
    "if.consolidate": "fast chunks exist: the call of malloc_consolidate", "if.trim": "top >= trim_threshold: the call of systrim",
    "c.call": "one call", "c.bin": "per fast bin that is not empty (ten bins are looked at)", "c.chunk": "per chunk",
    "c.next_used": "next chunk in use: clear its bit, to unsorted", "c.next_free": "next chunk free: merge, to unsorted",
    "c.next_top": "next chunk is the top: merge", "c.prev": "previous chunk free: merge", "c.large": "result in unsorted is >= 1024",
    "u.small": "chunk < 1024", "u.large_unlisted": "chunk >= 1024 without size links (in unsorted, or second and later of its size in a bin)",
    "u.large_listed": "chunk >= 1024 in the size list, no equal behind it", "u.large_first_of_equals": "in the size list, an equal takes its place",
    "u.larger_sizes": "additionally other sizes are in the bin",
    "t.call": "systrim: top - 33 <= top_pad: nothing", "t.area": "top - 33 > top_pad; rounds to 0 pages: nothing",
    "t.ask": "at least one page: asks for the break (which someone moved: nothing)", "t.trim": "the break is lowered",
    "s.brk": "break raised, contiguous", "s.mmap": "request mapped on its own", "s.fallback": "break refused, a region is mapped instead",
    "s.fallback_first": "first such region (1 MiB)", "s.fallback_later": "every later one", "s.left_too_small": "the old top is < 64 bytes: nothing of it is freed"}
LEAVES = [
    ["sbrk (raise)", 24, "with brk 8, __glibc_morecore 8"], ["sbrk (refused)", 25, "with brk 10, __glibc_morecore 9"],
    ["sbrk (ask)", 17, "no brk call; __glibc_morecore 8"], ["sbrk (lower)", 26, "with brk 8, __glibc_morecore 8"],
    ["mmap", 8, ""], ["munmap", 5, ""], ["munmap_chunk", 29, ""], ["sysmalloc_mmap", 54, ""],
    ["sysmalloc_mmap_fallback", 48, "first region"], ["sysmalloc_mmap_fallback", 43, "later regions"],
    ["alloc_perturb", 4, "called by the pieces im.top, im.sysmalloc, im.fit, im.lastrem_split; inlined in all other ends of _int_malloc"]]


def events(text):
    c = collections.Counter()
    for t in text.split():
        n, _, k = t.partition("*")
        c[n] += int(k or 1)
    return {k: v for k, v in c.items() if v}


def run_case(exe, case, raw):
    env = {"LC_ALL": "C", "PATH": os.environ["PATH"]}
    subprocess.run(["valgrind", "-q", "--tool=callgrind", "--combine-dumps=yes", "--dump-instr=yes", "--compress-pos=no",
                    "--callgrind-out-file=" + raw, exe] + case, check=True, env=env, stdin=subprocess.DEVNULL)
    out = []
    for p in proc.parts(raw):
        if p.trigger.startswith("Client Request: ") and "|" in p.trigger:
            fns = {}
            for src, k in ((p.self, 0), (p.calls, 1)):
                for (fn, fl, ob), v in src.items():
                    if "libc.so" in ob:
                        fns.setdefault(proc.strip_clone(fn).split("'")[0], [0, 0])[k] += v
            name, _, ev = p.trigger[16:].partition("|")
            out.append((name, ev, {f: v for f, v in sorted(fns.items()) if v[0]}))
    return out


def solve(rows, prefix):
    """exact prices of the pieces with this prefix; (prices, pieces left free, rows that do not fit)"""
    eqs = {}
    for name, ev, fns in rows:
        e = {k: v for k, v in events(ev).items() if k.split(".")[0] == prefix}
        if ev and (e or FUNCTION[prefix] in fns):
            eqs.setdefault((tuple(sorted(e.items())), fns.get(FUNCTION[prefix], [0])[0]), name)
    pieces = sorted({k for e, _ in eqs for k, _ in e}, key=lambda p: (p in FIXED, p))
    mat = [[Fraction(dict(e).get(p, 0)) for p in pieces] + [Fraction(v)] for e, v in eqs]
    mat += [[Fraction(p == q) for p in pieces] + [Fraction(FIXED[q])] for q in pieces if q in FIXED]
    piv, r = [], 0
    for c in range(len(pieces)):
        k = next((i for i in range(r, len(mat)) if mat[i][c]), None)
        if k is None:
            continue
        mat[r], mat[k] = mat[k], mat[r]
        mat[r] = [x / mat[r][c] for x in mat[r]]
        for i in range(len(mat)):
            if i != r and mat[i][c]:
                f = mat[i][c]
                mat[i] = [x - f * y for x, y in zip(mat[i], mat[r])]
        piv.append(c)
        r += 1
    price = {p: Fraction(0) for p in pieces}
    for i, c in enumerate(piv):
        price[pieces[c]] = mat[i][-1]
    bad = [[n, v, str(v - sum(price[k] * m for k, m in e))] for (e, v), n in eqs.items() if sum(price[k] * m for k, m in e) != v]
    bad += [["FIXED", p, str(price[p])] for p in pieces if p in FIXED and price[p] != FIXED[p]]
    free = [pieces[c] for c in range(len(pieces)) if c not in piv]
    return price, free, bad, len(eqs)


def cost(price, text):
    return sum(price[k] * v for k, v in events(text).items())


def laws(price):
    """the recorded steady state (ground truth, section 3) rebuilt from the prices"""
    miss = "im.miss_small im.scan im.scan_none im.scan_words"
    top, brk = miss + " im.top", miss + " im.sysmalloc"
    again = miss + " im.top_short_consolidate im.visit im.visit_only_sreq im.file_small im.exit_after_file im.exit_after_file_sreq im.scan im.scan_none im.scan_words im.sysmalloc"
    big = "if.big if.tcache_full if.next_free if.large"
    mm = big + " if.noncontiguous"
    L = []

    def law(what, recorded, parts):
        """parts: [count, pieces]; the sum must be what was recorded"""
        got = sum(n * cost(price, t) for n, t in parts)
        L.append({"what": what, "recorded": recorded, "from_prices": int(got), "equal": got == recorded,
                  "parts [count, pieces, each]": [[n, t, int(cost(price, t))] for n, t in parts]})
    law("malloc, per block of 1008 bytes", 43, [[1, "m.small"]])
    law("_int_malloc, block cut from the top", 110, [[1, top]])
    law("_int_malloc, block that makes sysmalloc raise the break", 105, [[1, brk]])
    law("sysmalloc, per extension of the break", 117, [[1, "s.brk"]])
    law("free, per block", 24, [[1, "f.call"]])
    law("_int_free, per block, brk regime, freed downwards, tcache full, merged chunk >= 65,536", 130, [[1, big + " if.64k"]])
    law("unlink_chunk, per block", 23, [[1, "u.large_unlisted"]])
    law("_int_malloc, mmap regime: one region of 134 blocks (110 a block + 113 a region)", 110 * 134 + 113, [[133, top], [1, again]])
    law("sysmalloc, mmap regime, per region", 156, [[1, "s.fallback s.fallback_later"]])
    law("malloc_consolidate, mmap regime, per region (the 64-byte rest of the region before)", 132, [[1, "c.call c.bin c.chunk c.next_used"]])
    law("_int_free, mmap regime: one region of 134 blocks (114 a block + 853 a region)", 114 * 134 + 853,
        [[1, "if.tcache_full if.fast"], [64, mm], [70, mm + " if.64k"]])
    law("unlink_chunk, mmap regime: one region of 134 blocks (23 a block - 3 a region)", 23 * 134 - 3, [[1, "u.small"], [133, "u.large_unlisted"]])
    return L


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out")
    ap.add_argument("--case", action="append", help="run these cases only and print their rows")
    ap.add_argument("--once", action="store_true", help="do not repeat every case")
    a = ap.parse_args()
    rows, table, unequal = [], [], []
    with tempfile.TemporaryDirectory() as tmp:
        exe = tmp + "/malloc_paths"
        subprocess.run(["gcc", "-O1", "-g", "-fno-builtin", "-Wall", "-o", exe, HERE + "/malloc_paths.c"], check=True)
        prov = provenance("malloc_paths.py --out tests/traces/glibc-2.36/malloc-paths.json", [], ("libc6", "libc6-dbg", "valgrind", "gcc-12"))
        cases = [l.split() for l in subprocess.run([exe], capture_output=True, text=True, check=True).stdout.splitlines()]
        for case in cases:
            if a.case and case[0] not in a.case:
                continue
            got = run_case(exe, case, tmp + "/cg.out")
            if not a.once and run_case(exe, case, tmp + "/cg.out") != got:
                unequal.append(" ".join(case))
            rows += got
            groups = collections.OrderedDict()
            for name, ev, fns in got:
                groups.setdefault((" ".join("%s*%d" % (k, v) if v > 1 else k for k, v in events(ev).items()), json.dumps(fns)), []).append(name)
            for (ev, fns), names in groups.items():
                table.append({"row": names[0], "case": " ".join(case), "calls": len(names), "pieces": ev, "functions": json.loads(fns)})
    if a.case or not a.out:
        for t in table:
            print(t["row"], "x%d" % t["calls"], t["pieces"], t["functions"])
        return
    price, out = {}, {}
    for pre, fn in FUNCTION.items():
        pr, free, bad, n = solve(rows, pre)
        price.update(pr)
        assert all(v.denominator == 1 for v in pr.values()), {k: str(v) for k, v in pr.items() if v.denominator != 1}
        out[fn] = {"distinct_rows": n, "rows_that_do_not_fit": bad, "undetermined_set_to_0": free,
                   "prices": {k: [int(v), MEANING[k]] for k, v in sorted(pr.items())}}
        print(fn, "rows", n, "pieces", len(pr), "free", free, "not fitting", bad, "negative", {k: int(v) for k, v in pr.items() if v < 0}, file=sys.stderr)
    law = laws(price)
    print([(l["what"], l["recorded"], l["from_prices"]) for l in law if not l["equal"]], "laws", len(law), "unequal repeats", unequal, file=sys.stderr)
    res = {
        "what": "callgrind Ir (self) per call of glibc 2.36's malloc family, per path, main arena, single thread",
        "units": {
            "rows": "row = what the call does; calls = how many bracketed calls of that case gave exactly this; pieces = the additive pieces, "
                    "'piece*count'; functions = C name (clone suffixes merged) -> [self Ir, calls]. An empty 'pieces' means: measured, not decomposed "
                    "(several calls in one bracket, first call ever, realloc, calloc)",
            "decomposition": "function -> price of each piece in Ir and its meaning; a row's self Ir is the sum of price*count, residual 0 except rows_that_do_not_fit",
            "gauge": "pieces that never occur apart have a chosen price (fixed), the others follow from it: " + json.dumps(FIXED),
            "leaves": "functions with a fixed cost a call: [name, Ir, remark]",
            "steady_state": "the recorded laws of the ground truth (section 3) as sums of pieces",
            "repeats": "every case ran twice; cases whose rows differed: see repeats_differing"},
        "provenance": prov, "repeats_differing": unequal, "decomposition": out, "leaves": LEAVES, "steady_state": law, "rows": table}
    with open(a.out, "w") as f:
        f.write(proc.pretty(res) + "\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""malloc_check.py: held-out test of malloc-paths.json.

Runs malloc_random.c (random malloc and free, every call bracketed) under callgrind and replays the
same calls in a small model of glibc 2.36's main arena.  The model says which pieces every call
consists of; with the prices of malloc-paths.json that gives the self Ir of every function of the
call.  Prints the calls whose address or instructions are not as predicted.  No price is fitted here.

  malloc_check.py --prices ../../tests/traces/glibc-2.36/malloc-paths.json [--seed 1] [--calls 6000]
"""
import argparse, collections, json, os, subprocess, sys, tempfile
import proc
from malloc_paths import FUNCTION, HERE


def tier(c):
    return 0 if c >> 6 <= 48 else 1 if c >> 9 <= 20 else 2 if c >> 12 <= 10 else 3 if c >> 15 <= 4 else 4 if c >> 18 <= 2 else 5


def bin_of(c):
    return c >> 4 if c < 1024 else [48 + (c >> 6), 91 + (c >> 9), 110 + (c >> 12), 119 + (c >> 15), 124 + (c >> 18), 126][tier(c)]


class Arena:
    """chunks by address; bins as lists in fd order (front first)"""

    def __init__(self, top, brk):
        self.top, self.brk, self.max_brk = top, brk, brk
        self.size = {}                            # address -> size, chunks that are not the top
        self.freed = {}                           # free chunk in a bin: address -> bin (0 = unsorted)
        self.end = {}                             # end -> address of such a chunk
        self.tcache, self.fast = collections.defaultdict(list), collections.defaultdict(list)
        self.bins = collections.defaultdict(list)
        self.map, self.have_fast, self.last_remainder = [0] * 4, False, None
        self.ev = collections.Counter()

    def e(self, name, n=1):
        self.ev[name] += n

    def insert(self, a, size, b=0, at=0):
        self.size[a], self.freed[a], self.end[a + size] = size, b, a
        self.bins[b].insert(at, a)

    def unlink(self, a, count=True):
        b, s = self.freed.pop(a), self.size[a]
        l = self.bins[b]
        i = l.index(a)
        if count:
            if s < 1024:
                self.e("u.small")
            elif b == 0 or (i and self.size[l[i - 1]] == s):
                self.e("u.large_unlisted")
            elif i + 1 < len(l) and self.size[l[i + 1]] == s:
                self.e("u.large_first_of_equals")
                if any(self.size[c] != s for c in l):
                    self.e("u.larger_sizes")
            else:
                self.e("u.large_listed")
        l.pop(i)
        del self.end[a + s]
        return s

    def consolidate(self):
        self.e("c.call")
        self.have_fast = False
        for s in sorted(k for k in self.fast if self.fast[k]):
            self.e("c.bin")
            chain, self.fast[s] = self.fast[s][::-1], []
            for a in chain:
                self.e("c.chunk")
                n, size = a + s, s
                if a in self.end:
                    a = self.end[a]
                    size += self.unlink(a)
                    self.e("c.prev")
                if n == self.top:
                    self.e("c.next_top")
                    self.top = a
                    continue
                if n in self.freed:
                    size += self.unlink(n)
                    self.e("c.next_free")
                else:
                    self.e("c.next_used")
                if size >= 1024:
                    self.e("c.large")
                self.insert(a, size)

    def file(self, a, size):
        b, at = bin_of(size), 0
        self.map[b >> 5] |= 1 << (b & 31)
        if size < 1024:
            self.e("im.file_small")
        else:
            self.e("im.file_large")
            self.e("im.file_index%d" % tier(size))
            l = self.bins[b]
            if not l:
                self.e("im.pos_empty")
            else:
                self.e("im.pos_nonempty")
                if size < self.size[l[-1]]:
                    self.e("im.pos_smallest")
                    at = len(l)
                else:
                    while size < self.size[l[at]]:
                        if at == 0 or self.size[l[at]] != self.size[l[at - 1]]:
                            self.e("im.pos_walk")
                        at += 1
                    if size == self.size[l[at]]:
                        self.e("im.pos_same")
                        at += 1
                    else:
                        self.e("im.pos_between")
        self.insert(a, size, b, at)

    def malloc(self, n):
        self.ev.clear()
        nb = max(32, n + 8 + 15 & ~15)
        if n <= 8:
            self.e("m.tiny")
        sreq = nb < 1024
        if nb <= 1040 and self.tcache[nb]:
            self.e("m.tcache")
            return self.tcache[nb].pop()
        self.e("m.small" if nb <= 1040 else "m.large")
        tc = self.tcache[nb] if nb <= 1040 else None
        if n <= 8:
            self.e("im.tiny")
        if nb <= 128 and self.fast[nb]:
            self.e("im.fast_hit")
            a = self.fast[nb].pop()
            while len(tc) < 7 and self.fast[nb]:
                tc.append(self.fast[nb].pop())
                self.e("im.fast_stash")
            if len(tc) == 7:
                self.e("im.fast_full")
            return a
        idx = bin_of(nb)
        if sreq and self.bins[idx]:
            self.e("im.small_hit")
            if nb <= 128:
                self.e("im.fast_class")
            a = self.bins[idx][-1]
            self.unlink(a, False)
            while len(tc) < 7 and self.bins[idx]:
                tc.append(self.bins[idx][-1])
                self.unlink(tc[-1], False)
                self.e("im.small_stash")
            if len(tc) == 7:
                self.e("im.small_full")
            return a
        if sreq:
            self.e("im.miss_small")
            if nb <= 128:
                self.e("im.fast_class")
        else:
            self.e("im.miss_large")
            self.e("im.index%d" % tier(nb))
            if self.have_fast:
                self.e("im.consolidate")
                self.consolidate()
        cached = False
        while True:
            visited = filed = False
            while self.bins[0]:
                a = self.bins[0][-1]
                size, visited = self.size[a], True
                self.e("im.visit")
                if sreq and len(self.bins[0]) == 1:
                    self.e("im.visit_only_sreq")
                    if a == self.last_remainder:
                        self.e("im.is_last_remainder")
                        if 1024 <= size <= nb + 32 and size != nb:
                            self.e("im.lastrem_filed_large")
                        if size > nb + 32:
                            self.unlink(a, False)
                            self.size[a] = nb
                            self.insert(a + nb, size - nb)
                            self.last_remainder = a + nb
                            self.e("im.lastrem_split")
                            if size - nb >= 1024:
                                self.e("im.lastrem_lrest")
                            return a
                self.unlink(a, False)
                if size == nb:
                    if tc is not None and len(tc) < 7:
                        tc.append(a)
                        cached, filed = True, False
                        self.e("im.exact_to_tcache")
                        continue
                    self.e("im.exact_direct")
                    if nb > 1040:
                        self.e("im.exact_direct_uncacheable")
                        if self.bins[0]:
                            self.e("im.exact_direct_more_lreq")
                    return a
                self.file(a, size)
                filed = True
                if cached:
                    self.e("im.filed_after_cached")
            if cached:
                self.e("im.return_cached")
                if not sreq:
                    self.e("im.return_cached_lreq")
                if filed:
                    self.e("im.return_cached_after_file")
                return tc.pop()
            if visited:
                self.e("im.exit_after_file")
                if sreq:
                    self.e("im.exit_after_file_sreq")
            l = self.bins[idx]
            if not sreq and l:
                if self.size[l[0]] < nb:
                    self.e("im.own_too_small")
                else:
                    sizes = sorted({self.size[c] for c in l})
                    k = next(i for i, s in enumerate(sizes) if s >= nb)
                    self.e("im.fit")
                    self.e("im.fit_skip", k)
                    i = next(i for i, c in enumerate(l) if self.size[c] == sizes[k])
                    if i != len(l) - 1:
                        self.e("im.fit_not_last")
                        if self.size[l[i + 1]] == sizes[k]:
                            self.e("im.fit_second")
                            i += 1
                    return self.take(l[i], nb, "im.fit_exhaust", "im.fit_split", "im.fit_lrest", False)
            self.e("im.scan")
            b, block, found, shifted = idx + 1, idx + 1 >> 5, None, False
            while True:
                if shifted or not self.map[block] >> (b & 31):
                    shifted = False
                    block += 1
                    while block < 4 and not self.map[block]:
                        self.e("im.scan_words")
                        block += 1
                    if block == 4:
                        self.e("im.scan_none")
                        break
                    self.e("im.scan_words")
                    self.e("im.scan_word_found")
                    b = block << 5
                while not self.map[block] >> (b & 31) & 1:
                    self.e("im.scan_steps")
                    b += 1
                if self.bins[b]:
                    found = self.bins[b][-1]
                    break
                self.map[block] &= ~(1 << (b & 31))
                self.e("im.scan_marked_empty")
                b += 1
                if b & 31 == 0:                   # the bit was shifted out: as if no bit were left in this word
                    self.e("im.scan_marked_empty_bit31")
                    shifted = True
            if found is not None:
                return self.take(found, nb, "im.exhaust", "im.split", "im.split_lrest", sreq)
            if self.brk - self.top >= nb + 32:
                self.e("im.top")
                break
            if self.have_fast:
                self.e("im.top_short_consolidate")
                self.consolidate()
                continue
            self.e("im.sysmalloc")
            self.e("s.brk")
            self.brk += nb + 131072 + 32 - (self.brk - self.top) + 4095 & ~4095
            if self.brk <= self.max_brk:
                self.e("s.brk_was_higher")
            self.max_brk = max(self.brk, self.max_brk)
            break
        a = self.top
        self.size[a] = nb
        self.top += nb
        return a

    def take(self, a, nb, exhaust, split, lrest, sreq):
        rest = self.unlink(a) - nb
        if rest < 32:
            self.e(exhaust)
            return a
        self.e(split)
        self.size[a] = nb
        self.insert(a + nb, rest)
        if sreq:
            self.e("im.split_sreq")
            self.last_remainder = a + nb
        if rest >= 1024:
            self.e(lrest)
        return a

    def free(self, a):
        self.ev.clear()
        self.e("f.call")
        s = size = self.size[a]
        if s <= 1040:
            if len(self.tcache[s]) < 7:
                self.e("if.tcache")
                self.tcache[s].append(a)
                return
            self.e("if.tcache_full")
        if s <= 128:
            self.e("if.fast")
            if self.fast[s]:
                self.e("if.fast_nonempty")
            self.fast[s].append(a)
            self.have_fast = True
            return
        self.e("if.big")
        n = a + s
        if a in self.end:
            a = self.end[a]
            size += self.unlink(a)
            self.e("if.prev")
        if n == self.top:
            self.e("if.top")
            self.top = a
            size = self.brk - a
        else:
            if n in self.freed:
                size += self.unlink(n)
                self.e("if.next_free")
            else:
                self.e("if.next_used")
            if size >= 1024:
                self.e("if.large")
            self.insert(a, size)
        if size >= 65536:
            self.e("if.64k")
            if self.have_fast:
                self.e("if.consolidate")
                self.consolidate()
            top = self.brk - self.top
            if top >= 131072:
                self.e("if.trim")
                self.e("t.call")
                if top - 33 > 131072:
                    self.e("t.area")
                    pages = (top - 33 - 131072) // 4096
                    if pages:
                        self.e("t.ask")
                        self.e("t.trim")
                        self.brk -= 4096 * pages


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--prices", required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--calls", type=int, default=6000)
    a = ap.parse_args()
    price = {k: p[0] for v in json.load(open(a.prices))["decomposition"].values() for k, p in v["prices"].items()}
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(["gcc", "-O1", "-fno-builtin", "-o", tmp + "/r", HERE + "/malloc_random.c"], check=True)
        subprocess.run(["valgrind", "-q", "--tool=callgrind", "--combine-dumps=yes", "--dump-instr=yes", "--compress-pos=no", "--callgrind-out-file=" + tmp + "/cg", tmp + "/r", str(a.seed), str(a.calls)],
                       check=True, env={"LC_ALL": "C", "PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL)
        heap, n, used, wrong, bad, pend = None, 0, collections.Counter(), 0, collections.OrderedDict(), None
        total = collections.Counter()
        for p in proc.parts(tmp + "/cg"):
            if not p.trigger.startswith("Client Request: "):
                continue
            w = p.trigger[16:].split()
            if w[0] == "start":
                heap = Arena(int(w[1]), int(w[2]))
                continue
            if w[0] == "w":
                pend = p
                continue
            if w[0] == "m":
                got = heap.malloc(int(w[1])) + 16
                if got != int(w[2]) or heap.brk != int(w[3]):
                    print("call", n, "malloc", w[1], "address or break not as predicted:", int(w[2]) - got, int(w[3]) - heap.brk)
                    return 1
                p = pend
            else:
                heap.free(int(w[1]) - 16)
            n += 1
            used.update(heap.ev.keys())
            want, have = collections.Counter(), collections.Counter()
            for k, c in heap.ev.items():
                want[FUNCTION[k.split(".")[0]]] += price.get(k, 0) * c
            for (fn, fl, ob), v in p.self.items():
                have[proc.strip_clone(fn).split("'")[0]] += v
            total.update({f: have[f] for f in FUNCTION.values()})
            for f in FUNCTION.values():
                if want[f] != have[f]:
                    wrong += 1
                    key = (f, have[f] - want[f], (w[1] + " " if f == "_int_malloc" else "") + " ".join("%s*%d" % kc for kc in heap.ev.items() if FUNCTION[kc[0].split(".")[0]] == f))
                    bad[key] = bad.get(key, 0) + 1
    print("calls", n, "pieces exercised", len(used), "of", len(price), "wrong (function, call) pairs", wrong, "Ir compared", dict(total))
    for (f, d, ev), c in list(bad.items())[:25]:
        print("  x%d %s %+d: %s" % (c, f, d, ev))
    print("not exercised:", " ".join(sorted(set(price) - set(used))))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

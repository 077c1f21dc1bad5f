#!/usr/bin/env python3
"""entry_memory.py: reads allocator, collector and interpreter state out of a stopped Python 2.7 process.

State(...).all() gives one JSON object; a plain number that is an address counts bytes from the heap's
start, 'aK+off' lies in small-object arena K, 'x+off' in the interpreter's image, 'l+off' is counted from
the C library. Used by entry_state.py, which stops the process and says when.
"""
import os, re, struct
import proc

PAGE = proc.PAGE
BLOCK = 992                                    # ints and floats: bytes of the slots of one block, at most


class Mem:
    """the process's memory, page by page"""

    def __init__(self, pid):
        self.fd = os.open("/proc/%d/mem" % pid, os.O_RDONLY)
        self.cache = {}

    def read(self, a, n):
        out = b""
        while n:
            pg = a & ~(PAGE - 1)
            if pg not in self.cache:
                self.cache[pg] = os.pread(self.fd, PAGE, pg)
            o = a - pg
            out += self.cache[pg][o:o + n]
            k = min(n, PAGE - o)
            a, n = a + k, n - k
        return out

    def word(self, form, a):
        return struct.unpack("<" + form, self.read(a, struct.calcsize("<" + form)))[0]

    def u64(self, a):
        return self.word("Q", a)

    def i64(self, a):
        return self.word("q", a)

    def i32(self, a):
        return self.word("i", a)

    def str(self, a):
        out = b""
        while b"\0" not in out and len(out) < 200:
            out += self.read(a + len(out), 16)
        return out.split(b"\0")[0].decode("latin-1")


def rle(seq):
    """'3P 2. 1P': run lengths as text"""
    out, last, n = [], None, 0
    for s in list(seq) + [None]:
        if s == last:
            n += 1
        else:
            if last is not None:
                out.append("%d%s" % (n, last))
            last, n = s, 1
    return " ".join(out)


def runs(seq):
    """whole numbers with equal steps abbreviated: 'start:step:count'"""
    out, i = [], 0
    while i < len(seq):
        j = i + 1
        if j < len(seq):
            step = seq[j] - seq[i]
            while j + 1 < len(seq) and seq[j + 1] - seq[j] == step:
                j += 1
            if j - i >= 2:
                out.append("%d:%d:%d" % (seq[i], step, j - i + 1))
                i = j + 1
                continue
        out.append(str(seq[i]))
        i += 1
    return " ".join(out)


def chunk_text(chunks):
    """'41 6 3*3 49t': size / 16, state, repetition, in address order"""
    out, i = [], 0
    while i < len(chunks):
        j = i
        while j < len(chunks) and chunks[j] == chunks[i]:
            j += 1
        size, state = chunks[i]
        out.append("%d%s%s" % (size, state, "*%d" % (j - i) if j - i > 1 else ""))
        i = j
    return " ".join(out)


class State:
    def __init__(self, build, pid, regs):
        self.b, self.m, self.pid, self.regs = build, Mem(pid), pid, regs
        maps = proc.read_maps(pid)
        self.base = proc.load_base(maps, build.image)
        self.program = proc.load_base(maps, build.python) + build.program_link
        self.libc = proc.load_base(maps, build.libc) + proc.link_base(build.libc)
        self.H = 32 if build.trace else 16
        self.mp = self.libc + build.libcsym["mp_"][0]
        self.ma = self.libc + build.libcsym["main_arena"][0]
        self.heap = self.m.u64(self.mp + 96)
        self.arena_list = []

    def st(self, f, n):
        return self.base + self.b.static[(f, n)]

    def gl(self, n):
        return self.base + self.b.sym[n][0]

    def rel(self, a):
        if a == 0:
            return None
        if self.heap <= a <= self.top + self.topsize:
            return a - self.heap
        for k, base in enumerate(self.arena_list):
            if base <= a < base + 262144:
                return "a%d+%d" % (k, a - base)
        image = self.base + self.b.link
        return "x+%d" % (a - image) if image <= a < self.heap else "l%+d" % (a - self.libc)

    def tname(self, obj):
        return self.m.str(self.m.u64(self.m.u64(obj + self.H - 8) + self.H + 8))

    # ---- ints, floats, free lists
    def blocks(self, f, typ):
        m, H = self.m, self.H
        size, slots = H + 8, BLOCK // (H + 8)
        chain, p = [], m.u64(self.st(f, "block_list"))
        while p:
            chain.append(p)
            p = m.u64(p)
        order = list(reversed(chain))            # oldest first: the head of the list is the newest
        idx = {a: i for i, a in enumerate(order)}

        def where(a):
            for blk in order:
                if blk + 8 <= a < blk + 8 + size * slots:
                    return idx[blk], (a - blk - 8) // size
            raise ValueError("%#x lies in no block of %s" % (a, f))
        free, p = [], m.u64(self.st(f, "free_list"))
        while p:
            free.append(where(p))
            p = m.u64(p + H - 8)
        live, isfree = [], set(free)
        for blk in order:
            for k in range(slots):
                if (idx[blk], k) not in isfree:
                    a = blk + 8 + size * k
                    assert m.u64(a + H - 8) == typ, "a slot of %s is neither free nor live" % f
                    live.append((idx[blk], k, m.i64(a + H - 16), a))
        return order, [idx[a] for a in chain], free, live, where

    def ints(self):
        m, H = self.m, self.H
        slots = BLOCK // (H + 8)
        order, chain, free, live, where = self.blocks("intobject.c", self.gl("PyInt_Type"))
        small = struct.unpack("<262Q", m.read(self.st("intobject.c", "small_ints"), 262 * 8))
        odd = [[i - 5] + list(where(a)) for i, a in enumerate(small) if where(a) != (i // slots, slots - 1 - i % slots)]
        shared = set(small)
        return {"slots_per_block": slots, "int_size": H + 8, "blocks": [a - self.heap for a in order],
                "block_list_order": chain, "free_list": [list(p) for p in free],
                "small_refcounts": [m.i64(a + H - 16) for a in small], "small_misplaced": odd,
                "other_live": [[b, s, m.i64(a + H), rc] for b, s, rc, a in live if a not in shared]}

    def floats(self):
        order, chain, free, live, _ = self.blocks("floatobject.c", self.gl("PyFloat_Type"))
        return {"blocks": [a - self.heap for a in order], "block_list_order": chain, "free_list": [list(p) for p in free],
                "live": [[b, s, rc, self.m.word("d", a + self.H)] for b, s, rc, a in live]}

    def freelists(self):
        m, H = self.m, self.H
        out = {}
        for key, f in (("list", "listobject.c"), ("dict", "dictobject.c")):
            n, first = m.i32(self.st(f, "numfree")), self.st(f, "free_list")
            out[key] = {"numfree": n, "objects": [self.rel(m.u64(first + 8 * k)) for k in range(n)]}
        for key, f in (("cfunction", "methodobject.c"), ("bound_method", "classobject.c")):
            out[key] = {"numfree": m.i32(self.st(f, "numfree"))}
        n = struct.unpack("<20i", m.read(self.st("tupleobject.c", "numfree"), 80))
        first, heads = self.st("tupleobject.c", "free_list"), {}
        for k in range(1, 20):
            p, row = m.u64(first + 8 * k), []
            while p:
                row.append(self.rel(p))
                p = m.u64(p + H + 8)
            assert len(row) == n[k], "free tuples of size %d" % k
            if row:
                heads[str(k)] = row
        out["tuple"] = {"numfree": list(n), "objects": heads}
        return out

    def gc(self):
        m, g = self.m, self.st("gcmodule.c", "generations")
        gens, stride = [], self.b.sym["generations"][1] // 3      # 40, or 48 where a head is 16-byte aligned
        for k in range(3):
            h = g + stride * k
            n, p = 0, m.u64(h)
            while p != h:
                n, p = n + 1, m.u64(p)
            gens.append({"threshold": m.i32(h + 32), "count": m.i32(h + 36), "length": n})
        return {"generations": gens, "long_lived_total": m.i64(self.st("gcmodule.c", "long_lived_total")),
                "long_lived_pending": m.i64(self.st("gcmodule.c", "long_lived_pending"))}

    # ---- small-object allocator
    def rings(self, classes):
        """size index -> pools in use, from the head of the ring"""
        m, up, out = self.m, self.st("obmalloc.c", "usedpools"), {}
        for c in range(classes):
            head, p, ring = up + 16 * c - 16, m.u64(up + 16 * c), []
            while p != head:
                ring.append(p)
                p = m.u64(p + 16)
            if ring:
                out[c] = ring
        return out

    def obmalloc(self):
        m = self.m
        table, count = m.u64(self.st("obmalloc.c", "arenas")), self.m.word("I", self.st("obmalloc.c", "maxarenas"))
        ncls = self.b.sym["usedpools"][1] // 16
        step = 512 // ncls
        recs = [(k, r) for k in range(count) for r in [struct.unpack("<QQIIQQQ", m.read(table + 48 * k, 48))] if r[0]]
        self.arena_list = [r[0] for k, r in recs]
        rings = self.rings(ncls)
        used = {q for ring in rings.values() for q in ring}
        arenas = []
        for k, (address, pool_address, nfree, _total, fp, _next, _prev) in recs:
            base, empty, rows = (address + PAGE - 1) & ~(PAGE - 1), [], []
            while fp:
                empty.append((fp - base) // PAGE)
                fp = m.u64(fp + 16)
            for q in range(base, pool_address, PAGE):
                index = m.word("I", q + 36)
                rows.append("%s%d" % ("E" if (q - base) // PAGE in empty else "P" if q in used else "F", index))
            arenas.append({"base_rel_libc": address - self.libc, "pool_address": pool_address - base, "nfreepools": nfree,
                           "freepools": empty, "pools": " ".join(rows)})
        classes = {}
        for c, ring in rings.items():
            size = (c + 1) * step
            rows = []
            for q in ring:
                chain, f = [], m.u64(q + 8)
                while f:
                    chain.append((f - q - 48) // size)
                    f = m.u64(f)
                rows.append([self.rel(q), m.word("I", q), m.word("I", q + 40), runs(chain)])
            classes[str(size)] = {"partial": rows}
        order, usable, p = {table + 48 * k: i for i, (k, _) in enumerate(recs)}, [], m.u64(self.st("obmalloc.c", "usable_arenas"))
        while p:
            usable.append(order[p])
            p = m.u64(p + 32)
        out = {"alignment": step, "arena_table": self.rel(table) if table else None, "arenas": arenas,
               "usable_arenas": usable, "classes": classes}
        if ("obmalloc.c", "running_on_valgrind") in self.b.static:
            out["running_on_valgrind"] = m.i32(self.st("obmalloc.c", "running_on_valgrind"))
        return out

    # ---- glibc
    def glibc(self):
        m, ma, heap = self.m, self.ma, self.heap
        counts, ent = struct.unpack("<64H", m.read(heap + 16, 128)), struct.unpack("<64Q", m.read(heap + 144, 512))
        state, tcache, fast, bins = {}, {}, {}, {}
        for k in range(64):
            row, p = [], ent[k]
            for _ in range(counts[k]):
                row.append(p - 16 - heap)
                state[p - 16] = "t"
                p = m.u64(p) ^ (p >> 12)
            if row:
                tcache[str(32 + 16 * k)] = row
        for k in range(10):
            row, c = [], m.u64(ma + 16 + 8 * k)
            while c:
                row.append(c - heap)
                state[c] = "f"
                c = m.u64(c + 16) ^ ((c + 16) >> 12)
            if row:
                fast[str(32 + 16 * k)] = row
        for k in range(1, 128):
            h = ma + 96 + 16 * (k - 1)
            row, c = [], m.u64(h + 16)
            while c != h:
                row.append([c - heap, m.u64(c + 8) & ~7])
                state[c] = "b"
                c = m.u64(c + 16)
            if row:
                bins[k] = row
        self.top, chunks, c = m.u64(ma + 96), [], heap
        self.topsize = m.u64(self.top + 8) & ~7
        while c < self.top:
            size = m.u64(c + 8) & ~7
            chunks.append((size // 16, state.get(c, "")))
            c += size
        last = m.u64(ma + 104)
        return {"heap_start_rel_image": heap - self.program, "top": self.top - heap, "brk_end": self.top + self.topsize - heap,
                "last_remainder": last - heap if last else None, "have_fastchunks": m.i32(ma + 8),
                "binmap": list(struct.unpack("<4I", m.read(ma + 2144, 16))), "tcache": tcache, "fastbins": fast,
                "unsorted": bins.pop(1, []), "smallbins": {str(16 * k): [a for a, s in v] for k, v in bins.items() if k < 64},
                "largebins": {str(k): v for k, v in bins.items() if k >= 64}, "chunks": chunk_text(chunks)}

    # ---- dictionaries
    def text(self, obj):
        return self.m.read(obj + self.H + 20, self.m.i64(obj + self.H)).decode("latin-1") if self.tname(obj) == "str" else "?"

    def entries(self, d):
        """(slot, key, value) of the slots in use"""
        m, H = self.m, self.H
        table = m.u64(d + H + 24)
        for i in range(m.u64(d + H + 16) + 1):
            _hash, key, value = struct.unpack("<QQQ", m.read(table + 24 * i, 24))
            if key and value:
                yield i, self.text(key), value

    def dict(self, d, entries=False):
        m, H = self.m, self.H
        table = m.u64(d + H + 24)
        out = {"object": self.rel(d), "fill": m.i64(d + H), "used": m.i64(d + H + 8), "mask": m.i64(d + H + 16),
               "table": "inside the object" if table == d + H + 40 else self.rel(table), "refcount": m.i64(d + H - 16)}
        if entries:
            out["entries"] = [[i, key] for i, key, _ in self.entries(d)]
        return out

    def interp(self):
        glob = self.regs["rsi"]
        builtins = next(value for _, key, value in self.entries(glob) if key == "__builtins__")
        if self.tname(builtins) == "module":
            builtins = self.m.u64(builtins + self.H)
        return {"main_dict": self.dict(glob, True), "builtin_dict": self.dict(builtins),
                "ticker": self.m.i32(self.gl("_Py_Ticker")), "check_interval": self.m.i32(self.gl("_Py_CheckInterval"))}

    # ---- pages
    def vmas(self):
        out, cur = [], None
        for line in open("/proc/%d/smaps" % self.pid):
            m = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)", line)
            if m:
                cur = {"a": int(m[1], 16), "b": int(m[2], 16), "perms": m[3], "name": m[4].strip(), "kb": {}}
                out.append(cur)
            else:
                k, v = line.split(":", 1)
                if v.strip().endswith("kB"):
                    cur["kb"][k] = int(v.split()[0])
        rows, totals = [], {}
        stack_end = [v["b"] for v in out if v["name"] == "[stack]"][0]
        with open("/proc/%d/pagemap" % self.pid, "rb") as pm:
            for v in (v for v in out if v["name"] != "[vsyscall]"):
                rows.append(self.vma_row(v, pm, stack_end))
                for k, kb in v["kb"].items():
                    totals[k] = totals.get(k, 0) + kb
        return {"rows": rows, "totals_kb": {k: totals.get(k, 0) for k in ("Rss", "Pss", "Private_Dirty", "Private_Clean", "Anonymous")}}

    def vma_row(self, v, pm, stack_end):
        name, real, kb = os.path.basename(v["name"]), os.path.realpath(v["name"]), v["kb"]
        if real in (self.b.python, self.b.image):
            name = "(interpreter)"
        if v["name"] == "[stack]":
            at = ["stack_end", v["a"] - stack_end]
        elif self.program <= v["a"] < self.heap + (1 << 32):
            at = ["image", v["a"] - self.program]
        else:
            at = ["libc", v["a"] - self.libc]
        row = [name or "(anonymous)"] + at + [v["b"] - v["a"], v["perms"]] + [kb.get(k, 0) for k in ("Rss", "Private_Dirty", "Anonymous")]
        if "w" in v["perms"]:
            pm.seek(v["a"] // PAGE * 8)
            raw = pm.read((v["b"] - v["a"]) // PAGE * 8)
            ent = struct.unpack("<%dQ" % (len(raw) // 8), raw)
            row.append(rle("." if not e >> 63 and not e >> 62 & 1 else "F" if e >> 61 & 1 else "P" for e in ent))
        return row

    def all(self, faults=None):
        """everything; `faults`: minor faults since exec, for a process that runs natively"""
        pages = None if faults is None else self.vmas()       # first: nothing else has touched the process yet
        glibc, small = self.glibc(), self.obmalloc()
        out = {} if faults is None else {"minor_faults_since_exec": faults, "pages": pages}
        return dict(out, ints=self.ints(), gc=self.gc(), freelists=self.freelists(), floats=self.floats(), glibc=glibc,
                    obmalloc=small, interp=self.interp())

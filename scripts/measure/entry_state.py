#!/usr/bin/env python3
"""entry_state.py: freezes a Python 2.7 process when the module's own code starts and writes down its state.

The moment is the last PyEval_EvalCode that run_mod calls before Py_Finalize. Natively the process is
stopped by the processor's debug registers (ptrace, address randomisation off), so that no page of text is
modified; inside valgrind it is stopped by gdb through vgdb. What is read is told in entry_memory.py.
record() gives what scripts/convert reads: launches, the state inside valgrind, and where brk ends there.
Needs the C library's symbols (libc6-dbg) and debug information of the interpreter.
"""
import json, os, re, shutil, signal, subprocess, tempfile, time
import proc
from entry_memory import State
from gdb_range_state import statics, symbols

FILES = {"intobject.c": "block_list free_list small_ints", "floatobject.c": "block_list free_list",
         "listobject.c": "numfree free_list", "dictobject.c": "numfree free_list",
         "tupleobject.c": "numfree free_list", "methodobject.c": "numfree", "classobject.c": "numfree",
         "gcmodule.c": "generations long_lived_total long_lived_pending",
         "obmalloc.c": "usedpools arenas maxarenas usable_arenas running_on_valgrind"}
# run_mod, or the functions into which a compiler builds it
MODULE_CALLERS = ("run_mod", "PyRun_FileExFlags", "PyRun_StringFlags")
OPTIONAL = {("obmalloc.c", "running_on_valgrind")}
DEBUG_REGISTERS = 848                          # offsetof(struct user, u_debugreg)
MEMORY_CALLS = {9: "mmap", 10: "mprotect", 11: "munmap", 12: "brk", 25: "mremap", 28: "madvise"}


class NoSymbols(Exception):
    pass


class Build:
    """where things lie in an interpreter, in the file that holds its code, and in the C library"""

    def __init__(self, python):
        self.python, self.image = os.path.realpath(python), proc.image_path(python)
        self.link, self.program_link = proc.link_base(self.image), proc.link_base(self.python)
        self.entry = proc.entry_point(self.python)
        self.sym = symbols(self.image)
        self.static = statics(self.image, {f: names.split() for f, names in FILES.items()})
        missing = [n for f, names in FILES.items() for n in names.split() if (f, n) not in self.static and (f, n) not in OPTIONAL]
        if missing:
            raise NoSymbols("no debug information for %s" % ", ".join(missing))
        self.trace = "_Py_RefTotal" in self.sym
        self.callers = [self.sym[n] for n in MODULE_CALLERS if n in self.sym]
        self.libc = proc.libc_of(self.python)
        self.libcsym = symbols(self.libc)
        if "main_arena" not in self.libcsym or "mp_" not in self.libcsym:
            raise NoSymbols("the C library has no debug symbols (Debian: libc6-dbg)")


# ------------------------------------------------------------------ natively
def hwbreaks(pid, addrs):
    proc.pt(proc.POKEUSER, pid, DEBUG_REGISTERS + 56, 0)
    ctl = 0
    for i, a in enumerate(addrs):
        proc.pt(proc.POKEUSER, pid, DEBUG_REGISTERS + 8 * i, a)
        ctl |= 1 << (2 * i)
    proc.pt(proc.POKEUSER, pid, DEBUG_REGISTERS + 56, ctl)


def hit(pid):
    s = proc.pt(proc.PEEKUSER, pid, DEBUG_REGISTERS + 48)
    proc.pt(proc.POKEUSER, pid, DEBUG_REGISTERS + 48, 0)
    return s & 15


def minor_faults(pid):
    return int(open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()[7])


def cont(pid, request=proc.CONT):
    """continues to a trap, a system call or the end"""
    sig = 0
    while True:
        proc.pt(request, pid, 0, sig)
        _, st = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(st):
            return "exit"
        s = os.WSTOPSIG(st)
        if s == signal.SIGTRAP:
            return "trap"
        if s == signal.SIGTRAP | 0x80:
            return "sys"
        sig = s


class Process:
    """an interpreter stopped behind the loader's work, its libraries mapped"""

    def __init__(self, build, launch, source, each=None):
        self.b, self.each = build, each
        wd = proc.workdir(source, "eswork")
        self.pid = proc.start_traced(proc.argv_of(build.python, launch, source), wd)
        self.faults0 = minor_faults(self.pid)  # of the launcher's child and of exec itself
        base = proc.load_base(proc.read_maps(self.pid), build.python)
        hwbreaks(self.pid, [base + build.entry])
        while True:
            why = cont(self.pid, proc.SYSCALL if each else proc.CONT)
            if why == "exit":
                raise RuntimeError("the interpreter ended before its own code began")
            if why == "trap":
                break
            each(self.pid)
        hit(self.pid)
        self.base = proc.load_base(proc.read_maps(self.pid), build.image)

    def at(self, name):
        return self.base + self.b.sym[name][0]

    def from_run_mod(self):
        caller = proc.pt(proc.PEEK, self.pid, proc.reg(self.pid, "rsp")) - self.base
        return any(lo <= caller < lo + size for lo, size in self.b.callers)

    def kill(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def modules(build, launch, source):
    """how often run_mod calls PyEval_EvalCode before Py_Finalize"""
    p = Process(build, launch, source)
    hwbreaks(p.pid, [p.at("PyEval_EvalCode"), p.at("Py_Finalize")])
    n = 0
    while True:
        if cont(p.pid) == "exit":
            raise RuntimeError("the interpreter ended before Py_Finalize")
        h = hit(p.pid)
        if h & 2:
            break
        n += h & 1 and p.from_run_mod()
    p.kill()
    return n


def native_state(build, launch, source, nth):
    p = Process(build, launch, source)
    try:
        hwbreaks(p.pid, [p.at("PyEval_EvalCode")])
        n = 0
        while n < nth:
            if cont(p.pid) == "exit":
                raise RuntimeError("the interpreter ended early")
            hit(p.pid)
            n += p.from_run_mod()
        regs = {k: proc.reg(p.pid, k) for k in ("rdi", "rsi", "rdx")}
        return State(build, p.pid, regs).all(minor_faults(p.pid) - p.faults0)
    finally:
        p.kill()


class Calls:
    """the memory system calls of a process, as they end"""

    def __init__(self):
        self.log, self.inside, self.brk = [], False, None

    def __call__(self, pid):
        self.inside = not self.inside
        name = MEMORY_CALLS.get(proc.reg(pid, "orig_rax"))
        if self.inside or name is None:
            return
        a, res = [proc.reg(pid, r) for r in ("rdi", "rsi", "rdx", "r10")], proc.reg(pid, "rax")
        if name == "brk":
            self.log.append(["brk", 0 if self.brk is None else res - self.brk])
            self.brk = res
        elif name == "mmap":
            self.log.append(["mmap", a[1], "anon" if a[3] & 0x20 else "file", a[2]])
        else:
            self.log.append([name, a[1]] + ([a[2]] if name in ("mprotect", "mremap") else []))


def memory_calls(build, launch, source, nth):
    """memory system calls before the moment and after the module's end"""
    calls = Calls()
    p = Process(build, launch, source, calls)
    marks = [p.at("PyEval_EvalCode"), p.at("Py_Finalize")]
    hwbreaks(p.pid, marks)
    n, before, after = 0, None, None
    while True:
        why = cont(p.pid, proc.SYSCALL)
        if why == "exit":
            return {"before_entry": before, "after_module": calls.log[after:]}
        if why == "sys":
            calls(p.pid)
            continue
        h = hit(p.pid)
        if h & 4 and after is None:
            after = len(calls.log)
        if h & 1 and before is None:
            n += p.from_run_mod()
            if n == nth:
                before = list(calls.log)
                hwbreaks(p.pid, marks + [proc.pt(proc.PEEK, p.pid, proc.reg(p.pid, "rsp"))])


# ------------------------------------------------------------------ inside valgrind
GDB = r"""
import gdb, json, os, time
gdb.execute("set pagination off"); gdb.execute("set confirm off")
cfg = json.loads(os.environ["ENTRY_STATE_CFG"])
gdb.execute(cfg["start"])
def base_of(path):
    return min(int(l.split("-")[0], 16) for l in open("/proc/%d/maps" % cfg["pid"]) if l.rstrip().endswith(path))
start = gdb.Breakpoint("*%d" % (base_of(cfg["python"]) - cfg["program_link"] + cfg["entry"]))
gdb.execute("continue", to_string=True)
start.delete()
base = base_of(cfg["image"]) - cfg["link"]
gdb.Breakpoint("*%d" % (base + cfg["evalcode"]))
n = 0
while n < cfg["nth"]:
    gdb.execute("continue", to_string=True)
    rsp = int(gdb.parse_and_eval("$rsp")) & (2**64-1)
    caller = int.from_bytes(bytes(gdb.selected_inferior().read_memory(rsp, 8)), "little") - base
    n += any(lo <= caller < lo + size for lo, size in cfg["callers"])
json.dump({k: int(gdb.parse_and_eval("$" + k)) & (2**64-1) for k in ("rdi", "rsi", "rdx")}, open(cfg["out"] + ".tmp", "w"))
os.rename(cfg["out"] + ".tmp", cfg["out"])
while not os.path.exists(cfg["out"] + ".done"):
    time.sleep(0.05)
gdb.execute("kill")
"""
WAIT_SECONDS = 240


def inside_valgrind(build, launch, source, nth):
    wd, tmp = proc.workdir(source, "eswork"), tempfile.mkdtemp(prefix="entry")
    out = os.path.join(tmp, "regs.json")
    env = {"LC_ALL": "C"}
    with open(os.path.join(wd, "o"), "wb") as so, open(os.path.join(wd, "e"), "wb") as se:
        vg = subprocess.Popen([shutil.which("valgrind"), "--tool=none", "--vgdb=yes", "--vgdb-error=0", "--vgdb-prefix=" + tmp + "/v"]
                              + proc.argv_of(build.python, launch, source), env=env, stdin=subprocess.DEVNULL, cwd=wd, stdout=so,
                              stderr=se, preexec_fn=proc.default_signals)
    gdb = None
    try:
        waited(lambda: any(f.startswith("v") for f in os.listdir(tmp)), vg, "valgrind opened no connection for gdb")
        time.sleep(0.5)
        cfg = {"start": "target remote | %s --vgdb-prefix=%s/v --pid=%d" % (shutil.which("vgdb"), tmp, vg.pid), "pid": vg.pid,
               "python": build.python, "image": build.image, "link": build.link, "program_link": build.program_link,
               "entry": build.entry, "evalcode": build.sym["PyEval_EvalCode"][0],
               "callers": build.callers, "nth": nth, "out": out}
        script = os.path.join(tmp, "s.py")
        with open(script, "w") as f:
            f.write(GDB)
        gdb = subprocess.Popen(["gdb", "-nx", "-q", "-batch", "-iex", "set debug-file-directory /nowhere", "-iex", "set auto-load no", "-x", script],
                               cwd=wd, env=dict(os.environ, ENTRY_STATE_CFG=json.dumps(cfg)), stdin=subprocess.DEVNULL,
                               stdout=open(os.path.join(tmp, "gdb.log"), "wb"), stderr=subprocess.STDOUT)
        waited(lambda: os.path.exists(out), gdb, "gdb did not reach the module's code", os.path.join(tmp, "gdb.log"))
        return State(build, vg.pid, json.load(open(out))).all()
    finally:
        open(out + ".done", "w").close()
        for child in (gdb, vg):
            if child is not None:
                try:
                    child.wait(20)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        shutil.rmtree(tmp, ignore_errors=True)


def waited(done, child, complaint, log=None):
    for _ in range(WAIT_SECONDS * 20):
        if done():
            return
        if child.poll() is not None:
            break
        time.sleep(0.05)
    text = open(log, errors="replace").read()[-300:] if log else ""
    raise RuntimeError(complaint + (": " + " ".join(text.split()) if text else ""))


def valgrind_brk(build, launch, brk_end):
    """where brk ends inside valgrind, from its own trace of range(10**6)"""
    wd = proc.workdir("range(1000000)", "eswork")
    r = subprocess.run([shutil.which("valgrind"), "--tool=none", "--trace-syscalls=yes"] + proc.argv_of(build.python, launch, "range(1000000)"),
                       env={"LC_ALL": "C"}, cwd=wd, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    v = [(int(a, 16), int(b, 16)) for a, b in re.findall(r"sys_brk \( 0x([0-9a-f]+) \).*?Success\(0x([0-9a-f]+)\)", r.stdout + r.stderr)]
    base = v[0][1]
    refused, seen = 0, False
    for want, got in v:
        refused = refused or (want - base if seen and want and got != want else 0)
        seen = seen or got - base >= brk_end
    return {"last_successful_brk": max(g for _, g in v) - base, "first_refused_brk": refused}


# ------------------------------------------------------------------ everything
def delta(a, b):
    """the parts of b that differ from a, nested the same way"""
    out = {}
    for k in b:
        if k not in a:
            out[k] = b[k]
        elif isinstance(b[k], dict) and isinstance(a[k], dict):
            d = delta(a[k], b[k])
            if d:
                out[k] = d
        elif a[k] != b[k]:
            out[k] = b[k]
    gone = [k for k in a if k not in b]
    if gone:
        out["(absent)"] = gone
    return out


def native_record(build, launch, source):
    nth = modules(build, launch, source)
    return dict(native_state(build, launch, source, nth), syscalls=memory_calls(build, launch, source, nth))


def record(python, launches=("recipe",), told=lambda text: None):
    build = Build(python)
    out = {"launches": {}}
    for launch in launches:
        told("entry state, launch %s" % launch)
        p, r = (native_record(build, launch, source) for source in ("pass", "range(300)"))
        out["launches"][launch] = {"pass": p, "range(300)_delta": delta(p, r)}
    told("entry state inside valgrind")
    nth = modules(build, "recipe", "pass")
    vp, vr = (inside_valgrind(build, "recipe", source, nth) for source in ("pass", "range(300)"))
    native = {k: v for k, v in out["launches"]["recipe"]["pass"].items() if k in vp}
    told("end of brk inside valgrind")
    out["under_valgrind_recipe"] = {"pass_delta_to_native": delta(native, vp), "range(300)_delta_to_pass": delta(vp, vr),
                                    "brk": valgrind_brk(build, "recipe", vp["glibc"]["brk_end"])}
    return out

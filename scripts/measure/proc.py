#!/usr/bin/env python3
"""proc.py: helpers shared by the scripts of this folder: symbols of a binary, the pinned launch of
Python 2.7, single-stepping (ptrace), reading callgrind files part by part, compact JSON.

Pinned launch ("recipe"): fresh folder with a fixed-length name that holds only p.py; environment
LC_ALL=C and nothing else; programs by full path; stdin the null device, stdout and stderr files;
every signal disposition at its default; flags -S -E -B p.py  (site: -B p.py; c: -S -E -c TEXT).
"""
import collections, ctypes, json, os, re, shutil, signal, struct, subprocess, tempfile

PYTHONS = {"2.7.18-debian-release": "python2.7", "2.7.18-debian-pydebug": "python2.7-dbg"}
LAUNCHES = {"recipe": ["-S", "-E", "-B", "p.py"], "site": ["-B", "p.py"], "c": ["-S", "-E", "-c", None]}
CLONE = re.compile(r"\.(isra|part|constprop|cold|lto_priv|llvm)(\.\d+)*")
PAGE = 4096


def python_path(build):
    return shutil.which(PYTHONS[build], path="/usr/bin:" + os.environ.get("PATH", ""))


# ------------------------------------------------------------------ launch
def argv_of(python, launch, source):
    return [python] + [source.rstrip("\n") if a is None else a for a in LAUNCHES[launch]]


def workdir(source, root="cgwork"):
    root = os.path.join(tempfile.gettempdir(), root)
    os.makedirs(root, exist_ok=True)
    wd = os.path.join(root, "%06d" % (os.getpid() % 1000000))
    shutil.rmtree(wd, ignore_errors=True)
    os.mkdir(wd)
    with open(os.path.join(wd, "p.py"), "w") as f:
        f.write(source if source.endswith("\n") else source + "\n")
    return wd


def default_signals():
    for s in range(1, signal.NSIG):
        try:
            signal.signal(s, signal.SIG_DFL)
        except (OSError, ValueError):
            pass


def run_pinned(cmd, wd, env=None):
    with open(os.path.join(wd, "o"), "wb") as so, open(os.path.join(wd, "e"), "wb") as se, open(os.devnull, "rb") as si:
        r = subprocess.run(cmd, cwd=wd, env=env or {"LC_ALL": "C"}, stdin=si, stdout=so, stderr=se, preexec_fn=default_signals)
    if r.returncode:
        last = [t for t in open(os.path.join(wd, "e"), errors="replace").read().split("\n") if t.strip()][-1:]
        raise RuntimeError("the run of %s died (%d): %s" % (os.path.basename(cmd[-2]), r.returncode, "".join(last)))


# ------------------------------------------------------------------ symbols
def debug_file(path):
    """the file with symbols and line numbers of `path`: its separate debug file if installed, else itself"""
    t = subprocess.run(["readelf", "-n", path], capture_output=True, text=True).stdout
    m = re.search(r"Build ID: ([0-9a-f]+)", t)
    if m:
        f = "/usr/lib/debug/.build-id/%s/%s.debug" % (m[1][:2], m[1][2:])
        if os.path.exists(f):
            return f
    return path


def strip_clone(name):
    return CLONE.sub("", name)


def functions(path):
    """sorted [(start, size, name without clone suffix)] of the functions of a binary, link-time addresses"""
    out = {}
    t = subprocess.run(["readelf", "-sW", debug_file(path)], capture_output=True, text=True).stdout
    for line in t.splitlines():
        f = line.split()
        if len(f) == 8 and f[0].endswith(":") and f[3] in ("FUNC", "IFUNC") and f[6] != "UND" and int(f[2], 0):
            n = strip_clone(f[7].split("@")[0])
            a = int(f[1], 16)
            if a not in out or (out[a][1].startswith("_") and not n.startswith("_")):
                out[a] = (int(f[2], 0), n)
    return sorted((a, s, n) for a, (s, n) in out.items())


def link_base(path):
    t = subprocess.run(["readelf", "-lW", path], capture_output=True, text=True).stdout
    return min(int(m, 16) for m in re.findall(r"^\s+LOAD\s+\S+\s+(0x[0-9a-f]+)", t, re.M))


def entry_point(path):
    """link-time address of a program's first own instruction"""
    t = subprocess.run(["readelf", "-hW", path], capture_output=True, text=True).stdout
    return int(re.search(r"Entry point address:\s+(0x[0-9a-f]+)", t)[1], 16)


def libraries(path):
    """the files that the loader maps for a program, by the name that the program asks for"""
    t = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
    return {m[1]: os.path.realpath(m[2]) for m in re.finditer(r"^\s*(\S+) => (/\S+)", t, re.M)}


def libc_of(path):
    return libraries(path)["libc.so.6"]


def image_path(python):
    """the file that holds the interpreter's code: the program, or the library it is linked to"""
    shared = [f for name, f in libraries(python).items() if re.match(r"libpython2\.7", name)]
    return shared[0] if shared else os.path.realpath(python)


# ------------------------------------------------------------------ callgrind files
class Part:
    """one dump: self, inclusive and calls per (function, file, object); self per instruction address"""

    def __init__(self):
        self.trigger = ""
        self.total = 0
        self.self = collections.Counter()
        self.inclusive = collections.Counter()
        self.calls = collections.Counter()
        self.instr = collections.defaultdict(collections.Counter)


def parts(path):
    """the dumps of one file written with --combine-dumps=yes --dump-instr=yes --compress-pos=no"""
    names = {"ob": {}, "fl": {}, "fn": {}}
    p, ob, fl, fn, cur, npos = Part(), "", "", "", "", 1
    cob = cfl = cfn = pending = None

    def name(kind, text):
        m = re.match(r"\((\d+)\)\s*(.*)$", text)
        if m[2]:
            names[kind][m[1]] = m[2]
        return names[kind][m[1]]

    for line in open(path, errors="replace"):
        line = line.rstrip("\n")
        if not line:
            continue
        if line[0].isdigit():
            t = line.split()
            cost = int(t[npos]) if len(t) > npos else 0
            p.inclusive[fn, fl, ob] += cost
            if pending:
                p.calls[pending[1:]] += pending[0]
                pending = None
            else:
                p.self[fn, fl, ob] += cost
                if npos == 2:
                    p.instr[fn, fl, ob][int(t[0], 16)] += cost
        elif line.startswith("part:"):
            p = Part()
        elif line.startswith("desc: Trigger:"):
            p.trigger = line[14:].strip()
        elif line.startswith("positions:"):
            npos = len(line.split()) - 1
        elif line.startswith("totals:"):
            p.total = int(line.split()[1])
            yield p
        else:
            k, eq, v = line.partition("=")
            if not eq:
                continue
            if k == "ob":
                ob = name("ob", v)
            elif k == "fl":
                fl = cur = name("fl", v)
            elif k == "fn":
                fn = name("fn", v)
                cob = cfl = None
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


def is_loader(obj):
    return re.match(r"ld-linux|ld-\d|ld\.so", os.path.basename(obj)) is not None


def row_key(fn, fl, merge_clones=True):
    """'name|file' with recursion levels and (normally) compiler clones merged"""
    n = re.sub(r"'\d+$", "", fn)
    n = strip_clone(n) if merge_clones else n
    b = os.path.basename(fl)
    return ("0x?" if n.startswith("0x") else n) + "|" + ("" if b == "???" else b)


# ------------------------------------------------------------------ ptrace
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long] * 4
TRACEME, PEEK, POKE, PEEKUSER, POKEUSER, CONT, STEP, SYSCALL, SETOPT = 0, 2, 5, 3, 6, 7, 9, 24, 0x4200
REG = {n: 8 * i for i, n in enumerate("r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi "
                                      "orig_rax rip cs eflags rsp ss".split())}


def pt(req, pid, a=0, b=0):
    ctypes.set_errno(0)
    r = libc.ptrace(req, pid, a, ctypes.c_long(b).value)
    if ctypes.get_errno() and req not in (PEEK, PEEKUSER):
        raise OSError(ctypes.get_errno(), "ptrace %d" % req)
    return r & (2**64 - 1)


def reg(pid, name):
    return pt(PEEKUSER, pid, REG[name])


def start_traced(argv, wd, env=None, no_aslr=True):
    """start a program stopped at its first instruction, in folder wd, the pinned way"""
    pid = os.fork()
    if pid == 0:
        try:
            default_signals()
            os.chdir(wd)
            for fd, n, fl in ((0, os.devnull, os.O_RDONLY), (1, "o", os.O_CREAT | os.O_WRONLY | os.O_TRUNC),
                              (2, "e", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)):
                x = os.open(n, fl, 0o644)
                os.dup2(x, fd)
                if x != fd:
                    os.close(x)
            os.closerange(3, 256)
            if no_aslr:
                libc.personality(0x0040000)
            libc.ptrace(TRACEME, 0, 0, 0)
            os.execve(argv[0], argv, env or {"LC_ALL": "C"})
        finally:
            os._exit(127)
    os.waitpid(pid, 0)
    pt(SETOPT, pid, 0, 0x00100001)             # EXITKILL | TRACESYSGOOD
    return pid


def read_maps(pid):
    out = []
    for line in open("/proc/%d/maps" % pid):
        f = line.split(None, 5)
        a, b = (int(v, 16) for v in f[0].split("-"))
        out.append((a, b, f[1], f[5].strip() if len(f) > 5 else ""))
    return out


def load_base(maps, path):
    path = os.path.realpath(path)
    return min(a for a, b, p, n in maps if n and os.path.realpath(n) == path) - link_base(path)


def run_until(pid, addrs):
    """continue until one of the addresses is reached (temporary int3); returns it, None at exit"""
    old = {}
    for a in addrs:
        old[a] = pt(PEEK, pid, a)
        pt(POKE, pid, a, (old[a] & ~0xFF) | 0xCC)
    pt(CONT, pid)
    _, st = os.waitpid(pid, 0)
    if not os.WIFSTOPPED(st):
        return None
    for a, w in old.items():
        pt(POKE, pid, a, w)
    rip = reg(pid, "rip") - 1
    assert rip in old, hex(rip)
    pt(POKEUSER, pid, REG["rip"], rip)
    return rip


# ------------------------------------------------------------------ JSON
def pretty(x, ind=0, width=130):
    """JSON text with short objects and lists on one line"""
    flat = json.dumps(x)
    if len(flat) < width or not isinstance(x, (dict, list)):
        return flat
    pad = " " * (ind + 1)
    if isinstance(x, dict):
        return "{\n" + ",\n".join(pad + json.dumps(k) + ": " + pretty(v, ind + 1, width) for k, v in x.items()) + "\n" + " " * ind + "}"
    if all(len(json.dumps(v)) < 44 for v in x):
        lines, cur = [], ""
        for v in x:
            s = json.dumps(v)
            if cur and len(cur) + len(s) > width:
                lines.append(cur)
                cur = ""
            cur += (", " if cur else "") + s
        return "[\n" + ",\n".join(pad + s for s in lines + [cur]) + "\n" + " " * ind + "]"
    return "[\n" + ",\n".join(pad + pretty(v, ind + 1, width) for v in x) + "\n" + " " * ind + "]"

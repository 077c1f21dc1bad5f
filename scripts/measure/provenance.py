#!/usr/bin/env python3
"""provenance.py: where a measured data set comes from (used by the other scripts in this folder).

provenance(command, binaries) gives tool versions, the glibc package, sha256 of every measured
binary (named by its base name: no machine paths), the processor flags that choose glibc's
string functions (of the machine, and as seen by a program under valgrind), and the date.
"""
import datetime, hashlib, os, re, shutil, subprocess

FLAGS = ("erms", "fsrm", "avx2", "bmi2", "rtm", "avx512f", "avx512vl", "avx512bw")


def out(*cmd):
    return subprocess.run(cmd, capture_output=True, text=True).stdout.strip()


def sha256(path):
    return hashlib.sha256(open(os.path.realpath(path), "rb").read()).hexdigest()


def libc_path():
    return re.search(r"=> (\S*libc\.so\.6\S*)", out("ldd", shutil.which("env")))[1]


def package(name):
    return out("dpkg-query", "-W", "-f", "${Package} ${Version}", name)


def provenance(command, binaries=(), packages=("libc6",)):
    text = open("/proc/cpuinfo").read()
    have = re.search(r"^flags\s*:\s*(.*)$", text, re.M)[1].split()
    flags = {f: f in have for f in FLAGS}
    flags["evex (avx512vl+avx512bw+bmi2)"] = flags["avx512vl"] and flags["avx512bw"] and flags["bmi2"]
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "command": command,
        "tools": {"valgrind": out("valgrind", "--version"),
                  "gcc": out("gcc", "-dumpfullversion"),
                  "gdb": out("gdb", "--version").split("\n")[0],
                  "strace": out("strace", "--version").split("\n")[0]},
        "packages": [package(p) for p in packages],
        "kernel": re.sub(r"[-+].*", "", os.uname().release),
        "sha256": {os.path.basename(os.path.realpath(b)): sha256(b) for b in (libc_path(),) + tuple(binaries)},
        "cpu_model": re.search(r"model name\s*:\s*(.*)", text)[1],
        "cpu_flags": flags,
        "cpu_note": "valgrind 3.19 shows its client erms and avx2 but no avx512 (no evex): glibc picks the "
                    "avx2_unaligned_erms string functions there; a native run on this machine may pick evex ones"}

/** What must be true before anything is recorded. Each check names what is wrong, and what would help. */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { basename } from "node:path";
import { CalibrateProblem } from "./problem.ts";

/** Tools that the recorders start, and the Debian package of each. */
const TOOLS: [string, string][] = [
  ["valgrind", "valgrind"],
  ["gdb", "gdb"],
  ["python3", "python3"],
  ["readelf", "binutils"],
  ["addr2line", "binutils"],
  ["gcc", "gcc"],
  ["strace", "strace"],
  ["setarch", "util-linux"],
];

/** What the checks found out about an interpreter. */
export interface Interpreter {
  /** Resolved path of the program. */
  path: string;
  /** "2.7.18". */
  version: string;
  /** Whether the program can be loaded anywhere. */
  pie: boolean;
  /** Whether it traces references (--with-pydebug). */
  traceRefs: boolean;
  /** Whether its debug hooks take buffers from the small-object allocator. */
  buffersInPools: boolean;
}

/** Throws where a tool is missing. */
export function checkTools(): void {
  for (const [tool, packageName] of TOOLS) {
    const { error } = spawnSync(tool, ["--version"], { stdio: "ignore" });
    if (error !== undefined) {
      throw new CalibrateProblem(
        `${tool} is not installed; on Debian: apt-get install ${packageName}`,
      );
    }
  }
}

const ELF = "\u007fELF";
const MACHINE_X86_64 = 0x3e;
/** Bytes of an ELF header up to and with the machine, and where type and machine stand. */
const HEADER = { bytes: 20, type: 16, machine: 18, dynamic: 3 };

function headerOf(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEADER.bytes);
    readSync(file, bytes);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function run(command: string, ...args: string[]) {
  const env = { LC_ALL: "C", PATH: process.env.PATH ?? "" };
  return spawnSync(command, args, { encoding: "utf8", env, maxBuffer: 1 << 28 });
}

/** Throws unless `python` is the binary of a Python 2.7 whose functions can be found. */
export function checkInterpreter(python: string): Interpreter {
  let path: string;
  try {
    path = realpathSync(python);
  } catch {
    throw new CalibrateProblem(`there is no interpreter at ${python}`);
  }
  const { mode } = statSync(path);
  if (!statSync(path).isFile()) throw new CalibrateProblem(`${python} is not a file`);
  if ((mode & 0o111) === 0) throw new CalibrateProblem(`${python} is not executable`);
  const header = headerOf(path);
  if (header.toString("latin1", 0, ELF.length) !== ELF) {
    throw new CalibrateProblem(
      `${python} is a script, not an interpreter's binary: give the program that it starts`,
    );
  }
  if (header.readUInt16LE(HEADER.machine) !== MACHINE_X86_64) {
    throw new CalibrateProblem(`${python} is not a program for x86-64`);
  }
  const version = versionOf(python, path);
  const symbols = symbolsOf(python, path);
  const traceRefs = symbols.has("_Py_RefTotal");
  return {
    path,
    version,
    pie: header.readUInt16LE(HEADER.type) === HEADER.dynamic,
    traceRefs,
    buffersInPools: traceRefs && !symbols.has("_PyMem_Malloc"),
  };
}

function versionOf(python: string, path: string): string {
  const script = "import sys; sys.stdout.write('%d.%d.%d' % sys.version_info[:3])";
  const { status, stdout, stderr, signal } = run(path, "-S", "-E", "-c", script);
  if (status !== 0 || !/^\d+\.\d+\.\d+$/.test(stdout)) {
    const last = stderr.trim().split("\n").at(-1);
    const how = signal === null ? `exit status ${status}` : `signal ${signal}`;
    throw new CalibrateProblem(`${python} does not run Python: ${last || how}`);
  }
  if (!stdout.startsWith("2.7.")) {
    throw new CalibrateProblem(`${python} is Python ${stdout}; only Python 2.7 can be calibrated`);
  }
  return stdout;
}

/** Functions without which nothing can be told apart. */
const NEEDED = ["PyEval_EvalFrameEx", "builtin_range", "list_dealloc", "PyInt_ClearFreeList"];

function symbolsOf(python: string, path: string): Set<string> {
  const script = "import proc, sys; print(proc.debug_file(proc.image_path(sys.argv[1])))";
  const folder = new URL("../measure/", import.meta.url).pathname;
  const found = spawnSync("python3", ["-B", "-c", script, path], { cwd: folder, encoding: "utf8" });
  const { stdout } = run("readelf", "-sW", found.stdout.trim());
  const names = [...stdout.matchAll(/ (\w+)(?:[.@]\S*)?$/gm)].map((m) => m[1] ?? "");
  const symbols = new Set(names);
  const missing = NEEDED.filter((name) => !symbols.has(name));
  if (missing.length > 0) {
    throw new CalibrateProblem(
      `${python} has no symbols (no ${missing[0]}): install its debug symbols, or take a binary that is not stripped`,
    );
  }
  return symbols;
}

/** The C library that the machine models. */
const GLIBC = "2.36";

/** Throws where the C library is another one: its malloc would be priced wrongly. */
export function checkLibc(): void {
  const { stdout } = run("getconf", "GNU_LIBC_VERSION");
  const version = stdout.trim().replace(/^glibc /, "");
  if (version !== GLIBC) {
    throw new CalibrateProblem(
      `the C library here is ${version || "no glibc"}; the machine models glibc ${GLIBC}`,
    );
  }
}

/** A name for a build that was given none: its version, its kind and where it lies. */
export function nameFor({ version, traceRefs, path }: Interpreter): string {
  const file = basename(path).replace(/^python2?(\.7)?-?/, "");
  return [version, traceRefs ? "pydebug" : "release", "local", ...(file ? [file] : [])].join("-");
}

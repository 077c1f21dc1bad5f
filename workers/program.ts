/**
 * A program as the machine takes it: the compiled code, the entry state it starts from and the data
 * of the build that depends on its text.
 */
import { PageState } from "../assembly/abi/layout.ts";
import { Op } from "../assembly/abi/opcodes.ts";
import type { CodeObject } from "../src/program/code.ts";
import { decode } from "../src/program/dis.ts";
import { compileProgram, diagnosticReport, warningReport } from "../src/program/index.ts";
import type {
  Build,
  EntryState,
  ForkedPages,
  ImportCalls,
  ImportedModule,
  LaunchState,
  ProgramStates,
  StartDict,
} from "../src/tables/build.ts";
import { beforeCompiling } from "./entry-heap.ts";
import type { Launch, Problem, Under } from "./protocol.ts";

/** Largest N that `range(N)` takes here: 10^8 ints are 3.3 GB in a release build. */
export const N_MAX = 100_000_000;

/** How the program's file is called: tracebacks show it. */
const FILE_NAME = "p.py";

/** What the simulated interpreter runs. */
export interface Program {
  text: string;
  /** N of `range(N)`, LENGTH of the C program, null for other programs. */
  n: number | null;
  language: "python" | "c";
  code: CodeObject;
  /** What compiling it took from the heap and gave back (src/program/heap.ts). */
  heapCalls: readonly number[];
  /** Whether its compiled form is part of a recorded entry state: `pass` and `range(N)`. */
  recorded: boolean;
  /** What compiling wrote to stderr: warnings. */
  warnings: string;
}

/** A program that the machine cannot run, with what to do about it. */
export class ProgramProblem extends Error {
  override name = "ProgramProblem";
  /** What the interpreter itself would print: for errors of Python, not for what is not simulated. */
  constructor(
    readonly problem: Problem,
    readonly stderr: string | null = null,
  ) {
    super(problem.message);
  }
}

function refuse(message: string, remedy: string): never {
  throw new ProgramProblem({ message, remedy });
}

/** Compiles a text. Throws a ProgramProblem that says where and why it cannot run. */
export function readProgram(text: string): Program {
  const compiled = compileProgram(text.endsWith("\n") ? text : `${text}\n`, FILE_NAME);
  const warnings = compiled.warnings.map((warning) => warningReport(warning, FILE_NAME)).join("");
  if ("diagnostics" in compiled) {
    const first = compiled.diagnostics[0];
    if (first === undefined) throw new Error("a failed compilation names its reason");
    throw new ProgramProblem(
      {
        message: `${first.kind}: ${first.message}`,
        remedy: first.remedy || "Mend the program and open it again.",
        line: first.line,
        column: first.column,
      },
      first.remedy ? null : warnings + diagnosticReport(first, FILE_NAME),
    );
  }
  const { code, heapCalls } = compiled;
  const n = rangeOf(code);
  const recorded = n !== null || isPass(code);
  return { text, n, language: "python", code, heapCalls, recorded, warnings };
}

function isPass(code: CodeObject): boolean {
  return code.co_names.length === 0 && code.co_code.length === PASS_CODE_BYTES;
}

/** N where the code is one `range(N)` statement with a plain int, else null. */
function rangeOf(code: CodeObject): number | null {
  const literal = code.co_consts[0];
  const sameCode = RANGE_CODE.every((byte, i) => code.co_code[i] === byte);
  if (code.co_names.join() !== "range" || code.co_code.length !== RANGE_CODE.length) return null;
  if (!sameCode || literal?.type !== "int" || literal.value < 0n) return null;
  return checkN(Number(literal.value));
}

/** LOAD_CONST None, RETURN_VALUE. */
const PASS_CODE_BYTES = 4;

/** The bytecode of one `range(N)` statement. */
const RANGE_CODE: readonly number[] = [
  ...[Op.LOAD_NAME, 0, 0],
  ...[Op.LOAD_CONST, 0, 0],
  ...[Op.CALL_FUNCTION, 1, 0],
  Op.POP_TOP,
  ...[Op.LOAD_CONST, 1, 0],
  Op.RETURN_VALUE,
];

/** N as a number the machine takes. */
export function checkN(n: number): number {
  if (!Number.isInteger(n) || n < 0 || n > N_MAX) {
    refuse(`n is ${n}`, `n is a whole number from 0 to ${N_MAX}.`);
  }
  return n;
}

/** The entry state of one program. */
export interface ProgramEntry extends EntryState {
  /** The int that the program's text names: its address, and the references that die with the code. */
  constant: { addr: number; references: number } | null;
  /** Requests that a debug build's allocator had counted; 0 where that was not recorded. */
  serialno: number;
  /** The interned strs of the launch where they are not those of the recipe. */
  interned?: StartDict | undefined;
  /** Recorded pages of containers by generation (ForkedPages), and what a child of os.fork does at birth. */
  containers: number[][];
  /** Calls of malloc of first imports, where they are not part of the recorded state. */
  importCalls: ImportCalls;
  born: ForkedPages["born"];
}

/** The entry state that the program starts from, with its own literal in place. */
export function entryFor(
  build: Build,
  launch: Launch,
  under: Under,
  program: Program,
): ProgramEntry {
  const states = statesFor(build, launch, under);
  const entry =
    program.n === null
      ? { ...passEntry(states, program), constant: null }
      : rangeEntry(build, states, program.n);
  const counted = build.launches[launch]?.serialno;
  // Compiling another text is not stepped through: the numbers of such a program are estimates.
  const serialno = (program.n === null ? counted?.pass : counted?.range) ?? 0;
  const { containers, born } = states.forked ?? { containers: {}, born: { pages: [], faults: 0 } };
  return {
    ...entry,
    pages: withStaticPages(build, entry),
    containers: containers[startOf(states, program)] ?? [],
    importCalls: importCallsOf(states, program),
    born,
    serialno,
    interned: build.launches[launch]?.interned,
  };
}

/** Where the recorded state has random, its import is part of it. */
function importCallsOf(states: ProgramStates, program: Program): ImportCalls {
  const { random = [], ...others } = states.importCalls ?? {};
  return startOf(states, program) === "random" ? others : { ...others, random };
}

/** Modules of the library whose pages are recorded as moments of a run (workers/library-pages.ts). */
const RECORDED_APART = ["multiprocessing", "ctypes", "numpy"];

/**
 * Where the module's own code imports os or random, the library's code has run by then: its traces in
 * memory are recorded. They are there from the start, before the import statement itself.
 */
function passEntry(states: ProgramStates, program: Program): EntryState {
  const start = startOf(states, program);
  const imported = start === "pass" ? undefined : states.imports?.[start];
  return imported ?? (program.recorded ? states.pass : beforeCompiling(states.pass));
}

/** Which recorded state the program starts from. */
function startOf({ imports }: ProgramStates, program: Program): "pass" | ImportedModule {
  if (program.n !== null) return "pass";
  const modules = importsOf(program.code);
  if (modules.includes("random")) return imports?.random === undefined ? "pass" : "random";
  if (modules.some((name) => RECORDED_APART.includes(name))) return "pass";
  return modules.includes("os") && imports?.os !== undefined ? "os" : "pass";
}

/** The packages that the code of a module imports, not those that its functions do. */
function importsOf(code: CodeObject): string[] {
  return decode(code)
    .filter(({ opcode }) => opcode === Op.IMPORT_NAME)
    .map(({ arg }) => code.co_names[arg ?? 0]?.split(".")[0] ?? "");
}

const PAGE = 4096;

/**
 * Pages of static objects are the process's own long before the module runs: their reference counts were
 * written. The recording says so where it has them; a build whose addresses are stand-ins gets them here.
 */
function withStaticPages(build: Build, entry: EntryState): EntryState["pages"] {
  const offsets = [...Object.values(build.types), ...Object.values(build.singletons)];
  const wanted = new Set(offsets.map((offset) => Math.floor((entry.imageBase + offset) / PAGE)));
  const rows = entry.pages.flatMap(([start, count, state]): EntryState["pages"] => {
    const first = start / PAGE;
    const inside = [...wanted].filter((page) => page >= first && page < first + count);
    if (state === PageState.ANON || inside.length === 0) {
      for (const page of inside) wanted.delete(page);
      return [[start, count, state]];
    }
    return Array.from({ length: count }, (_, i) => first + i)
      .filter((page) => !wanted.has(page))
      .map((page) => [page * PAGE, 1, state]);
  });
  return [
    ...rows,
    ...[...wanted].map((page) => [page * PAGE, 1, PageState.ANON] as [number, number, number]),
  ];
}

type RangeEntry = EntryState & Pick<ProgramEntry, "constant">;

function rangeEntry(build: Build, { range, pass }: ProgramStates, n: number): RangeEntry {
  const recorded = range.literal === null ? undefined : range.intLive[range.literal];
  if (recorded === undefined) throw new Error("the recorded range program has no literal");
  const [block, slot, , references] = recorded;
  const { intSlots } = build.layout;
  if (n > 256) {
    const literal: EntryState["intLive"][number] = [block, slot, String(n), references];
    const intLive = range.intLive.map((row) => (row === recorded ? literal : row));
    const addr = slotAddress(build, range, block, slot);
    return { ...range, intLive, constant: { addr, references } };
  }
  // A literal up to 256 is a shared int: it takes no slot, the code holds it as often as the other one.
  const index = n + 5;
  const smallRefcounts = range.smallRefcounts.with(
    index,
    (range.smallRefcounts[index] ?? 0) + references,
  );
  const addr = slotAddress(
    build,
    range,
    Math.floor(index / intSlots),
    intSlots - 1 - (index % intSlots),
  );
  // Compiling took the first two free slots and gave them back in the other order (seen by gdb).
  const [first, second, ...rest] = pass.intFree;
  if (first === undefined || second === undefined) throw new Error("no free slots were recorded");
  const intFree = [second, first, ...rest];
  const { intLive } = pass;
  return {
    ...range,
    smallRefcounts,
    intLive,
    intFree,
    literal: null,
    constant: { addr, references },
  };
}

function slotAddress(build: Build, entry: EntryState, block: number, slot: number): number {
  return entry.heapStart + (entry.intBlocks[block] ?? 0) + 8 + slot * build.layout.intBytes;
}

/** The recorded states; inside valgrind only the recipe's launch was recorded. */
function statesFor(build: Build, launch: Launch, under: Under): ProgramStates {
  const state = launchOf(build, launch);
  if (under === "native") return state.native;
  if (state.callgrind !== undefined) {
    const { pass, range } = state.callgrind;
    return {
      pass: withImage(pass, state.native.pass),
      range: withImage(range, state.native.range),
    };
  }
  const limited = (entry: EntryState) => ({ ...entry, brkLimit: build.brkLimit });
  return { pass: limited(state.native.pass), range: limited(state.native.range) };
}

/**
 * Inside valgrind only mappings that were written to were recorded. The interpreter's image, where its
 * types and singletons lie, is mapped as it is natively, at the address that valgrind gives it.
 */
function withImage(entry: EntryState, native: EntryState): EntryState {
  const shift = entry.imageBase - native.imageBase;
  const image = native.vmas
    .filter(([start]) => start >= native.imageBase && start < native.heapStart)
    .map(([start, end, kind]): EntryState["vmas"][number] => [start + shift, end + shift, kind]);
  const last = image.at(-1)?.[1] ?? entry.imageBase;
  const others = entry.vmas.filter(([start]) => start < entry.imageBase || start >= last);
  return { ...entry, vmas: [...image, ...others] };
}

/** The launch's data, or a problem that names the launches this build has. */
export function launchOf(build: Build, launch: Launch): LaunchState {
  const state = build.launches[launch];
  if (state === undefined) {
    const known = Object.keys(build.launches).join(", ");
    refuse(
      `the build ${build.name} was not recorded with launch "${launch}"`,
      `Recorded launches: ${known}.`,
    );
  }
  return state;
}

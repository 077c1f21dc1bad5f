/**
 * The compiled C program: its text, the state in which its main begins, and a build that knows its steps.
 * Its malloc and its kernel are those of the interpreter's build.
 */
import { C_BENCHMARK } from "../src/tables/c-benchmark.ts";
import type { Build, EntryState, PriceEntry, TextLaw } from "../src/tables/build.ts";
import { NO_STRETCHES } from "./baseline.ts";
import type { RecordedStretches } from "./image.ts";
import { type Program, type ProgramEntry, ProgramProblem, checkN, readProgram } from "./program.ts";
import type { Launch } from "./protocol.ts";

/** The C program for a length: it does what the article's does and compiles to the same instructions. */
export function cBenchmarkText(n: number): string {
  return `#include <stdlib.h>

/* How many ints the array holds. */
#define LENGTH ${n}

int main(void) {
  int *items = malloc(LENGTH * sizeof(int));

  /* range(N) makes an object of every item; here an item is four bytes. */
  for (int i = 0; i < LENGTH; i++) {
    items[i] = i;
  }
  free(items);
  return 0;
}
`;
}

/** Whether a text is C: no Python program defines main this way. */
export function isC(text: string): boolean {
  return /^[ \t]*#[ \t]*include\b/m.test(text) && /^[ \t]*(int|void)[ \t]+main\b/m.test(text);
}

/** The program that a C text is. Throws a ProgramProblem: one program is simulated, of any length. */
export function readC(text: string): Program {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => /^#define LENGTH\b/.test(line));
  const length = /^#define LENGTH (\d+)\s*$/.exec(lines[at] ?? "")?.[1];
  const wanted = cBenchmarkText(Number(length ?? 0))
    .trimEnd()
    .split("\n");
  const other = wanted.findIndex((line, i) => i !== at && (lines[i] ?? "").trimEnd() !== line);
  if (
    length === undefined ||
    other >= 0 ||
    lines.slice(wanted.length).some((line) => line.trim())
  ) {
    const line = length === undefined && at >= 0 ? at : other >= 0 ? other : wanted.length;
    throw new ProgramProblem({
      message: "not simulated: C programs other than the benchmark",
      remedy: "Only the number behind LENGTH may be changed.",
      line: line + 1,
      column: 0,
    });
  }
  const { code, heapCalls } = readProgram("pass");
  return {
    text,
    n: checkN(Number(length)),
    language: "c",
    code,
    heapCalls,
    recorded: true,
    warnings: "",
  };
}

/** What the machine needs besides the program. */
export interface CPreparation {
  build: Build;
  entry: ProgramEntry;
  recorded: RecordedStretches;
}

export function prepareC(build: Build, launch: Launch): CPreparation {
  const { start, exit } = C_BENCHMARK;
  return {
    build: buildForC(build, launch),
    entry: entryOfC(),
    recorded: { ...NO_STRETCHES, start, exitEnd: exit },
  };
}

/** The interpreter's build with the C program's own figures in the place of the interpreter's. */
function buildForC(build: Build, launch: Launch): Build {
  const { start, exit, emptyMain, exitRecorded } = C_BENCHMARK;
  const own: Record<string, PriceEntry> = {};
  for (const [segment, price] of Object.entries(C_BENCHMARK.prices))
    own[segment] = { price, basis: "measured" };
  const launchState = build.launches[launch];
  if (launchState === undefined) throw new Error("the launch was checked");
  const textLaw: Record<string, TextLaw> = {};
  return {
    ...build,
    prices: { ...build.prices, ...own },
    rows: { ...build.rows, ...C_BENCHMARK.functions },
    types: {},
    passRows: {},
    textLaw,
    textLawExit: 0,
    passMallocSizes: {},
    rangeMallocSizes: {},
    passBlocksFilled: 0,
    bounds: {},
    launches: {
      [launch]: {
        ...launchState,
        passNet: start + emptyMain + exit,
        passPhases: { start, run: emptyMain, exit },
        exitRecorded,
      },
    },
  };
}

/** Nothing of an interpreter, no heap yet: the break is where the heap will begin. */
function entryOfC(): ProgramEntry {
  const none: EntryState["mainDict"] = {
    ...{ object: 0, table: 0, mask: 0, fill: 0, used: 0, refcount: 0 },
  };
  return {
    ...C_BENCHMARK.entry,
    serialno: 0,
    containers: [],
    born: { pages: [], faults: 0 },
    brkEnd: 0,
    brkLimit: 0,
    top: 0,
    lastRemainder: 0,
    haveFastchunks: false,
    chunks: [],
    tcache: [],
    fastbins: [],
    bins: [],
    binmap: [],
    intBlocks: [],
    blockList: [],
    intFree: [],
    smallRefcounts: [],
    intLive: [],
    literal: null,
    listFree: [],
    poolsBypassed: false,
    arenaTable: 0,
    arenas: [],
    usableArenas: [],
    pools: [],
    gc: { generations: [], longLivedTotal: 0, longLivedPending: 0 },
    staticData: 0,
    dictFree: [],
    tupleFree: [],
    cfunctionFree: 0,
    methodFree: 0,
    floats: { blocks: [], slots: 0, free: [], live: [] },
    mainDict: none,
    mainNames: [],
    builtinDict: none,
    ticker: 0,
    checkInterval: 0,
    syscallsBefore: C_BENCHMARK.syscalls,
    syscallsAfter: {},
    constant: null,
    importCalls: {},
  };
}

/** The article's programs as the recorded experiments ran them, and their memory at the same stages. */
import { ProcessLog } from "../../assembly/abi/process.ts";
import { LibraryFold } from "../../workers/library-fold.ts";
import { libraryPages } from "../../workers/library-pages.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { type BuildName, buildOf, newMachine } from "../core/support.ts";
import { naivePages } from "./naive-fold.ts";

const SECOND = 1e9;
const PAGE_KB = 4;

/** Children sleep before and after they read; the parent sleeps while they all wait. */
const JOB = "def job(c):\n    time.sleep(1)\n    READ\n    time.sleep(10)\n";
const PROCESSES = `
children = [Process(target=job, args=(c,)) for i in range(5)]
for child in children:
    child.start()
for child in children:
    child.join()
`;
const LOOP = "for v in c:\n        pass";
const HEAD = "import time\nfrom multiprocessing import Array, Pool, Process\n";

/** The text of a recorded program. */
export function programText(program: string, n: number): string {
  const shared = `c = Array('i', range(${n}), lock=False)`;
  const job = (read: string) => HEAD + JOB.replace("READ", read);
  switch (program) {
    case "process_list":
      return `${job(LOOP)}c = range(${n})${PROCESSES}`;
    case "process_list_noread":
      return `${job("pass")}c = range(${n})${PROCESSES}`;
    case "process_array":
      return `${job(LOOP)}${shared}${PROCESSES}`;
    case "process_plain_array_module":
      return `${job(LOOP)}from array import array\nc = array('i', xrange(${n}))${PROCESSES}`;
    case "pool_list":
      return `${job(LOOP)}c = range(${n})\npool = Pool(5)\ntime.sleep(0.6)\npool.map(job, [c] * 5)\npool.close()\npool.join()\n`;
    default:
      return `${job(LOOP).replace("job(c)", "job(x)")}${shared}\npool = Pool(5)\ntime.sleep(0.6)\npool.map(job, [None] * 5)\npool.close()\npool.join()\n`;
  }
}

/** Memory of one process at one stage, in kB. */
export interface StageMemory {
  rss: number;
  pss: number;
  uss: number;
  /** Private pages of the machine's own. */
  privatePages: number[];
}

/** When the stages are, on the machine's clock. */
export function stageTicks(run: LoadedRun, pool: boolean): Record<string, number> {
  const log = run.measured.history.processes[0]?.log ?? [];
  const forks = log.filter(({ kind }) => kind === ProcessLog.FORK).map(({ tick }) => tick);
  const last = Math.max(...forks);
  if (!pool) return { after_fork: last + 0.5 * SECOND, after_read: last + 3 * SECOND };
  return {
    after_fork: last + 0.3 * SECOND,
    task_start: last + 1.1 * SECOND,
    after_read: last + 3.6 * SECOND,
  };
}

let shared: Awaited<ReturnType<typeof newMachine>> | null = null;

/** Runs a recorded program. */
export async function runProgram(
  program: string,
  build: BuildName,
  launch: "recipe" | "site",
  n: number,
): Promise<LoadedRun> {
  shared ??= await newMachine();
  const text = programText(program, n);
  return loadRun(shared, buildOf(build), {
    buildJson: "",
    text,
    launch,
    under: "native",
    limitIr: null,
  });
}

/** Memory of all processes at a tick: the machine's pages, and the recorded ones of the library. */
export function memoryAt(run: LoadedRun, launch: string, tick: number): Map<number, StageMemory> {
  const { processes } = run.measured.history;
  const { rss, uss, anonymous } = run.entry.recordedKb;
  const library = new LibraryFold(
    processes,
    (moment, ctypes) => libraryPages(run.build.name, launch, moment, ctypes),
    { file: (uss - anonymous) / PAGE_KB, outside: (rss - uss) / PAGE_KB },
  );
  library.advance(tick);
  const stages = new Map<number, StageMemory>();
  for (const [pid, pages] of naivePages(processes, tick)) {
    const recorded = library.useOf(pid);
    if (recorded === null) continue;
    const files = recorded.file + recorded.outside;
    stages.set(pid, {
      rss: PAGE_KB * (pages.anonymous + pages.shared + recorded.anonymous + files),
      pss: PAGE_KB * (pages.pss + recorded.pss),
      uss: PAGE_KB * (pages.uss + recorded.uss),
      privatePages: pages.privatePages,
    });
  }
  return stages;
}

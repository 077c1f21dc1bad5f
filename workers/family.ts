/**
 * Memory of every process of a program that forks, at its stages (shared contract). Pages of files that a raw
 * forked child maps again, and what launching writes besides the program, are not part of it.
 */
import { Owner, Stat, VmaKind } from "../assembly/abi/layout.ts";
import { ProcessLog } from "../assembly/abi/process.ts";
import { isBare } from "./family-output.ts";
import { LibraryFold } from "./library-fold.ts";
import { libraryPages } from "./library-pages.ts";
import type { Machine } from "./machine.ts";
import { PageFold } from "./page-fold.ts";
import { ownClock } from "./process-clock.ts";
import type { ProcessRun } from "./processes.ts";
import type { Report, StageReport } from "./report.ts";
import type { LoadedRun } from "./run.ts";

const PAGE_KB = 4;
const PAGE = 4096;

interface Wanted {
  process: ProcessRun;
  name: string;
  at: number;
  tick: number;
}

/**
 * Stages of one process: built, each fork, each sleep (as it wakes), each asked instant of the machine's
 * clock that it lives to see, its end.
 */
function wantedOf(process: ProcessRun, asked: readonly number[]): Wanted[] {
  const { log, ir, start, end } = process;
  const forks = log.filter(({ kind }) => kind === ProcessLog.FORK);
  const sleeps = log.filter(({ kind }) => kind === ProcessLog.SLEEP);
  const [first] = forks;
  const rows = [
    ...(process.parent === null && first !== undefined
      ? [{ name: "built", at: first.ir, tick: first.tick - 1 }]
      : [{ name: "fork", at: 0, tick: start }]),
    ...forks.map((row, i) => ({ name: `fork ${i + 1}`, at: row.ir, tick: row.tick })),
    ...sleeps.map((row, i) => ({ name: `sleep ${i + 1}`, at: row.ir, tick: row.y })),
    ...asked
      .filter((tick) => tick >= start && tick <= end)
      .map((tick) => ({ name: `ir ${tick}`, at: ownClock(process, tick), tick })),
    { name: "exit", at: ir, tick: end },
  ];
  return rows.map((row) => ({ process, ...row }));
}

/** What importing random adds, where the program did that: recorded with it less without it. */
function broughtByRandom({ build, request, entry }: LoadedRun): {
  anonymous: number;
  file: number;
} {
  const { pass, imports } = build.launches[request.launch]?.native ?? {};
  const random = imports?.random;
  if (random === undefined || pass === undefined || entry.intFree !== random.intFree) {
    return { anonymous: 0, file: 0 };
  }
  const before = (imports?.os ?? pass).recordedKb;
  const { rss, anonymous } = random.recordedKb;
  const own = anonymous - before.anonymous;
  return { anonymous: own / PAGE_KB, file: (rss - before.rss - own) / PAGE_KB };
}

/** The rows of all processes. The machine is left at the first one's end. */
export function familyRows(
  machine: Machine,
  run: LoadedRun,
  asked: readonly number[],
): Report["processes"] {
  const { history } = run.measured;
  const { processes, facts } = history;
  const { recordedKb, faults } = run.entry;
  const [main] = processes;
  if (main === undefined) return [];
  machine.port.become(main.identity, facts);
  machine.run({ target: 0 });
  const modelled = (machine.stats()[Stat.RSS_ANON_PAGES] ?? 0) * PAGE_KB;
  const fold = new PageFold(processes);
  const brought = broughtByRandom(run);
  const library = new LibraryFold(
    processes,
    (moment, ctypes) => libraryPages(run.build.name, run.request.launch, moment, ctypes),
    {
      file: (recordedKb.uss - modelled) / PAGE_KB,
      outside: (recordedKb.rss - recordedKb.uss) / PAGE_KB,
    },
    brought,
  );
  const rows = processes.map((process) => ({
    pid: process.pid,
    parent: process.parent,
    role: process.parent === null ? "main" : "child",
    ir: process.ir,
    stages: [] as StageReport[],
  }));
  // A child of os.fork maps files again as soon as it runs: recorded, with its birth.
  const fileFaults = (process: ProcessRun) => (isBare(process) ? run.entry.born.faults : 0);
  const firstFork = main.log.find(({ kind }) => kind === ProcessLog.FORK)?.tick ?? 0;
  const wanted = processes
    .flatMap((process) => wantedOf(process, asked))
    .sort((a, b) => a.tick - b.tick || a.at - b.at);
  for (const { process, name, at, tick } of wanted) {
    fold.advance(tick);
    library.advance(tick);
    machine.port.become(process.identity, facts);
    machine.run({ target: at });
    const now = machine.stats();
    const isMain = process === main;
    // Before the first fork there is no page log: all that the first process has is its own.
    const pages = tick < firstFork ? null : fold.pagesOf(process.pid);
    const anon = (now[Stat.RSS_ANON_PAGES] ?? 0) + (now[Stat.RSS_SHARED_PAGES] ?? 0);
    const use = library.useOf(process.pid) ?? { anonymous: 0, file: 0, outside: 0, uss: 0, pss: 0 };
    const kb = (count: number) => Math.round(count * PAGE_KB);
    rows
      .find(({ pid }) => pid === process.pid)
      ?.stages.push({
        name,
        at,
        vms_kb: (now[Stat.VMS_PAGES] ?? 0) * PAGE_KB,
        rss_kb: kb(anon + use.anonymous + use.file + use.outside),
        pss_kb: kb((pages?.pss ?? anon) + use.pss),
        uss_kb: kb((pages?.uss ?? anon) + use.uss),
        minor_faults:
          (now[Stat.FAULTS] ?? 0) + (isMain ? faults : at > 0 ? fileFaults(process) : 0),
        cow_copies: pages?.copies ?? 0,
        cow_reuses: pages?.reuses ?? 0,
        private_pages: regions(machine, pages === null ? null : fold.privatePages(process.pid)),
      });
  }
  machine.port.become(main.identity, facts);
  machine.run();
  return rows;
}

/** Work of the kernel for all processes, which no instruction counts (spec 07 section 10). */
export function familyKernel(processes: readonly ProcessRun[]): Report["kernel"] {
  const fold = new PageFold(processes);
  fold.advance(Number.POSITIVE_INFINITY);
  const sum = (stat: Stat) => processes.reduce((all, { stats }) => all + (stats[stat] ?? 0), 0);
  const { copies, reuses } = fold.totals();
  return {
    faults: sum(Stat.FAULTS),
    zeroed_pages: sum(Stat.ZEROED_PAGES),
    copied_pages: copies,
    reused_pages: reuses,
    file_copies: sum(Stat.COPIED_PAGES),
    copied_ptes: sum(Stat.COPIED_PTES),
    huge_faults: sum(Stat.HUGE_FAULTS),
    huge_splits: sum(Stat.HUGE_SPLITS),
  };
}

/** Private pages by what they hold; null stands for all pages that the process has. */
function regions(machine: Machine, only: number[] | null): StageReport["private_pages"] {
  const found = { int_blocks: 0, heap: 0, anon: 0, static: 0, stack: 0 };
  const wanted = only === null ? null : new Set(only);
  for (const { start, end, kind } of machine.vmas()) {
    const names = { [VmaKind.HEAP]: "heap", [VmaKind.FILE]: "static", [VmaKind.STACK]: "stack" };
    const region = (names as Record<number, keyof typeof found>)[kind] ?? "anon";
    const piece = 1 << 16;
    for (let from = start / PAGE; from < end / PAGE; from += piece) {
      const count = Math.min(piece, end / PAGE - from);
      const texels = machine.pages(from * PAGE, count);
      for (let i = 0; i < count; i++) {
        if (((texels[4 * i + 3] ?? 0) & 2) === 0) continue;
        if (wanted !== null && !wanted.has(from + i)) continue;
        const owner = texels[4 * i] ?? 0;
        const ints = owner === Owner.INT_LIVE || owner === Owner.INT_FREE;
        found[ints ? "int_blocks" : region] += 1;
      }
    }
  }
  return found;
}

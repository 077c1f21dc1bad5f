/**
 * The processes of a machine (ADR 0007): a process is a run of the program from its first instruction,
 * told which process it is and what its calls of the kernel are answered. This is the scheduler: it runs
 * the first process until it ends or needs to know something about another one, then the others, one
 * after the other on the same machine, and again whoever waits, until nobody does.
 *
 *   run(main) -> Stop.BLOCKED on END of 1001      facts so far: FORK main 0..4
 *   run(1001) ... run(1005) -> PROGRAM_END        facts: END 1001 ... 1005
 *   run(main) -> PROGRAM_END
 *
 * The order of these runs is no order of the simulated machine. There, every process has a processor of
 * its own: a tick is an instruction, a sleep takes Self.TICKS_PER_MICROSECOND ticks a microsecond, wait
 * returns at the child's end, and a child starts at the tick of its fork (Schedule.PARALLEL; the other
 * schedules make one of parent and child wait for the other's first pause: FactKind.HANDOVER). So the order of
 * the runs changes no answer; it only decides how many there are.
 */
import { type OutputEnd, endsOf, joined, outputOf } from "./family-output.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { FactKind, ProcessLog } from "../assembly/abi/process.ts";
import { Stop } from "../assembly/abi/stop.ts";
import { type Fact, Facts } from "./facts.ts";
import type { Machine, RunOptions } from "./machine.ts";
import { FIRST_PID, type Identity, type LogRow } from "./process-port.ts";

/** One process of the machine's history. */
export interface ProcessRun {
  pid: number;
  /** null for the first one. */
  parent: number | null;
  /** What the machine must be told to run this process (Machine.become). */
  identity: Identity;
  /** Tick of the machine's clock at which it begins, and at which it ended or stands. */
  start: number;
  end: number;
  /** Its own clock, in Ir: 0 where it was forked. */
  ir: number;
  /** Wait status; null for a process that did not end. */
  status: number | null;
  /** Why its last run stopped. */
  stop: Stop;
  /** What it waits for where it did not end. */
  waitsFor: Omit<Fact, "words"> | null;
  log: LogRow[];
  pages: BigUint64Array;
  stats: Float64Array;
  /** What it wrote itself, without what its ancestors had written before it was born. */
  stdout: string;
  stderr: string;
  runs: number;
}

/** The machine's whole history. */
export interface History {
  /** In the order of their numbers; the first process first. */
  processes: ProcessRun[];
  facts: Facts;
  /** Bytes that all processes wrote, in the order of the machine's clock. */
  stdout: string;
  /** When stdout got longer, on the machine's clock; none for a lone process, whose instants know it. */
  stdoutEnds: readonly OutputEnd[];
  stderr: string;
  /** What ended it before its end: why a run stopped, or too many processes. */
  limit: Stop | "processes" | null;
}

/** How the processes are run. */
export interface HistoryOptions {
  /** Limits and records of each run; `target` limits the instructions of all processes together. */
  run: RunOptions;
  /** A run of the first process is over (its last one is the one that counts). */
  onFirst?: (stop: Stop) => void;
  /** Wraps every run: to turn its faults into words. */
  guard?: (run: () => Stop) => Stop;
}

/** Processes that a machine may have in its whole life: each costs runs of its own. */
export const PROCESSES_IN_ALL = 512;

interface Waiting extends ProcessRun {
  ran: boolean;
}

/** Runs all processes to their ends, or until nothing goes on. The machine stands at the first one's end. */
export function runProcesses(machine: Machine, options: HistoryOptions): History {
  const scheduler = new Scheduler(machine, options);
  return scheduler.run();
}

class Scheduler {
  private readonly facts = new Facts();
  private readonly processes: Waiting[] = [];
  private nextPid = FIRST_PID + 1;
  private limit: History["limit"] = null;
  private standsAt: Waiting | null = null;

  constructor(
    private readonly machine: Machine,
    private readonly options: HistoryOptions,
  ) {}

  run(): History {
    this.add(FIRST_PID, null, [], 0);
    for (let next = this.next(); next !== undefined && this.limit === null; next = this.next()) {
      this.perform(next);
    }
    const first = this.processes[0] as Waiting;
    // Whoever reads the machine afterwards finds the first process at its end, with all that is known.
    if (this.standsAt !== first) this.perform(first);
    else this.machine.port.become(first.identity, this.facts);
    if (first.stop === Stop.BLOCKED) this.limit ??= Stop.BLOCKED;
    const processes = [...this.processes].sort((a, b) => a.pid - b.pid);
    const stdout = outputOf(processes, 1);
    return {
      processes,
      facts: this.facts,
      stdout: joined(stdout),
      stdoutEnds: processes.length === 1 ? [] : endsOf(stdout),
      stderr: joined(outputOf(processes, 2)),
      limit: this.limit,
    };
  }

  /** Who can go on: one that never ran, else one that waits for what is known by now. */
  private next(): Waiting | undefined {
    return (
      this.processes.find((process) => !process.ran) ??
      this.processes.find(({ waitsFor }) => {
        return waitsFor !== null && this.facts.get(waitsFor.kind, waitsFor.a, waitsFor.b);
      }) ??
      // What waits for a message that nobody will send may have been told to end.
      this.processes.find(({ waitsFor, pid }) => {
        return waitsFor?.kind === FactKind.MESSAGE && this.facts.get(FactKind.SIGNAL, pid, 0);
      })
    );
  }

  private add(pid: number, parent: Waiting | null, path: number[], start: number): void {
    this.processes.push({
      pid,
      parent: parent?.pid ?? null,
      identity: { path, nextPid: this.nextPid, others: 0 },
      start,
      end: start,
      ir: 0,
      status: null,
      stop: Stop.READY,
      waitsFor: null,
      log: [],
      pages: new BigUint64Array(),
      stats: new Float64Array(),
      stdout: "",
      stderr: "",
      runs: 0,
      ran: false,
    });
  }

  private perform(process: Waiting): void {
    const machine = this.machine;
    const options = this.options;
    const spent = this.processes.reduce((sum, p) => sum + (p === process ? 0 : p.ir), 0);
    const target =
      options.run.target === undefined ? {} : { target: Math.max(1, options.run.target - spent) };
    // What a run may not find out itself stays as it was in the process's first run.
    const others = process.ran ? process.identity.others : this.alongside(process);
    process.identity = { ...process.identity, nextPid: this.nextPid, others };
    machine.port.become(process.identity, this.facts);
    const run = () => machine.run({ ...options.run, ...target });
    process.stop = options.guard === undefined ? run() : options.guard(run);
    process.runs += 1;
    process.ran = true;
    this.standsAt = process;
    this.nextPid = Math.max(this.nextPid, machine.port.nextPid());
    this.read(process);
    if (process.parent === null) options.onFirst?.(process.stop);
    for (const fact of machine.port.published()) this.learn(process, fact);
    // A run that met a limit is the machine's end: what the others would be answered is not known.
    if (process.stop !== Stop.PROGRAM_END && process.stop !== Stop.BLOCKED) {
      this.limit = process.stop;
    }
    if (this.processes.length > PROCESSES_IN_ALL) this.limit = "processes";
  }

  /** Processes known by now that live at some time of the process's life. */
  private alongside(process: Waiting): number {
    const others = this.processes.filter((other) => other !== process);
    return others.filter(({ status, end }) => status === null || end > process.start).length;
  }

  private read(process: Waiting): void {
    const { machine } = this;
    process.stats = machine.stats();
    process.ir = process.stats[Stat.IR] ?? 0;
    process.end = process.ir + (process.stats[Stat.TICK_OFFSET] ?? 0);
    process.log = machine.port.processLog();
    process.pages = machine.port.pageLog();
    process.waitsFor = process.stop === Stop.BLOCKED ? machine.port.waitsFor() : null;
    const own = (stream: 1 | 2) => {
      const before = process.log.find((row) => row.kind === ProcessLog.WRITE && row.x === stream);
      return machine.written(stream).slice(process.parent === null ? 0 : (before?.y ?? 0));
    };
    process.stdout = own(1);
    process.stderr = own(2);
  }

  private learn(process: Waiting, fact: Fact): void {
    const [x = 0n, y = 0n] = fact.words;
    this.facts.add(fact);
    if (fact.kind === FactKind.END && fact.a === process.pid) process.status = Number(x);
    if (fact.kind === FactKind.HANDOVER) this.begins(fact);
    if (fact.kind !== FactKind.FORK || fact.a !== process.pid || x === 0n) return;
    const pid = Number(x);
    if (this.processes.some((other) => other.pid === pid)) return;
    this.add(pid, process, [...process.identity.path, pid], Number(y));
  }

  /** Schedule.PARENT_FIRST: a child begins at its parent's first pause after the fork. */
  private begins({ a, b, words }: Fact): void {
    if (this.machine.port.schedule !== "parent-first") return;
    const pid = Number(this.facts.get(FactKind.FORK, a, b)?.words[0] ?? 0n);
    const child = this.processes.find((process) => process.pid === pid);
    if (child !== undefined && !child.ran)
      child.start = Math.max(child.start, Number(words[0] ?? 0n));
  }
}

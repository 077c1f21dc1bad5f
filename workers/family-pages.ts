/**
 * Whose every page is, process by process, and why (FamilyView has the folds). A copy is compared with its
 * original word by word: what the process saw at the fork before the copy, and what it sees now.
 */
import { Owner, Stat, type VmaKind, Word } from "../assembly/abi/layout.ts";
import { PAGE_LOG_WORDS } from "../assembly/abi/process.ts";
import { Phase } from "../assembly/abi/stop.ts";
import { FamilyView, type Folds, type SampledProcess } from "./family-view.ts";
import type { Machine } from "./machine.ts";
import { irAt, tickAt } from "./machine-clock.ts";
import {
  type FamilyPages,
  type FirstWrite,
  type PageLane,
  type PageReason,
  PageState,
  WRITE_KINDS,
} from "./protocol-processes.ts";
import type { LoadedRun } from "./run.ts";
import { fieldWritten, kindOfFunction, type TypeNames, typeNames } from "./written-field.ts";

export { FamilyView };

const PAGE = 4096;
const PAGE_WORDS = PAGE / 8;
/** Copies of one process that are compared for one picture; the others are shown as not compared. */
const COMPARED_MAX = 2048;
/** Pages asked for at once: the machine's output buffer holds 2^17 sums and 2^18 texels. */
const AT_ONCE = 1 << 16;
/** Ir before a write from which on turns of loops go singly. */
const NEAR = 4096;

interface Region {
  start: number;
  pages: number;
  kind: VmaKind;
}

export class FamilyPageView {
  private readonly names: TypeNames;

  constructor(
    private readonly machine: Machine,
    private readonly run: LoadedRun,
    private readonly view: FamilyView,
  ) {
    this.names = typeNames(run.build, run.entry);
  }

  /** The pages of all living processes at a tick. */
  pages(tick: number): FamilyPages {
    const living = this.view.living(tick);
    const regions = this.regions(living, tick);
    const total = regions.reduce((sum, { pages }) => sum + pages, 0);
    const owners = new Uint8Array(total);
    const folds = this.view.foldsAt(tick);
    const lanes = living.map((process) => this.lane(process, folds, regions, owners));
    return { tick, regions, owners, lanes };
  }

  /** Why the page of an address is as it is in a process. */
  why(pid: number, tick: number, addr: number): PageReason | null {
    const process = this.view.living(tick).find(({ info }) => info.pid === pid);
    if (process === undefined) return null;
    const page = Math.floor(addr / PAGE);
    const folds = this.view.foldsAt(tick);
    const living = this.view.living(tick).map(({ info }) => info.pid);
    const frame = folds.pages.frameOf(pid, page);
    const shares = (other: number) => folds.pages.frameOf(other, page) === frame;
    const users = frame === 0 ? [] : living.filter(shares);
    const found = folds.pages.writeOf(pid, page);
    const ir = irAt(process.info, tick);
    const copies = living.flatMap((other) => {
      const write = folds.pages.writeOf(other, page);
      const at = this.view.find(other);
      if (write === null || !write.copied || at === undefined) return [];
      return [{ pid: other, tick: tickAt(at.info, clockOfRow(at, write.row)) }];
    });
    const write = found === null ? null : this.firstWrite(process, found.row, page, ir);
    const same = found?.copied ? this.difference(process, found.row, page, ir) : [0, 0];
    const [differing = 0, comparable = 0] = same;
    const isCopy = found?.copied === true && users.length === 1;
    const state = isCopy
      ? differing === 0
        ? PageState.SAME_COPY
        : PageState.COPY
      : this.stateOf(process, folds, page, tick);
    return {
      ...{ pid, page, state, users, write, copies, differing, comparable },
      copied: found?.copied === true,
    };
  }

  /** Mappings of any living process, joined. */
  private regions(living: readonly SampledProcess[], tick: number): Region[] {
    const all = living.flatMap((process) => {
      this.view.park(process, irAt(process.info, tick));
      return this.machine.vmas();
    });
    all.sort((a, b) => a.start - b.start);
    const regions: Region[] = [];
    for (const { start, end, kind } of all) {
      const last = regions.at(-1);
      const reached = last === undefined ? 0 : last.start + last.pages * PAGE;
      const from = Math.max(start, reached);
      if (last !== undefined && start <= reached && last.kind === kind) {
        last.pages += Math.max(0, end - reached) / PAGE;
      } else if (from < end) regions.push({ start: from, pages: (end - from) / PAGE, kind });
    }
    return regions;
  }

  private lane(
    process: SampledProcess,
    folds: Folds,
    regions: readonly Region[],
    owners: Uint8Array,
  ): PageLane {
    const { pid } = process.info;
    const ir = irAt(process.info, folds.tick);
    this.view.park(process, ir);
    const states = new Uint8Array(owners.length);
    const kinds = new Uint8Array(owners.length);
    const copies: { at: number; page: number; row: number }[] = [];
    let at = 0;
    for (const { start, pages } of regions) {
      for (let from = 0; from < pages; from += AT_ONCE) {
        const count = Math.min(AT_ONCE, pages - from);
        const texels = this.machine.pages(start + from * PAGE, count);
        for (let i = 0; i < count; i++, at++) {
          const page = start / PAGE + from + i;
          const owner = texels[4 * i] ?? 0;
          if (owner !== Owner.RECORDED || owners[at] === 0) owners[at] = owner;
          const present = texels[4 * i + 3] ?? 0;
          states[at] = this.seen(process, folds, page, present);
          const write = folds.pages.writeOf(pid, page);
          if (write === null || folds.tick < this.view.firstFork) continue;
          kinds[at] = this.kindAt(process, write.row, page);
          if (write.copied && states[at] === PageState.ORIGINAL) {
            states[at] = PageState.COPY_NOT_COMPARED;
            copies.push({ at, page, row: write.row });
          }
        }
      }
    }
    const compared = this.compare(process, ir, copies, states);
    const counts = new Array<number>(PageState.SHARED_MAPPING + 1).fill(0);
    for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
    return { pid, states, kinds, counts, compared };
  }

  /** A page's state as far as the folds know it: copies are among the originals. */
  private seen({ info }: SampledProcess, folds: Folds, page: number, present: number): PageState {
    if (folds.tick < this.view.firstFork) {
      return (present & 3) === 3 ? PageState.ORIGINAL : PageState.UNTOUCHED;
    }
    const users = folds.pages.usersOf(info.pid, page);
    if (users === 0) return PageState.UNTOUCHED;
    if (folds.pages.isShared(folds.pages.frameOf(info.pid, page))) return PageState.SHARED_MAPPING;
    return users > 1 ? PageState.SHARED : PageState.ORIGINAL;
  }

  private stateOf(process: SampledProcess, folds: Folds, page: number, tick: number): PageState {
    this.view.park(process, irAt(process.info, tick));
    const mapped = this.machine
      .vmas()
      .some(({ start, end }) => start <= page * PAGE && page * PAGE < end);
    if (!mapped) return PageState.NONE;
    return this.seen(process, folds, page, this.machine.pages(page * PAGE, 1)[3] ?? 0);
  }

  /** What wrote first: by the function, else by what the word is now. The machine stands at the instant. */
  private kindAt(process: SampledProcess, row: number, page: number): number {
    const writer = process.writers[row];
    if (writer === undefined) return 0;
    const known = kindOfFunction(writer.fn);
    if (known !== null) return 1 + WRITE_KINDS.indexOf(known);
    const addr = page * PAGE + writer.index * 8;
    const { kind } = fieldWritten(this.machine, this.names, addr, writer.fn);
    return 1 + WRITE_KINDS.indexOf(kind);
  }

  /** Sets the states of copies that can be compared; returns how many were. */
  private compare(
    process: SampledProcess,
    ir: number,
    copies: readonly { at: number; page: number; row: number }[],
    states: Uint8Array,
  ): number {
    const step = Math.max(1, Math.ceil(copies.length / COMPARED_MAX));
    const chosen = copies.filter((_, i) => i % step === 0);
    const now = chosen.map(({ page }) => this.machine.sums(page * PAGE, 1)[0] ?? 0n);
    const forks = new Map<number, number[]>();
    chosen.forEach(({ row }, i) => {
      const fork = forkBefore(process, clockOfRow(process, row));
      forks.set(fork, [...(forks.get(fork) ?? []), i]);
    });
    for (const [fork, indices] of forks) {
      this.view.park(process, fork);
      for (const i of indices) {
        const { at, page } = chosen[i] as (typeof chosen)[number];
        const same = (this.machine.sums(page * PAGE, 1)[0] ?? 0n) === now[i];
        states[at] = same ? PageState.SAME_COPY : PageState.COPY;
      }
    }
    if (forks.size > 0) this.view.park(process, ir);
    return chosen.length;
  }

  /** Bytes of a copy that differ from the original now, and bytes that could be compared. */
  private difference(
    process: SampledProcess,
    row: number,
    page: number,
    ir: number,
  ): [number, number] {
    this.view.park(process, forkBefore(process, clockOfRow(process, row)));
    const before = this.machine.values(page * PAGE, PAGE_WORDS);
    this.view.park(process, ir);
    const now = this.machine.values(page * PAGE, PAGE_WORDS);
    let differing = 0;
    let comparable = 0;
    for (let at = 0; at < before.length; at += 4) {
      if ((now[at] ?? 0) <= Word.STALE || (before[at] ?? 0) <= Word.STALE) continue;
      comparable += 8;
      differing += differingBytes(before[at + 2] ?? 0, now[at + 2] ?? 0);
      differing += differingBytes(before[at + 3] ?? 0, now[at + 3] ?? 0);
    }
    return [differing, comparable];
  }

  /** The write itself, found by a watch: the log of a stride says only about when. */
  private firstWrite(
    process: SampledProcess,
    row: number,
    page: number,
    until: number,
  ): FirstWrite | null {
    const { machine } = this;
    const from = Math.max(0, forkBefore(process, clockOfRow(process, row)) - 1);
    const range = { addr: page * PAGE, bytes: PAGE };
    machine.port.become(process.run.identity, this.run.measured.history.facts);
    const search = (low: number, high: number, exact: boolean) => {
      machine.run({ target: high, watch: { ...range, from: low, exact } });
      return machine.writes();
    };
    let [low, high] = [from, until];
    if (search(low, high, false).times === 0) return null;
    while (high - low > NEAR) {
      const middle = Math.floor((low + high) / 2);
      if (search(from, middle, false).times > 0) high = middle;
      else low = middle;
    }
    const { times, first } = search(low, high, true);
    if (times === 0) return null;
    const addr = Math.max(page * PAGE, first.addr);
    const stats = this.view.park(process, Math.max(0, first.ir - 1));
    const isRunning = stats[Stat.PHASE] === Phase.RUN;
    const [code, offset] = [stats[Stat.CODE_NUMBER] ?? 0, stats[Stat.OPCODE_OFFSET] ?? 0];
    const written = fieldWritten(machine, this.names, addr - (addr % 8), first.fn);
    return {
      pid: process.info.pid,
      ir: first.ir,
      tick: tickAt(process.info, first.ir),
      addr,
      ...written,
      fn: first.fn,
      stack: machine.stack(),
      place: isRunning ? this.run.placeOf(code, offset) : null,
    };
  }
}

function clockOfRow({ run }: SampledProcess, row: number): number {
  return Number(run.pages[row * PAGE_LOG_WORDS] ?? 0n);
}

/** The last fork of the process before an instant, or its birth. */
function forkBefore({ info }: SampledProcess, ir: number): number {
  const forks = info.moments.filter((moment) => moment.kind === "fork" && moment.ir < ir);
  return forks.at(-1)?.ir ?? 0;
}

function differingBytes(a: number, b: number): number {
  const x = a ^ b;
  return [0, 8, 16, 24].filter((shift) => ((x >>> shift) & 255) !== 0).length;
}

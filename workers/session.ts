/**
 * The session: sole owner of a machine. Everything a person does is a seek of some kind.
 *
 *   open   compile -> baseline (what is recorded) -> one measuring run with samples and marks
 *   seek   run from the start, parked at the instant; the last 4,096 Ir step by step
 *   go     search by bisection over the clock (navigate.ts), then seek
 *   step   run with a record limit of one from here, or look back through windows; then seek
 *   view   read the parked machine; run to the cursor again if something moved it
 *
 * A run costs milliseconds because loops advance by strides, so nothing is kept between calls but the
 * cursor (ADR 0002).
 */
import { RECORD_FIELDS, RECORDS_MAX } from "../assembly/abi/events.ts";
import { Stop } from "../assembly/abi/stop.ts";
import { parseBuild } from "../src/tables/build.ts";
import { callCounts } from "./call-counts.ts";
import { TreeGatherer } from "./call-tree.ts";
import { collectorList, settingList } from "./collectors.ts";
import { instantiate, type Missing, PartMissing } from "./core.ts";
import type { RangeAccesses } from "../src/instruments/accesses.ts";
import type { ExportKind, ExportedFile } from "./exports.ts";
import type { FamilyPageView, FamilyView } from "./family-pages.ts";
import { findInt } from "./find.ts";
import { instantOf } from "./instant.ts";
import { Machine } from "./machine.ts";
import { GRAIN_KINDS, PLAY_KINDS, playedEvents, TOLD_KINDS } from "./grains.ts";
import { newerMessages } from "./messages.ts";
import { eventAfter, recordsBefore } from "./nearest-event.ts";
import { Navigator } from "./navigate.ts";
import { NEAR, Parked } from "./parked.ts";
import { problemOf } from "./problems.ts";
import type {
  CallCounts,
  CallTree,
  EventRecord,
  FunctionRow,
  Grain,
  Instant,
  Moment,
  PlayBatch,
  PlayOptions,
  Problem,
  RunRequest,
  RunSummary,
  SimApi,
} from "./protocol.ts";
import { FIRST_PROCESS } from "./process-port.ts";
import type {
  Family,
  FamilyMemory,
  FamilyPages,
  FamilySeries,
  PageReason,
} from "./protocol-processes.ts";
import type { ManagerFigures } from "./protocol-collectors.ts";
import { lastRecord } from "./records.ts";
import { type LoadedRun, functionRows, loadRun, summarise } from "./run.ts";

/** Playback sends at most this many batches a second. */
const BATCHES_PER_SECOND = 30;

/** Views of a run's processes: made when they are asked for. */
interface Views {
  run: LoadedRun;
  view: FamilyView;
  pages: FamilyPageView;
}

export class Session implements SimApi {
  private parked: Parked | null = null;
  private run: LoadedRun | null = null;
  private cursor = 0;
  private newestSeek = 0;
  private views: Views | null = null;
  private playing = 0;
  /** Called while a long run is under way: its clock, and how many ints live. */
  onPause: ((ir: number, ints: number) => void) | null = null;

  /** `wasm` gives the machine's module: fetched in a worker, read from disk in Node. */
  constructor(
    private readonly wasm: () => Promise<BufferSource | WebAssembly.Module>,
    private readonly missing?: Missing,
  ) {}

  /** The instant that views are of. */
  get at(): number {
    return this.cursor;
  }

  async open(request: RunRequest): Promise<{ summary: RunSummary } | { problem: Problem }> {
    const before = this.run;
    try {
      this.parked ??= new Parked(new Machine(await instantiate(await this.wasm(), this.missing)));
      const { machine } = this.parked;
      machine.runner.onPause = this.onPause;
      this.parked.forget();
      const run = await this.loadLooked(machine, request, before);
      const seen = summarise(machine, run);
      const summary = run.look?.summary(seen) ?? seen;
      this.run = run;
      this.cursor = 0;
      return { summary };
    } catch (error) {
      if (error instanceof PartMissing) throw error;
      // The machine may hold half of the new run: the previous one is loaded again.
      if (before !== null && this.parked !== null) before.load(this.parked.machine);
      return { problem: problemOf(error) };
    }
  }

  /** Another process of the run that is open needs no new measuring. */
  private async loadLooked(
    machine: Machine,
    request: RunRequest,
    before: LoadedRun | null,
  ): Promise<LoadedRun> {
    const { process, ...rest } = request;
    const known = before?.look?.whole ?? before;
    const isKnown = known !== null && JSON.stringify(known.request) === JSON.stringify(rest);
    const whole = isKnown ? known : loadRun(machine, parseBuild(request.buildJson), rest);
    if (isKnown) whole.load(machine);
    if (process === undefined) return whole;
    const { lookAt } = await import("./look.ts");
    return lookAt(machine, whole, process);
  }

  async seek(ir: number): Promise<Instant | null> {
    const mine = ++this.newestSeek;
    await newerMessages();
    if (mine !== this.newestSeek) return null;
    return this.goTo(ir);
  }

  async step(ir: number, grain: Grain, direction: 1 | -1): Promise<Instant | null> {
    const mine = ++this.newestSeek;
    await newerMessages();
    if (mine !== this.newestSeek) return null;
    const kinds = GRAIN_KINDS[grain];
    const { parked, machine, run } = this.loaded();
    const found =
      direction > 0
        ? (eventAfter(machine, ir, run.total, kinds) ?? run.total)
        : (parked.previous(ir, kinds)?.ir ?? 0);
    return this.goTo(found, kinds);
  }

  async go(ir: number, moment: Moment): Promise<{ instant: Instant; writer: string } | null> {
    const mine = ++this.newestSeek;
    await newerMessages();
    const { machine, run } = this.loaded();
    const goOn = async () => {
      await newerMessages();
      return mine === this.newestSeek;
    };
    const found = (await goOn()) ? await new Navigator(machine, run, goOn).find(ir, moment) : null;
    if (found === null) return null;
    return { instant: this.goTo(found.ir), writer: found.fn };
  }

  async window(ir: number, count: number): Promise<Float64Array> {
    const { machine } = this.loaded();
    if (count > 0) {
      machine.run({ recordFrom: ir, limit: Math.min(count, 4096) });
      return machine.records();
    }
    return recordsBefore(machine, ir, PLAY_KINDS, -count);
  }

  async pages(addr: number, pages: number): Promise<Uint8Array> {
    return this.atCursor().pages(addr, pages);
  }

  async words(addr: number, words: number): Promise<Uint8Array> {
    return this.atCursor().words(addr, words);
  }

  async values(addr: number, words: number): Promise<Uint32Array> {
    return this.atCursor().values(addr, words);
  }

  async functions(): Promise<FunctionRow[]> {
    const { machine, run } = this.loaded();
    if (run.look !== undefined) return run.look.functions();
    return functionRows(machine, run);
  }

  async exportFiles(kind: ExportKind): Promise<ExportedFile[]> {
    const { exportRun } = await import("./exports.ts");
    return this.aboutProcesses(({ run }, machine) => exportRun(machine, run, kind));
  }

  async accesses(): Promise<RangeAccesses | null> {
    const { rangeAccesses } = await import("./exports.ts");
    return this.aboutProcesses(({ run }, machine) => rangeAccesses(machine, run));
  }

  async callTree(cuts: readonly number[]): Promise<CallTree | null> {
    const { machine, run } = this.loaded();
    const gathered = new TreeGatherer();
    for (const cut of cuts) {
      await newerMessages();
      if (this.run !== run) return null;
      gathered.take(machine, run.landing(Math.min(cut, run.total)));
    }
    return gathered.tree();
  }

  async events(ir: number, count: number, kinds: number): Promise<Float64Array> {
    const { machine } = this.loaded();
    if (count < 0) return recordsBefore(machine, ir, kinds, -count);
    machine.run({ recordFrom: ir, limit: Math.min(count, RECORDS_MAX), kinds });
    return machine.records();
  }

  async callCounts(): Promise<CallCounts> {
    const { run } = this.loaded();
    const counts = callCounts(run);
    return run.look?.counts(counts) ?? counts;
  }

  async findInt(value: number, after: number): Promise<number | null> {
    return findInt(this.atCursor(), value, after);
  }

  async managers() {
    return { managers: collectorList(), settings: settingList() };
  }

  async managerFigures(): Promise<ManagerFigures> {
    const { managerFigures, managerInstant } = await import("./manager-figures.ts");
    const now = managerInstant(this.atCursor());
    return this.aboutProcesses(({ run, view }, machine) => managerFigures(machine, run, view, now));
  }

  async family(): Promise<Family> {
    return this.aboutProcesses(({ view }) => view.family);
  }

  async familyMemory(tick: number): Promise<FamilyMemory> {
    return this.aboutProcesses(({ view }) => view.memory(tick));
  }

  async familySeries(): Promise<FamilySeries> {
    return this.aboutProcesses(({ view }) => view.series());
  }

  async familyPages(tick: number): Promise<FamilyPages> {
    return this.aboutProcesses(({ pages }) => pages.pages(tick));
  }

  async whyPrivate(pid: number, tick: number, addr: number): Promise<PageReason | null> {
    return this.aboutProcesses(({ pages }) => pages.why(pid, tick, addr));
  }

  async play(
    from: number,
    options: PlayOptions,
    sink: (batch: PlayBatch) => Promise<void>,
  ): Promise<Instant | null> {
    const mine = ++this.playing;
    const { run } = this.loaded();
    const end = Math.min(options.until ?? run.total, run.total);
    const step = Math.max(1, Math.round(options.speed / BATCHES_PER_SECOND));
    let at = from;
    while (at < end && mine === this.playing) {
      const started = performance.now();
      const batch = this.batch(at, Math.min(end, at + step));
      at = Math.max(batch.instant.ir, at + 1);
      await sink(batch);
      const rest = 1000 / BATCHES_PER_SECOND - (performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
    }
    return mine === this.playing ? this.goTo(at) : null;
  }

  async pause(): Promise<void> {
    this.playing += 1;
  }

  /** Runs other processes on the machine; afterwards it is about the looked-at one again. */
  private async aboutProcesses<T>(use: (views: Views, machine: Machine) => T): Promise<T> {
    const { FamilyPageView, FamilyView } = await import("./family-pages.ts");
    const { machine, run: looked } = this.loaded();
    const run = looked.look?.whole ?? looked;
    if (this.views === null || this.views.run !== run) {
      const view = new FamilyView(machine, run);
      this.views = { run, view, pages: new FamilyPageView(machine, run, view) };
    }
    try {
      return use(this.views, machine);
    } finally {
      const identity = looked.look?.process.identity ?? FIRST_PROCESS;
      machine.port.become(identity, run.measured.history.facts);
    }
  }

  private loaded(): { parked: Parked; machine: Machine; run: LoadedRun } {
    if (this.parked === null || this.run === null) throw new Error("no run is open");
    return { parked: this.parked, machine: this.parked.machine, run: this.run };
  }

  /** The machine, standing at the cursor. */
  private atCursor(): Machine {
    return this.loaded().parked.stand(this.cursor);
  }

  /**
   * Parks at the instant, or at the nearer end of the recorded stretch it lies in. Several events may
   * share an instant: the last one of `wanted` kinds is the one to tell about.
   */
  private goTo(ir: number, wanted = 0): Instant {
    const { parked, run } = this.loaded();
    const at = run.landing(Math.min(Math.max(0, Math.round(ir)), run.total));
    const records = parked.park(at);
    this.cursor = at;
    const asked = lastRecord(records, wanted);
    return this.instant(at, asked?.ir === at ? asked : lastRecord(records));
  }

  private instant(at: number, event: EventRecord | null): Instant {
    const { parked, machine, run } = this.loaded();
    const instant = instantOf(machine, run, at, event);
    // Recorded stretches are long: where no event is near, the last one before is looked for.
    return event === null ? { ...instant, event: parked.counted(at, at + 1, TOLD_KINDS) } : instant;
  }

  /** Plays from `from` to `to`: the newest records before `to` and how many they stand for. */
  private batch(from: number, to: number): PlayBatch {
    const { parked, machine, run } = this.loaded();
    const end = run.landing(to) === to ? to : run.afterStretch(to);
    machine.run({ target: from });
    const before = playedEvents(machine.eventCounts());
    const recordFrom = Math.max(from + 1, end - 8 * NEAR);
    const stop = machine.run({ target: end, recordFrom, kinds: PLAY_KINDS });
    const records = machine.records();
    if (stop === Stop.RECORDS_FULL) parked.stand(end);
    const happened = playedEvents(machine.eventCounts()) - before;
    const shown = records.length / RECORD_FIELDS;
    this.cursor = end;
    return {
      records,
      sampledOneIn: shown === 0 || happened <= shown ? 1 : Math.round(happened / shown),
      instant: this.instant(end, lastRecord(records)),
    };
  }
}

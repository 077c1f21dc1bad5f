/**
 * What the heap held: a fold of the log of malloc's calls, block by block, as DHAT and Massif keep it. A
 * record that stands for several calls is one run of equal neighbours; their instants lie evenly between
 * the record before and this one.
 */
import { HeapCall, HeapRecord } from "../../assembly/abi/heap_log.ts";

/** Blocks that start-up left alive and everything that it asked for; recorded (src/tables/heap.ts). */
export interface HeapBefore {
  liveBytes: number;
  liveBlocks: number;
  totalBytes: number;
  totalBlocks: number;
  /** Of those alive, what is still alive at the end. */
  endBytes: number;
  endBlocks: number;
  /** Massif's extra bytes of the live blocks, and the stack at the peak. */
  extraBytes: number;
  stackBytes: number;
}

/** What one place in the program asked for. */
export interface HeapSite {
  /** Node of the call tree; -1 for what start-up asked for. */
  node: number;
  totalBytes: number;
  totalBlocks: number;
  maxBytes: number;
  maxBlocks: number;
  /** When the whole heap was largest, and at the end. */
  bytesAtMax: number;
  blocksAtMax: number;
  bytesAtEnd: number;
  blocksAtEnd: number;
  /** Sum of the ages, in Ir, that blocks reached; those alive at the end count to the end. */
  lifetimes: number;
  /** Size of every block, 0 where sizes differ. */
  blockBytes: number;
}

export interface HeapProfile {
  maxBytes: number;
  maxBlocks: number;
  /** Clock at which the heap was first as large as it ever became. */
  maxAt: number;
  totalBytes: number;
  totalBlocks: number;
  endBytes: number;
  endBlocks: number;
  end: number;
  sites: HeapSite[];
}

/** A change of the heap: what Massif sees. */
export interface HeapStep {
  ir: number;
  times: number;
  /** Bytes of each block that came, and of each that went; a realloc has both. */
  added: number | null;
  removed: number | null;
  site: HeapSite;
}

/** Equal neighbours that were asked for in a row. */
interface Run {
  addr: number;
  pitch: number;
  count: number;
  bytes: number;
  site: HeapSite;
  /** Birth of the first, and from one to the next. */
  born: number;
  apart: number;
}

const START_NODE = -1;

function newSite(node: number): HeapSite {
  return {
    node,
    ...{ totalBytes: 0, totalBlocks: 0, maxBytes: 0, maxBlocks: 0 },
    ...{ bytesAtMax: 0, blocksAtMax: 0, bytesAtEnd: 0, blocksAtEnd: 0 },
    ...{ lifetimes: 0, blockBytes: -1 },
  };
}

/** Live runs by address, highest last: programs mostly add and drop at the end. */
class LiveRuns {
  private readonly runs: Run[] = [];

  /** The place of the last run that begins at or below an address, -1 for none. */
  private place(addr: number): number {
    let low = 0;
    let high = this.runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.runs[middle]?.addr ?? 0) <= addr) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  add(run: Run): void {
    this.runs.splice(this.place(run.addr) + 1, 0, run);
  }

  /** Takes out the run's part that holds up to `count` blocks ending at `addr`; null where none is known. */
  take(addr: number, count: number): Run | null {
    const at = this.place(addr);
    const run = this.runs[at];
    if (run === undefined) return null;
    const index = (addr - run.addr) / run.pitch;
    if (!Number.isInteger(index) || index >= run.count) return null;
    const first = Math.max(0, index - count + 1);
    const part = (from: number, to: number): Run => ({
      ...run,
      addr: run.addr + from * run.pitch,
      count: to - from,
      born: run.born + from * run.apart,
    });
    const rest = [part(0, first), part(index + 1, run.count)].filter((r) => r.count > 0);
    this.runs.splice(at, 1, ...rest);
    return part(first, index + 1);
  }

  all(): readonly Run[] {
    return this.runs;
  }
}

/** Usable bytes of a chunk: what is taken for the request of a block that start-up made. */
const CHUNK_HEAD = 8;

/**
 * Folds the log. `innermost` maps a node of the call tree to the node of the place that asked, so that
 * malloc itself is not a place. `step` is told every change, in order.
 */
export function heapProfile(
  log: Float64Array,
  before: HeapBefore,
  end: number,
  innermost: (node: number) => number,
  step: (change: HeapStep) => void = () => {},
): HeapProfile {
  return new HeapFold(before, end, innermost, step).fold(log);
}

class HeapFold {
  private readonly live = new LiveRuns();
  private readonly sites = new Map<number, HeapSite>();
  private readonly start = newSite(START_NODE);
  private bytes: number;
  private blocks: number;
  private readonly profile: HeapProfile;
  private last = 0;

  constructor(
    private readonly before: HeapBefore,
    end: number,
    private readonly innermost: (node: number) => number,
    private readonly step: (change: HeapStep) => void,
  ) {
    const { liveBytes, liveBlocks, totalBytes, totalBlocks } = before;
    this.bytes = liveBytes;
    this.blocks = liveBlocks;
    Object.assign(this.start, { totalBytes, totalBlocks });
    Object.assign(this.start, { bytesAtEnd: liveBytes, blocksAtEnd: liveBlocks });
    Object.assign(this.start, { maxBytes: liveBytes, maxBlocks: liveBlocks, blockBytes: 0 });
    this.profile = {
      ...{ maxBytes: liveBytes, maxBlocks: liveBlocks, maxAt: 0 },
      ...{ totalBytes, totalBlocks, endBytes: 0, endBlocks: 0, end, sites: [] },
    };
    if (liveBytes > 0) this.sites.set(START_NODE, this.start);
  }

  fold(log: Float64Array): HeapProfile {
    for (let at = 0; at < log.length; at += HeapRecord.WORDS) this.record(log, at);
    if (this.atMaximum) this.keepShares();
    const { profile } = this;
    for (const run of this.live.all()) {
      const youngest = run.born + (run.count - 1) * run.apart;
      run.site.lifetimes += run.count * (profile.end - (run.born + youngest) / 2);
    }
    // What the recorded exit frees of start-up's blocks is not in the log.
    profile.endBytes = this.bytes - this.start.bytesAtEnd + this.before.endBytes;
    profile.endBlocks = this.blocks - this.start.blocksAtEnd + this.before.endBlocks;
    this.start.bytesAtEnd = this.before.endBytes;
    this.start.blocksAtEnd = this.before.endBlocks;
    profile.sites = [...this.sites.values()].sort((a, b) => b.totalBytes - a.totalBytes);
    return profile;
  }

  private record(log: Float64Array, at: number): void {
    const word = (field: HeapRecord) => log[at + field] ?? 0;
    const ir = word(HeapRecord.IR);
    const what = word(HeapRecord.WHAT);
    const addr = word(HeapRecord.ADDR);
    const times = word(HeapRecord.TIMES);
    const request = word(HeapRecord.REQUEST);
    const pitch = word(HeapRecord.PITCH);
    const call: HeapCall = what % 256;
    if (call === HeapCall.MALLOC) {
      const site = this.siteOf(this.innermost(Math.floor(what / 256)));
      const apart = (ir - this.last) / times;
      const born = ir - (times - 1) * apart;
      this.live.add({ addr, pitch, count: times, bytes: request, site, born, apart });
      site.totalBytes += times * request;
      site.totalBlocks += times;
      this.profile.totalBytes += times * request;
      this.profile.totalBlocks += times;
      this.change({ ir, times, added: request, removed: null, site });
    } else if (call === HeapCall.FREE) this.free(ir, addr, pitch, times);
    else this.realloc(ir, addr, request, pitch);
    this.last = ir;
  }

  private siteOf(node: number): HeapSite {
    let site = this.sites.get(node);
    if (site === undefined) {
      site = newSite(node);
      this.sites.set(node, site);
    }
    return site;
  }

  /** `times` blocks of `added` bytes came, or of `removed` bytes went, or one has another size now. */
  private change(change: HeapStep): void {
    const { ir, times, added, removed, site } = change;
    const blocks = times * ((added === null ? 0 : 1) - (removed === null ? 0 : 1));
    const bytes = times * ((added ?? 0) - (removed ?? 0));
    if (bytes < 0 && this.atMaximum) this.keepShares();
    if (added !== null && site.blockBytes !== added)
      site.blockBytes = site.blockBytes === -1 ? added : 0;
    this.bytes += bytes;
    this.blocks += blocks;
    site.bytesAtEnd += bytes;
    site.blocksAtEnd += blocks;
    if (site.bytesAtEnd > site.maxBytes) {
      site.maxBytes = site.bytesAtEnd;
      site.maxBlocks = site.blocksAtEnd;
    }
    if (this.bytes > this.profile.maxBytes) {
      this.profile.maxBytes = this.bytes;
      this.profile.maxBlocks = this.blocks;
      this.profile.maxAt = ir;
      this.atMaximum = true;
    }
    this.step(change);
  }

  /** Whether the heap is as large as it ever was: then the sites' shares are still to be kept. */
  private atMaximum = true;

  private keepShares(): void {
    this.atMaximum = false;
    for (const site of this.sites.values()) {
      site.bytesAtMax = site.bytesAtEnd;
      site.blocksAtMax = site.blocksAtEnd;
    }
  }

  private free(ir: number, addr: number, pitch: number, times: number): void {
    let left = times;
    while (left > 0) {
      const run = this.live.take(addr + (left - 1) * pitch, left);
      if (run === null) {
        const removed = pitch - CHUNK_HEAD;
        this.change({ ir, times: 1, added: null, removed, site: this.start });
        left -= 1;
        continue;
      }
      const youngest = run.born + (run.count - 1) * run.apart;
      run.site.lifetimes += run.count * (ir - (run.born + youngest) / 2);
      this.change({ ir, times: run.count, added: null, removed: run.bytes, site: run.site });
      left -= run.count;
    }
  }

  /** The block stays the same one for DHAT: its site, its birth; its size changes. */
  private realloc(ir: number, addr: number, request: number, old: number): void {
    const run = this.live.take(old, 1);
    if (run === null) return;
    this.live.add({ ...run, addr, pitch: 1, bytes: request });
    const more = request - run.bytes;
    if (more > 0) {
      run.site.totalBytes += more;
      this.profile.totalBytes += more;
    }
    this.change({ ir, times: 1, added: request, removed: run.bytes, site: run.site });
  }
}

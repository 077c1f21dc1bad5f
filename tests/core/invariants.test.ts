/**
 * What must hold at every instant (spec 01 section 5, spec 06 section 8), checked at random instants
 * through the reads that an inspector has: counters and described words.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Owner, Stat, VmaKind, Word } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import { entryFor } from "../../workers/program.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { blockPlaces, freeList, refcntAt, slotsOf, smallIntPlace } from "./ints.ts";
import {
  BUILDS,
  Choices,
  instantOf,
  modelledInstants,
  newMachine,
  open,
  peek,
  stat,
} from "./support.ts";

const INSTANTS = 25;
const SEED = 2702;

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

/** Instants between begin and end of a collection: lists of blocks and slots are half built there. */
function duringCollection(machine: Machine): [number, number][] {
  const begin = [0, 1].map((i) => instantOf(machine, Ev.CLEAR_BEGIN, i));
  return begin.map((from, i) => [from, instantOf(machine, Ev.CLEAR_END, i)]);
}

describe.each(BUILDS)("at random instants of range(700) in %s", (name) => {
  let run: LoadedRun;
  let places: number[];
  let instants: number[];

  beforeAll(() => {
    run = open(machine, name, 700);
    places = [...new Set(blockPlaces(machine, run))];
    const collections = duringCollection(machine);
    instants = modelledInstants(run, INSTANTS, new Choices(SEED)).filter(
      (ir) => !collections.some(([from, to]) => ir >= from && ir < to),
    );
  });

  /** Blocks that exist now. */
  const blocks = () => places.filter((place) => peek(machine, place).word === Word.BLOCK_NEXT);

  it("every slot of every block is live, or reachable from free_list exactly once", () => {
    for (const target of instants) {
      machine.run({ target });
      const chain = freeList(machine, run);
      expect(new Set(chain).size, `instant ${target}`).toBe(chain.length);
      const slots = blocks().flatMap((block) => slotsOf(machine, run, block));
      const live = slots.filter((slot) => slot.state === "live");
      const free = slots.filter((slot) => slot.state !== "live").map((slot) => slot.addr);
      expect(stat(machine, Stat.LIVE_INTS)).toBe(live.length);
      expect(stat(machine, Stat.FREE_INTS)).toBe(chain.length);
      // A block whose slots are being linked is the one exception: it is on no list yet.
      const unlinked = free.length - chain.length;
      expect([0, run.build.layout.intSlots]).toContain(unlinked);
      const known = new Set(free);
      expect(chain.every((addr) => known.has(addr))).toBe(true);
      expect(stat(machine, Stat.INT_BLOCKS)).toBe(blocks().length);
    }
  });

  it("a type field is the int type, a slot's address or 0, and only live ints have references", () => {
    const { intSlots, intBytes } = run.build.layout;
    const type =
      entryFor(run.build, "recipe", "native", run.program).imageBase + (run.build.types.int ?? 0);
    for (const target of instants) {
      machine.run({ target });
      const all = blocks();
      const addresses = new Set(
        all.flatMap((b) => Array.from({ length: intSlots }, (_, i) => b + 8 + i * intBytes)),
      );
      // 1 marks a link that fill_free_list has not stored yet.
      const links = new Set([0, 1, ...addresses]);
      for (const slot of all.flatMap((block) => slotsOf(machine, run, block))) {
        if (slot.state === "live") expect(slot.type).toBe(type);
        else expect(links.has(slot.type), `0x${slot.addr.toString(16)} at ${target}`).toBe(true);
        if (slot.state === "live") expect(slot.refcnt).toBeGreaterThanOrEqual(1);
        if (slot.state === "free") expect(slot.refcnt).toBe(0);
      }
    }
  });

  it("every shared int is alive until the interpreter drops them all", () => {
    const end = run.stretches.find((s) => s.name === "exit")?.from ?? 0;
    for (const target of instants.filter((ir) => ir < end)) {
      machine.run({ target });
      for (let value = -5; value <= 256; value++) {
        expect(refcntAt(machine, run, smallIntPlace(run, places, value))).toBeGreaterThanOrEqual(1);
      }
    }
  });

  it("the free list is the same chain before the list was made and after it died", () => {
    const begin = run.stretches.find((s) => s.name === "run")?.from ?? 0;
    machine.run({ target: begin });
    const before = freeList(machine, run);
    // At the exit's first instant the program's literal has died, too: look just before.
    machine.run({ target: (run.stretches.find((s) => s.name === "exit")?.from ?? 0) - 1 });
    expect(freeList(machine, run).slice(0, before.length)).toEqual(before);
  });

  it("chunks lie side by side from the heap's start to the break, free ones never next to each other", () => {
    for (const target of instants) {
      machine.run({ target });
      const chunks = walkHeap(machine);
      const last = chunks.at(-1);
      expect((last?.addr ?? 0) + (last?.bytes ?? 0), `instant ${target}`).toBe(
        stat(machine, Stat.BRK_END),
      );
      for (const [i, chunk] of chunks.entries()) {
        expect(chunk.addr % 16).toBe(0);
        const next = chunks[i + 1];
        if (next === undefined || next.previousInUse) continue;
        expect(chunk.previousInUse, `two free chunks meet at 0x${chunk.addr.toString(16)}`).toBe(
          true,
        );
        // The size of a free chunk is repeated where the next chunk begins.
        const repeated = peek(machine, next.addr);
        if (repeated.word !== Word.ABSENT) expect(repeated.value).toBe(chunk.bytes);
      }
    }
  });

  it("the resident pages counted are the pages present in the mappings", () => {
    for (const target of instants.slice(0, 12)) {
      machine.run({ target });
      const { own, file } = presentPages(machine);
      expect(own, `instant ${target}`).toBe(stat(machine, Stat.RSS_ANON_PAGES));
      expect(file, `instant ${target}`).toBe(stat(machine, Stat.RSS_FILE_PAGES));
      const mapped = machine.vmas().reduce((sum, vma) => sum + (vma.end - vma.start) / 4096, 0);
      expect(stat(machine, Stat.VMS_PAGES)).toBe(mapped);
    }
  });
});

interface Chunk {
  addr: number;
  bytes: number;
  previousInUse: boolean;
}

/** The heap's chunks, each found by the size of the one before. */
function walkHeap(machine: Machine): Chunk[] {
  const heap = machine.vmas().find((vma) => vma.kind === VmaKind.HEAP);
  if (heap === undefined) throw new Error("there is no heap");
  const chunks: Chunk[] = [];
  for (let addr = heap.start; addr < heap.end; ) {
    const [word = 0, owner = 0, low = 0] = machine.values(addr + 8, 1);
    if (word !== Word.CHUNK_SIZE) {
      throw new Error(
        `0x${addr.toString(16)} holds ${Word[word]} of ${Owner[owner]}, no chunk's size`,
      );
    }
    const bytes = low - (low % 16);
    chunks.push({ addr, bytes, previousInUse: low % 2 === 1 });
    addr += bytes;
  }
  return chunks;
}

/** How many pages of all mappings have a frame, of the process's own or of a file. */
function presentPages(machine: Machine): { own: number; file: number } {
  const found = { own: 0, file: 0 };
  for (const { start, end } of machine.vmas()) {
    const texels = machine.pages(start, (end - start) / 4096);
    for (let i = 3; i < texels.length; i += 4) {
      if (texels[i] === 3) found.own += 1;
      else if (texels[i] === 1) found.file += 1;
    }
  }
  return found;
}

describe.each(BUILDS)("the gauges of range(20000) in %s", (name) => {
  it("faults, zeroed and copied pages agree with the events", () => {
    const run = open(machine, name, 20_000);
    machine.run();
    expect(stat(machine, Stat.FAULTS)).toBe(machine.eventCounts()[Ev.FAULT]);
    expect(stat(machine, Stat.ZEROED_PAGES) + stat(machine, Stat.COPIED_PAGES)).toBe(
      stat(machine, Stat.FAULTS),
    );
    // The list's array has a mapping of its own, which is gone in the end.
    expect(machine.eventCounts()[Ev.MMAP]).toBe(1);
    expect(stat(machine, Stat.MMAPPED_BYTES)).toBe(0);
    const { own, file } = presentPages(machine);
    expect([own, file]).toEqual([
      stat(machine, Stat.RSS_ANON_PAGES),
      stat(machine, Stat.RSS_FILE_PAGES),
    ]);
    machine.run({ target: instantOf(machine, Ev.LIST_DEALLOC) - 1 });
    expect(stat(machine, Stat.MMAPPED_BYTES)).toBe(
      Math.ceil((20_000 * 8 + extra(run) + 24) / 4096) * 4096,
    );
  });
});

/** What a pydebug build adds to each buffer. */
function extra(run: LoadedRun): number {
  return run.build.layout.debugBytes;
}

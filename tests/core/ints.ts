/** Int blocks and the free list, read as a debugger reads them: word by word, through links. */
import { Ev } from "../../assembly/abi/events.ts";
import { Stat, Word } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { entryFor } from "../../workers/program.ts";
import { bits, decodeRecords, peek, stat } from "./support.ts";

/** The addresses on the free list, from its head: each link is read from the slot before. */
export function freeList(machine: Machine, run: LoadedRun): number[] {
  const type = run.build.layout.refcntOffset + 8;
  const chain: number[] = [];
  let at = stat(machine, Stat.FREE_LIST);
  while (at !== 0) {
    chain.push(at);
    const { word, value } = peek(machine, at + type);
    if (word !== Word.FREE_LINK)
      throw new Error(`slot 0x${at.toString(16)} on the free list holds ${Word[word]}`);
    at = value;
    if (chain.length > stat(machine, Stat.FREE_INTS))
      throw new Error("the free list is longer than its count");
  }
  return chain;
}

/**
 * Every address at which the run ever has a block. It moves the machine, so it is asked for before
 * the machine is parked.
 */
export function blockPlaces(machine: Machine, run: LoadedRun): number[] {
  const { build, request, program } = run;
  const entry = entryFor(build, request.launch, request.under, program);
  machine.run({ recordFrom: 0, kinds: bits(Ev.INT_BLOCK) });
  const made = decodeRecords(machine.records()).map((record) => record.addr);
  return [...entry.intBlocks.map((offset) => entry.heapStart + offset), ...made];
}

/** block_list from its head, the block to which no other one points. */
export function blockList(machine: Machine, places: readonly number[]): number[] {
  const next = new Map<number, number>();
  for (const place of places) {
    const { word, value } = peek(machine, place);
    if (word === Word.BLOCK_NEXT) next.set(place, value);
  }
  const pointedTo = new Set(next.values());
  const heads = [...next.keys()].filter((place) => !pointedTo.has(place));
  if (heads.length !== 1) throw new Error(`block_list has ${heads.length} heads`);
  const chain: number[] = [];
  for (let at = heads[0] ?? 0; at !== 0; at = next.get(at) ?? 0) chain.push(at);
  if (chain.length !== next.size) throw new Error("block_list does not reach every block");
  return chain;
}

/** One slot's three modelled words. */
export interface Slot {
  addr: number;
  state: "live" | "free" | "virgin";
  refcnt: number;
  type: number;
  value: number;
}

/** The slots of a block, slot 0 first. */
export function slotsOf(machine: Machine, run: LoadedRun, block: number): Slot[] {
  const { intBytes, intSlots, refcntOffset } = run.build.layout;
  return Array.from({ length: intSlots }, (_, index) => {
    const addr = block + 8 + index * intBytes;
    const refcnt = peek(machine, addr + refcntOffset);
    const type = peek(machine, addr + refcntOffset + 8);
    const value = peek(machine, addr + refcntOffset + 16);
    const used = refcnt.word === Word.OB_REFCNT;
    const state = type.word === Word.OB_TYPE ? "live" : used ? "free" : "virgin";
    return { addr, state, refcnt: refcnt.value, type: type.value, value: value.value };
  });
}

/** Where the shared int of a small value lies: start-up makes them in order, rear to front. */
export function smallIntPlace(run: LoadedRun, places: readonly number[], value: number): number {
  const { intBytes, intSlots } = run.build.layout;
  const index = value + 5;
  const block = places[Math.floor(index / intSlots)] ?? 0;
  return block + 8 + intBytes * (intSlots - 1 - (index % intSlots));
}

export function refcntAt(machine: Machine, run: LoadedRun, object: number): number {
  return peek(machine, object + run.build.layout.refcntOffset).value;
}

/** Where each item of the list lies, read from the item array word by word. */
export function items(machine: Machine): number[] {
  const addr = stat(machine, Stat.ITEMS_ADDR);
  const length = stat(machine, Stat.ITEMS_LENGTH);
  if (length === 0) return [];
  const words = machine.values(addr, length);
  return Array.from(
    { length },
    (_, i) => (words[4 * i + 3] ?? 0) * 2 ** 32 + (words[4 * i + 2] ?? 0),
  );
}

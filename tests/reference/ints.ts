/**
 * Ints one by one: blocks as rows of slots, the free list as an array of addresses, shared ints as an
 * array of addresses. What is in a slot stands in memory's words: count, type or link, value.
 */
import { Ev } from "../../assembly/abi/events.ts";
import type { Build, EntryState } from "../../src/tables/build.ts";
import type { Buffers } from "./buffers.ts";
import type { Memory } from "./memory.ts";
import type { Outcome } from "./twin.ts";

const SMALLEST_SHARED = -5;
const BLOCK_HEAD = 8;

export class Ints {
  live = 0;
  /** The slots on free_list; the head is the last one. */
  protected readonly free: number[] = [];
  /** block_list, its head first. */
  private blocks: number[];
  /** small_ints: the address of each shared int, -5 first. */
  private readonly shared: number[] = [];
  /** While PyInt_ClearFreeList runs: the blocks it has not looked at, and the ints it counted. */
  private unscanned: number[] = [];
  private counted = 0;
  /** The block whose slots are linked next. */
  private unlinked: number | null = null;
  private readonly type: number;

  constructor(
    protected readonly memory: Memory,
    private readonly build: Build,
    entry: EntryState,
    private readonly buffers: Buffers,
  ) {
    this.type = entry.imageBase + (build.types.int ?? 0);
    const made = entry.intBlocks.map((offset) => entry.heapStart + offset);
    const at = (block: number, slot: number) => this.slots(made[block] ?? 0)[slot] ?? 0;
    this.blocks = entry.blockList.map((number) => made[number] ?? 0);
    this.linkBlocks();
    for (const [i, count] of entry.smallRefcounts.entries()) {
      const { intSlots } = build.layout;
      const object = at(Math.floor(i / intSlots), intSlots - 1 - (i % intSlots));
      this.shared.push(object);
      this.bear(object, BigInt(i + SMALLEST_SHARED), count);
    }
    for (const [block, slot, value, count] of entry.intLive)
      this.bear(at(block, slot), BigInt(value), count);
    for (const [block, slot] of [...entry.intFree].reverse()) this.push(at(block, slot));
  }

  /** The head of free_list, 0 when it is empty. */
  get head(): number {
    return this.free.at(-1) ?? 0;
  }

  private count(object: number): number {
    return object + this.build.layout.refcntOffset;
  }

  /** The word that is the type of a live int and the link of a free one. */
  private typeOf(object: number): number {
    return this.count(object) + 8;
  }

  /** Whether an int lies, or lay, at the address. */
  knows(object: number): boolean {
    return this.memory.words.has(object + this.build.layout.refcntOffset + 16);
  }

  refcnt(object: number): number {
    return Number(this.memory.read(this.count(object)));
  }

  value(object: number): number {
    return Number(BigInt.asIntN(64, this.memory.read(this.count(object) + 16)));
  }

  private isLive(object: number): boolean {
    return this.memory.readStatic(this.typeOf(object)) === BigInt(this.type);
  }

  protected slots(block: number): number[] {
    const { intBytes, intSlots } = this.build.layout;
    return Array.from({ length: intSlots }, (_, i) => block + BLOCK_HEAD + i * intBytes);
  }

  private bear(object: number, value: bigint, count: number): void {
    this.memory.write(this.count(object), count);
    this.memory.write(this.typeOf(object), this.type);
    this.memory.write(this.count(object) + 16, value);
    this.live += 1;
  }

  /** A free slot becomes the head of the list. */
  protected push(object: number): void {
    this.memory.write(this.typeOf(object), this.head);
    this.free.push(object);
  }

  /** Each block's first word is the address of the one after it in block_list. */
  private linkBlocks(): void {
    for (const [i, block] of this.blocks.entries())
      this.memory.write(block, this.blocks[i + 1] ?? 0);
  }

  isShared(value: number): boolean {
    return value >= SMALLEST_SHARED && value <= 256;
  }

  sharedAt(value: number): number {
    return this.shared[value - SMALLEST_SHARED] ?? 0;
  }

  /** The count of a live int changes. */
  changeCount(object: number, by: number): number {
    const count = this.refcnt(object) + by;
    this.memory.write(this.count(object), count);
    return count;
  }

  /** fill_free_list up to its loop: a block joins block_list; its slots are linked when one is taken. */
  fill(): Outcome {
    if (this.free.length > 0) throw new Error("the free list is not empty");
    const block = this.buffers.take(this.build.layout.blockBytes);
    this.memory.touch(block, this.build.layout.blockBytes);
    this.memory.write(block, this.blocks[0] ?? 0);
    this.blocks.unshift(block);
    this.unlinked = block;
    return { kind: Ev.INT_BLOCK, addr: block, a: 0, b: 0 };
  }

  /** The loop of fill_free_list: each slot points to the one below it, the highest is the head. */
  protected chain(block: number): void {
    for (const slot of this.slots(block)) this.push(slot);
  }

  /** PyInt_FromLong of a value that is not shared. */
  make(value: number): number {
    if (this.unlinked !== null) this.chain(this.unlinked);
    this.unlinked = null;
    const object = this.free.pop();
    if (object === undefined) throw new Error("the free list is empty");
    this.bear(object, BigInt(value), 1);
    return object;
  }

  /** int_dealloc: the value stays, the type becomes a link. */
  die(object: number): void {
    this.memory.write(this.count(object), 0);
    this.push(object);
    this.live -= 1;
  }

  /** PyInt_Fini: whoever still held a shared int died in a recorded stretch. */
  dropShared(): void {
    for (const object of this.shared) this.die(object);
  }

  /**
   * PyInt_ClearFreeList forgets both lists at once. The links stay in memory, but the machine keeps
   * them as the order of a list that no longer exists, so they have no defined content until the
   * slots are linked again.
   */
  beginCollection(): Outcome {
    for (const object of this.free) this.memory.forget(this.typeOf(object), 8);
    this.free.length = 0;
    this.unscanned = this.blocks;
    this.blocks = [];
    this.counted = 0;
    return { kind: Ev.CLEAR_BEGIN, addr: 0, a: this.unscanned.length, b: 0 };
  }

  /** The next block of the scan and its live ints, some or none. */
  private next(wantLive: boolean): { block: number; live: number } {
    const block = this.unscanned.shift();
    if (block === undefined) throw new Error("every block was scanned");
    const live = this.slots(block).filter((slot) => this.isLive(slot)).length;
    if (live > 0 !== wantLive) throw new Error(`the next block has ${live} live ints`);
    this.counted += live;
    return { block, live };
  }

  keepNext(): Outcome {
    const { block, live } = this.next(true);
    this.memory.write(block, this.blocks[0] ?? 0);
    this.blocks.unshift(block);
    for (const slot of this.slots(block)) if (!this.isLive(slot)) this.push(slot);
    return { kind: Ev.BLOCK_KEEP, addr: block, a: live, b: 0 };
  }

  freeNext(): Outcome {
    const { block } = this.next(false);
    this.memory.forget(block, this.build.layout.blockBytes);
    this.buffers.give(block, this.build.layout.blockBytes);
    return { kind: Ev.BLOCK_FREE, addr: block, a: 0, b: 0 };
  }

  endCollection(): Outcome {
    if (this.unscanned.length > 0)
      throw new Error(`${this.unscanned.length} blocks were not scanned`);
    return { kind: Ev.CLEAR_END, addr: 0, a: this.counted, b: 0 };
  }
}

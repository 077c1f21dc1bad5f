/**
 * What compiling a text asks the allocators for: containers, which leave free lists and count in the
 * collector, and blocks that do not come from the pools of the small-object allocator. The machine repeats
 * these calls before the module's code starts, so that the heap has the holes that a real compiler leaves.
 */
import { CompilerCall } from "../../assembly/abi/compiler_heap.ts";

/** Up to so many bytes every build's pools serve an object (512, less a debug build's guards). */
const POOL_BYTES = 480;

/** A block, by its number. */
export type Block = number;

/** The calls, in order: three numbers each. */
export class HeapLog {
  readonly calls: number[] = [];
  private readonly spare: Block[] = [];
  private readonly inHeap = new Set<Block>();
  private readonly kept: Block[] = [];
  private blocks = 0;
  /** Ints that are not given back. */
  living = 0;

  /** A block that has no memory yet. */
  block(): Block {
    return this.spare.pop() ?? this.blocks++;
  }

  /** Gives a block memory, or memory of another size. */
  size(block: Block, call: CompilerCall, bytes: number): void {
    if (call === CompilerCall.OBJECT && bytes <= POOL_BYTES) return;
    if (call === CompilerCall.STRING && !this.inHeap.has(block) && bytes <= POOL_BYTES / 2) return;
    this.inHeap.add(block);
    this.calls.push(call, block, bytes);
  }

  take(call: CompilerCall, bytes: number): Block {
    const block = this.block();
    this.size(block, call, bytes);
    return block;
  }

  /** Gives a block back; `keys` is how many a dictionary's own table had. */
  free(block: Block, keys = 0): void {
    if (this.inHeap.delete(block)) this.calls.push(CompilerCall.FREE, block, keys);
    this.spare.push(block);
  }

  /** A tuple that the code keeps. The shared empty one takes nothing. */
  keepTuple(length: number): void {
    if (length > 0) this.kept.push(this.take(CompilerCall.TUPLE, length));
  }

  /** A tuple that is needed for a moment only. */
  tuple(length: number): void {
    if (length > 0) this.free(this.take(CompilerCall.TUPLE, length));
  }

  /** The machine makes the tuples of the code when it loads it: out of these. */
  end(): void {
    for (const block of this.kept) this.free(block);
  }

  /** `count` more ints beyond the small ones; negative: fewer, the newest first. */
  ints(count: number): void {
    this.living += count;
    if (count > 0) this.calls.push(CompilerCall.INTS, 0, count);
    if (count < 0) this.calls.push(CompilerCall.INTS_FREE, 0, -count);
  }

  /** A buffer that is needed for a moment only. */
  moment(bytes: number): void {
    if (bytes > 0) this.free(this.take(CompilerCall.BUFFER, bytes));
  }
}

const POINTER_BYTES = 8;

/** The item array of a list (list_resize in Objects/listobject.c). */
export class HeapItems {
  protected readonly log: HeapLog;
  private block: Block | null = null;
  private allocated = 0;
  private size = 0;

  constructor(log: HeapLog) {
    this.log = log;
  }

  append(count = 1): void {
    this.resize(this.size + count);
  }

  /** The last item leaves; the array of an empty list is freed. */
  pop(): void {
    if (this.size === 1) this.freeItems();
    else this.resize(this.size - 1);
  }

  free(): void {
    this.freeItems();
  }

  private freeItems(): void {
    if (this.block !== null) this.log.free(this.block);
    this.block = null;
    this.size = 0;
    this.allocated = 0;
  }

  private resize(size: number): void {
    this.size = size;
    if (this.allocated >= size && size >= this.allocated >> 1) return;
    this.allocated = size + (size >> 3) + (size < 9 ? 3 : 6);
    this.block ??= this.log.block();
    this.log.size(this.block, CompilerCall.BUFFER, this.allocated * POINTER_BYTES);
  }
}

/** A list and its items. */
export class HeapList extends HeapItems {
  private readonly object: Block;

  constructor(log: HeapLog) {
    super(log);
    this.object = log.take(CompilerCall.LIST, 0);
  }

  override free(): void {
    super.free();
    this.log.free(this.object);
  }
}

/** Slots of a dictionary's own table, and bytes of a slot (Objects/dictobject.c). */
const SMALL_SLOTS = 8;
const SLOT_BYTES = 24;
/** A dictionary with more keys than this doubles, a smaller one grows fourfold. */
const LARGE_DICT = 50_000;

/** A dictionary that gets keys it does not have. */
export class HeapDict {
  private readonly log: HeapLog;
  private readonly object: Block;
  private block: Block | null = null;
  private slots = SMALL_SLOTS;
  private used = 0;

  constructor(log: HeapLog) {
    this.log = log;
    this.object = log.take(CompilerCall.DICT, 0);
  }

  /** Keys that are in it. */
  get size(): number {
    return this.used;
  }

  insert(): void {
    this.used += 1;
    if (this.isFull(0)) this.resize(this.used * (this.used > LARGE_DICT ? 2 : 4));
  }

  /** PyDict_Update: `count` keys of another one, of which `fresh` are new here. */
  merge(count: number, fresh: number): void {
    if (this.isFull(count)) this.resize((this.used + count) * 2);
    this.used += fresh;
  }

  free(): void {
    if (this.block !== null) this.log.free(this.block);
    this.block = null;
    this.log.free(this.object, this.used);
  }

  private isFull(more: number): boolean {
    return (this.used + more) * 3 >= this.slots * 2;
  }

  private resize(wanted: number): void {
    this.slots = SMALL_SLOTS;
    while (this.slots <= wanted) this.slots *= 2;
    const old = this.block;
    this.block =
      this.slots === SMALL_SLOTS
        ? null
        : this.log.take(CompilerCall.TABLE, this.slots * SLOT_BYTES);
    if (old !== null) this.log.free(old);
  }
}

/** The small-object allocator for buffers of up to 512 bytes (2.7.12 pydebug): one pool per size. */
import type { EntryState } from "../../src/tables/build.ts";
import { poolRows } from "../../workers/pools.ts";
import type { Memory } from "./memory.ts";

const POOL = 4096;
const POOL_HEAD = 48;

interface Pool {
  base: number;
  next: number;
  free: number;
}

export class Pools {
  /** By block size: the pool that is used now. */
  private readonly pools = new Map<number, Pool>();
  private arena: { base: number; next: number } | null;
  /** Links of free blocks. The interpreter's objects share the pools, so that they are not compared. */
  private readonly links = new Map<number, number>();

  constructor(
    private readonly memory: Memory,
    entry: EntryState,
    private readonly step: number,
    private readonly bypassed: boolean,
  ) {
    const usable = entry.arenas[entry.usableArenas[0] ?? -1];
    this.arena = null;
    if (usable !== undefined) {
      this.arena = { base: usable.base, next: usable.pools.split(" ").length * POOL };
    }
    const byBase = new Map<number, Pool>();
    const rows = poolRows(entry, step);
    for (const [base, index, , next] of rows.pools.map((row) => row.map(Number))) {
      const pool = { base: base ?? 0, next: next ?? 0, free: 0 };
      byBase.set(pool.base, pool);
      this.pools.set(((index ?? 0) + 1) * step, pool);
    }
    for (const block of rows.free.map(Number)) {
      const pool = byBase.get(block - (block % POOL));
      if (pool !== undefined) this.push(pool, block);
    }
  }

  serves(bytes: number): boolean {
    return !this.bypassed && bytes > 0 && bytes <= 512;
  }

  take(bytes: number): number {
    const size = this.class(bytes);
    const pool = this.pools.get(size) ?? this.newPool(size);
    const block = pool.free;
    pool.free = this.links.get(block) ?? 0;
    this.links.delete(block);
    if (pool.free === 0 && pool.next + size <= POOL) this.carve(pool, size);
    // Another pool of this size that has free blocks is not looked for: no recorded program gets there.
    if (pool.free === 0) this.pools.delete(size);
    return block;
  }

  give(block: number, bytes: number): void {
    const size = this.class(bytes);
    this.memory.forget(block, size);
    const pool = this.pools.get(size);
    if (pool === undefined || block - (block % POOL) !== pool.base) throw new Error("another pool");
    this.push(pool, block);
  }

  private class(bytes: number): number {
    return Math.ceil(bytes / this.step) * this.step;
  }

  private push(pool: Pool, block: number): void {
    this.memory.touch(block, 8);
    this.links.set(block, pool.free);
    pool.free = block;
  }

  private carve(pool: Pool, size: number): void {
    this.push(pool, pool.base + pool.next);
    pool.next += size;
  }

  private newPool(size: number): Pool {
    if (this.arena === null) throw new Error("the arena has no pool left");
    const pool = { base: this.arena.base + this.arena.next, next: POOL_HEAD, free: 0 };
    this.arena.next += POOL;
    this.pools.set(size, pool);
    // The first block is handed out at once, the second one is the chain.
    this.carve(pool, size);
    const first = pool.free;
    pool.free = 0;
    this.carve(pool, size);
    const second = pool.free;
    this.memory.write(second, 0);
    this.memory.write(first, second);
    pool.free = first;
    return pool;
  }
}

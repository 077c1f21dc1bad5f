/** The small-object allocator for buffers of up to 512 bytes (2.7.12 pydebug): one pool per size. */
import type { EntryState } from "../../src/tables/build.ts";
import type { Memory } from "./memory.ts";

const POOL = 4096;
const POOL_HEAD = 48;

interface Pool {
  base: number;
  next: number;
  free: number;
}

export class Pools {
  private readonly pools = new Map<number, Pool>();
  private arena: { base: number; next: number } | null;

  constructor(
    private readonly memory: Memory,
    entry: EntryState,
    private readonly step: number,
    private readonly bypassed: boolean,
  ) {
    this.arena = entry.arena === null ? null : { base: entry.arena[0], next: entry.arena[1] };
    for (const [bytes, base, next] of entry.pools) {
      this.pools.set(this.class(bytes), { base, next, free: 0 });
    }
    for (const [bytes, block] of entry.poolFree) this.push(this.pool(bytes), block);
  }

  serves(bytes: number): boolean {
    return !this.bypassed && bytes > 0 && bytes <= 512;
  }

  take(bytes: number): number {
    const pool = this.pool(bytes);
    if (pool.free !== 0) {
      const block = pool.free;
      pool.free = Number(this.memory.read(block));
      this.memory.forget(block, 8);
      return block;
    }
    const size = this.class(bytes);
    if (pool.base === 0 || pool.next + size > POOL) this.newPool(pool);
    pool.next += size;
    return pool.base + pool.next - size;
  }

  give(block: number, bytes: number): void {
    this.memory.forget(block, bytes);
    this.push(this.pool(bytes), block);
  }

  private class(bytes: number): number {
    return Math.ceil(bytes / this.step) * this.step;
  }

  private pool(bytes: number): Pool {
    const known = this.pools.get(this.class(bytes)) ?? { base: 0, next: 0, free: 0 };
    this.pools.set(this.class(bytes), known);
    return known;
  }

  private push(pool: Pool, block: number): void {
    this.memory.write(block, pool.free);
    pool.free = block;
  }

  private newPool(pool: Pool): void {
    if (this.arena === null) throw new Error("the arena has no pool left");
    pool.base = this.arena.base + this.arena.next;
    pool.next = POOL_HEAD;
    this.arena.next += POOL;
  }
}

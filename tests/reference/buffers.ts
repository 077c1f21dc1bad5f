/** Buffers as the interpreter asks for them: a pydebug build decorates each with 32 bytes (spec 04). */
import type { Build } from "../../src/tables/build.ts";
import type { Malloc } from "./malloc.ts";
import type { Memory } from "./memory.ts";
import type { Pools } from "./pools.ts";

const DEBUG_HEAD = 16;

export class Buffers {
  constructor(
    private readonly memory: Memory,
    private readonly malloc: Malloc,
    private readonly pools: Pools,
    private readonly layout: Build["layout"],
  ) {}

  take(bytes: number): number {
    const total = bytes + this.layout.debugBytes;
    const pooled = this.layout.buffersInPools && this.pools.serves(total);
    const start = pooled ? this.pools.take(total) : this.malloc.malloc(total);
    if (this.layout.debugBytes === 0) return start;
    // Size, id, guards, contents, guards and serial number: every byte is written.
    this.memory.touch(start, total);
    return start + DEBUG_HEAD;
  }

  give(buffer: number, bytes: number): void {
    const total = bytes + this.layout.debugBytes;
    const start = this.layout.debugBytes === 0 ? buffer : buffer - DEBUG_HEAD;
    if (this.layout.debugBytes !== 0) this.memory.touch(start, total);
    const pooled = this.layout.buffersInPools && this.pools.serves(total);
    if (pooled) this.pools.give(start, total);
    else this.malloc.free(start);
  }
}

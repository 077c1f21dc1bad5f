/** Buffers as the interpreter asks for them: a pydebug build decorates each with 32 bytes (spec 04). */
import type { Build } from "../../src/tables/build.ts";
import type { Malloc } from "./malloc.ts";
import type { Memory } from "./memory.ts";
import type { Pools } from "./pools.ts";

const DEBUG_HEAD = 16;
/** Id 'm' and seven guard bytes, eight guard bytes. */
const GUARD = 0xfbfbfbfbfbfbfb6dn;
const GUARD_BEHIND = 0xfbfbfbfbfbfbfbfbn;
/** Requests between the module's first instruction and range: its arguments. gdb counted them. */
const REQUESTS_BEFORE = 2;

/** A number as its bytes lie in memory when the highest is written first. */
function bigEndian(value: number): bigint {
  const bytes = BigInt(value).toString(16).padStart(16, "0").match(/../g) ?? [];
  return BigInt(`0x${bytes.reverse().join("")}`);
}

export class Buffers {
  /** The number of the last request. */
  private serial: number;

  constructor(
    private readonly memory: Memory,
    private readonly malloc: Malloc,
    private readonly pools: Pools,
    private readonly layout: Build["layout"],
    serialno: number,
  ) {
    this.serial = serialno + REQUESTS_BEFORE;
  }

  take(bytes: number): number {
    const total = bytes + this.layout.debugBytes;
    const pooled = this.layout.buffersInPools && this.pools.serves(total);
    const start = pooled ? this.pools.take(total) : this.malloc.malloc(total);
    if (this.layout.debugBytes === 0) return start;
    // Size, id, guards, contents, guards and serial number: every byte is written.
    this.memory.touch(start, total);
    this.serial += 1;
    this.memory.write(start, bigEndian(bytes));
    this.memory.write(start + 8, GUARD);
    this.memory.write(start + DEBUG_HEAD + bytes, GUARD_BEHIND);
    this.memory.write(start + DEBUG_HEAD + bytes + 8, bigEndian(this.serial));
    return start + DEBUG_HEAD;
  }

  give(buffer: number, bytes: number): void {
    const total = bytes + this.layout.debugBytes;
    const start = this.layout.debugBytes === 0 ? buffer : buffer - DEBUG_HEAD;
    if (this.layout.debugBytes !== 0) {
      this.memory.touch(start, total);
      this.memory.forget(start, total);
    }
    const pooled = this.layout.buffersInPools && this.pools.serves(total);
    if (pooled) this.pools.give(start, total);
    else this.malloc.free(start);
  }
}

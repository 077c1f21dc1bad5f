/** The allocators below objects, called one by one: spec 04 section 5 and spec 06 section 5. */
import { beforeAll, describe, expect, it } from "vitest";
import { Stop } from "../../assembly/abi/stop.ts";
import { type Driver, compileDriver } from "./driver.ts";
import { BUILDS, type BuildName, Choices, buildOf } from "./support.ts";

interface Allocators {
  PyObject_MALLOC(bytes: bigint): bigint;
  PyObject_FREE(p: bigint): void;
  PyObject_REALLOC(p: bigint, bytes: bigint): bigint;
  PyMem_MALLOC(bytes: bigint): bigint;
  PyMem_REALLOC(p: bigint, old: bigint, bytes: bigint): bigint;
  PyMem_FREE(p: bigint, bytes: bigint): void;
  recorded_block(bytes: bigint): bigint;
  load64(at: bigint): bigint;
  store64(at: bigint, value: bigint): void;
  is_defined(at: bigint): number;
  open_limits(): void;
  pools_are_sound(): number;
  mapped_arenas(): number;
  usable_is_sorted(): number;
}

const EXPORTS = `
import { Arena, NO_ARENA, arena_at, arena_records, usable_arena } from "./objects/obmalloc/arenas";
import {
  POOL_OVERHEAD, POOL_SIZE, Pool, address, block_bytes, blocks_per_pool, pool_at, usedpool,
} from "./objects/obmalloc/pools";
import { load64 as load_word } from "./kernel/words";
import { clock } from "./meter/ledger";
export { PyObject_MALLOC, PyObject_FREE, PyObject_REALLOC, recorded_block } from "./objects/obmalloc/obmalloc";
export { PyMem_MALLOC, PyMem_REALLOC, PyMem_FREE } from "./objects/obmalloc/mem";
export { load64, store64, is_defined } from "./kernel/words";

/** No stop is near. */
export function open_limits(): void {
  clock().target = u64.MAX_VALUE;
}

/** 0, or which invariant of a ring's pools does not hold. */
export function pools_are_sound(): u32 {
  const classes: u32 = 512 / <u32>block_bytes(0);
  for (let index: u32 = 0; index < classes; index++) {
    const head = usedpool(index);
    for (let at = head.next; at !== address(head); at = pool_at(at).next) {
      const pool = pool_at(at);
      if (pool.szidx !== index) return 1;
      if (pool.count === 0 || pool.freeblock === 0) return 2;
      let free: u32 = 0;
      for (let block = pool.freeblock; block !== 0; block = load_word(block)) {
        if (block < pool.base + POOL_OVERHEAD || block >= pool.base + POOL_SIZE) return 3;
        if ((block - pool.base - POOL_OVERHEAD) % block_bytes(index) !== 0) return 4;
        free += 1;
      }
      const virgin = (<u32>POOL_SIZE - pool.nextoffset) / <u32>block_bytes(index);
      if (pool.count + free + virgin !== blocks_per_pool(index)) return 5;
    }
  }
  return 0;
}

export function mapped_arenas(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < arena_records(); i++) if (arena_at(i).address !== 0) count += 1;
  return count;
}

/** The usable arenas have free pools, the fullest first. */
export function usable_is_sorted(): bool {
  let last: u32 = 0;
  for (let i = usable_arena(); i !== NO_ARENA; i = arena_at(i).nextarena) {
    const free = arena_at(i).nfreepools;
    if (free === 0 || free < last) return false;
    last = free;
  }
  return true;
}
`;

let driver: Driver<Allocators>;

beforeAll(async () => {
  driver = await compileDriver<Allocators>(EXPORTS);
}, 60_000);

function machine(name: BuildName): Driver<Allocators>["core"] {
  driver.enter(name);
  driver.core.open_limits();
  expect(driver.core.stop()).toBe(Stop.READY);
  return driver.core;
}

describe.each(BUILDS)("small objects of %s", (name) => {
  it("start from the recorded pools, which are sound", () => {
    const core = machine(name);
    expect(core.pools_are_sound()).toBe(0);
    expect(core.usable_is_sorted()).toBe(1);
  });

  it("have the size classes of their version: multiples of 8 bytes in 2.7.12, of 16 in 2.7.18", () => {
    const core = machine(name);
    const unit = name.startsWith("2.7.12") ? 8n : 16n;
    // pydebug's guards and serial number.
    const guards = BigInt(buildOf(name).layout.debugBytes);
    for (const bytes of [1n, 8n, 9n, 72n, 120n, 200n, 512n - guards]) {
      const blocks = Array.from({ length: 1200 }, () => core.PyObject_MALLOC(bytes));
      const pools = new Map<bigint, bigint[]>();
      for (const p of blocks) pools.set(p & ~4095n, [...(pools.get(p & ~4095n) ?? []), p]);
      // A pool that nothing else was in holds 4,096 bytes less its header of 48, in equal blocks.
      const size = ((bytes + guards + unit - 1n) / unit) * unit;
      const fullest = [...pools.values()].reduce((a, b) => (b.length > a.length ? b : a)).sort();
      expect(fullest.length, `${bytes} bytes`).toBe(Number((4096n - 48n) / size));
      expect((fullest.at(-1) ?? 0n) - (fullest[0] ?? 0n)).toBe(size * BigInt(fullest.length - 1));
    }
  });

  it("are handed out once, and pools stay sound over random programs", () => {
    const core = machine(name);
    const choices = new Choices(7);
    const live = new Map<bigint, bigint>();
    for (let turn = 0; turn < 6000; turn++) {
      if (live.size > 0 && choices.next() < (turn < 4000 ? 0.3 : 0.8)) {
        const p = choices.of([...live.keys()].slice(0, 50));
        core.PyObject_FREE(p);
        live.delete(p);
      } else {
        const bytes = BigInt(choices.between(1, 700));
        const p = core.PyObject_MALLOC(bytes);
        expect(live.has(p)).toBe(false);
        live.set(p, bytes);
      }
    }
    expect(core.pools_are_sound()).toBe(0);
    expect(core.usable_is_sorted()).toBe(1);
    expect(core.mapped_arenas()).toBeGreaterThan(2);
  });

  it("give their arenas back, except those that one block keeps", () => {
    const core = machine(name);
    const before = core.mapped_arenas();
    const blocks = Array.from({ length: 12_000 }, () => core.PyObject_MALLOC(72n));
    const most = core.mapped_arenas();
    expect(most).toBeGreaterThan(before + 2);
    for (const block of blocks) core.PyObject_FREE(block);
    expect(core.mapped_arenas()).toBeLessThanOrEqual(before + 1);
    expect(core.pools_are_sound()).toBe(0);
  });

  it("come back in the order of a stack", () => {
    const core = machine(name);
    const [a, b] = [core.PyObject_MALLOC(40n), core.PyObject_MALLOC(40n)];
    core.PyObject_FREE(a);
    core.PyObject_FREE(b);
    expect([core.PyObject_MALLOC(40n), core.PyObject_MALLOC(40n)]).toEqual([b, a]);
  });

  it("keep their words when their size changes", () => {
    const core = machine(name);
    const small = core.PyObject_MALLOC(64n);
    core.store64(small, 11n);
    core.store64(small + 56n, 12n);
    const large = core.PyObject_REALLOC(small, 400n);
    expect([core.load64(large), core.load64(large + 56n)]).toEqual([11n, 12n]);
    const huge = core.PyObject_REALLOC(large, 4000n);
    expect([core.load64(huge), core.load64(huge + 56n)]).toEqual([11n, 12n]);
  });

  it("name a different recorded block at each call", () => {
    const core = machine(name);
    const named = Array.from({ length: 400 }, () => core.recorded_block(72n));
    expect(new Set(named).size).toBe(400);
    const made = Array.from({ length: 400 }, () => core.PyObject_MALLOC(72n));
    expect(made.filter((p) => named.includes(p))).toEqual([]);
  });
});

describe.each(BUILDS)("buffers of %s", (name) => {
  it("keep their words while they grow from the heap into mappings", () => {
    const core = machine(name);
    let bytes = 64n;
    let buffer = core.PyMem_MALLOC(bytes);
    core.store64(buffer, 99n);
    for (let i = 0; i < 40; i++) {
      const more = bytes + bytes / 4n + 64n - (bytes % 8n);
      buffer = core.PyMem_REALLOC(buffer, bytes, more & ~7n);
      bytes = more & ~7n;
      expect(core.load64(buffer)).toBe(99n);
      core.store64(buffer + bytes - 8n, BigInt(i));
    }
    expect(bytes).toBeGreaterThan(262144n);
    for (let i = 0; i < 30; i++) {
      const less = ((bytes * 3n) / 4n) & ~7n;
      buffer = core.PyMem_REALLOC(buffer, bytes, less);
      bytes = less;
      expect(core.load64(buffer)).toBe(99n);
    }
    core.PyMem_FREE(buffer, bytes);
  });

  it("do not overlap over random programs", () => {
    const core = machine(name);
    const choices = new Choices(11);
    const live = new Map<bigint, bigint>();
    for (let turn = 0; turn < 3000; turn++) {
      const what = choices.next();
      const entry = live.size > 0 ? choices.of([...live].slice(0, 40)) : undefined;
      if (entry !== undefined && what < 0.4) {
        const bytes = BigInt(choices.between(1, 2500) * 8);
        const moved = core.PyMem_REALLOC(entry[0], entry[1], bytes);
        live.delete(entry[0]);
        expect(core.load64(moved)).toBe(entry[0] === moved ? moved : core.load64(moved));
        live.set(moved, bytes);
        core.store64(moved, moved);
        core.store64(moved + bytes - 8n, moved);
      } else if (entry !== undefined && what < 0.6) {
        expect(core.load64(entry[0] + entry[1] - 8n)).toBe(entry[0]);
        core.PyMem_FREE(entry[0], entry[1]);
        live.delete(entry[0]);
      } else {
        const bytes = BigInt(choices.between(1, 2500) * 8);
        const made = core.PyMem_MALLOC(bytes);
        live.set(made, bytes);
        core.store64(made, made);
        core.store64(made + bytes - 8n, made);
      }
    }
    for (const [p, bytes] of live) {
      expect(core.load64(p)).toBe(p);
      expect(core.load64(p + bytes - 8n)).toBe(p);
    }
  });
});

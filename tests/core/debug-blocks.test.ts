/**
 * The debug layer of pydebug (assembly/objects/obmalloc/debug.ts, assembly/inspect/decoration.ts): its
 * words beside those that gdb read out of a real python2.7-dbg, and broken guards, which are found out.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Word } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import { readTrace } from "../traces/recorded.ts";
import { type Driver, compileDriver } from "./driver.ts";
import { buildOf, instantOf, newMachine, open } from "./support.ts";

const BUILD = "2.7.18-debian-pydebug";
const HEAD = 16;
const CLEAN = "cb";
const DEAD = "db";

interface Recorded {
  serialno: Record<string, Record<string, number>>;
  range: {
    source: string;
    ob_item: number;
    serialno: number;
    serialno_at_call: number;
    array_front: string[];
    array_behind: string[];
    int_blocks: { block: number; words: string[] }[];
  };
  blocks: {
    made: { bytes: number; serialno: number; content: string }[];
    freed: { bytes: number; content: string }[];
  };
}

const recorded = readTrace<Recorded>(BUILD, "debug-blocks.json");

interface Allocators {
  PyObject_MALLOC(bytes: bigint): bigint;
  PyObject_FREE(p: bigint): void;
  PyObject_REALLOC(p: bigint, bytes: bigint): bigint;
  PyMem_MALLOC(bytes: bigint): bigint;
  PyMem_REALLOC(p: bigint, old: bigint, bytes: bigint): bigint;
  PyMem_FREE(p: bigint, bytes: bigint): void;
  new_string(size: bigint): bigint;
  start_up_string(size: bigint): bigint;
  serialno(): bigint;
  store64(at: bigint, value: bigint): void;
  open_limits(): void;
}

const EXPORTS = `
import { clock } from "./meter/ledger";
import { new_string as new_str } from "./objects/stringobject/stringobject";
import { set_placing } from "./objects/obmalloc/placing";
export { PyObject_MALLOC, PyObject_FREE, PyObject_REALLOC } from "./objects/obmalloc/obmalloc";
export { PyMem_MALLOC, PyMem_REALLOC, PyMem_FREE } from "./objects/obmalloc/mem";
export { serialno } from "./objects/obmalloc/debug";
export { store64 } from "./kernel/words";
export { new_string } from "./objects/stringobject/stringobject";

/** A str of the start-up: its block was recorded as in use. */
export function start_up_string(size: u64): u64 {
  set_placing(true);
  const op = new_str(size);
  set_placing(false);
  return op;
}

/** No stop is near. */
export function open_limits(): void {
  clock().target = u64.MAX_VALUE;
}
`;

describe("after range(1000) in pydebug, natively", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await newMachine();
    open(machine, BUILD, 1000);
    machine.run({ target: instantOf(machine, Ev.LIST_DEALLOC) - 1 });
  });

  /** Kinds and hexadecimal values from an address on. */
  function shown(addr: number, count: number): { word: Word; value: string }[] {
    const values = machine.values(addr, count);
    return Array.from({ length: count }, (_, i) => {
      const [word = 0, , low = 0, high = 0] = values.subarray(4 * i);
      const value = (BigInt(high) << 32n) + BigInt(low);
      return { word, value: value.toString(16).padStart(16, "0") };
    });
  }

  it("the item array lies between gdb's size, guards and serial number", () => {
    const { ob_item, array_front, array_behind } = recorded.range;
    const front = shown(ob_item - HEAD, 2);
    const behind = shown(ob_item + 8 * 1000, 2);
    expect(front.map(({ word }) => word)).toEqual([Word.DEBUG_SIZE, Word.DEBUG_GUARD]);
    expect(behind.map(({ word }) => word)).toEqual([Word.DEBUG_GUARD, Word.DEBUG_SERIAL]);
    expect(front.map(({ value }) => value)).toEqual(array_front);
    expect(behind.map(({ value }) => value)).toEqual(array_behind);
  });

  it("every word of the newest int blocks is gdb's, but for the chain of all objects", () => {
    for (const { block, words } of recorded.range.int_blocks) {
      const mine = shown(block - HEAD, words.length);
      const known = mine.filter(({ word }) => word !== Word.OB_CHAIN);
      const real = words.filter((_, i) => mine[i]?.word !== Word.OB_CHAIN);
      expect(known.map(({ value }) => value)).toEqual(real);
      expect(known.some(({ word }) => word === Word.UNKNOWN || word === Word.STALE)).toBe(false);
      expect(words.length - known.length, "two words of each live int").toBeLessThanOrEqual(48);
    }
    const newest = shown(recorded.range.int_blocks[0]?.block ?? 0, 121);
    expect(newest.some(({ word }) => word === Word.CLEAN)).toBe(true);
  });

  it("starts from the number of requests that gdb counted", () => {
    expect(buildOf(BUILD).launches.recipe?.serialno?.range).toBe(recorded.range.serialno);
  });
});

describe("blocks in pydebug", () => {
  let driver: Driver<Allocators>;
  let core: Driver<Allocators>["core"];
  beforeAll(async () => {
    driver = await compileDriver<Allocators>(EXPORTS);
  }, 60_000);

  function fresh(): void {
    driver.enter(BUILD);
    core = driver.core;
    core.open_limits();
  }

  /** Bytes [addr, addr + count) as an inspector sees them; addr is a multiple of 8. */
  function bytes(addr: bigint, count: number): string {
    const words = Math.ceil(count / 8);
    const values = new Uint8Array(
      core.memory.buffer,
      core.view_values(Number(addr), words),
      16 * words,
    );
    const hex = (byte: number) => byte.toString(16).padStart(2, "0");
    const text = Array.from({ length: words }, (_, i) =>
      Array.from(values.subarray(16 * i + 8, 16 * i + 16), hex).join(""),
    );
    return text.join("").slice(0, 2 * count);
  }

  it("look as gdb saw them when they are made and when they are freed", () => {
    fresh();
    for (const { bytes: size, content } of recorded.blocks.made) {
      const p = core.PyObject_MALLOC(BigInt(size));
      const serial = core.serialno().toString(16).padStart(16, "0");
      expect(bytes(p - 16n, size + 32), `${size} bytes`).toBe(content.slice(0, -16) + serial);
      core.PyObject_FREE(p);
      const freed = recorded.blocks.freed.find((block) => block.bytes === size);
      expect(bytes(p - 8n, size + 24), `${size} bytes freed`).toBe(freed?.content);
    }
  });

  it("keep guards and numbers where they grow and shrink, new bytes filled", () => {
    fresh();
    let p = core.PyObject_MALLOC(45n);
    core.store64(p, 0x1122334455667788n);
    for (const size of [46, 61, 64, 700, 699, 37, 40]) {
      p = core.PyObject_REALLOC(p, BigInt(size));
      const serial = core.serialno().toString(16).padStart(16, "0");
      const head = size.toString(16).padStart(16, "0");
      const body = `8877665544332211${CLEAN.repeat(size - 8)}`;
      const all = `${head}6f${"fb".repeat(7)}${body}${"fb".repeat(8)}${serial}`;
      expect(bytes(p - 16n, size + 32), `${size} bytes`).toBe(all);
    }
    const buffer = core.PyMem_REALLOC(core.PyMem_MALLOC(24n), 24n, 4096n);
    expect(bytes(buffer - 16n, 4128).slice(0, 32)).toBe(`00000000000010006d${"fb".repeat(7)}`);
    expect(bytes(buffer, 4096)).toBe(CLEAN.repeat(4096));
    core.PyMem_FREE(buffer, 4096n);
  });

  it.each([
    ["in front", -8n, "OBJ"],
    ["behind", 45n, "OBJ"],
    ["in front", -8n, "MEM"],
    ["behind", 48n, "MEM"],
  ] as const)("are found out when a guard %s is broken (%i, %s)", (_, at, api) => {
    fresh();
    const p = api === "OBJ" ? core.PyObject_MALLOC(45n) : core.PyMem_MALLOC(48n);
    const give = () => (api === "OBJ" ? core.PyObject_FREE(p) : core.PyMem_FREE(p, 48n));
    core.store64((p + at) & ~7n, 0n);
    expect(give).toThrow();
    fresh();
    const again = api === "OBJ" ? core.PyObject_MALLOC(45n) : core.PyMem_MALLOC(48n);
    expect(again).toBe(p);
    expect(give).not.toThrow();
  });

  it("show no fill where C writes what is not modelled", () => {
    fresh();
    const kinds = (addr: bigint, words: number) =>
      Array.from(
        { length: words },
        (_, i) =>
          new Uint32Array(core.memory.buffer, core.view_values(Number(addr) + 8 * i, 1), 1)[0],
      );
    // _ob_next and _ob_prev; 20 bytes of text that were not written yet begin in the last half of a word.
    const made = kinds(core.new_string(20n), 9);
    expect(made.slice(0, 2)).toEqual([Word.OB_CHAIN, Word.OB_CHAIN]);
    expect(made.slice(2, 7)).not.toContain(Word.CLEAN);
    expect(made.slice(7)).toEqual([Word.CLEAN, Word.CLEAN]);
    expect(kinds(core.start_up_string(20n), 9)).not.toContain(Word.CLEAN);
  });

  it("are filled with 0xdb all over once a pool has them back", () => {
    fresh();
    const p = core.PyObject_MALLOC(72n);
    core.PyObject_FREE(p);
    expect(bytes(p - 8n, 96)).toBe(DEAD.repeat(96));
  });
});

/** The module's data in fewer pieces leaves the same memory behind. */
import { describe, expect, it } from "vitest";
import { Writer } from "../../scripts/wasm/bytes.ts";
import { withMergedData } from "../../scripts/wasm/data.ts";
import { joined, SECTION, sectionsOf } from "../../scripts/wasm/sections.ts";

const MEMORY = 5;
const NAME = [..."memory"].map((letter) => letter.charCodeAt(0));

/** A memory with these pieces of data. */
function moduleOf(pieces: readonly [number, number[]][]): Uint8Array<ArrayBuffer> {
  const data = new Writer().number(pieces.length);
  for (const [at, bytes] of pieces) {
    data.add([0, 0x41]).signed(at).add([0x0b]).sized(Uint8Array.from(bytes));
  }
  const named = new Writer().number(1).sized(Uint8Array.from(NAME)).add([2, 0]);
  return joined([
    { id: SECTION.DATA, body: data.done() },
    { id: MEMORY, body: Uint8Array.of(1, 0, 1) },
    { id: SECTION.EXPORT, body: named.done() },
  ]);
}

async function memoryOf(module: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { instance } = await WebAssembly.instantiate(module);
  return new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
}

function pieces(module: Uint8Array): number | undefined {
  return sectionsOf(module).find(({ id }) => id === SECTION.DATA)?.body[0];
}

describe("a module's data", () => {
  it("is merged where few zeros lie between two pieces, and stays where it was", async () => {
    const module = moduleOf([
      [1000, [4, 5]],
      [8, [1, 2]],
      [26, [3]],
      [50_000, [6]],
      [65_535, [7]],
    ]);
    const merged = withMergedData(module);
    expect(pieces(module)).toBe(5);
    expect(pieces(merged)).toBe(4);
    expect(await memoryOf(merged)).toEqual(await memoryOf(module));
    expect((await memoryOf(merged))[26]).toBe(3);
  });
});

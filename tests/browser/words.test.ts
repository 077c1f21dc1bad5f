/** Words of pydebug's allocator as the inspector writes them. */
import { expect, it } from "vitest";
import { Owner, Word } from "../../assembly/abi/layout.ts";
import { longValue, wordAt } from "../../src/views/words.ts";

// As gdb read them after range(1000): sizes and serial numbers have their highest byte first.
const shown = (word: Word, low: number, high: number) =>
  longValue(wordAt(new Uint32Array([word, Owner.METADATA, low, high]), 0, 0x1000));

it("a word of the debug layer is a size, a guard, a number or a fill", () => {
  expect(shown(Word.DEBUG_SIZE, 0, 0x401f0000)).toMatch(/^8.000 bytes$/);
  expect(shown(Word.DEBUG_GUARD, 0xfbfbfb6d, 0xfbfbfbfb)).toBe("6dfbfbfbfbfbfbfb");
  expect(shown(Word.DEBUG_SERIAL, 0, 0x79240000)).toMatch(/^request 9.337$/);
  expect(shown(Word.CLEAN, 0xcbcbcbcb, 0xcbcbcbcb)).toBe("cb".repeat(8));
});

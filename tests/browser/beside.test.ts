/** What of two runs' pages differs. No browser is needed. */
import { describe, expect, it } from "vitest";
import { Owner, VmaKind } from "../../assembly/abi/layout.ts";
import {
  cellsOf,
  differing,
  regionsOf,
  statesOf,
} from "../../src/views/memory-map/beside-cells.ts";
import { State } from "../../src/views/memory-map/states.ts";

describe("pages of two runs", () => {
  const mapped = (start: number, pages: number) => ({
    start,
    end: start + pages * 4096,
    kind: VmaKind.HEAP,
  });

  it("lie in one grid of all addresses that either has mapped, files left out", () => {
    const file = { start: 0x1000, end: 0x9000, kind: VmaKind.FILE };
    expect(regionsOf([[file, mapped(0x10000, 2)], [mapped(0x11000, 3)]])).toEqual([
      { start: 0x10000, pages: 4 },
    ]);
  });

  it("differ where one has no mapping, no frame or another owner", () => {
    const region = { start: 0x10000, pages: 3 };
    const texels = (owners: readonly number[]) =>
      Uint8Array.from(owners.flatMap((owner) => [owner, 0, 0, owner === 0 ? 0 : 3]));
    const { INT_LIVE, ITEMS, NONE } = Owner;
    const one = statesOf(region, texels([INT_LIVE, ITEMS, NONE]), [mapped(0x10000, 3)]);
    const other = statesOf(region, texels([INT_LIVE, INT_LIVE, NONE]), [mapped(0x10000, 2)]);
    expect([...one]).toEqual([State.LIVE, State.ITEM_OWN, State.ABSENT]);
    expect([...other]).toEqual([State.LIVE, State.LIVE, State.UNMAPPED]);
    expect(differing(one, other)).toBe(2);
    expect([...cellsOf(one, 2)]).toEqual([State.LIVE, State.ABSENT]);
  });
});

/** The window's arithmetic without a browser: links, the map's layout, the timeline's axis, halts. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Look, Owner, VmaKind, Word } from "../../assembly/abi/layout.ts";
import { Phase } from "../../assembly/abi/stop.ts";
import type { EventRecord, RunSummary } from "../../workers/protocol.ts";
import { boundaryBeside } from "../../src/state/moments.ts";
import { jumpTrail, stepTrail } from "../../src/state/trail.ts";
import { differInLengthOnly, findLength, isLength, withLength } from "../../src/state/length.ts";
import { checksum, PROGRAM_PART_MAX } from "../../src/state/link-text.ts";
import { DEFAULT_LOOK, isLocal, parseLink, printLink } from "../../src/state/url.ts";
import { addressAt, layOut, wordRect } from "../../src/views/memory-map/layout.ts";
import { keysPage } from "../../scripts/keys-page.ts";
import { COMMANDS, keyName } from "../../src/views/commands.ts";
import { intSum } from "../../src/instruments/int-sum.ts";
import { objectAround } from "../../src/views/panels/objects.ts";
import { shortValue, wordAt, type WordView } from "../../src/views/words.ts";
import { endOf, SHOWN_MAX, splitAtByte, startOf } from "../../src/views/output/output-text.ts";
import { instantOf, makeAxis, pixelOf } from "../../src/views/timeline/axis.ts";

const RUN: RunSummary = {
  build: "a build",
  text: "range(3)\n",
  process: 1000,
  processes: [1000],
  total: 1_000_000,
  stretches: [
    { name: "start", phase: Phase.START, from: 0, to: 900_000, recorded: [[0, 900_000]] },
    { name: "run", phase: Phase.RUN, from: 900_000, to: 990_000, recorded: [] },
    {
      name: "exit",
      phase: Phase.EXIT,
      from: 990_000,
      to: 1_000_000,
      recorded: [[995_000, 1_000_000]],
    },
  ],
  // Clock, heap, own mappings, live ints, free slots, resident pages.
  samples: new Float64Array([900_000, 0x40000, 0, 0, 0, 0]),
  marks: [],
  eventCounts: new Float64Array(),
  functions: [],
  recorded: { residentKb: 3000, pssKb: 2000, ussKb: 1500, faults: 448 },
  codes: [],
  stdout: "",
  exit: { status: 0, stderr: "", limit: null },
  layout: { intBytes: 24, intSlots: 41, blockBytes: 992, refcntOffset: 0, traceRefs: false },
  types: [
    [0x5000, "str"],
    [0x6000, "dict"],
  ],
  wallMs: 0,
  wasmBytes: 0,
};

const VMAS = [
  { start: 0x1000, end: 0x9000, kind: VmaKind.FILE },
  { start: 0x100000, end: 0x140000, kind: VmaKind.HEAP },
  { start: 0x7f0000000000, end: 0x7f0000040000, kind: VmaKind.ANON },
];

function event(ir: number, kind: Ev): EventRecord {
  return { ir, kind, fn: "f", depth: 0, addr: 8 * ir, a: 0, b: 0 };
}

describe("keys", () => {
  it("mean one thing each, and are all in docs/keys.md", () => {
    const keys = COMMANDS.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(readFileSync("docs/keys.md", "utf8")).toBe(keysPage(COMMANDS, keyName));
  });
});

describe("the sum of int blocks", () => {
  const counted = (n: number, taken: number, blocks: number): RunSummary => {
    const eventCounts = new Float64Array(32);
    eventCounts[Ev.INT_TAKE] = taken;
    eventCounts[Ev.INT_BLOCK] = blocks;
    return { ...RUN, text: `range(${n})\n`, eventCounts };
  };

  it("says why range(1000) needs 18 of them", () => {
    const sum = intSum(counted(1000, 743, 18), 14);
    expect(sum).toEqual({ items: 1000, shared: 257, reused: 14, made: 729, blocks: 18 });
    expect(intSum(counted(10, 0, 0), 14)?.blocks).toBe(0);
  });

  it("says nothing when the run's own counts differ, or about another program", () => {
    expect(intSum(counted(1000, 743, 19), 14)).toBeNull();
    expect(intSum({ ...counted(1000, 743, 18), text: "x = range(1000)\n" }, 14)).toBeNull();
  });
});

describe("objects among words", () => {
  const view = (index: number, value: number): WordView => ({
    ...{ addr: 0x100 + 8 * index, word: Word.LIST_FIELD, owner: Owner.LIST, look: Look.NONE },
    ...{ value, integer: BigInt(value) },
  });
  const words = [0x7f0000000000, 0x5000, 3, 0x5000, 4, 99].map((value, index) =>
    view(index, value),
  );

  it("are found by a reference count in front of a type's address", () => {
    const found = objectAround(words, 0x100 + 32, RUN.types);
    expect(found?.type).toBe("str");
    expect(found?.addr).toBe(0x100 + 16);
    expect(found?.fields.map(({ name }) => name).slice(0, 3)).toEqual([
      "ob_refcnt",
      "ob_type",
      "ob_size",
    ]);
  });

  it("are not a table's entry that refers to a type", () => {
    expect(objectAround(words, 0x100 + 8, RUN.types)).toBeNull();
  });
});

describe("links", () => {
  const request = {
    build: "2.7.18-debian-pydebug",
    launch: "c",
    under: "callgrind",
    malloc: "tcache=off,top_pad=0",
    manager: "mark-sweep,threshold=65536",
    schedule: "child-first",
    thp: "always",
    process: 1003,
  } as const;
  const linkOf = (text: string) =>
    ({ request: { ...request, text }, ir: 55, grain: "call", look: DEFAULT_LOOK }) as const;

  for (const [what, text, part] of [
    ["a length", "range(12)\n", ";n=12;"],
    ["a short text", "pass\n", ";text=pass%0A;"],
    ["signs of the link itself", "print 'ä%;=#', 1;2\n", ";packed="],
    ["a text that packs well", "x = [1, 2, 3]\n".repeat(200), ";packed="],
    ["an empty text", "", ";text=;"],
  ] as const) {
    it(`are read back as they were written: ${what}`, async () => {
      const hash = await printLink(linkOf(text));
      expect(hash).toContain(part);
      expect(hash.length).toBeLessThan(2000);
      expect(await parseLink(hash)).toEqual(linkOf(text));
    });
  }

  it("name a text that is too long by its checksum, and find it in the browser that has it", async () => {
    let text = "";
    for (let i = 0; text.length < 100_000; i++) text += `x${i} = ${checksum(`${i}`)}\n`;
    const hash = await printLink(linkOf(text));
    expect(isLocal(hash)).toBe(true);
    expect(hash.length).toBeLessThan(PROGRAM_PART_MAX);
    expect(await parseLink(hash, ["pass\n", text])).toEqual(linkOf(text));
    expect(await parseLink(hash, [])).toHaveProperty("damage");
  });

  for (const hash of [
    "#v2;n=3",
    "#v1;n=1.5",
    "#v1;n=-1",
    "#v1;ir=x",
    "#v1;colour=red",
    "#v1;under=gdb",
    "#v1;text=%E0%A4%A",
    "#v1;packed=AAAA",
    "#v1;packed=***",
  ]) {
    it(`${hash} is damaged`, async () => expect(await parseLink(hash)).toHaveProperty("damage"));
  }

  it("accept 0 … 10^8 and nothing else as a length", () => {
    for (const good of ["0", "300", "100000000", " 7 "]) expect(isLength(good)).toBe(true);
    for (const bad of ["", "-1", "1.0", "1e3", "100000001", "٣", "0x10"])
      expect(isLength(bad)).toBe(false);
  });
});

describe("an int's value", () => {
  const shown = (low: number, high: number) =>
    shortValue(wordAt(new Uint32Array([Word.OB_IVAL, Owner.INT_LIVE, low, high]), 0, 0x1000));

  it("keeps all its digits, up to the largest and down below zero", () => {
    expect(shown(0xffffffff, 0x7fffffff).replace(/\D/g, "")).toBe("9223372036854775807");
    expect(shown(0xfffffecd, 0xffffffff)).toBe("-307");
    expect(shown(300, 0)).toBe("300");
  });
});

describe("the map's layout", () => {
  const layout = layOut(VMAS, VMAS, RUN);

  it("finds every word again at the point where it lies", () => {
    for (const addr of [0x100000, 0x100008, 0x13fff8, 0x123458, 0x7f0000000000, 0x7f000003fff8]) {
      const rect = wordRect(layout, addr);
      if (rect === null) throw new Error("the word is not on the map");
      expect(addressAt(layout, rect.x + rect.width / 2, rect.y + rect.height / 2)).toBe(addr);
    }
  });

  it("folds files, and has no address between mappings", () => {
    expect(wordRect(layout, 0x2000)).toBeNull();
    expect(layout.bands.map(({ kind }) => kind)).toEqual(["fold", "pages", "pages"]);
    expect(addressAt(layout, 0.5, 0)).toBeNull();
  });

  it("leaves every page where it is while the heap grows", () => {
    const grown = VMAS.map((vma) => (vma.kind === VmaKind.HEAP ? { ...vma, end: 0x160000 } : vma));
    const later = layOut(grown, VMAS, RUN);
    expect(wordRect(later, 0x7f0000000000)).toEqual(wordRect(layout, 0x7f0000000000));
    expect(wordRect(later, 0x123458)).toEqual(wordRect(layout, 0x123458));
  });

  it("shows a mapping that the kernel merged with its neighbour as a band of its own", () => {
    const merged = VMAS.map((vma) =>
      vma.kind === VmaKind.ANON ? { ...vma, start: vma.start - 0x80000 } : vma,
    );
    const starts = layOut(merged, VMAS, RUN).bands.map(({ start }) => start);
    expect(starts).toContain(0x7f0000000000 - 0x80000);
    expect(starts).toContain(0x7f0000000000);
  });
});

describe("the timeline's axis", () => {
  const axis = makeAxis(RUN, 1000);

  it("fills the width, and gives recorded stretches a fixed share", () => {
    expect(axis.at(-1)?.right).toBeCloseTo(1000);
    const [first, , , last] = axis;
    expect(first?.recorded && last?.recorded).toBe(true);
    expect((first?.right ?? 0) - (first?.left ?? 0)).toBeCloseTo(
      (last?.right ?? 0) - (last?.left ?? 0),
    );
  });

  it("is its own inverse where something can be stepped", () => {
    for (const ir of [900_000, 912_345, 989_999, 994_000]) {
      expect(Math.abs(instantOf(axis, pixelOf(axis, ir)) - ir)).toBeLessThan(2);
    }
  });

  it("lands on the nearer end of a recorded stretch", () => {
    expect(instantOf(axis, 1)).toBe(0);
    expect(instantOf(axis, (axis[0]?.right ?? 0) - 1)).toBe(900_000);
  });
});

describe("running on", () => {
  const records = [
    event(910_000, Ev.LIST_NEW),
    event(910_010, Ev.INCREF),
    event(910_020, Ev.LIST_SET),
    event(910_030, Ev.INCREF),
    event(910_040, Ev.LIST_SET),
    event(910_050, Ev.INT_TAKE),
    event(910_060, Ev.LIST_SET),
    event(910_070, Ev.INT_BLOCK),
    event(910_090, Ev.INT_TAKE),
    event(910_100, Ev.LIST_SET),
    event(910_200, Ev.LIST_DEALLOC),
  ];

  it("halts at the array, the last shared int, the first own one, the linked block, the list's end", () => {
    const halts: number[] = [];
    for (let at = 900_000; ; ) {
      const next = boundaryBeside(RUN, at, records, 1);
      if (next > 910_200) break;
      halts.push(next);
      at = next;
    }
    expect(halts).toEqual([910_000, 910_040, 910_060, 910_089, 910_200]);
  });

  it("goes back by the same halts", () => {
    expect(boundaryBeside(RUN, 910_089, records, -1)).toBe(910_060);
    expect(boundaryBeside(RUN, 910_000, records.slice(0, 0), -1)).toBe(900_000);
  });
});

describe("the trail", () => {
  it("ages by steps and forgets", () => {
    let trail = stepTrail([], [event(1, Ev.INCREF), event(5, Ev.INCREF)], 2);
    expect(trail.map(({ event: { ir }, age }) => [ir, age])).toEqual([[5, 0]]);
    for (const ir of [10, 20, 30, 40, 50]) trail = stepTrail(trail, [event(ir, Ev.INCREF)], ir - 5);
    expect(trail.map(({ age }) => age)).toEqual([4, 3, 2, 1, 0]);
  });

  it("after a jump shows the last events only", () => {
    const many = Array.from({ length: 20 }, (_, ir) => event(ir + 1, Ev.INCREF));
    expect(jumpTrail(many).map(({ event: { ir } }) => ir)).toEqual([16, 17, 18, 19, 20]);
  });
});

describe("the length of a program", () => {
  it("is the number of its first range(N) that is code", () => {
    expect(findLength("range(300)\n")).toEqual({ from: 6, to: 9, n: 300 });
    const text = '# range(1)\ns = \'range(2)\'\n"""range(3)\n"""\nxrange(4)\nx.range(5)\nrange(6)';
    expect(findLength(text)?.n).toBe(6);
    for (const none of ["", "pass", "range(n)", "range(1, 2)", "range(999999999)"]) {
      expect(findLength(none)).toBeNull();
      expect(withLength(none, 7)).toBe(none);
    }
  });

  it("is replaced without touching anything else", () => {
    expect(withLength("for i in range(10):\n    range(3)\n", 5)).toBe(
      "for i in range(5):\n    range(3)\n",
    );
    expect(differInLengthOnly("x = range(1)", "x = range(22)")).toBe(true);
    expect(differInLengthOnly("x = range(1)", "y = range(1)")).toBe(false);
  });
});

describe("output at an instant", () => {
  it("is split at a byte, never inside of a character", () => {
    expect(splitAtByte("hello\n", 2)).toEqual(["he", "llo\n"]);
    expect(splitAtByte("hello\n", 99)).toEqual(["hello\n", ""]);
    for (const [bytes, written] of [
      [0, ""],
      [1, "a"],
      [2, "a"],
      [3, "aä"],
      [6, "aä"],
      [7, "aä😀"],
    ] as const) {
      expect(splitAtByte("aä😀b", bytes)).toEqual([written, "aä😀b".slice(written.length)]);
    }
  });

  it("is shown within bounds, and says how much is not", () => {
    const long = `${"x".repeat(SHOWN_MAX)}end`;
    expect(endOf(long)).toEqual({ shown: long.slice(3), hidden: 3 });
    expect(startOf(long)).toEqual({ shown: long.slice(0, SHOWN_MAX), hidden: 3 });
  });
});

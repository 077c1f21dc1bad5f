/** What an address lies in, from the process down to the word: each level with its facts. Pure. */
import { Owner, Stat, VmaKind, Word } from "../../../assembly/abi/layout.ts";
import type { Instant, RunSummary, Vma } from "../../../workers/protocol.ts";
import { address, bytes, group } from "../format.ts";
import type { WordView } from "../words.ts";
import { isSlotOwner, type Slot } from "./structures.ts";

export type LevelName = "process" | "mapping" | "page" | "chunk" | "block" | "object";

/** A line of facts: name, value, and an address that the value leads to. */
export interface Fact {
  name: string;
  value: string;
  to?: number;
}

export interface Level {
  name: LevelName;
  title: string;
  /** Where it lies: writes to it can be looked for. */
  addr: number;
  bytes: number;
  facts: readonly Fact[];
  meaning: string;
}

const PAGE = 4096;
const WORD = 8;

const VMA_TITLES: Record<VmaKind, readonly [string, string]> = {
  [VmaKind.FILE]: ["a file’s mapping", "Program and library files: shared until they are written."],
  [VmaKind.HEAP]: ["[heap]", "brk moves its end; malloc cuts it into chunks."],
  [VmaKind.ANON]: [
    "anonymous mapping",
    "Memory that mmap gave: arenas, long lists, libraries’ data.",
  ],
  [VmaKind.SHARED]: [
    "shared mapping",
    "Its frames belong to the mapping: all processes see one content.",
  ],
  [VmaKind.STACK]: ["[stack]", "The C stack. Its content is not modelled."],
};

export function processLevel(now: Instant, run: RunSummary): Level {
  const stat = (which: Stat) => now.stats[which] ?? 0;
  const resident = stat(Stat.RSS_ANON_PAGES) + stat(Stat.RSS_FILE_PAGES);
  return {
    name: "process",
    title: `process of ${run.build}`,
    addr: 0,
    bytes: 0,
    facts: [
      { name: "RSS", value: bytes(run.recorded.residentKb * 1024 + resident * PAGE) },
      { name: "VMS", value: bytes(stat(Stat.VMS_PAGES) * PAGE) },
      { name: "minor faults", value: group(run.recorded.faults + stat(Stat.FAULTS)) },
      { name: "break", value: address(stat(Stat.BRK_END)) },
      ...now.vmas.map(({ start, end, kind }) => ({
        name: VMA_TITLES[kind][0],
        value: `${address(start)}, ${group((end - start) / PAGE)} pages`,
        to: start,
      })),
    ],
    meaning: "What the kernel knows of it: mappings in address order, and pages with a frame.",
  };
}

export function mappingLevel(vma: Vma): Level {
  const [title, meaning] = VMA_TITLES[vma.kind];
  return {
    name: "mapping",
    title,
    addr: vma.start,
    bytes: vma.end - vma.start,
    facts: [
      { name: "start", value: address(vma.start), to: vma.start },
      { name: "end", value: address(vma.end) },
      { name: "size", value: `${group((vma.end - vma.start) / PAGE)} pages` },
    ],
    meaning,
  };
}

const OWNER_NAMES: Record<Owner, string> = {
  [Owner.NONE]: "nothing",
  [Owner.INT_LIVE]: "live ints",
  [Owner.INT_FREE]: "free int slots",
  [Owner.INT_VIRGIN]: "unused int slots",
  [Owner.METADATA]: "allocators’ own",
  [Owner.ITEMS]: "list items",
  [Owner.LIST]: "objects that are no ints",
  [Owner.OTHER]: "other chunks in use",
  [Owner.FREE_CHUNK]: "free chunks",
  [Owner.TOP]: "top chunk",
  [Owner.RECORDED]: "recorded, not modelled",
  [Owner.CELL_FREE]: "free cells",
};

/** `words` are all words of the page. */
export function pageLevel(start: number, words: readonly WordView[]): Level {
  const isAbsent = words.every(({ word }) => word === Word.ABSENT);
  const counts = new Map<Owner, number>();
  for (const { owner } of words) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]);
  return {
    name: "page",
    title: `page ${address(start)}`,
    addr: start,
    bytes: PAGE,
    facts: [
      { name: "frame", value: isAbsent ? "none yet" : "present" },
      ...(isAbsent
        ? []
        : parts.map(([owner, count]) => ({
            name: OWNER_NAMES[owner],
            value: `${group(count * WORD)} B`,
          }))),
    ],
    meaning: isAbsent
      ? "No frame is behind it: the first access is a page fault."
      : "4 096 bytes that the kernel hands out, shares and copies as one.",
  };
}

/** The malloc chunk around an address; null when its header is not among the words. */
export function chunkLevel(words: readonly WordView[], addr: number): Level | null {
  const header = words.findLast((view) => view.word === Word.CHUNK_SIZE && view.addr <= addr);
  if (header === undefined) return null;
  const size = header.value - (header.value % 8);
  const start = header.addr - WORD;
  if (size <= 0 || addr >= start + size + WORD) return null;
  const inside = words.find((view) => view.addr === header.addr + WORD);
  const isFree = inside?.owner === Owner.FREE_CHUNK;
  const flags = header.value % 8;
  return {
    name: "chunk",
    title: isFree ? "free malloc chunk" : "malloc chunk",
    addr: header.addr,
    bytes: size,
    facts: [
      { name: "user address", value: address(header.addr + WORD), to: header.addr + WORD },
      { name: "size", value: `${group(size)} B` },
      { name: "usable", value: `${group(size - WORD)} B` },
      { name: "chunk before", value: flags & 1 ? "in use" : "free" },
      ...(flags & 2 ? [{ name: "mapping", value: "its own" }] : []),
    ],
    meaning: "malloc’s unit: a size word in front of what it hands out.",
  };
}

export function blockLevel(words: readonly WordView[], slot: Slot, run: RunSummary): Level {
  const { intSlots, intBytes, blockBytes } = run.layout;
  const inside = words.filter(({ addr }) => addr >= slot.block && addr < slot.block + blockBytes);
  const count = (word: Word) => inside.filter((view) => view.word === word).length;
  const seen = inside.filter(({ owner }) => isSlotOwner(owner)).length * WORD;
  const next = inside.find(({ word }) => word === Word.BLOCK_NEXT);
  const isWhole = seen >= intSlots * intBytes;
  return {
    name: "block",
    title: "int block",
    addr: slot.block,
    bytes: blockBytes,
    facts: [
      { name: "address", value: address(slot.block), to: slot.block },
      { name: "slots", value: `${intSlots} of ${intBytes} B` },
      ...(isWhole
        ? [
            { name: "live", value: group(count(Word.OB_TYPE)) },
            { name: "free", value: group(count(Word.FREE_LINK)) },
          ]
        : []),
      ...(next !== undefined && next.value > 0
        ? [{ name: "next block", value: address(next.value), to: next.value }]
        : []),
    ],
    meaning: "PyIntBlock: as many ints as fit into about 1 000 bytes, taken from malloc at once.",
  };
}

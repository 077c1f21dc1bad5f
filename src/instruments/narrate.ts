/**
 * Plain sentences: what the current step did and why. The cause comes first; the words are the
 * field's. A pure function of the instant and the run.
 */
import { Ev, FaultKind, FreePath, MallocPath } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import { Phase } from "../../assembly/abi/stop.ts";
import { ABOUT } from "./about.ts";
import type { EventRecord, Instant, RunSummary } from "../../workers/protocol.ts";

/** Digits in groups of three, separated by thin spaces. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, "\u2009");
}

/** An address as a debugger writes it. */
export function hex(addr: number): string {
  return `0x${addr.toString(16)}`;
}

const PHASE_SENTENCE: Record<Phase, string> = {
  [Phase.START]:
    "The interpreter has not started yet: its start-up was recorded, not stepped through.",
  [Phase.COMPILE]:
    "The interpreter is ready; compiling the program was recorded, not stepped through.",
  [Phase.RUN]: "The module's code starts: its frame is made and its first bytecode comes next.",
  [Phase.EXIT]: "The module's code has ended; the interpreter shuts down.",
  [Phase.ENDED]: "The process has ended: the kernel takes all its memory back.",
};

const MALLOC_FROM: Record<MallocPath, string> = {
  [MallocPath.TCACHE]: "a chunk of that size lay in the tcache",
  [MallocPath.FASTBIN]: "a chunk of that size lay in its fastbin",
  [MallocPath.SMALLBIN]: "a chunk of that size lay in its small bin",
  [MallocPath.UNSORTED]: "an unsorted chunk fitted",
  [MallocPath.LARGEBIN]: "its large bin held a chunk that fits",
  [MallocPath.BIN_SPLIT]: "no chunk of that size was free, so a larger one was split",
  [MallocPath.TOP]: "no bin had anything, so it was cut from the top of the heap",
  [MallocPath.BRK]: "the top was too small, so brk moved the end of the heap",
  [MallocPath.MMAP]: "it is at least mmap_threshold bytes, so it got a mapping of its own",
  [MallocPath.MMAP_FALLBACK]: "brk refused, so a mapping became the new top",
};

const FREE_TO: Record<FreePath, string> = {
  [FreePath.TCACHE]: "the tcache keeps it for the next request of its size",
  [FreePath.FASTBIN]: "it goes to its fastbin",
  [FreePath.UNSORTED]: "it merges with free neighbours and waits in the unsorted bin",
  [FreePath.TOP]: "it borders the top of the heap and becomes part of it",
  [FreePath.MUNMAP]: "it had a mapping of its own, which munmap removes",
};

/**
 * What the current step did and why, in one sentence. `before`: the events up to it, oldest first, as far as they
 * are known; a stored reference is told by the int that was made for it.
 */
export function narrate(
  instant: Instant,
  summary: RunSummary,
  before: readonly EventRecord[] = [],
): string {
  const { event, stack } = instant;
  if (instant.ir >= instant.total) return PHASE_SENTENCE[Phase.ENDED];
  if (instant.recorded !== null) return PHASE_SENTENCE[instant.phase];
  const innermost = stack.at(-1);
  // A function that was entered after the last event has done nothing yet: say what it is for.
  if (innermost !== undefined && (event === null || innermost.since > event.ir)) {
    return callSentence(innermost.fn, stack.at(-2)?.fn);
  }
  if (event === null || event.kind === Ev.PHASE) return PHASE_SENTENCE[instant.phase];
  if (event.kind === Ev.OPCODE) return opcodeSentence(event.a, summary);
  if (event.kind === Ev.LIST_SET) return storedSentence(event, before);
  return sentence(event, instant, summary);
}

/** Where the int came from is the news; that the list refers to it is its effect. */
function storedSentence({ ir, a, b }: EventRecord, before: readonly EventRecord[]): string {
  const made = before.findLast(
    (one) => one.ir <= ir && (one.kind === Ev.INCREF || one.kind === Ev.INT_TAKE),
  );
  const slot = `slot ${grouped(b)} of the list`;
  if (made?.addr !== a) return `The reference is stored: ${slot} points to ${hex(a)}.`;
  if (made.kind === Ev.INCREF) {
    return `−5 … 256 are always there, so ${grouped(made.a)} needs no memory of its own: ${slot} points to the shared int at ${hex(a)}.`;
  }
  return `${grouped(made.a)} took a free slot, the one at ${hex(a)}: ${slot} points there, its ${ordinal(b + 1)} reference.`;
}

/** "258th". */
function ordinal(k: number): string {
  const teens = Math.floor((k % 100) / 10) === 1;
  const ending = teens ? "th" : (["th", "st", "nd", "rd"][k % 10] ?? "th");
  return `${grouped(k)}${ending}`;
}

function callSentence(fn: string, caller: string | undefined): string {
  const about = ABOUT[fn];
  const by = caller === undefined ? "" : `${caller} calls ${fn}`;
  return `${by || fn}${about === undefined ? "" : `: it ${verb(about)}`}.`;
}

/** A description that starts with a noun reads "is ...", one that starts with a verb stands as it is. */
function verb(about: string): string {
  const isNoun = /^(the|a|an|malloc's) /.test(about);
  return isNoun ? `is ${about}` : about;
}

function opcodeSentence(offset: number, summary: RunSummary): string {
  const line = summary.codes[0]?.lines.find((b) => b.offset === offset);
  const meaning = line?.meaning ?? "";
  switch (line?.name) {
    case "LOAD_NAME":
      return `LOAD_NAME looks ${meaning} up in the module's names, then in the globals, which are the same dictionary, and finds it among the built-ins.`;
    case "LOAD_CONST":
      return `LOAD_CONST puts ${meaning} on the value stack: the code object holds it, so only its reference count changes.`;
    case "CALL_FUNCTION":
      return "CALL_FUNCTION packs the argument into a tuple and calls the built-in function under it.";
    case "POP_TOP":
      return "POP_TOP drops the result: nobody kept it, so its reference count falls to zero.";
    case "RETURN_VALUE":
      return "RETURN_VALUE ends the module's code.";
    default:
      return line === undefined ? "" : `${line.name} runs.`;
  }
}

function sentence(event: EventRecord, instant: Instant, summary: RunSummary): string {
  const { addr, a, b } = event;
  const { intSlots, intBytes } = summary.layout;
  const free = instant.stats[Stat.FREE_INTS] ?? 0;
  switch (event.kind) {
    case Ev.LIST_NEW:
      return a === 0
        ? "range makes an empty list: no item array is needed."
        : `range needs ${grouped(a)} references, so PyList_New takes an array of ${grouped(8 * a)} bytes at ${hex(b)} and sets it to zero: its slots are empty, no int is made yet.`;
    case Ev.INCREF:
      return `${a} lies in −5 … 256, so no int is made: the shared one gets another reference and counts ${b}.`;
    case Ev.INT_TAKE:
      return `${grouped(a)} is not a shared int, so it takes the head of the free list, the slot at ${hex(addr)}; ${grouped(free)} free ${free === 1 ? "slot is" : "slots are"} left.`;
    case Ev.INT_BLOCK:
      return `The free list ran dry, so fill_free_list asks malloc for ${summary.layout.blockBytes} bytes, gets them at ${hex(addr)} and links ${intSlots} slots of ${intBytes} bytes, last to first.`;
    case Ev.LIST_DEALLOC:
      return `The last reference to the list is gone, so list_dealloc drops its ${grouped(a)} items, last to first.`;
    case Ev.DECREF:
      return `The list lets go of ${a}; the shared int lives on and counts ${b}.`;
    case Ev.INT_FREE:
      return `Nothing else refers to ${grouped(a)}, so its slot at ${hex(addr)} becomes the head of the free list; its block stays.`;
    case Ev.MALLOC:
      return `malloc hands out ${grouped(a)} bytes at ${hex(addr)}: ${MALLOC_FROM[b as MallocPath]}.`;
    case Ev.FREE:
      return `free takes the chunk of ${grouped(a)} bytes at ${hex(addr)}: ${FREE_TO[b as FreePath]}.`;
    default:
      return systemSentence(event);
  }
}

function systemSentence({ kind, addr, a, b }: EventRecord): string {
  switch (kind) {
    case Ev.BRK:
      return a > 0
        ? `The heap was full, so brk moves its end up by ${grouped(a)} bytes to ${hex(addr)}; no page has a frame yet.`
        : `The top of the heap is larger than needed, so brk gives ${grouped(-a)} bytes back.`;
    case Ev.MMAP:
      return `The kernel maps ${grouped(a)} bytes at ${hex(addr)}; pages get frames when they are first written.`;
    case Ev.MUNMAP:
      return `The kernel takes the mapping of ${grouped(a)} bytes at ${hex(addr)} back, with all its frames.`;
    case Ev.FAULT:
      return faultSentence(addr, a);
    case Ev.MEMSET:
      return `memset writes ${grouped(a)} bytes of 0x${b.toString(16).padStart(2, "0")} at ${hex(addr)}.`;
    case Ev.CLEAR_BEGIN:
      return `Exit collects everything, and PyInt_ClearFreeList looks through all ${grouped(a)} int blocks.`;
    case Ev.BLOCK_KEEP:
      return `${grouped(a)} live ${a === 1 ? "int keeps" : "ints keep"} the block at ${hex(addr)}; its free slots are linked anew.`;
    case Ev.BLOCK_FREE:
      return `No int in the block at ${hex(addr)} is alive, so it goes back to malloc.`;
    case Ev.CLEAR_END:
      return `PyInt_ClearFreeList is done: ${grouped(a)} ints are alive.`;
    case Ev.FORK:
      return a === 0
        ? "fork returns 0: this is the child, and all its pages are its parent's."
        : `fork makes process ${a}: it gets the page table, no page is copied, and all pages are write-protected.`;
    case Ev.WAIT:
      return `wait returns: process ${a} has ended with status ${b}.`;
    case Ev.SLEEP:
      return `The process sleeps for ${grouped(a)} µs: it computes nothing, and its clock stands still.`;
    case Ev.COLLECT:
      return collectionSentence(a, b);
    case Ev.MARK:
      return markSentence(addr, a, b);
    case Ev.SWEEP:
      return `The block at ${hex(addr)} is swept: ${grouped(a)} cells are alive, ${grouped(b)} are linked as free.`;
    default:
      return "";
  }
}

/** `b`: the word of the bitmap that has the mark, 0 for the object itself; its lowest bit tells a root. */
function markSentence(addr: number, a: number, b: number): string {
  const bitmap = b - (b % 8);
  const where = bitmap === 0 ? "" : `, a bit of the bitmap at ${hex(bitmap)}`;
  if (a !== 1)
    return `${grouped(a)} ints from ${hex(addr)} on are reached and get their marks${where && `, bits of the bitmap at ${hex(bitmap)}`}.`;
  if (b % 2 === 1)
    return `The object at ${hex(addr)} is a root: something outside the heap refers to it. It gets its mark${where}.`;
  return `The object at ${hex(addr)} is reached and gets its mark${where}.`;
}

/** `b`: 0 and 1 for the begin and end of a full collection, 2 and 3 for those of a minor one. */
function collectionSentence(a: number, b: number): string {
  switch (b) {
    case 0:
      return `Collection ${grouped(a)} begins: the program stands still until garbage is found.`;
    case 2:
      return `Collection ${grouped(a)} begins, a minor one: what is reached in the nursery moves out of it.`;
    case 3:
      return `The minor collection ends: ${grouped(a)} objects were gone without a write.`;
    default:
      return `The collection ends: ${grouped(a)} objects were given back.`;
  }
}

function faultSentence(addr: number, kind: FaultKind): string {
  switch (kind) {
    case FaultKind.ZERO_FRAME:
      return `This is the first write to the page at ${hex(addr)}: a minor fault gives it a zeroed frame.`;
    case FaultKind.AFTER_FORK:
      return `The fork had write-protected the page at ${hex(addr)}: this first write since then is a minor fault, and the kernel copies the page if another process still maps its frame.`;
    case FaultKind.HUGE_FRAME:
      return `This is the first write to the 2 MiB at ${hex(addr)}: one minor fault gives them a zeroed huge page, 512 pages at once.`;
    case FaultKind.HUGE_SPLIT:
      return `The fork had write-protected the huge page around ${hex(addr)}: this first write since then splits it, and the kernel copies these 4 KiB if another process still maps them.`;
    case FaultKind.SHARED:
      return `The page at ${hex(addr)} belongs to a shared mapping: a minor fault maps the frame that all processes see.`;
    default:
      return `The page at ${hex(addr)} still was the file's: a minor fault copies it.`;
  }
}

/** A few words for a mark on the timeline. */
export function markLabel(kind: Ev, addr: number, a: number): string {
  switch (kind) {
    case Ev.LIST_NEW:
      return `list of ${grouped(a)} items`;
    case Ev.LIST_DEALLOC:
      return "list dies";
    case Ev.MMAP:
      return `mmap ${grouped(a)} bytes`;
    case Ev.MUNMAP:
      return `munmap ${grouped(a)} bytes`;
    case Ev.CLEAR_BEGIN:
      return `PyInt_ClearFreeList, ${grouped(a)} blocks`;
    case Ev.BRK:
      return `brk ${a > 0 ? "+" : "−"}${grouped(Math.abs(a))} bytes`;
    case Ev.FORK:
      return a === 0 ? "born" : `fork of ${a}`;
    case Ev.WAIT:
      return `waited for ${a}`;
    case Ev.COLLECT:
      return "collection";
    case Ev.INT_BLOCK:
      return `int block ${grouped(a + 1)} at ${hex(addr)}`;
    default:
      return Ev[kind] ?? "";
  }
}

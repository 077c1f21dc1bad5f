/** Which words an event wrote or read, and how the map marks them. */
import { Ev } from "../../../assembly/abi/events.ts";
import type { EventRecord, RunSummary } from "../../../workers/protocol.ts";
import { PAGE, WORD } from "./layout.ts";
import { Hot } from "./states.ts";

export interface HotWords {
  addr: number;
  words: number;
  hot: Hot;
}

/** Words of one event that are marked one by one; a longer run is cut. */
const WORDS_MAX = 4096;
/** Words of a list object: type, count, size, items, allocated. */
const LIST_WORDS = 5;

/** Words of a block's header: what the sweep of the block writes whatever it finds. */
const SWEPT_WORDS = 8;

/** A mark lies in the objects, or in the word of a bitmap that `b` has: its lowest bit tells a root. */
function markedWords(addr: number, bytes: number, b: number): HotWords[] {
  const bitmap = b - (b % WORD);
  const words = Math.min(WORDS_MAX, bytes / WORD);
  if (bitmap === 0) return [{ addr, words, hot: Hot.COLLECTOR }];
  return [
    { addr, words, hot: Hot.READ },
    { addr: bitmap, words: 1, hot: Hot.COLLECTOR },
  ];
}

export function hotWords(event: EventRecord, layout: RunSummary["layout"]): HotWords[] {
  const { addr, a, b } = event;
  if (addr === 0) return [];
  const keeps = layout.refcntOffset !== undefined;
  const count = addr + (layout.refcntOffset ?? 0);
  switch (event.kind) {
    case Ev.INCREF:
    case Ev.DECREF:
      return keeps ? [{ addr: count, words: 1, hot: Hot.COUNT }] : [];
    case Ev.INT_TAKE:
      return [{ addr: count, words: keeps ? 3 : 2, hot: Hot.DATA }];
    case Ev.INT_FREE:
      return [{ addr: keeps ? count + WORD : count, words: 1, hot: Hot.ALLOCATOR }];
    case Ev.LIST_SET:
      return [{ addr, words: 1, hot: Hot.DATA }];
    case Ev.LIST_NEW:
      return [
        { addr, words: LIST_WORDS, hot: Hot.DATA },
        { addr: b, words: b > 0 ? Math.min(WORDS_MAX, a) : 0, hot: Hot.DATA },
      ];
    case Ev.LIST_DEALLOC:
      return [{ addr: count, words: 1, hot: Hot.COUNT }];
    case Ev.MEMSET:
      return [{ addr, words: Math.min(WORDS_MAX, Math.ceil(a / WORD)), hot: Hot.DATA }];
    case Ev.MALLOC:
    case Ev.FREE:
      return [{ addr: addr - WORD, words: 1, hot: Hot.ALLOCATOR }];
    case Ev.INT_BLOCK:
    case Ev.BLOCK_FREE:
      return [{ addr, words: 1, hot: Hot.ALLOCATOR }];
    case Ev.BLOCK_KEEP:
      return [{ addr, words: 1, hot: Hot.READ }];
    case Ev.MARK:
      return markedWords(addr, a === 1 ? WORD : a * layout.intBytes, b);
    case Ev.SWEEP:
      return [{ addr, words: SWEPT_WORDS, hot: Hot.COLLECTOR }];
    case Ev.FAULT:
      return [{ addr: addr - (addr % PAGE), words: 1, hot: Hot.ALLOCATOR }];
    default:
      return [];
  }
}

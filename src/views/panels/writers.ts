/** Who wrote to a word, a page, an object's reference count: goes to the write before or after the instant, and names the writer. */
import { signal } from "@preact/signals";
import {
  currentAddress,
  instant,
  panes,
  selection,
  summary,
  togglePane,
} from "../../state/cells.ts";
import { ask, go } from "../../state/engine.ts";
import { decodeWords } from "../words.ts";
import { objectAround } from "./objects.ts";
import { isSlotOwner, slotAround } from "./structures.ts";

export type Side = "previous" | "next";
export type Written = "word" | "page" | "count";

const PAGE = 4096;
/** Words before and behind one in which the object around it begins and ends. */
const AROUND = 160;

/** What was found, at the instant it led to. */
export const writerSaid = signal<{ at: number; text: string } | null>(null);

/** Goes to the nearest write to `bytes` at `addr`; `what` is "this word", "this page". */
export async function goToWrite(
  at: Side,
  addr: number,
  bytes: number,
  what: string,
): Promise<void> {
  const found = await go({ at, addr, bytes });
  if (found === "given up") return say("The search was given up; the instant stays.");
  const text =
    found === null
      ? `No ${at === "next" ? "later" : "earlier"} write to ${what} in the modelled part.`
      : `${found.writer} writes here.`;
  say(text);
}

function say(text: string): void {
  writerSaid.value = { at: instant.value?.ir ?? 0, text };
}

/** The same for the selected address, or else the current event's; the answer stands in the inspector. */
export async function goToWriteOf(what: Written, at: Side): Promise<void> {
  const addr = selection.value ?? currentAddress.value;
  if (!panes.value.includes("inspector")) togglePane("inspector");
  if (addr === null) return say("Select a word on the map: this is about its writes.");
  // The search is about what was looked at when it began, wherever it leads.
  selection.value = addr;
  if (what === "page") return goToWrite(at, addr - (addr % PAGE), PAGE, "this page");
  if (what === "word") return goToWrite(at, addr - (addr % 8), 8, "this word");
  const count = await countAround(addr - (addr % 8));
  if (count === null) return say("The selected word belongs to no object with a reference count.");
  return goToWrite(at, count, 8, "this reference count");
}

/** The address of the reference count of the object that a word belongs to. */
async function countAround(addr: number): Promise<number | null> {
  const run = summary.value;
  const offset = run?.layout.refcntOffset;
  if (run === null || offset === undefined) return null;
  const from = Math.max(0, addr - AROUND * 8);
  const values = await ask((api) => api.values(from, 2 * AROUND));
  if (values === null) return null;
  const words = decodeWords(from, values);
  const chosen = words.find((view) => view.addr === addr);
  if (chosen === undefined) return null;
  const slot = isSlotOwner(chosen.owner) ? slotAround(words, addr, run.layout) : null;
  if (slot !== null) return slot.addr + offset;
  return objectAround(words, addr, run.types)?.addr ?? null;
}

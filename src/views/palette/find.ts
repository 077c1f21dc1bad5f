/** What a text in the palette may mean: commands, addresses, values of ints, instructions, named places. */
import { Stat, VmaKind } from "../../../assembly/abi/layout.ts";
import { instant, selection, summary } from "../../state/cells.ts";
import { changeLength } from "../../state/draft.ts";
import { ask, seek } from "../../state/engine.ts";
import { findLength, isLength } from "../../state/length.ts";
import { COMMANDS, keyName } from "../commands.ts";
import { address, group, ir } from "../format.ts";
import { showAddress } from "../memory-map/commands.ts";
import { conditions, landmarks, neighbours, numbered } from "./moments.ts";

export interface Find {
  id: string;
  title: string;
  /** A key, or what kind of thing it is. */
  hint: string;
  /** A text is said and the palette stays open. */
  act(): unknown;
}

export function findings(text: string, memoryOnly: boolean): Find[] {
  const wanted = text.trim().toLowerCase();
  const places = [...addresses(wanted), ...values(wanted), ...namedPlaces(wanted)];
  if (memoryOnly) return places;
  const all = [...instructions(wanted), ...places, ...commands(wanted)];
  const asked = [...neighbours(wanted), ...conditions(wanted)];
  // "block 5" means an event; "b" may mean anything.
  const isEvent = /\d/.test(wanted) || wanted.startsWith("first ");
  const events = numbered(wanted);
  const named = landmarks(wanted);
  if (isEvent) return [...asked, ...events, ...all, ...named];
  // What was asked for by the key of named moments stands first.
  return wanted.startsWith("moment") ? named : [...asked, ...all, ...events, ...named];
}

function commands(wanted: string): Find[] {
  const words = wanted.split(/\s+/).filter((word) => word !== "");
  return COMMANDS.filter(({ id, title }) =>
    words.every((word) => `${id} ${title}`.toLowerCase().includes(word)),
  )
    .filter(({ title }) => title !== "all commands")
    .map(({ id, title, keys, act }) => ({
      id,
      title,
      hint: keyName(keys[0] ?? ""),
      // The palette closes first: a command may open a layer of its own.
      act: () => void setTimeout(act, 0),
    }));
}

/** Selects an address and shows it. */
export function goToAddress(addr: number): void {
  selection.value = addr - (addr % 8);
  showAddress(addr);
}

function addresses(wanted: string): Find[] {
  const hex = /^(?:0x)?([\da-f]{4,12})$/.exec(wanted)?.[1];
  if (hex === undefined || (!wanted.startsWith("0x") && /^\d+$/.test(wanted))) return [];
  const addr = Number.parseInt(hex, 16);
  const vma = instant.value?.vmas.find(({ start, end }) => addr >= start && addr < end);
  if (vma === undefined) {
    const title = `${address(addr)} is not mapped at this instant`;
    return [{ id: "unmapped", title, hint: "address", act: () => title }];
  }
  const title = `${address(addr)}, in ${VMA_NAMES[vma.kind]}`;
  return [{ id: "address", title, hint: "address", act: () => goToAddress(addr) }];
}

function values(wanted: string): Find[] {
  const digits = /^[-−]?\d{1,15}$/.test(wanted) ? wanted.replace("−", "-") : null;
  if (digits === null) return [];
  const value = Number(digits);
  const find = async () => {
    const after = selection.value ?? 0;
    const found =
      (await ask((api) => api.findInt(value, after))) ??
      (await ask((api) => api.findInt(value, 0)));
    if (found === null) return `No int object is ${digits} at this instant.`;
    goToAddress(found);
    return undefined;
  };
  const finds: Find[] = [
    { id: "value", title: `the int object ${digits}`, hint: "value", act: find },
  ];
  const text = summary.value?.text ?? "";
  if (isLength(digits) && findLength(text) !== null) {
    const title = `run range(${digits})`;
    finds.push({ id: "length", title, hint: "program", act: () => changeLength(value) });
  }
  return finds;
}

function instructions(wanted: string): Find[] {
  const digits = /^#?([\d\s]{1,20})$/.exec(wanted)?.[1]?.replace(/\s/g, "");
  const total = summary.value?.total ?? 0;
  if (!digits) return [];
  const at = Number(digits);
  if (at > total) {
    const title = `the clock ends at ${ir(total)}`;
    return wanted.startsWith("#") ? [{ id: "ir", title, hint: "clock", act: () => title }] : [];
  }
  return [{ id: "ir", title: `go to ${ir(at)}`, hint: "clock", act: () => void seek(at) }];
}

const VMA_NAMES: Record<VmaKind, string> = {
  [VmaKind.FILE]: "a file's mapping",
  [VmaKind.HEAP]: "the heap",
  [VmaKind.ANON]: "an anonymous mapping",
  [VmaKind.STACK]: "the stack",
  [VmaKind.SHARED]: "a shared mapping",
};

function namedPlaces(wanted: string): Find[] {
  const now = instant.value;
  if (now === null) return [];
  const stat = (which: Stat) => now.stats[which] ?? 0;
  const heap = now.vmas.find(({ kind }) => kind === VmaKind.HEAP);
  const items = stat(Stat.ITEMS_ADDR);
  const places: [string, number][] = [
    ["free_list: head of the free ints", stat(Stat.FREE_LIST)],
    [`ob_item: the list's array of ${group(stat(Stat.ITEMS_LENGTH))} references`, items],
    ["heap: its first page", heap?.start ?? 0],
    ["top: the top chunk of the heap", heap ? heap.start + stat(Stat.HEAP_USED) : 0],
    ["event: what the current event is about", now.event?.addr ?? 0],
    ...now.vmas
      .filter(({ kind }) => kind === VmaKind.ANON)
      .map(({ start, end }): [string, number] => [
        `mmap: anonymous mapping of ${group((end - start) / 4096)} pages`,
        start,
      ]),
  ];
  return places
    .filter(([name, addr]) => addr > 0 && name.toLowerCase().includes(wanted))
    .map(([name, addr]) => ({
      id: `${name}${addr}`,
      title: name,
      hint: address(addr),
      act: () => goToAddress(addr),
    }));
}

/**
 * Instants by what happens there, as the palette writes them: "block 5", "next fault", "previous brk", "back until
 * ints >= 300", "first copy", a landmark's name.
 */
import { Ev } from "../../../assembly/abi/events.ts";
import type { Compare, EventName, GaugeName, Moment } from "../../../workers/protocol.ts";
import { instant, summary } from "../../state/cells.ts";
import { go, seek } from "../../state/engine.ts";
import { group, ir, plural } from "../format.ts";
import type { Find } from "./find.ts";

/** Kinds of event: a word, what it stands for, and, where events are counted, the kind whose number is theirs. */
const KINDS: readonly (readonly [EventName, string, Ev | null])[] = [
  ["block", "int block filled with free slots", Ev.INT_BLOCK],
  ["block-freed", "int block freed", Ev.BLOCK_FREE],
  ["brk", "brk", Ev.BRK],
  ["mmap", "mmap", Ev.MMAP],
  ["munmap", "munmap", Ev.MUNMAP],
  ["mremap", "mremap", Ev.MREMAP],
  ["fault", "page fault", Ev.FAULT],
  ["copy", "page copied on write", null],
  ["collection", "collection", null],
  ["list", "list made", Ev.LIST_NEW],
  ["list-freed", "list dies", Ev.LIST_DEALLOC],
  ["malloc", "malloc", Ev.MALLOC],
  ["free", "free", Ev.FREE],
  ["bytecode", "bytecode", Ev.OPCODE],
  ["call", "C function entered", Ev.CALL],
  ["output", "write to a stream", Ev.OUTPUT],
];

function matching(word: string, alsoInside: boolean): typeof KINDS {
  return KINDS.filter(
    ([name, what]) => name.startsWith(word) || (alsoInside && what.includes(word)),
  );
}

/** Goes there, or says why not. */
async function goOrSay(moment: Moment, none: string): Promise<string | undefined> {
  const found = await go(moment);
  if (found === "given up") return "The search was given up; the instant stays.";
  return found === null ? none : undefined;
}

/** "block 5", "5th brk", "first copy": the k-th event of each kind whose word was begun. */
export function numbered(wanted: string): Find[] {
  const text = wanted.replace(/^first(?=\s)/, "1");
  const match = /^(?:(\d{1,9})(?:st|nd|rd|th)?\s+)?([a-z][a-z -]*?)(?:\s+(\d{1,9}))?$/.exec(text);
  const run = summary.value;
  if (match === null || run === null) return [];
  const [, before, word = "", behind] = match;
  const k = Math.max(1, Number(behind ?? before ?? 1));
  return matching(word, (behind ?? before) !== undefined).map(([kind, what, ev]) => {
    const all = ev === null ? null : (run.eventCounts[ev] ?? 0);
    const none =
      all === null
        ? `The modelled part has no event “${what}” with the number ${group(k)}.`
        : `The modelled part has ${plural(all, "event")} “${what}”.`;
    const find = () => (all !== null && k > all ? none : goOrSay({ at: "event", kind, k }, none));
    const title = `${what}, number ${group(k)}${all === null ? "" : ` of ${group(all)}`}`;
    return { id: `event ${kind}`, title, hint: "event", act: find };
  });
}

/** "next fault", "previous brk": seen from the instant on screen. "next" alone offers every kind. */
export function neighbours(wanted: string): Find[] {
  const match = /^(next|previous|last)(?:\s+([a-z -]*))?$/.exec(wanted);
  if (match === null || summary.value === null) return [];
  const at = match[1] === "next" ? "next" : "previous";
  return matching(match[2] ?? "", true).map(([kind, what]) => ({
    id: `${at} ${kind}`,
    title: `${at}: ${what}`,
    hint: "event",
    act: () =>
      goOrSay(
        { at, kind },
        `No event “${what}” ${at === "next" ? "follows" : "came before"} here.`,
      ),
  }));
}

/** What a condition can be about: its word, what it means, and how its value reads. */
const GAUGES: readonly (readonly [GaugeName, string])[] = [
  ["ints", "live ints"],
  ["free-ints", "free int slots"],
  ["rss", "resident pages"],
];
const SIGNS: Record<Compare, string> = { ">=": "≥", "<=": "≤", ">": ">", "<": "<" };

/** "until ints >= 300", "back until rss > 900": where a gauge begins to fulfil a condition. */
export function conditions(wanted: string): Find[] {
  const match = /^(back\s+)?until\s*([a-z-]*)\s*(>=|<=|≥|≤|>|<)?\s*([\d\s]{0,16})$/.exec(wanted);
  if (match === null) return [];
  const [, back, word = "", sign = ">=", digits = ""] = match;
  const at = back === undefined ? "next" : "previous";
  const compare = ({ "≥": ">=", "≤": "<=" }[sign] ?? sign) as Compare;
  const value = digits.replace(/\s/g, "");
  const run = at === "next" ? "run on until" : "run back to the beginning of";
  return GAUGES.filter(([name]) => name.startsWith(word)).map(([gauge, what]) => {
    const title = `${run} ${what} ${SIGNS[compare]} ${value === "" ? "…" : group(Number(value))}`;
    const example = `Give a number: ${back ?? ""}until ${gauge} ${compare} 300.`;
    const none = `${what} ${SIGNS[compare]} ${group(Number(value))} does not begin ${at === "next" ? "after" : "before"} this instant.`;
    const find = () =>
      value === ""
        ? example
        : goOrSay({ at, gauge, compare, value: Number(value) }, `There is none: ${none}`);
    return { id: `until ${gauge}`, title, hint: "condition", act: find };
  });
}

/** Instants with a name: where stretches of the clock begin, first events, and the timeline's marks. */
export function landmarks(wanted: string): Find[] {
  const run = summary.value;
  if (run === null || instant.value === null || wanted === "") return [];
  const phases: [string, Moment & { at: "phase" }][] = [
    ["the process starts", { at: "phase", name: "start" }],
    ["the text is compiled", { at: "phase", name: "compile" }],
    ["the program runs", { at: "phase", name: "run" }],
    ["the exit begins", { at: "phase", name: "exit" }],
    ["the process has ended", { at: "phase", name: "end" }],
  ];
  const firsts: readonly EventName[] = ["list", "block", "brk", "fault", "copy", "collection"];
  const all: Find[] = [
    ...phases.map(([what, moment]) => ({
      id: `moment ${what}`,
      title: `moment: ${what}`,
      hint: "clock",
      act: () => goOrSay(moment, "This run has no such moment."),
    })),
    ...firsts.map((kind) => {
      const what = KINDS.find(([name]) => name === kind)?.[1] ?? kind;
      return {
        id: `moment first ${kind}`,
        title: `moment: first ${what}`,
        hint: "clock",
        act: () =>
          goOrSay({ at: "event", kind, k: 1 }, `The modelled part has no event “${what}”.`),
      };
    }),
    ...run.marks.map((mark, index) => ({
      id: `moment ${index}`,
      title: `moment: ${mark.label}`,
      hint: ir(mark.ir),
      act: () => void seek(mark.ir),
    })),
  ];
  const words = wanted.split(/\s+/);
  return all.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
}

/** Right, above: what the selected address is, field by field. Without a selection, the event's. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Owner, Stat, Word } from "../../../assembly/abi/layout.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { currentAddress, instant, selection, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { Provenance } from "../Provenance.tsx";
import { address } from "../format.ts";
import { showAddress } from "../memory-map/commands.ts";
import { LOOKS, stateOfWord } from "../memory-map/states.ts";
import { decodeWords, fieldName, longValue, meaning, pointee, type WordView } from "../words.ts";
import {
  blockLevel,
  chunkLevel,
  type Level,
  type LevelName,
  mappingLevel,
  pageLevel,
  processLevel,
} from "./levels.ts";
import { type FoundObject, objectAround } from "./objects.ts";
import { isSlotOwner, slotFields, type NamedWord, type Slot, slotAround } from "./structures.ts";
import { Writes } from "./Writes.tsx";

/** Words around an address: its page, the chunk it begins in, the block it lies in. */
const BACK = 640;
const AHEAD = 640;
const PAGE = 4096;

interface Inspected {
  word: WordView;
  slot: Slot | null;
  /** The modelled object the word is a field of. */
  object: FoundObject | null;
  fields: readonly NamedWord[];
  /** From the process down; the object itself is not among them. */
  levels: readonly Level[];
}

/** The level that is shown: it stays while other addresses are looked at. */
const shownLevel = signal<LevelName>("object");

export function Inspector() {
  const addr = selection.value ?? currentAddress.value;
  const inspected = useInspected(addr);
  const run = summary.value;
  return (
    <section class="inspector" aria-label="Inspector" data-testid="inspector">
      <h2>
        Inspector <Provenance of="objects" />
        <span class="tag">{selection.value === null ? "current event" : "selected"}</span>
        {selection.value !== null && (
          <button
            type="button"
            class="link"
            onClick={() => {
              selection.value = null;
            }}
          >
            follow the event
          </button>
        )}
      </h2>
      {inspected === null || run === null ? (
        <p class="quiet">
          {run === null
            ? "No run is loaded."
            : addr === null
              ? "The current event is about no address. Select a word on the map."
              : "Reading memory."}
        </p>
      ) : (
        <>
          <Crumbs inspected={inspected} />
          <Shown inspected={inspected} run={run} />
        </>
      )}
    </section>
  );
}

/** Where the address lies, from the process down. */
function Crumbs({ inspected }: { inspected: Inspected }) {
  const names: LevelName[] = [...inspected.levels.map(({ name }) => name), "object"];
  const shown = names.includes(shownLevel.value) ? shownLevel.value : "object";
  return (
    <ol class="crumbs" aria-label="What the address lies in">
      {names.map((name) => (
        <li key={name}>
          <button
            type="button"
            class="link"
            aria-pressed={name === shown}
            onClick={() => {
              shownLevel.value = name;
            }}
          >
            {name}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Shown({ inspected, run }: { inspected: Inspected; run: RunSummary }) {
  const level = inspected.levels.find(({ name }) => name === shownLevel.value);
  if (level === undefined) return <Details inspected={inspected} run={run} />;
  return (
    <>
      <p class="what">
        <strong>{level.title}</strong>
      </p>
      <table class="fields">
        <tbody>
          {level.facts.map(({ name, value, to }) => (
            <tr key={`${name}${value}`}>
              <th scope="row">{name}</th>
              <td class="mono">{to === undefined ? value : <Address addr={to} text={value} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="meaning">{level.meaning}</p>
      {level.bytes > 0 && (
        <Writes
          addr={level.addr}
          bytes={level.bytes}
          what={`this ${level.name}`}
          {...(level.name === "page" ? { keys: ["Y", "Shift Y"] as const } : {})}
        />
      )}
    </>
  );
}

function Details({ inspected, run }: { inspected: Inspected; run: RunSummary }) {
  const { word, slot, object, fields } = inspected;
  const state = LOOKS[stateOfWord(word.word, word.owner)];
  const name = object === null ? state.name : `${object.type} object`;
  return (
    <>
      <p class="what">
        <strong>{name}</strong> <Address addr={slot?.addr ?? object?.addr ?? word.addr} />
      </p>
      {slot !== null && (
        <p class="quiet">
          slot {slot.number} of {run.layout.intSlots} in the int block at{" "}
          <Address addr={slot.block} />
        </p>
      )}
      <table class="fields">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">field</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, view }) => (
            <Field key={view.addr} name={name} view={view} isChosen={view.addr === word.addr} />
          ))}
        </tbody>
      </table>
      <p class="meaning">{meaning(word)}</p>
      <Writes
        key={word.addr}
        addr={slot?.addr ?? word.addr}
        bytes={slot === null ? 8 : run.layout.intBytes}
        what={slot === null ? "this word" : "this slot"}
        {...(slot === null ? { keys: ["X", "Shift X"] as const } : {})}
        hasCount={(slot !== null || object !== null) && run.layout.refcntOffset !== undefined}
      />
    </>
  );
}

function Field({ name, view, isChosen }: NamedWord & { isChosen: boolean }) {
  const to = pointee(view);
  return (
    <tr aria-current={isChosen ? "true" : undefined} title={address(view.addr)}>
      <th scope="row" class="mono">
        {name}
      </th>
      <td class="mono">
        {to === null ? longValue(view) : <Address addr={to} text={longValue(view)} />}
        {view.word === Word.DEBUG_SERIAL && <Provenance of="requests" />}
      </td>
    </tr>
  );
}

/** An address that leads there. */
export function Address({ addr, text }: { addr: number; text?: string }) {
  return (
    <button
      type="button"
      class="link mono"
      title="Select this address and show it on the map"
      onClick={() => {
        selection.value = addr;
        showAddress(addr);
      }}
    >
      {text ?? address(addr)}
    </button>
  );
}

/** The words the inspector lists: the whole object where the word belongs to one. */
function fieldsOf(chosen: WordView, slot: Slot | null, run: RunSummary): NamedWord[] {
  const items = instant.value?.stats[Stat.ITEMS_ADDR] ?? 0;
  if (chosen.owner === Owner.ITEMS && chosen.addr >= items) {
    return [{ name: `ob_item[${(chosen.addr - items) / 8}]`, view: chosen }];
  }
  if (slot !== null) return slotFields(slot, run.layout);
  return [{ name: fieldName(chosen.word), view: chosen }];
}

function levelsOf(
  words: readonly WordView[],
  addr: number,
  slot: Slot | null,
  run: RunSummary,
): Level[] {
  const now = instant.value;
  if (now === null) return [];
  const levels = [processLevel(now, run)];
  const vma = now.vmas.find(({ start, end }) => addr >= start && addr < end);
  if (vma === undefined) return levels;
  const page = addr - (addr % PAGE);
  levels.push(mappingLevel(vma));
  levels.push(
    pageLevel(
      page,
      words.filter((view) => view.addr >= page && view.addr < page + PAGE),
    ),
  );
  const chunk = chunkLevel(words, addr);
  if (chunk !== null) levels.push(chunk);
  if (slot !== null) levels.push(blockLevel(words, slot, run));
  return levels;
}

function useInspected(addr: number | null): Inspected | null {
  const [inspected, setInspected] = useState<Inspected | null>(null);
  const now = instant.value;
  const run = summary.value;
  useEffect(() => {
    if (addr === null || run === null) {
      setInspected(null);
      return;
    }
    let isOld = false;
    const word = addr - (addr % 8);
    const from = Math.max(0, word - BACK * 8);
    void ask((api) => api.values(from, BACK + AHEAD)).then((values) => {
      if (values === null || isOld) return;
      const words = decodeWords(from, values);
      const chosen = words.find((view) => view.addr === word);
      if (chosen === undefined) throw new Error("the session left out the word it was asked for");
      const slot = isSlotOwner(chosen.owner) ? slotAround(words, word, run.layout) : null;
      const around = objectAround(words, word, run.types);
      const isInside = around?.fields.some(({ view }) => view.addr === word) === true;
      const object = isInside ? around : null;
      const fields = object?.fields ?? fieldsOf(chosen, slot, run);
      setInspected({
        word: chosen,
        slot,
        object,
        fields,
        levels: levelsOf(words, word, slot, run),
      });
    });
    return () => {
      isOld = true;
    };
  }, [addr, now, run]);
  return inspected;
}

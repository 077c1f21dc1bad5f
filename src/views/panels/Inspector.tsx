/** Right, above: what the selected address is, field by field. Without a selection, the event's. */
import { useEffect, useState } from "preact/hooks";
import { Owner, Stat } from "../../../assembly/abi/layout.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { currentAddress, instant, selection, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { address, plural } from "../format.ts";
import { showAddress } from "../memory-map/commands.ts";
import { LOOKS, stateOfWord } from "../memory-map/states.ts";
import { decodeWords, fieldName, longValue, meaning, pointee, type WordView } from "../words.ts";
import {
  isSlotOwner,
  listAround,
  slotFields,
  type NamedWord,
  type Slot,
  slotAround,
} from "./structures.ts";

/** Words around an address that are enough to find the block it lies in: two blocks of either build. */
const BACK = 128;
const AHEAD = 16;
interface Inspected {
  word: WordView;
  slot: Slot | null;
  fields: readonly NamedWord[];
}

export function Inspector() {
  const addr = selection.value ?? currentAddress.value;
  const inspected = useInspected(addr);
  const run = summary.value;
  return (
    <section class="inspector" aria-label="Inspector" data-testid="inspector">
      <h2>
        Inspector
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
          {addr === null
            ? "The current event is about no address. Select a word on the map."
            : "Reading memory."}
        </p>
      ) : (
        <Details inspected={inspected} run={run} />
      )}
    </section>
  );
}

function Details({ inspected, run }: { inspected: Inspected; run: RunSummary }) {
  const { word, slot, fields } = inspected;
  const state = LOOKS[stateOfWord(word.word, word.owner)];
  return (
    <>
      <p class="what">
        <strong>{state.name}</strong> <Address addr={slot?.addr ?? word.addr} />
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
      <p class="quiet mono small">
        page {address(word.addr - (word.addr % 4096))} + {plural(word.addr % 4096, "byte")}
      </p>
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
function fieldsOf(
  words: readonly WordView[],
  chosen: WordView,
  slot: Slot | null,
  run: RunSummary,
): NamedWord[] {
  if (chosen.owner === Owner.LIST) return listAround(words, chosen.addr, run.layout);
  const items = instant.value?.stats[Stat.ITEMS_ADDR] ?? 0;
  if (chosen.owner === Owner.ITEMS && chosen.addr >= items) {
    return [{ name: `ob_item[${(chosen.addr - items) / 8}]`, view: chosen }];
  }
  if (slot !== null) return slotFields(slot, run.layout);
  return [{ name: fieldName(chosen.word), view: chosen }];
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
      setInspected({ word: chosen, slot, fields: fieldsOf(words, chosen, slot, run) });
    });
    return () => {
      isOld = true;
    };
  }, [addr, now, run]);
  return inspected;
}

/** How often each word of the program's int blocks, and its list's array, is read and written. */
import { useEffect, useState } from "preact/hooks";
import type { RangeAccesses } from "../../instruments/accesses.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import { ask } from "../../state/engine.ts";
import { bytes, group } from "../format.ts";

export function Accesses({ run }: { run: RunSummary }) {
  const [found, setFound] = useState<RangeAccesses | null>(null);
  useEffect(() => {
    let isOld = false;
    setFound(null);
    void ask((api) => api.accesses(), "Accesses are counted").then(
      (answer) => isOld || setFound(answer),
    );
    return () => {
      isOld = true;
    };
  }, [run]);
  if (found === null || found.blocks.words.length === 0) return null;
  const { head, slot } = found.names;
  const slots = run.layout.intSlots;
  const at = (index: number) => found.blocks.words[index] ?? 0;
  return (
    <table data-testid="accesses">
      <caption>
        Reads and writes of each word of the new int blocks{" "}
        <span role="img" aria-label="simulated" title="simulated: equal to DHAT's in the tests">
          ◐
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col">word</th>
          <th scope="col">accesses</th>
        </tr>
      </thead>
      <tbody>
        {head.map((name, index) => (
          <Word key={name} name={name} count={at(index)} />
        ))}
        {slot.map((name, index) => (
          <Word
            key={name}
            name={`${name}, ${group(slots)} slots`}
            count={at(head.length + index) * slots}
          />
        ))}
        <tr>
          <th scope="row">the blocks in all</th>
          <Bytes {...found.blocks} />
        </tr>
        <tr>
          <th scope="row">the list’s array</th>
          <Bytes {...found.items} />
        </tr>
      </tbody>
    </table>
  );
}

function Word({ name, count }: { name: string; count: number }) {
  return (
    <tr>
      <th scope="row" class="mono">
        {name}
      </th>
      <td class="mono number">{group(Math.round(count))}</td>
    </tr>
  );
}

function Bytes({ read, written }: { read: number; written: number }) {
  return (
    <td class="mono number">
      {bytes(read)} read, {bytes(written)} written
    </td>
  );
}

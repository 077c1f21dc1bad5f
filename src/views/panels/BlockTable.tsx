/** The map as a table: what lies in the pages on screen, row by row in address order. */
import { useEffect, useRef, useState } from "preact/hooks";
import { VmaKind } from "../../../assembly/abi/layout.ts";
import { currentAddress, instant, selection, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { address, bytes, group } from "../format.ts";
import { decodeWords } from "../words.ts";
import { type Structure, structures } from "./structures.ts";

const PAGE = 4096;
/** Pages the table lists at once: before and after the current event. */
const PAGES = 12;

export function BlockTable() {
  const [from, setFrom] = useState<number | null>(null);
  const rows = useRows(from);
  const heap = instant.value?.vmas.find(({ kind }) => kind === VmaKind.HEAP);
  const move = (pages: number) => {
    const start = from ?? rows?.[0]?.addr ?? heap?.start ?? 0;
    setFrom(Math.max(0, start - (start % PAGE) + pages * PAGE));
  };
  return (
    <div class="block-table" data-testid="table">
      <div class="table-tools">
        <h2>Memory as a table</h2>
        <button type="button" onClick={() => move(-PAGES)}>
          lower addresses
        </button>
        <button type="button" onClick={() => move(PAGES)}>
          higher addresses
        </button>
        <button type="button" onClick={() => setFrom(null)}>
          current event
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys. */}
      <section class="table-scroll" tabIndex={0} aria-label="Rows of the table">
        <table>
          <thead>
            <tr>
              <th scope="col">address</th>
              <th scope="col">what</th>
              <th scope="col">size</th>
              <th scope="col">used</th>
              <th scope="col">free</th>
            </tr>
          </thead>
          <tbody>
            {rows?.map((row) => (
              <Row key={row.addr} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Row({ row }: { row: Structure }) {
  const now = currentAddress.value;
  const isCurrent = now !== null && now >= row.addr && now < row.addr + row.bytes;
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <tr ref={line} aria-current={isCurrent ? "true" : undefined}>
      <td class="mono">
        <button
          type="button"
          class="link"
          onClick={() => {
            selection.value = row.addr;
          }}
        >
          {address(row.addr)}
        </button>
      </td>
      <td>{row.what}</td>
      <td class="number">{bytes(row.bytes)}</td>
      <td class="number">{row.used === null ? "" : group(row.used)}</td>
      <td class="number">{row.free === null ? "" : group(row.free)}</td>
    </tr>
  );
}

/** Rows of the pages from `from` on; without it, of those around the current event. */
function useRows(from: number | null): Structure[] | null {
  const [rows, setRows] = useState<Structure[] | null>(null);
  const now = instant.value;
  const layout = summary.value?.layout;
  useEffect(() => {
    if (now === null || layout === undefined) return;
    let isOld = false;
    const heap = now.vmas.find(({ kind }) => kind === VmaKind.HEAP)?.start ?? 0;
    const middle = currentAddress.value ?? heap + (PAGES / 2) * PAGE;
    const start = from ?? Math.max(0, middle - (middle % PAGE) - (PAGES / 2) * PAGE);
    void ask((api) => api.values(start, (PAGES * PAGE) / 8)).then((values) => {
      if (values !== null && !isOld) setRows(structures(decodeWords(start, values), layout));
    });
    return () => {
      isOld = true;
    };
  }, [now, from, layout]);
  return rows;
}

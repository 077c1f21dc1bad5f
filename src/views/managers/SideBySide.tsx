/** Two managers that run the same program: whole runs, and the bytecode at which both stand. */
import { useEffect, useState } from "preact/hooks";
import type { ManagerFigures } from "../../../workers/protocol-collectors.ts";
import { childRows, NOW, type Row, type Side, WHOLE } from "../../instruments/side-by-side.ts";
import { instant, pinned, type Shown, summary } from "../../state/cells.ts";
import { pinnedFigures } from "../../state/compare.ts";
import { ask } from "../../state/engine.ts";
import { bytes, group, plural } from "../format.ts";

/** Figures of both sides at their instants; null until both answered. */
function useSides(): readonly [Side, Side] | null {
  const [sides, setSides] = useState<readonly [Side, Side] | null>(null);
  const [run, now, pin] = [summary.value, instant.value, pinned.value];
  useEffect(() => {
    let isOld = false;
    const read = async () => {
      if (run === null || now === null || pin === null) return;
      const [here, there] = await Promise.all([
        ask((api) => api.managerFigures()),
        pinnedFigures(),
      ]);
      if (isOld || here === null || there === null) return;
      setSides([side(pin, there), { run, ir: now.ir, figures: here }]);
    };
    void read();
    return () => {
      isOld = true;
    };
  }, [run, now, pin]);
  return sides;
}

function side({ summary: run, instant: now }: Shown, figures: ManagerFigures): Side {
  return { run, ir: now.ir, figures };
}

function shown({ unit, of }: Row, each: Side): string {
  const value = of(each);
  const one = unit === "bytes" ? bytes : group;
  if (value === null) return "–";
  return typeof value === "number" ? one(value) : `${one(value[0])} … ${one(value[1])}`;
}

export function SideBySide() {
  const sides = useSides();
  if (sides === null) return <p class="quiet">Both runs are counted.</p>;
  const [a, b] = sides;
  return (
    <>
      <Table title="whole run" rows={WHOLE} sides={sides} />
      <Table title="at this bytecode" rows={NOW} sides={sides} />
      <Copies sides={sides} />
      {[a, b].some(({ figures }) => figures.basis === "estimated") && (
        <p class="quiet small">
          ○ <em>estimated</em>: instructions of managers other than refcount. Allocations,
          collections and page writes are computed by running them.
        </p>
      )}
    </>
  );
}

function Table({
  title,
  rows,
  sides,
}: {
  title: string;
  rows: readonly Row[];
  sides: readonly [Side, Side];
}) {
  return (
    <table data-testid={`managers-${title.split(" ")[0]}`}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {sides.map(({ figures }, i) => (
            <th key={i === 0 ? "pinned" : "here"} scope="col" class="number">
              {figures.name}
              {i === 1 ? ", here" : ""}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} title={row.what}>
            <th scope="row">{row.name}</th>
            {sides.map((each, i) => (
              <td key={i === 0 ? "pinned" : "here"} class="mono number">
                {shown(row, each)}
                {row.estimated === true && each.figures.basis === "estimated" && (
                  <span title="estimated"> ○</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Copies({ sides }: { sides: readonly [Side, Side] }) {
  const children = childRows(sides);
  if (children.length === 0) return null;
  return (
    <table data-testid="managers-copies">
      <thead>
        <tr>
          <th scope="col">pages a child copied</th>
          {sides.map(({ figures }, i) => (
            <th key={i === 0 ? "pinned" : "here"} scope="col" class="number">
              {figures.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {children.map(({ pid, pages }) => (
          <tr key={pid}>
            <th scope="row" class="mono">
              {pid}
            </th>
            {pages.map((count, i) => (
              <td key={i === 0 ? "pinned" : "here"} class="mono number">
                {count === null ? "–" : plural(count, "page")}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

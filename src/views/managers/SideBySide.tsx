/** Two managers that run the same program: whole runs, and the bytecode at which both stand. */
import { useEffect, useState } from "preact/hooks";
import { Gauge } from "../../../assembly/abi/samples.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import type { ManagerFigures } from "../../../workers/protocol-collectors.ts";
import { instant, pinned, type Shown, summary } from "../../state/cells.ts";
import { pinnedFigures } from "../../state/compare.ts";
import { ask } from "../../state/engine.ts";
import { bytes, group, plural } from "../format.ts";

const PAGE = 4096;

interface Side {
  run: RunSummary;
  ir: number;
  figures: ManagerFigures;
}

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

interface Row {
  name: string;
  what: string;
  of(side: Side): string;
  /** True where the figure is an estimate unless the manager is calibrated. */
  estimated?: true;
}

function peak({ samples }: RunSummary): number {
  let most = 0;
  for (let row = 0; row < samples.length; row += Gauge.COUNT) {
    most = Math.max(most, samples[row + Gauge.RSS] ?? 0);
  }
  return most * PAGE;
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}

const WHOLE: readonly Row[] = [
  {
    name: "instructions",
    what: "of the first process’s whole run",
    of: ({ run, figures }) =>
      figures.estimate === null
        ? group(run.total)
        : `${group(figures.estimate.low)} … ${group(figures.estimate.high)}`,
    estimated: true,
  },
  {
    name: "peak of resident pages",
    what: "modelled pages only",
    of: ({ run }) => bytes(peak(run)),
  },
  {
    name: "collections",
    what: "in the whole run",
    of: ({ figures }) => group(figures.collections),
  },
  {
    name: "longest pause",
    what: "instructions of the longest collection",
    of: ({ figures }) =>
      figures.pauses.length === 0 ? "–" : group(figures.pauses.reduce((a, b) => Math.max(a, b), 0)),
    estimated: true,
  },
  {
    name: "all pauses",
    what: "instructions of all collections",
    of: ({ figures }) => (figures.pauses.length === 0 ? "–" : group(sum(figures.pauses))),
    estimated: true,
  },
  {
    name: "writes: counts ●",
    what: "reference counts written",
    of: ({ figures }) => group(figures.writes.refcount),
  },
  { name: "writes: marks ✚", what: "mark bits", of: ({ figures }) => group(figures.writes.mark) },
  {
    name: "writes: links ▮",
    what: "links of free cells",
    of: ({ figures }) => group(figures.writes.link),
  },
  {
    name: "writes: barriers",
    what: "write barriers",
    of: ({ figures }) => group(figures.writes.barrier),
  },
  {
    name: "objects freed",
    what: "by the manager",
    of: ({ figures }) => traced(figures, figures.freed),
  },
];

const NOW: readonly Row[] = [
  {
    name: "clock, Ir",
    what: "instructions up to here",
    of: ({ ir }) => group(ir),
    estimated: true,
  },
  { name: "bytecodes", what: "begun up to here", of: ({ figures }) => group(figures.bytecodes) },
  {
    name: "collections",
    what: "up to here",
    of: ({ figures }) => traced(figures, figures.now.collections),
  },
  {
    name: "objects there",
    what: "garbage that waits included",
    of: ({ figures }) => traced(figures, figures.now.live),
  },
  {
    name: "allocated since",
    what: "bytes since the last collection: garbage that waits is among them",
    of: ({ figures }) => (figures.estimate === null ? "–" : bytes(figures.now.since)),
  },
];

/** CPython’s own manager keeps no such count in the simulation. */
function traced(figures: ManagerFigures, value: number): string {
  return figures.estimate === null ? "–" : group(value);
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
        {rows.map(({ name, what, of, estimated }) => (
          <tr key={name} title={what}>
            <th scope="row">{name}</th>
            {sides.map((each, i) => (
              <td key={i === 0 ? "pinned" : "here"} class="mono number">
                {of(each)}
                {estimated === true && each.figures.basis === "estimated" && (
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
  const pids = [...new Set(sides.flatMap(({ figures }) => figures.copied.map(({ pid }) => pid)))];
  if (pids.length === 0) return null;
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
        {pids.map((pid) => (
          <tr key={pid}>
            <th scope="row" class="mono">
              {pid}
            </th>
            {sides.map(({ figures }, i) => {
              const found = figures.copied.find((each) => each.pid === pid);
              return (
                <td key={i === 0 ? "pinned" : "here"} class="mono number">
                  {found === undefined ? "–" : plural(found.pages, "page")}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Figures of real processes beside the simulated ones, for the examples that have such. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Family, FamilyMemory } from "../../../workers/protocol-processes.ts";
import { request, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { family } from "../../state/family.ts";
import { bytes, group } from "../format.ts";

const PAGE = 4096;
const KB = 1024;

type Row = [
  example: string,
  build: string,
  launch: string,
  n: number,
  stage: "built" | "after_read",
  role: "parent" | "child0" | "child4",
  rss: number,
  pss: number,
  uss: number,
  intPages: number | null,
];
type Total = [example: string, build: string, n: number, rss: number, pss: number, uss: number];

/** public/measured/processes.json */
interface Recorded {
  how: string;
  rows: Row[];
  totals: { how: string; rows: Total[] };
}

const recorded = signal<Recorded | null>(null);
const failure = signal<string | null>(null);
/** Texts of the examples that were measured, with their length left out. */
const texts = signal<ReadonlyMap<string, string>>(new Map());

const LENGTH = /^ITEMS = (\d+)$/m;
/** The script of the sums had imported more, a constant: from this length on it does not matter. */
const COMPARABLE = 1_000_000;
/** Index of each measured process among those of the run. */
const ROLES = { parent: 0, child0: 1, child4: 5 } as const;

async function load(): Promise<void> {
  if (recorded.value !== null) return;
  try {
    const found = (await (await fetch("measured/processes.json")).json()) as Recorded;
    const names = [...new Set(found.rows.map(([example]) => example))];
    const all = await Promise.all(
      names.map(async (name) => {
        const text = await (await fetch(`examples/${name}.py`)).text();
        return [withoutLength(text), name] as const;
      }),
    );
    texts.value = new Map(all);
    recorded.value = found;
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  }
}

function withoutLength(text: string): string {
  return text.trim().replace(LENGTH, "ITEMS =");
}

/** The ticks of the measured stages: before the first fork, and while all children sleep after they read. */
function stageTicks({ processes }: Family): Record<Row[4], number> | null {
  const children = processes.slice(1);
  const asleep = children.map(({ moments }) => moments.find(({ kind }) => kind === "sleep")?.tick);
  if (children.length === 0 || asleep.some((tick) => tick === undefined)) return null;
  const born = Math.min(...children.map(({ start }) => start));
  return { built: born - 1, after_read: Math.max(...asleep.map((tick) => tick ?? 0)) + 1 };
}

type Stages = Partial<Record<Row[4], FamilyMemory>>;

export function Measured() {
  useEffect(() => void load(), []);
  const [run, known] = [summary.value, family.value];
  const [simulated, setSimulated] = useState<Stages>({});
  useEffect(() => {
    let isOld = false;
    setSimulated({});
    const ticks = known === null ? null : stageTicks(known);
    if (ticks === null) return;
    const read = async () => {
      const built = await ask((api) => api.familyMemory(ticks.built));
      const after_read = await ask((api) => api.familyMemory(ticks.after_read));
      if (!isOld && built !== null && after_read !== null) setSimulated({ built, after_read });
    };
    void read();
    return () => {
      isOld = true;
    };
  }, [run, known]);
  const data = recorded.value;
  if (failure.value !== null) {
    return (
      <p class="failure" role="alert">
        The measured figures cannot be fetched: {failure.value}.
      </p>
    );
  }
  if (run === null || known === null || data === null) {
    return <p class="quiet">The measured figures are fetched.</p>;
  }
  const example = texts.value.get(withoutLength(run.text));
  const n = Number(LENGTH.exec(run.text)?.[1] ?? Number.NaN);
  if (example === undefined) return <Nothing />;
  const { build, launch } = request.value;
  const rows = data.rows.filter(
    (row) => row[0] === example && row[1] === build && row[2] === launch && row[3] === n,
  );
  const totals = data.totals.rows.filter((row) => row[0] === example && row[1] === build);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="Measured figures" data-testid="measured">
      <p>
        {rows.length === 0
          ? `Single processes were measured with ITEMS = ${lengths(data, example)}, launches recipe and site, builds of Debian.`
          : "● measured on a real machine, ◐ simulated here."}{" "}
        <span class="quiet">The article plots these programs’ memory and states no figures.</span>
      </p>
      {rows.length > 0 && <Processes rows={rows} simulated={simulated} known={known} />}
      <Totals totals={totals} n={n} simulated={simulated.after_read} />
      <p class="quiet small">{data.how}</p>
      <p class="quiet small">Sums: {data.totals.how}</p>
    </section>
  );
}

function lengths({ rows }: Recorded, example: string): string {
  const all = rows.filter((row) => row[0] === example).map((row) => row[3]);
  return [...new Set(all)].map(group).join(" and ");
}

function Nothing() {
  return (
    <p class="quiet" data-testid="measured">
      No figures were measured for this program. Examples that have such: Process and Pool.map with
      a list or a shared array. The article plots memory of these and states no figures.
    </p>
  );
}

const SIZES = ["rss", "pss", "uss"] as const;
const STAGE_NAMES = { built: "before the first fork", after_read: "all have read" } as const;

interface ProcessesProps {
  rows: Row[];
  simulated: Stages;
  known: Family;
}

function Processes({ rows, simulated, known }: ProcessesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="wide-table" tabIndex={0} aria-label="Each process">
      <table>
        <thead>
          <tr>
            <th scope="col">process</th>
            {SIZES.map((size) => (
              <th key={size} scope="col">
                {size.toUpperCase()} ● / ◐
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const [, , , , stage, role] = row;
            const pid = known.processes[ROLES[role]]?.pid;
            const now = simulated[stage]?.processes.find((each) => each.pid === pid);
            return (
              <tr key={`${stage} ${role}`}>
                <th scope="row">
                  {role}, {STAGE_NAMES[stage]}
                </th>
                {SIZES.map((size, i) => (
                  <Pair key={size} measured={Number(row[6 + i])} pages={now?.[size]} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Kilobytes that were measured, pages that are simulated, and how far they are apart. */
function Pair({ measured, pages }: { measured: number; pages: number | undefined }) {
  const there = pages === undefined ? null : pages * PAGE;
  const off = there === null ? null : (there / (measured * KB) - 1) * 100;
  return (
    <td class="mono number">
      {bytes(measured * KB)}
      {there !== null && ` / ${bytes(there)}`}
      {off !== null && (
        <span class="quiet">
          {" "}
          {off < 0 ? "−" : "+"}
          {Math.abs(off).toFixed(1)} %
        </span>
      )}
    </td>
  );
}

interface TotalsProps {
  totals: Total[];
  n: number;
  simulated: FamilyMemory | undefined;
}

/** Sums over all processes, for every measured length; the run's own beside its length. */
function Totals({ totals, n, simulated }: TotalsProps) {
  const sumOf = (size: (typeof SIZES)[number]) =>
    simulated?.processes.reduce((sum, each) => sum + each[size], 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="wide-table" tabIndex={0} aria-label="Sums over all processes">
      <table data-testid="measured-totals">
        <thead>
          <tr>
            <th scope="col">all have read, ITEMS</th>
            {SIZES.map((size) => (
              <th key={size} scope="col">
                Σ {size.toUpperCase()} ●{" / ◐"}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {totals.map((row) => (
            <tr key={row[2]}>
              <th scope="row" class="mono">
                {group(row[2])}
              </th>
              {SIZES.map((size, i) => (
                <Pair
                  key={size}
                  measured={Number(row[3 + i])}
                  pages={row[2] === n && n >= COMPARABLE ? sumOf(size) : undefined}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Right, below: one instrument at a time. */
import { useEffect } from "preact/hooks";
import { Stat } from "../../../assembly/abi/layout.ts";
import type { FunctionRow, Instant, RunSummary } from "../../../workers/protocol.ts";
import { instant, instrument, profile, summary } from "../../state/cells.ts";
import { loadProfile } from "../../state/engine.ts";
import { bytes, group } from "../format.ts";
import { Output } from "../output/Output.tsx";

const PAGE = 4096;
const ROWS_MAX = 60;

export function Instruments() {
  const shown = instrument.value;
  return (
    <section class="instruments" aria-label="Instruments">
      <div class="tabs">
        {(["counters", "profile", "output"] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={shown === name}
            onClick={() => {
              instrument.value = name;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {shown === "counters" && <Counters now={instant.value} run={summary.value} />}
      {shown === "profile" && <Profile />}
      {shown === "output" && <Output />}
    </section>
  );
}

/** Name, value at the instant, and what it is. */
const COUNTERS: readonly (readonly [string, (now: Instant, run: RunSummary) => string, string])[] =
  [
    ["heap", (now) => bytes(stat(now, Stat.HEAP_USED)), "from the heap's start to the top chunk"],
    [
      "own mappings",
      (now) => bytes(stat(now, Stat.MMAPPED_BYTES)),
      "malloc chunks with a mapping each",
    ],
    [
      "live ints",
      (now) => group(stat(now, Stat.LIVE_INTS)),
      "int objects in use, small ones included",
    ],
    ["free slots", (now) => group(stat(now, Stat.FREE_INTS)), "length of the int free list"],
    ["int blocks", (now) => group(stat(now, Stat.INT_BLOCKS)), "in block_list"],
    [
      "RSS",
      (now, { recorded }) => bytes(recorded.residentKb * 1024 + modelledPages(now) * PAGE),
      "resident pages: recorded when the module starts, modelled from there",
    ],
    ["VMS", (now) => bytes(stat(now, Stat.VMS_PAGES) * PAGE), "all mapped pages"],
    [
      "minor faults",
      (now, { recorded }) => group(recorded.faults + stat(now, Stat.FAULTS)),
      "since the process began: recorded until the module starts, modelled from there",
    ],
    ["zeroed pages", (now) => group(stat(now, Stat.ZEROED_PAGES)), "kernel work without Ir"],
  ];

function stat(now: Instant, which: Stat): number {
  return now.stats[which] ?? 0;
}

function modelledPages(now: Instant): number {
  return stat(now, Stat.RSS_ANON_PAGES) + stat(now, Stat.RSS_FILE_PAGES);
}

function Counters({ now, run }: { now: Instant | null; run: RunSummary | null }) {
  if (now === null || run === null) return <p class="quiet">No run is loaded.</p>;
  return (
    <table class="counters" data-testid="counters">
      <tbody>
        {COUNTERS.map(([name, read, what]) => (
          <tr key={name} title={what}>
            <th scope="row">{name}</th>
            <td class="mono number" data-counter={name}>
              {read(now, run)}
            </td>
            <td class="mark" title="simulated">
              ◐
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const BASIS: Record<FunctionRow["basis"], readonly [string, string]> = {
  exact: ["●", "measured: equal to callgrind's"],
  bounded: ["◐", "simulated, within a stated bound"],
  estimated: ["○", "estimated"],
};

function Profile() {
  const run = summary.value;
  const rows = profile.value;
  useEffect(() => {
    if (run !== null && rows === null) void loadProfile();
  }, [run, rows]);
  if (rows === null) return <p class="quiet">The whole run is counted.</p>;
  const heaviest = [...rows].sort((a, b) => b.selfRun - a.selfRun || b.self - a.self);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="table-scroll" tabIndex={0} aria-label="Profile, by function">
      <table class="profile" data-testid="profile">
        <thead>
          <tr>
            <th scope="col">function</th>
            <th scope="col" title="Instructions of the function itself while the module runs">
              self, run
            </th>
            <th scope="col" title="Calls while the module runs">
              calls, run
            </th>
            <th scope="col" class="mark">
              <span class="visually-hidden">basis</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {heaviest.slice(0, ROWS_MAX).map((row) => (
            <tr
              key={`${row.name}${row.file}`}
              title={`${row.file}: ${group(row.self)} Ir self in the whole process`}
            >
              <th scope="row" class="mono">
                {row.name}
              </th>
              <td class="mono number">{group(row.selfRun)}</td>
              <td class="mono number">{group(row.callsRun)}</td>
              <td class="mark" title={BASIS[row.basis][1]}>
                {BASIS[row.basis][0]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

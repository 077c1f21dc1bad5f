/** Allocation sites: which paths asked malloc for memory, and how long what they got lived. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Ev, RECORDS_MAX } from "../../../assembly/abi/events.ts";
import { type AllocationSite, allocationSites, partOf } from "../../instruments/call-tree.ts";
import { type Lifetimes, lifetimesOf } from "../../instruments/lifetimes.ts";
import type { EventRecord, RunSummary } from "../../../workers/protocol.ts";
import { chosenFunction, profileScope, showInstrument, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { beginning } from "../../state/moments.ts";
import { decodeRecords } from "../../state/trail.ts";
import { bytes, group } from "../format.ts";
import { Accesses } from "./Accesses.tsx";
import { Provenance } from "../Provenance.tsx";
import { SaveButton } from "../SaveButton.tsx";

/** Windows of events that are paired into lifetimes: more would keep the worker busy for long. */
const WINDOWS_MAX = 12;
const CALLERS_SHOWN = 3;
const KINDS = (1 << Ev.MALLOC) | (1 << Ev.FREE);

interface Found {
  run: RunSummary;
  sites: readonly AllocationSite[];
  lifetimes: readonly Lifetimes[];
  /** Clock up to which events were paired, when that is not all. */
  until: number | null;
}

const found = signal<Found | null>(null);

async function load(run: RunSummary): Promise<void> {
  const from = beginning(run);
  const tree = await ask((api) => api.callTree([from, run.total]), "Allocation sites are counted");
  if (tree === null || run !== summary.value) return;
  const sites = allocationSites(partOf(tree, 0, tree.cuts.length - 1));
  found.value = { run, sites, lifetimes: [], until: from };
  const events: EventRecord[] = [];
  let at = from;
  for (let window = 0; window < WINDOWS_MAX; window++) {
    const records = await ask((api) => api.events(at, RECORDS_MAX, KINDS), "Lifetimes are counted");
    if (records === null || run !== summary.value) return;
    const more = decodeRecords(records);
    events.push(...more);
    const last = more.at(-1)?.ir ?? run.total;
    const isEnd = more.length < RECORDS_MAX;
    found.value = { run, sites, lifetimes: lifetimesOf(events), until: isEnd ? null : last };
    if (isEnd) return;
    at = last + 1;
  }
}

export function Sites() {
  const run = summary.value;
  useEffect(() => {
    if (run !== null && found.peek()?.run !== run) void load(run);
  }, [run]);
  const now = found.value;
  if (now === null || now.run !== run) return <p class="quiet">The run is counted.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="Allocation sites" data-testid="sites">
      <div class="tools">
        <SaveButton kind="dhat" />
      </div>
      <table>
        <caption>
          Who asked malloc, from the program’s first bytecode on <Provenance of="heap" />
        </caption>
        <thead>
          <tr>
            <th scope="col">path</th>
            <th scope="col">calls</th>
            <th scope="col">bytes</th>
          </tr>
        </thead>
        <tbody>
          {now.sites.map((site) => (
            <Site key={site.node} site={site} />
          ))}
        </tbody>
      </table>
      {now.sites.length === 0 && <p class="quiet">Nothing asked malloc for memory.</p>}
      <LifetimeTable now={now} />
      <Accesses run={run} />
    </section>
  );
}

function Site({ site }: { site: AllocationSite }) {
  // The path's end is malloc itself.
  const callers = site.path.slice(0, -1);
  const nearest = callers.at(-1) ?? "";
  return (
    <tr title={site.path.join(" › ")}>
      <th scope="row" class="mono wrap">
        <button
          type="button"
          class="link mono"
          onClick={() => {
            chosenFunction.value = nearest;
            profileScope.value = "run";
            showInstrument("profile");
          }}
        >
          {nearest}
        </button>
        <span class="quiet">
          {callers
            .slice(-CALLERS_SHOWN, -1)
            .reverse()
            .map((fn) => ` ‹ ${fn}`)}
        </span>
      </th>
      <td class="mono number">{group(site.calls)}</td>
      <td class="mono number">{bytes(site.bytes)}</td>
    </tr>
  );
}

function LifetimeTable({ now }: { now: Found }) {
  return (
    <table>
      <caption>
        How long chunks lived, by requested size
        {now.until === null ? "" : `; up to ${group(now.until)} Ir`} <Provenance of="heap" />
      </caption>
      <thead>
        <tr>
          <th scope="col">size</th>
          <th scope="col">calls</th>
          <th scope="col">freed</th>
          <th scope="col" title="Ir from malloc to free, of those that were freed">
            median life
          </th>
          <th scope="col" title="Bytes of this size in use at once">
            peak
          </th>
        </tr>
      </thead>
      <tbody>
        {now.lifetimes.map((row) => (
          <tr key={row.bytes}>
            <th scope="row" class="mono">
              {bytes(row.bytes)}
            </th>
            <td class="mono number">{group(row.calls)}</td>
            <td class="mono number">{group(row.freed)}</td>
            <td class="mono number">{row.median === null ? "–" : `${group(row.median)} Ir`}</td>
            <td class="mono number">{bytes(row.peakBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

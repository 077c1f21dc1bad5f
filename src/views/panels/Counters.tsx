/** Memory at the instant, in numbers. */
import { Stat } from "../../../assembly/abi/layout.ts";
import type { Instant, RunSummary } from "../../../workers/protocol.ts";
import type { Quantity } from "../../instruments/basis.ts";
import { instant, summary } from "../../state/cells.ts";
import { bytes, group } from "../format.ts";
import { Provenance } from "../Provenance.tsx";
import { WhyBlocks } from "./WhyBlocks.tsx";

const PAGE = 4096;

interface Counter {
  name: string;
  of: Quantity;
  what: string;
  read(now: Instant, run: RunSummary): number;
  print(value: number): string;
}

function stat(now: Instant, which: Stat): number {
  return now.stats[which] ?? 0;
}

function modelledPages(now: Instant): number {
  return stat(now, Stat.RSS_ANON_PAGES) + stat(now, Stat.RSS_FILE_PAGES);
}

export const COUNTERS: readonly Counter[] = [
  {
    name: "heap",
    of: "heap",
    what: "from the heap's start to the top chunk",
    read: (now) => stat(now, Stat.HEAP_USED),
    print: bytes,
  },
  {
    name: "own mappings",
    of: "heap",
    what: "malloc chunks with a mapping each",
    read: (now) => stat(now, Stat.MMAPPED_BYTES),
    print: bytes,
  },
  {
    name: "live ints",
    of: "objects",
    what: "int objects in use, small ones included",
    read: (now) => stat(now, Stat.LIVE_INTS),
    print: group,
  },
  {
    name: "free slots",
    of: "objects",
    what: "length of the int free list",
    read: (now) => stat(now, Stat.FREE_INTS),
    print: group,
  },
  {
    name: "int blocks",
    of: "objects",
    what: "in block_list",
    read: (now) => stat(now, Stat.INT_BLOCKS),
    print: group,
  },
  {
    name: "RSS",
    of: "resident",
    what: "resident pages: recorded when the module starts, modelled from there",
    read: (now, { recorded }) => recorded.residentKb * 1024 + modelledPages(now) * PAGE,
    print: bytes,
  },
  {
    name: "VMS",
    of: "mapped",
    what: "all mapped pages",
    read: (now) => stat(now, Stat.VMS_PAGES) * PAGE,
    print: bytes,
  },
  {
    name: "minor faults",
    of: "faults",
    what: "since the process began: recorded until the module starts, modelled from there",
    read: (now, { recorded }) => recorded.faults + stat(now, Stat.FAULTS),
    print: group,
  },
  {
    name: "zeroed pages",
    of: "kernel",
    what: "kernel work without Ir",
    read: (now) => stat(now, Stat.ZEROED_PAGES),
    print: group,
  },
  {
    name: "huge pages",
    of: "kernel",
    what: "2 MiB that are mapped as one page: none under policy madvise (settings)",
    read: (now) => stat(now, Stat.HUGE_PAGES),
    print: group,
  },
];

export function Counters() {
  const now = instant.value;
  const run = summary.value;
  if (now === null || run === null) return <p class="quiet">No run is loaded.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
    <section class="scroll" tabIndex={0} aria-label="Counters">
      <WhyBlocks now={now} run={run} />
      <table data-testid="counters">
        <tbody>
          {COUNTERS.map(({ name, of, what, read, print }) => (
            <tr key={name} title={what}>
              <th scope="row">{name}</th>
              <td class="mono number" data-counter={name}>
                {print(read(now, run))}
              </td>
              <td class="mark">
                <Provenance of={of} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Above the counters: why this range needs so many int blocks, and how many of them exist by now. */
import { Ev } from "../../../assembly/abi/events.ts";
import { Stat } from "../../../assembly/abi/layout.ts";
import type { Instant, RunSummary } from "../../../workers/protocol.ts";
import { type IntSum, intSum } from "../../instruments/int-sum.ts";
import { entryStats } from "../../state/cells.ts";
import { stepToEvent } from "../../state/engine.ts";
import { group, plural } from "../format.ts";
import { Provenance } from "../Provenance.tsx";

/** More squares than this say less than a number. */
const SQUARES_MAX = 60;

export function WhyBlocks({ now, run }: { now: Instant; run: RunSummary }) {
  const entry = entryStats.value;
  const sum = entry === null ? null : intSum(run, entry[Stat.FREE_INTS] ?? 0);
  if (entry === null || sum === null) return null;
  const before = entry[Stat.INT_BLOCKS] ?? 0;
  const there = Math.max(0, (now.stats[Stat.INT_BLOCKS] ?? 0) - before);
  return (
    <div class="why" data-testid="why-blocks">
      <h3>
        {`Why ${group(sum.blocks)} int ${sum.blocks === 1 ? "block" : "blocks"}`}{" "}
        <Provenance of="objects" />
      </h3>
      <Terms sum={sum} run={run} />
      {sum.blocks > 0 && (
        <Blocks there={Math.min(there, sum.blocks)} all={sum.blocks} before={before} />
      )}
    </div>
  );
}

function Terms({ sum, run }: { sum: IntSum; run: RunSummary }) {
  const { intSlots, blockBytes } = run.layout;
  const exact = sum.made / intSlots;
  return (
    <table class="terms">
      <tbody>
        <Term value={group(sum.items)} what="items in the list" />
        <Term
          value={`− ${group(sum.shared)}`}
          what={`shared: ${sum.shared > 1 ? `0 … ${group(sum.shared - 1)}` : "small ints"} exist already`}
        />
        <Term value={`− ${group(sum.reused)}`} what="take slots that were free before" />
        <Term value={`= ${group(sum.made)}`} what="ints need new slots" isSum />
        <Term
          value={`÷ ${group(intSlots)}`}
          what={`slots in a block of ${group(blockBytes)} bytes`}
        />
        <Term
          value={`= ${group(sum.blocks)}`}
          what={`${sum.blocks === 1 ? "block" : "blocks"}${
            Number.isInteger(exact)
              ? ""
              : `: ${group(Math.floor(exact))}${exact.toFixed(1).slice(-2)}, rounded up`
          }`}
          isSum
        />
      </tbody>
    </table>
  );
}

function Term({ value, what, isSum = false }: { value: string; what: string; isSum?: boolean }) {
  return (
    <tr class={isSum ? "is-sum" : ""}>
      <td class="mono number">{value}</td>
      <th scope="row">{what}</th>
    </tr>
  );
}

/** One square a block: solid when it exists at this instant. */
function Blocks({ there, all, before }: { there: number; all: number; before: number }) {
  const made = `${group(there)} of ${plural(all, "block")} made by now`;
  const text = `${made}, besides ${group(before)} from before the program`;
  return (
    <>
      <p class="quiet small">
        {all <= SQUARES_MAX && (
          <span class="squares" aria-hidden="true">
            {Array.from({ length: all }, (_, index) => (
              <span key={index} class={index < there ? "is-there" : ""} />
            ))}
          </span>
        )}
        {text}
      </p>
      {there < all && (
        <button type="button" class="why-next" onClick={() => void stepToEvent(Ev.INT_BLOCK, 1)}>
          go to block {group(there + 1)}
        </button>
      )}
    </>
  );
}

/** Left: the program, its bytecode, the C call stack, and what the current step did. */
import { useEffect, useRef } from "preact/hooks";
import type { Instant } from "../../../workers/protocol.ts";
import { fault, instant, showInstrument, summary, waiting } from "../../state/cells.ts";
import { beginning } from "../../state/moments.ts";
import { group, ir } from "../format.ts";
import { isPhone } from "../phone.ts";
import { sentence } from "../sentence.ts";
import { Bytecode } from "./Bytecode.tsx";
import { ProgramPane } from "./ProgramPane.tsx";

export function SourceColumn() {
  const run = summary.value;
  const now = instant.value;
  return (
    <section class="source" aria-label="Program">
      <div class="happened">
        <h2>What happened</h2>
        <p data-testid="sentence">{sentence.value}</p>
        {now === null && (
          <p class="quiet">
            {fault.value === null && waiting.value !== null
              ? "The first run is on its way; everything else follows from it."
              : "No run is loaded."}
          </p>
        )}
        {now !== null && run !== null && now.ir <= beginning(run) && (
          <p class="hint">
            {isPhone.value ? (
              <>
                Press ▸ below to step, ▸▸ to run to the next boundary.{" "}
                <button type="button" class="link" onClick={() => showInstrument("counters")}>
                  Memory in numbers
                </button>
              </>
            ) : (
              <>
                Press <kbd>→</kbd> to step, <kbd>Space</kbd> to run to the next boundary.
              </>
            )}
          </p>
        )}
        {now !== null && <Segment now={now} />}
      </div>
      <ProgramPane />
      {run !== null && <Bytecode run={run} now={now} />}
      {now !== null && <CallStack now={now} />}
    </section>
  );
}

function CallStack({ now }: { now: Instant }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // The innermost frame is the one that acts: it must not be scrolled away, whatever room is left.
    const frames = list.current;
    if (frames === null) return;
    const showInnermost = () => {
      frames.scrollTop = frames.scrollHeight;
      markCut(frames);
    };
    const observer = new ResizeObserver(showInnermost);
    showInnermost();
    observer.observe(frames);
    return () => observer.disconnect();
  }, [now]);
  return (
    <div class="stack-pane">
      <h2>Call stack</h2>
      <ol
        class="stack mono"
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keys.
        tabIndex={0}
        aria-label="Call stack"
        data-testid="stack"
        onScroll={(event) => markCut(event.currentTarget)}
      >
        {now.stack.map((frame, depth) => (
          <li
            key={`${depth}${frame.fn}`}
            class={frame.hasSymbol ? "" : "is-inlined"}
            title={
              frame.hasSymbol
                ? `entered at ${ir(frame.since)}`
                : "This build inlines it: its instructions count for the caller."
            }
          >
            <span>{frame.fn}</span>
            {!frame.hasSymbol && <span class="tag">inlined</span>}
          </li>
        ))}
        {now.stack.length === 0 && <li class="quiet">no C function is running</li>}
      </ol>
    </div>
  );
}

/** Outer frames that are scrolled away: the style sheet fades the list out there. */
function markCut(frames: HTMLElement): void {
  frames.dataset.cut = String(frames.scrollTop > 1);
}

/** The straight step that runs at this instant, and what it costs. */
function Segment({ now }: { now: Instant }) {
  if (now.recorded !== null) {
    return <p class="segment quiet">What follows was recorded, not stepped through.</p>;
  }
  if (now.segment === null) return null;
  const { name, ir: price, basis } = now.segment;
  const at = name.lastIndexOf("__");
  const isMeasured = basis === "measured";
  return (
    <p class="segment quiet">
      next: <span class="mono">{at > 0 ? name.slice(0, at) : name}</span>{" "}
      {at > 0 ? name.slice(at + 2).replaceAll("_", " ") : ""}
      {price === null ? "" : `, ${group(price)}\u00a0Ir`}
      {"\u00a0"}
      <span title={isMeasured ? "measured" : "estimated"} role="img" aria-label={basis}>
        {isMeasured ? "●" : "○"}
      </span>
    </p>
  );
}

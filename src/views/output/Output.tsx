/** What the program writes: solid up to the instant, quiet what is still to come, then how it ends. */
import { computed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ExitReport, RunSummary } from "../../../workers/protocol.ts";
import { instant, summary } from "../../state/cells.ts";
import { bytes, group } from "../format.ts";
import { byteLength, endOf, splitAtByte, startOf } from "./output-text.ts";

/** How long the copy button says what it did. */
const COPIED_MS = 2000;

const isOver = computed(() => instant.value !== null && instant.value.ir >= instant.value.total);
const writtenBytes = computed(() => instant.value?.stdoutBytes ?? 0);
/** The end of a run stands for its whole output. */
const parts = computed((): [string, string] => {
  const text = summary.value?.stdout ?? "";
  return isOver.value ? [text, ""] : splitAtByte(text, writtenBytes.value);
});
const totalBytes = computed(() => byteLength(summary.value?.stdout ?? ""));

export function Output() {
  const run = summary.value;
  if (run === null) return <p class="quiet">Nothing has run yet.</p>;
  return (
    <div class="output" data-testid="output">
      <div class="pane-head">
        <p class="quiet">
          {totalBytes.value === 0
            ? "stdout is empty"
            : `${bytes(isOver.value ? totalBytes.value : writtenBytes.value)} of ${bytes(totalBytes.value)} written`}
        </p>
        <CopyButton run={run} />
      </div>
      <Text exit={run.exit} />
      <Limit exit={run.exit} />
    </div>
  );
}

function Text({ exit }: { exit: ExitReport }) {
  const [written, ahead] = parts.value;
  const past = endOf(written);
  const future = startOf(ahead);
  const box = useRef<HTMLElement>(null);
  const now = useRef<HTMLSpanElement>(null);
  const over = isOver.value;
  useEffect(() => {
    const scroller = box.current;
    const mark = now.current;
    if (scroller === null || mark === null) return;
    // The newest line is in view; scrollIntoView would move the whole sheet of a phone.
    if (over) scroller.scrollTop = scroller.scrollHeight;
    else {
      const below = mark.offsetTop + mark.offsetHeight - scroller.clientHeight;
      if (mark.offsetTop < scroller.scrollTop || below > scroller.scrollTop)
        scroller.scrollTop = below;
    }
  }, [written.length, over]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keys.
    <section class="mono console" ref={box} tabIndex={0} aria-label="Output">
      {past.hidden > 0 && <Hidden count={past.hidden} where="before" />}
      <span data-testid="written">{past.shown}</span>
      <span class={over ? "" : "now-mark"} ref={now} />
      {future.shown !== "" && (
        <span class="ahead" data-testid="ahead" title="Not yet written at this instant">
          {future.shown}
        </span>
      )}
      {future.hidden > 0 && <Hidden count={future.hidden} where="after" />}
      {totalBytes.value === 0 && <span class="ahead">(no output)</span>}
      {exit.stderr !== "" && (
        <span class={over ? "stderr" : "stderr ahead"} data-testid="stderr">
          {`\n${exit.stderr.trimEnd()}`}
        </span>
      )}
      <span class={over ? "status" : "status ahead"} data-testid="status">
        {`\n${exit.limit === null ? "" : "stopped by a limit, "}exit status ${exit.status}`}
      </span>
    </section>
  );
}

function Hidden({ count, where }: { count: number; where: "before" | "after" }) {
  return (
    <span class="quiet">
      {`\n(${group(count)} characters ${where} are not shown; copy takes all)\n`}
    </span>
  );
}

function Limit({ exit }: { exit: ExitReport }) {
  if (exit.limit === null) return null;
  return (
    <p class="limit" data-testid="limit">
      <strong>The program was stopped: {exit.limit.replace(/\.$/, "")}.</strong> Everything up to
      there can be stepped through. Give its loop an end or a smaller number to see it finish.
    </p>
  );
}

function CopyButton({ run }: { run: RunSummary }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), COPIED_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(run.stdout + run.exit.stderr);
      setSaid("copied");
    } catch {
      setSaid("the browser refuses");
    }
  };
  return (
    <>
      <span class="quiet" role="status">
        {said}
      </span>
      <button
        type="button"
        disabled={run.stdout === "" && run.exit.stderr === ""}
        title="Copies all that the program writes, stdout first, then stderr"
        onClick={() => void copy()}
      >
        copy
      </button>
    </>
  );
}

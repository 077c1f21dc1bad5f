/** The bytecode of the code object that runs, with the current instruction in view. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { BytecodeLine, Instant, RunSummary } from "../../../workers/protocol.ts";
import { group } from "../format.ts";

/** More rows than this are shown around the current one only: a step must not wait for them. */
const ROWS_MAX = 240;

export function Bytecode({ run, now }: { run: RunSummary; now: Instant | null }) {
  const place = now?.place ?? null;
  const [chosen, setChosen] = useState<number | null>(null);
  // Where the program is counts more than what was looked at before.
  useEffect(() => setChosen(null), [run, place?.code, place?.offset]);
  const index = chosen ?? place?.code ?? 0;
  const current = place !== null && place.code === index ? place.offset : null;
  return (
    <section class="bytecode-pane" aria-label="Bytecode">
      <div class="pane-head">
        <h2>Bytecode</h2>
        {run.codes.length > 1 && (
          <select
            class="mono"
            aria-label="Code object"
            value={index}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {run.codes.map(({ name }, i) => (
              <option key={i} value={i}>
                {i === 0 ? name : `${name}()`}
              </option>
            ))}
          </select>
        )}
      </div>
      <Rows lines={run.codes[index]?.lines ?? []} current={current} />
    </section>
  );
}

function Rows({ lines, current }: { lines: readonly BytecodeLine[]; current: number | null }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const row = box?.querySelector<HTMLElement>("[aria-current]");
    if (!box || !row) return;
    const top = row.offsetTop;
    const below = top + row.offsetHeight - box.clientHeight;
    if (top < box.scrollTop || below > box.scrollTop) {
      box.scrollTop = top - (box.clientHeight - row.offsetHeight) / 2;
    }
  }, [lines, current]);
  const at = Math.max(
    0,
    lines.findIndex(({ offset }) => offset === current),
  );
  const from = lines.length <= ROWS_MAX ? 0 : Math.max(0, at - ROWS_MAX / 2);
  const shown = lines.slice(from, from + ROWS_MAX);
  const after = lines.length - from - shown.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keys.
    <ol class="bytecode mono" ref={list} tabIndex={0} aria-label="Bytecode" data-testid="bytecode">
      {from > 0 && <li class="quiet">{group(from)} instructions before</li>}
      {shown.map((line, i) => (
        <li key={line.offset} aria-current={line.offset === current ? "step" : undefined}>
          <span class="line-number" title={`line ${line.line}`}>
            {i === 0 || shown[i - 1]?.line !== line.line ? line.line : ""}
          </span>
          <span class="offset">{line.offset}</span>
          <span>{line.name}</span>
          <span class="argument" title={line.meaning}>
            {line.meaning === "" ? (line.argument ?? "") : line.meaning}
          </span>
        </li>
      ))}
      {after > 0 && <li class="quiet">{group(after)} instructions after</li>}
    </ol>
  );
}

/** What takes long: its name, how far it is, the seconds it has taken, and how it is given up. */
import { useEffect, useState } from "preact/hooks";
import { busy, progress } from "../state/busy.ts";
import { fault, summary } from "../state/cells.ts";
import { giveUp } from "../state/engine.ts";
import { group } from "./format.ts";

/** Tenths of a second that pass without a figure: most runs are shorter. */
const SOON_OVER = 2;

export function Waiting() {
  const what = busy.value;
  return what === null || fault.value !== null ? null : <Pill key={what} what={what} />;
}

function Pill({ what }: { what: string }) {
  const [tenths, setTenths] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTenths((before) => before + 1), 100);
    return () => clearInterval(timer);
  }, []);
  const come = progress.value;
  return (
    <div class="waiting" data-testid="waiting">
      <span role="status">{what}</span>
      {come !== null && (
        <span class="mono" data-testid="progress">
          {group(Math.round(come.ir / 1e6))} M Ir, {group(come.ints)} ints
        </span>
      )}
      {tenths >= SOON_OVER && <span aria-hidden="true">{(tenths / 10).toFixed(1)} s</span>}
      {summary.value !== null && (
        <button
          type="button"
          data-testid="stop"
          title="Give it up (Esc)"
          onClick={() => void giveUp()}
        >
          stop
        </button>
      )}
    </div>
  );
}

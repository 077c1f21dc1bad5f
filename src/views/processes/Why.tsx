/** Why is this page private? The first write, who else has the frame, and what the copy holds. */
import type { FirstWrite, PageReason } from "../../../workers/protocol-processes.ts";
import { PageState } from "../../../workers/protocol-processes.ts";
import { selection, summary } from "../../state/cells.ts";
import { goToTick, reason } from "../../state/family.ts";
import { address, group, plural } from "../format.ts";
import { PAGE_LOOKS, WRITE_NAMES } from "./looks.ts";

const PAGE = 4096;

export function Why() {
  const why = reason.value;
  return (
    <section class="why" aria-label="Why is this page private" aria-live="polite" data-testid="why">
      <h3>Why is this page private?</h3>
      {selection.value === null ? (
        <p class="quiet">Choose a page: click a square, or go to a lane and use the arrow keys.</p>
      ) : why === null ? (
        <p class="quiet">The first write is looked for.</p>
      ) : (
        <Reason why={why} />
      )}
    </section>
  );
}

function Reason({ why }: { why: PageReason }) {
  return (
    <>
      <p>
        Page <span class="mono">{address(why.page * PAGE)}</span> in process{" "}
        <span class="mono">{why.pid}</span>: <strong>{PAGE_LOOKS[why.state].name}</strong>.{" "}
        {sentence(why)}
      </p>
      {why.write !== null && <Write write={why.write} />}
      {why.copied && why.users.length === 1 && <Difference why={why} />}
    </>
  );
}

/** The cause before the effect. */
function sentence({ state, write, copied, users, copies, pid }: PageReason): string {
  const others = copies.filter((copy) => copy.pid !== pid);
  const left = others.map((copy) => copy.pid).join(", ");
  switch (state) {
    case PageState.SHARED:
      return write !== null && copied
        ? `The process copied it once and has forked since: ${users.join(", ")} map the copy.`
        : `Nobody of ${users.join(", ")} has written to it since the fork, so all map one frame.`;
    case PageState.ORIGINAL:
      if (write !== null && others.length === 0)
        return "The process wrote to it when nobody else had the frame any more: the kernel copied nothing.";
      return others.length > 0
        ? `The process did not copy it: ${left} wrote and left with copies, and the last one keeps the frame.`
        : "No other process ever had this frame, or those that had it are gone.";
    case PageState.COPY:
    case PageState.SAME_COPY:
    case PageState.COPY_NOT_COMPARED:
      return "The process wrote to it while others mapped the frame, so the kernel gave it a copy.";
    case PageState.SHARED_MAPPING:
      return "The mapping is shared: whoever writes, writes for all, and nothing is copied.";
    default:
      return "The process has no frame for it.";
  }
}

function Write({ write }: { write: FirstWrite }) {
  const codes = summary.value?.codes ?? [];
  const { place } = write;
  const code = place === null ? undefined : codes[place.code];
  const line = code?.lines.findLast(({ offset }) => offset <= (place?.offset ?? 0));
  const calls = write.stack.map(({ fn }) => fn).filter((fn) => fn !== write.fn);
  return (
    <table data-testid="first-write">
      <tbody>
        <Row name="first write">
          <span class="mono">{write.field}</span> of {write.object}, {WRITE_NAMES[write.kind][0]}{" "}
          {WRITE_NAMES[write.kind][1]}
        </Row>
        <Row name="address">
          <button
            type="button"
            class="link mono"
            onClick={() => {
              selection.value = write.addr;
            }}
          >
            {address(write.addr)}
          </button>
        </Row>
        <Row name="by">
          <span class="mono">{write.fn}</span>
          {calls.length > 0 && (
            <span class="quiet"> ← {calls.slice(-3).reverse().join(" ← ")}</span>
          )}
        </Row>
        <Row name="program">
          {place === null
            ? "outside of the program’s code"
            : `line ${place.line}${line === undefined ? "" : `, ${line.name}`}${code === undefined ? "" : ` in ${code.name}`}`}
        </Row>
        <Row name="process">
          <span class="mono">{write.pid}</span>, its instruction {group(write.ir)},{" "}
          <button type="button" class="link" onClick={() => goToTick(write.tick)}>
            tick {group(write.tick)}
          </button>
        </Row>
      </tbody>
    </table>
  );
}

function Row({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

function Difference({ why }: { why: PageReason }) {
  const rest = PAGE - why.comparable;
  return (
    <p data-testid="difference-bytes">
      {why.differing === 0
        ? "None of its bytes differ from the original: the copy holds no new information."
        : `${plural(why.differing, "byte")} of it still ${why.differing === 1 ? "differs" : "differ"} from the original.`}{" "}
      {rest > 0 && (
        <span class="quiet">
          {plural(rest, "byte")} cannot be compared: their content is recorded, or not defined.
        </span>
      )}
    </p>
  );
}

/** Who wrote to a word, a block, a page: the last and the next time, seen from the instant. */
import { instant } from "../../state/cells.ts";
import { goToWrite, goToWriteOf, type Side, writerSaid } from "./writers.ts";

interface WritesProps {
  addr: number;
  bytes: number;
  /** "this word", "this page". */
  what: string;
  /** Keys that do the same, as they are written; none for what only this pane names. */
  keys?: readonly [string, string];
  /** Whether the object has a reference count, whose writes can be looked for alone. */
  hasCount?: boolean;
}

export function Writes({ addr, bytes, what, keys, hasCount = false }: WritesProps) {
  const said = writerSaid.value;
  return (
    <>
      <Row
        what={what}
        keys={keys}
        name="write"
        look={(at) => void goToWrite(at, addr, bytes, what)}
      />
      {hasCount && (
        <Row
          what="its reference count"
          keys={["H", "Shift H"]}
          name="count"
          look={(at) => void goToWriteOf("count", at)}
        />
      )}
      <p class="writer" role="status" data-testid="writer">
        {said !== null && said.at === instant.value?.ir ? said.text : ""}
      </p>
    </>
  );
}

interface RowProps {
  what: string;
  keys: readonly [string, string] | undefined;
  name: string;
  look(at: Side): void;
}

function Row({ what, keys, name, look }: RowProps) {
  const hint = (index: 0 | 1) => (keys === undefined ? "" : ` (${keys[index]})`);
  return (
    <div class="writes tools">
      <span class="quiet">writes to {what}</span>
      <button
        type="button"
        data-testid={`${name}-before`}
        title={`The last write to ${what} before this instant${hint(0)}`}
        onClick={() => look("previous")}
      >
        ← last
      </button>
      <button
        type="button"
        data-testid={`${name}-after`}
        title={`The next write to ${what}${hint(1)}`}
        onClick={() => look("next")}
      >
        next →
      </button>
    </div>
  );
}

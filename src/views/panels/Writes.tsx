/** Who wrote to a word, a block, a page: the last and the next time, seen from the instant. */
import { useState } from "preact/hooks";
import { instant } from "../../state/cells.ts";
import { go } from "../../state/engine.ts";

interface WritesProps {
  addr: number;
  bytes: number;
  /** "this word", "this page". */
  what: string;
}

export function Writes({ addr, bytes, what }: WritesProps) {
  const [said, setSaid] = useState<{ at: number; text: string } | null>(null);
  const look = async (at: "previous" | "next") => {
    const found = await go({ at, addr, bytes });
    const here = instant.value?.ir ?? 0;
    const text =
      found === null
        ? `No ${at === "next" ? "later" : "earlier"} write to ${what} in the modelled part.`
        : `${found.writer} writes here.`;
    setSaid({ at: here, text });
  };
  return (
    <div class="writes tools">
      <span class="quiet">writes to {what}</span>
      <button type="button" data-testid="write-before" onClick={() => void look("previous")}>
        ← last
      </button>
      <button type="button" data-testid="write-after" onClick={() => void look("next")}>
        next →
      </button>
      <span role="status" data-testid="writer">
        {said !== null && said.at === instant.value?.ir ? said.text : ""}
      </span>
    </div>
  );
}
